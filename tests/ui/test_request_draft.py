"""The unsaved input of a request: no Textual, no database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.services.request_details import RequestDetails, filled
from csp_tui.ui.requests.draft import RequestDraft
from csp_tui.ui.requests.unsaved import unsaved_request
from csp_tui.ui.requests.versions import OpenRequest

REQUEST = SupportRequest(
    id=7,
    offer_id="offer-1",
    kind=RequestKind.CHANGE_OPTION,
    change_to=ResellerChannel.NONE,
    tenant_ids=(),
    status=RequestStatus.DRAFT,
    ticket=None,
    selections=Selections("family", "product", "version", "category", "problem"),
    title="Title",
    description="Description",
    contact=RequestContact("Amélie", "csp@contoso.example", "1"),
    severity=Severity.MODERATE,
    language="en",
    step=1,
    created_at=datetime(2026, 3, 1, tzinfo=UTC),
    updated_at=datetime(2026, 3, 1, tzinfo=UTC),
)


def typing(**fields: object) -> RequestDraft:
    draft = RequestDraft()
    draft.begin(REQUEST)
    draft.change(fields)
    return draft


def test_input_during_a_write_is_still_to_be_written() -> None:
    draft = typing(title="a", step=2)
    assert draft.begin_write() == RequestDetails(title="a", step=2)
    draft.change({"title": "ab"})
    assert draft.is_writing
    assert draft.unwritten == {"title": "ab", "step": 2}
    stored = filled(REQUEST, RequestDetails(title="a", step=2))
    assert not draft.mark_written(stored)
    assert draft.unwritten == {"title": "ab"}
    assert draft.begin_write() == RequestDetails(title="ab")
    assert draft.begin_write() is None


def test_each_field_is_written_by_itself_the_one_changed_last_at_the_end() -> None:
    draft = typing(title="a", contact_phone="2", step=2)
    draft.change({"title": "ab"})
    assert draft.begin_write() == RequestDetails(contact_phone="2", step=2)
    draft.mark_written(filled(REQUEST, RequestDetails(contact_phone="2")))
    assert draft.begin_write() == RequestDetails(title="ab")


def test_a_failed_write_keeps_the_newest_input() -> None:
    draft = typing(title="a", contact_phone="2")
    draft.begin_write()
    draft.change({"title": "ab"})
    draft.mark_failed()
    assert not draft.is_writing
    assert draft.unwritten == {"title": "ab", "contact_phone": "2"}
    assert draft.begin_write() == RequestDetails(title="ab")


def test_fields_of_others_are_noticed_after_a_write_and_become_no_part_of_the_base() -> None:
    draft = typing(title="Mine")
    draft.is_conflicting = True
    draft.begin_write()
    theirs = replace(filled(REQUEST, RequestDetails(title="Mine")), description="Theirs")
    assert draft.mark_written(theirs)
    assert not draft.is_conflicting
    assert draft.base == filled(REQUEST, RequestDetails(title="Mine"))
    draft.begin(theirs)
    assert draft.base == theirs


def test_discarding_leaves_a_running_write_alone() -> None:
    draft = typing(title="a")
    draft.begin_write()
    draft.change({"title": "ab"})
    draft.discard()
    assert draft.unwritten == {"title": "a"}
    draft.mark_written(filled(REQUEST, RequestDetails(title="a")))
    assert draft.is_clean


def test_the_rest_is_taken_once() -> None:
    draft = typing(title="a")
    draft.begin_write()
    draft.change({"step": 2, "contact_phone": "2"})
    assert draft.take_all() == [
        RequestDetails(title="a", step=2),
        RequestDetails(contact_phone="2"),
    ]
    assert RequestDraft().take_all() == []


def test_the_step_of_the_wizard_is_nothing_typed() -> None:
    draft = typing(step=2)
    assert not draft.is_clean
    assert draft.typed == {}
    assert draft.to_dict() == {}


def test_a_later_session_continues_on_what_this_one_had_seen() -> None:
    draft = typing(title="Mine", severity=Severity.CRITICAL)
    kept = draft.to_dict()
    theirs = filled(REQUEST, RequestDetails(title="Theirs", severity=Severity.MINIMAL))
    later = RequestDraft()
    later.begin(theirs)
    assert later.restore_base(kept) == {"title": "Mine", "severity": "critical"}
    assert later.base == REQUEST


def test_a_recovery_file_can_hold_anything() -> None:
    draft = RequestDraft()
    assert draft.restore_base({"details": {"title": "a"}}) == {}
    draft.begin(REQUEST)
    wrong = {"title": 3, "severity": "loud", "status": "completed", "ticket": "1", "more": "x"}
    assert draft.restore_base({"details": wrong, "seen": wrong}) == {}
    assert draft.restore_base({"details": [], "seen": "no"}) == {}
    assert draft.base == REQUEST


def test_recovery_keeps_what_is_typed_and_not_saved() -> None:
    opened, draft = OpenRequest(REQUEST.id), RequestDraft()
    assert unsaved_request(opened, draft, "") is None
    opened.request = REQUEST
    draft.begin(REQUEST)
    assert unsaved_request(opened, draft, "") is None
    draft.change({"title": "Mine"})
    unsaved = unsaved_request(opened, draft, "2611")
    assert unsaved is not None
    assert unsaved.summary_lines == (
        "Support request 7",
        "  Ticket number: 2611",
        "  Issue title: Mine",
    )
    assert unsaved.typed == {
        "ticket": "2611",
        "details": {"title": "Mine"},
        "seen": {"title": "Title"},
    }
    assert not unsaved.transient
    draft.begin_write()
    draft.mark_written(filled(REQUEST, RequestDetails(title="Mine")))
    assert unsaved_request(opened, draft, "") is None
    opened.request = replace(REQUEST, status=RequestStatus.SUBMITTED)
    assert unsaved_request(opened, draft, "2611") is None


def test_the_draft_is_known_without_textual() -> None:
    code = (
        "import sys\nfrom csp_tui.ui.requests import draft, draft_saver, unsaved, versions\n"
        "print('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
