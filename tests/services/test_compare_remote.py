"""Audiences compared with what was pulled from Partner Center."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.import_rows import AudienceFile
from csp_tui.domain.offer import ResellerChannel, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.remote import Account
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.partner_center.connect import LocalConnector
from csp_tui.partner_center.emulator.in_process import InProcessTransport
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID, tenant
from csp_tui.partner_center.emulator.service import Emulator
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.compare import Comparison
from csp_tui.services.workbench import Workbench
from csp_tui.storage.location import DatabaseLocation
from tests.partner_center.emulating import emulator

A, B, C = (tenant(number)[0] for number in range(3))
NEW = tenant(9)[0]


@pytest.fixture
def center() -> Emulator:
    """The account that is pulled from."""
    return emulator()


@pytest.fixture
def pulled(location: DatabaseLocation, clock: FixedClock, center: Emulator) -> Iterator[Workbench]:
    """The services after a pull."""
    connector = LocalConnector(InProcessTransport(center), SECRET, sleep=lambda _seconds: None)
    with closing(
        open_workbench(location, clock=clock, who="tester", connector=connector)
    ) as workbench:
        account = Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID)
        workbench.partner_center.accounts.sign_in(account)
        workbench.partner_center.pulls.pull()
        yield workbench


def compared(workbench: Workbench, left: str, right: str) -> Comparison:
    def no_file(path: str) -> AudienceFile:
        raise InvalidInput(say("There is no file {path}.", path=path))

    return workbench.compare.compare(left, right, no_file)


def test_after_a_pull_both_sides_are_the_same(pulled: Workbench) -> None:
    found = compared(pulled, "remote:contoso-backup", "contoso-backup")
    assert found.is_same
    assert found.left.partners == {A, B, C}
    assert found.left.channel is ResellerChannel.SOME


def test_a_change_of_the_draft_differs_from_what_was_pulled(pulled: Workbench) -> None:
    edit = AudienceEdit(add=(NEW,))
    pulled.audience.save_draft("contoso-backup", edit)
    found = compared(pulled, "remote:contoso-backup", "contoso-backup")
    assert found.only_left == ()
    assert [one.tenant_id for one in found.only_right] == [NEW]
    assert found.both == 3


def test_the_side_is_as_it_was_at_the_last_pull(pulled: Workbench, center: Emulator) -> None:
    center.portal.do({"do": "edit", "offer": "contoso-backup", "add": [NEW], "remove": [A]})
    before = compared(pulled, "contoso-backup", "remote:contoso-backup")
    assert before.right.partners == {A, B, C}
    pulled.partner_center.pulls.pull()
    assert compared(pulled, "contoso-backup", "remote:contoso-backup").right.partners == {B, C, NEW}


def test_an_option_without_a_list_is_compared(pulled: Workbench, center: Emulator) -> None:
    center.portal.do({"do": "edit", "offer": "contoso-vm", "option": "all"})
    pulled.partner_center.pulls.pull()
    found = compared(pulled, "remote:contoso-vm", "remote:contoso-backup")
    assert found.left.channel is ResellerChannel.ALL
    assert found.markets_left > found.markets_right


def test_an_offer_that_partner_center_never_had_is_refused(pulled: Workbench) -> None:
    pulled.offers.create("contoso-local", ProductType.SAAS, Setup(name="Local"))
    with pytest.raises(InvalidInput) as caught:
        compared(pulled, "contoso-local", "remote:contoso-local")
    assert "never pulled" in render(caught.value.message)


def test_an_offer_that_partner_center_lost_is_refused(pulled: Workbench, center: Emulator) -> None:
    center.portal.do({"do": "delete", "offer": "contoso-backup"})
    pulled.partner_center.pulls.pull()
    with pytest.raises(InvalidInput) as caught:
        compared(pulled, "contoso-backup", "remote:contoso-backup")
    assert "no longer has" in render(caught.value.message)


def test_an_option_that_is_unknown_is_refused(pulled: Workbench, center: Emulator) -> None:
    center.portal.do({"do": "edit", "offer": "contoso-vm", "option": "invented"})
    pulled.partner_center.pulls.pull()
    with pytest.raises(InvalidInput) as caught:
        compared(pulled, "contoso-vm", "remote:contoso-vm")
    assert "invented" in render(caught.value.message)
