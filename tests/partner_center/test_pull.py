"""What a pull says before it takes it over, and what it takes."""

from __future__ import annotations

import pytest

from csp_tui.domain.remote import JobState
from csp_tui.domain.remote_words import job_error, job_step
from csp_tui.i18n import render
from csp_tui.partner_center.emulator.faults import Faults
from csp_tui.partner_center.emulator.seeds import tenant
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.remote.words import live_words, pull_counts, takes_away
from tests.partner_center.conftest import Office

A, B, C, D, NEW = (tenant(number)[0] for number in range(5))


def test_partners_that_leave_the_live_list_are_named_before_they_leave(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("resolve-request", "contoso-backup", remove=[A, B])
    pulled = office.remote.pulls.read()
    (change,) = takes_away(pulled.report)
    assert change.live is not None
    names = sorted(tenant(number)[1] for number in (0, 1))
    assert [str(one) for one in live_words(change.live)] == [
        f"2 partners leave the live list: {', '.join(names)}."
    ]
    state = office.workbench.audience.show("contoso-backup").state
    assert state.live_partners == 3, "nothing is taken over before it is agreed"
    office.remote.pulls.take(pulled)
    state = office.workbench.audience.show("contoso-backup").state
    assert state.live_partners == 1


def test_what_was_shown_is_what_is_taken(office: Office) -> None:
    pulled = office.remote.pulls.read()
    requests = len(office.center.requests)
    office.portal("edit", "contoso-backup", add=[D])
    report = office.remote.pulls.take(pulled)
    assert len(office.center.requests) == requests, "Partner Center is not asked again"
    assert (report.new, report.unreadable, report.dry_run) == (pulled.report.new, (), False)
    assert office.local("contoso-backup")[1] == {A, B, C}
    assert [one.offer_id for one in office.remote.pulls.pull().changed] == ["contoso-backup"]


def test_a_draft_that_changes_in_between_stays(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("edit", "contoso-backup", add=[D])
    pulled = office.remote.pulls.read()
    assert pulled.report.conflicts == ()
    office.workbench.audience.save_draft("contoso-backup", AudienceEdit(add=(NEW,)))
    report = office.remote.pulls.take(pulled)
    assert [one.offer_id for one in report.conflicts] == ["contoso-backup"]
    assert office.local("contoso-backup")[1] == {A, B, C, NEW}


def test_unreadable_products_are_counted_once(office_of: object) -> None:
    office: Office = office_of(seed="odd")  # type: ignore[operator]
    pulled = office.remote.pulls.read()
    taken = office.remote.pulls.take(pulled)
    assert taken.unreadable == pulled.report.unreadable
    names = [one.product for one in taken.unreadable]
    assert names == sorted(set(names)), "none is reported twice"


def test_an_offer_in_conflict_is_counted_once(office: Office) -> None:
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-backup", AudienceEdit(add=(NEW,)))
    office.portal("resolve-request", "contoso-backup", add=[D])
    report = office.remote.pulls.pull()
    assert [one.fields for one in report.changed] == [("live",)]
    assert str(pull_counts(report)) == "Pulled: 1 conflict, 5 up to date."


def test_an_offer_that_is_gone_is_said_once(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("delete", "contoso-mail")
    assert office.remote.pulls.read().report.gone == ("contoso-mail",)
    assert office.remote.pulls.pull().gone == ("contoso-mail",)
    assert office.remote.pulls.pull().gone == ()
    assert office.workbench.offers.show("contoso-mail")


@pytest.mark.parametrize(("language", "said"), [("en", "still working"), ("fr", "travaille")])
def test_a_refused_push_says_why_and_what_to_do(office: Office, language: str, said: str) -> None:
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-backup", AudienceEdit(add=(NEW,)))
    office.center.faults = Faults(
        [{"match": {"method": "POST", "path": "configure$"}, "do": {"status": 409}, "times": 1}]
    )
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.FAILED
    (error,) = office.remote.jobs.job(job.id).errors
    step = job_step(error)
    assert said in render(job_error(error), language)
    assert step is not None
    assert render(step, "fr") != render(step, "en")
