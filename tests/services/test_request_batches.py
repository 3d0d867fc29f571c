"""Several support requests at once: all are marked or none, and one undo reverts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal
from csp_tui.domain.support import RequestStatus, StaleRequest
from csp_tui.exchange.request_pack import csv_lines, text_lines
from csp_tui.i18n import render
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.views import RequestOverview
from csp_tui.services.workbench import Workbench
from tests.conftest import SOME, tenant

FIRST, SECOND = "contoso-backup", "contoso-vault"
CONTACT = RequestDetails(contact_name="Ada", contact_email="ada@contoso.example")


@pytest.fixture
def asked(stocked: Workbench, offer: Callable[..., str]) -> Workbench:
    """Two live offers with a request to remove a partner of each."""
    for name in (FIRST, SECOND):
        offer(SOME, (1, 2, 3), offer_id=name)
        stocked.support.create_removal(name, [tenant(1)], language="en", details=CONTACT)
    return stocked


def statuses(workbench: Workbench) -> list[RequestStatus]:
    return [workbench.support.show(number).status for number in (1, 2)]


def live(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_live}


def test_submitting_several_is_one_change_with_one_undo(asked: Workbench) -> None:
    marked = asked.support.submit_all([1, 2])
    assert [one.id for one in marked] == [1, 2]
    assert statuses(asked) == [RequestStatus.SUBMITTED] * 2
    newest, before = asked.history.entries(limit=2)
    assert newest.batch == before.batch == before.id
    assert len(asked.undo.undo().changes) == 2
    assert statuses(asked) == [RequestStatus.DRAFT] * 2


def test_completing_several_is_one_change_with_one_undo(asked: Workbench) -> None:
    asked.support.submit_all([1, 2])
    asked.support.complete_all([2, 1])
    for name in (FIRST, SECOND):
        assert live(asked, name) == {tenant(2), tenant(3)}
    asked.undo.undo()
    assert statuses(asked) == [RequestStatus.SUBMITTED] * 2
    for name in (FIRST, SECOND):
        assert live(asked, name) == {tenant(1), tenant(2), tenant(3)}


def test_one_request_is_no_batch(asked: Workbench) -> None:
    asked.support.submit_all([1])
    assert asked.history.entries(limit=1)[0].batch is None


def test_a_refused_one_keeps_all_of_them(asked: Workbench) -> None:
    asked.support.submit_all([1, 2])
    asked.resales.record(SECOND, tenant(1))
    with pytest.raises(RuleRefusal) as caught:
        asked.support.complete_all([1, 2])
    assert "because of support request 2: " in render(caught.value.message)
    assert statuses(asked) == [RequestStatus.SUBMITTED] * 2
    assert tenant(1) in live(asked, FIRST)


def test_what_the_list_has_shown_is_compared_with_what_is_stored(asked: Workbench) -> None:
    seen = asked.support.overview(None).seen
    assert [one.id for one in seen] == [2, 1]
    # The step of the wizard is nothing that a list shows.
    asked.support.edit(1, RequestDetails(step=2))
    for details in (RequestDetails(title="Theirs"), RequestDetails(contact_phone="+1 555")):
        asked.support.edit(2, details)
        with pytest.raises(StaleRequest):
            asked.support.submit_all([1, 2], seen=seen)
        assert statuses(asked) == [RequestStatus.DRAFT] * 2
        asked.undo.undo()
    asked.support.submit_all([1, 2], seen=seen)
    assert asked.support.overview(FIRST).seen[0].status is RequestStatus.SUBMITTED


def test_closed_requests_are_listed_by_their_numbers(asked: Workbench) -> None:
    asked.support.withdraw(1)
    found = asked.support.overview(None)
    assert [one.id for one in found.open] == [one.id for one in found.seen] == [2]
    assert found.closed == (1,)
    assert asked.support.overview(FIRST) == RequestOverview(closed=(1,))
    assert asked.support.overview(SECOND) == RequestOverview(found.open, found.seen)
    # One that is gone is left out.
    assert [one.status for one in asked.support.listed([1, 7])] == [RequestStatus.WITHDRAWN]


def test_the_problem_of_one_request_alone_is_not_blamed_on_it(asked: Workbench) -> None:
    with pytest.raises(NotFound) as caught:
        asked.support.submit_all([7])
    assert "because of" not in render(caught.value.message)


def test_a_number_that_is_none_keeps_all_of_them(asked: Workbench) -> None:
    with pytest.raises(NotFound) as caught:
        asked.support.submit_all([1, 7])
    assert "because of support request 7: " in render(caught.value.message)
    assert statuses(asked) == [RequestStatus.DRAFT] * 2


def test_a_pack_is_of_all_open_ones_or_of_those_that_are_named(asked: Workbench) -> None:
    assert [one.request.id for one in asked.support.pack()] == [1, 2]
    assert [one.request.id for one in asked.support.pack([2, 1, 2])] == [2, 1]
    asked.support.withdraw(1)
    assert [one.request.id for one in asked.support.pack()] == [2]
    with pytest.raises(InvalidInput, match="nothing to file"):
        asked.support.pack([1])
    with pytest.raises(NotFound):
        asked.support.pack([7])


def test_a_pack_says_what_is_to_be_done_first(asked: Workbench) -> None:
    asked.support.edit(1, RequestDetails(title=""))
    asked.resales.record(SECOND, tenant(1))
    text = "".join(text_lines(asked.support.pack()))
    assert "To do first: Enter the issue title." in text
    assert "(R30)" in text
    assert asked.support.as_text(asked.support.show(2)) in text


def test_no_cell_of_a_pack_is_a_formula(asked: Workbench) -> None:
    hostile = RequestDetails(title='=HYPERLINK("x")', description="+1\n@x\n\x1b[31mred")
    asked.support.edit(1, hostile)
    text = "".join(csv_lines(asked.support.pack([1])))
    assert "'=HYPERLINK" in text
    assert "\"'+1\n'@x\n" in text
    assert "\x1b" not in text
    assert "\x1b" not in "".join(text_lines(asked.support.pack([1])))


def test_a_pack_for_spreadsheets_keeps_the_text_to_paste(asked: Workbench) -> None:
    _titles, row = csv.reader(io.StringIO("".join(csv_lines(asked.support.pack([2])))))
    description = asked.support.show(2).description
    assert "\n- " in description
    assert description in row
