"""How offers compare with Partner Center in the list of offers and in the top bar."""

from __future__ import annotations

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.remote import SyncState
from csp_tui.partner_center.emulator.seeds import tenant
from csp_tui.services.audience import AudienceEdit
from csp_tui.ui.text.center import center_words, sync_cell
from tests.partner_center.conftest import Office
from tests.ui.driving import running

NEW, D = (tenant(number)[0] for number in (9, 10))


def test_each_offer_says_how_it_compares_and_how_old_that_is(office: Office) -> None:
    assert office.remote.states.read().offers == {}
    assert center_words(office.remote.states.read()) == "never pulled"
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-crm", AudienceEdit(add=(NEW,)))
    office.let_pass(3 * 86_400)
    office.remote.pulls.pull(offers=["contoso-mail"])
    summary = office.remote.states.read()
    assert {name: sync_cell(one) for name, one in summary.offers.items()} == {
        "contoso-app": "in sync · 3 days old",
        "contoso-backup": "in sync · 3 days old",
        "contoso-crm": "differs, push · 3 days old",
        "contoso-draft": "in sync · 3 days old",
        "contoso-mail": "in sync",
        "contoso-vm": "in sync · 3 days old",
    }
    assert center_words(summary) == "1 differs"
    assert center_words(summary, only_attention=True) == ""


def test_it_is_what_the_page_of_partner_center_says(office: Office) -> None:
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-crm", AudienceEdit(add=(NEW,)))
    office.portal("edit", "contoso-crm", add=[D])
    office.portal("delete", "contoso-mail")
    office.remote.pulls.pull()
    summary = office.remote.states.read()
    listed = {one.link.offer_id: one.state for one in office.remote.accounts.offers()}
    assert {name: one.state for name, one in summary.offers.items()} == listed
    assert summary.counts == office.remote.accounts.status().states
    assert (listed["contoso-crm"], listed["contoso-mail"]) == (SyncState.CONFLICT, SyncState.GONE)
    assert center_words(summary, only_attention=True) == "1 conflict"


async def test_the_column_and_the_filter_come_with_the_first_link(office: Office) -> None:
    office.workbench.offers.create("own-offer", *_saas())
    async with running(office.workbench, (120, 30)) as driver:
        assert "never pulled" in driver.page.splitlines()[0], "the top bar"
        await driver.press("X")
        assert "No offer is linked to Partner Center." in driver.status
        assert driver.page.count("never pulled") == 1
        office.remote.pulls.pull()
        office.workbench.audience.save_draft("contoso-crm", AudienceEdit(add=(NEW,)))
        await driver.press("5", "1")
        assert "1 differs" in driver.page.splitlines()[0]
        assert driver.page.count("differs, push") == 1
        await driver.press("X")
        assert driver.app.screen.listing.shown_keys() == ["contoso-crm"]  # type: ignore[attr-defined]
        await driver.press("X")
        assert driver.app.screen.listing.shown_keys() == ["own-offer"]  # type: ignore[attr-defined]
        assert driver.status == "Filter: never pulled (1 offer)."
        await driver.press("escape")
        assert len(driver.app.screen.listing.shown_keys()) == 7  # type: ignore[attr-defined]
        await driver.resize(60, 20)
        assert "differs, push" not in driver.page


async def test_the_conflict_says_what_the_draft_is_afterwards(office: Office) -> None:
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-vm", AudienceEdit(channel=ResellerChannel.ALL))
    office.portal("edit", "contoso-vm", option="some", add=[NEW])
    office.remote.pulls.pull()
    async with running(office.workbench) as driver:
        await driver.press("5", "c")
        assert "Afterwards: any (local option)" in driver.page
        await driver.press("r")
        assert "Afterwards: specific · 1 partner (remote option)" in driver.page
        await driver.press("f2")
    assert office.local("contoso-vm") == (ResellerChannel.SOME, {NEW})


def _saas():  # type: ignore[no-untyped-def]
    from csp_tui.domain.offer import Setup
    from csp_tui.domain.product import ProductType

    return ProductType.SAAS, Setup(name="Own offer")
