"""Pull, plan, push, conflicts and publication against the emulator."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound, RemoteConflict, RemoteProblem
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.remote import JobKind, JobState, SyncState
from csp_tui.domain.remote_conflicts import Side
from csp_tui.partner_center.emulator.faults import Faults
from csp_tui.partner_center.emulator.seeds import tenant
from csp_tui.partner_center.emulator.shapes import PROFILES, tenant_of
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.remote.draft_steps import comes_first
from tests.partner_center.conftest import Office

A, B, C, D, E = (tenant(number)[0] for number in range(5))
NEW = tenant(9)[0]


def add(office: Office, offer: str, *tenants: str) -> None:
    labels = {one: f"Name of {one[:4]}" for one in tenants}
    office.workbench.audience.save_draft(offer, AudienceEdit(add=tenants, labels=labels))


def finish(office: Office) -> list[Any]:
    office.let_pass()
    return office.remote.jobs.resume()


def test_a_first_pull_brings_every_offer_that_can_be_read(office: Office) -> None:
    report = office.remote.pulls.pull()
    assert report.new == (
        "contoso-app", "contoso-backup", "contoso-crm", "contoso-draft", "contoso-mail",
        "contoso-vm",
    )  # fmt: skip
    assert report.unreadable == ()
    assert office.local("contoso-backup") == (ResellerChannel.SOME, {A, B, C})
    assert office.local("contoso-draft") == (None, set())
    state = office.workbench.audience.show("contoso-crm").state
    assert (state.draft_partners, state.live_partners) == (2, 1)
    setup = office.workbench.offers.show("contoso-vm").offer.setup
    assert [plan.kind.value for plan in setup.plans] == ["byol", "pay-as-you-go"]
    assert setup.csp_contact.email == "csp@contoso.example"
    again = office.remote.pulls.pull()
    assert (again.new, again.changed, again.unchanged) == ((), (), 6)


def priced(office: Office, offer: str) -> list[dict[str, Any]]:
    """The bodies in Partner Center that say where the plans of an offer are sold."""
    (product,) = office.center.state.by_external_id(offer)
    return [
        body
        for target in product.targets.values()
        for name, body in target.resources.items()
        if name.startswith("price-and-availability-plan")
    ]


def test_a_pull_brings_the_markets_of_the_plans(office: Office) -> None:
    def markets() -> tuple[str, ...]:
        return office.workbench.offers.show("contoso-backup").offer.setup.markets

    office.remote.pulls.pull()
    assert markets() == ("DE", "FR", "US")
    for body in priced(office, "contoso-backup"):
        body["markets"] = ["jp", "fr", "zz", 7]
    (change,) = office.remote.pulls.pull().changed
    assert change.fields == ("markets",)
    assert markets() == ("FR", "JP", "ZZ")
    for body in priced(office, "contoso-backup"):
        body["markets"] = None
    assert office.remote.pulls.pull().changed == ()
    assert markets() == ("FR", "JP", "ZZ")
    for body in priced(office, "contoso-backup"):
        body["customerMarkets"] = "allMarkets"
    assert len(office.remote.pulls.pull().changed) == 1
    assert markets() == ()


def test_markets_that_were_entered_here_stay(office: Office) -> None:
    office.remote.pulls.pull()
    office.workbench.offers.edit("contoso-backup", SetupEdit(markets=("FR",)))
    for body in priced(office, "contoso-backup"):
        body["markets"] = ["jp"]
    assert office.remote.pulls.pull().changed == ()
    assert office.workbench.offers.show("contoso-backup").offer.setup.markets == ("FR",)


def test_markets_that_an_earlier_version_did_not_read_are_live_at_once(office: Office) -> None:
    office.remote.pulls.pull()
    path = office.workbench.database.info().path
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE offer SET markets = NULL")
        raw.execute("UPDATE offer SET live_setup = json_remove(live_setup, '$.markets')")
        raw.execute("UPDATE remote_link SET setup = json_remove(setup, '$.markets')")
        raw.commit()
    report = office.remote.pulls.pull()
    assert {one.fields for one in report.changed} == {("markets",)}
    offer = office.workbench.offers.show("contoso-backup").offer
    assert (offer.setup.markets, offer.live_markets) == (("DE", "FR", "US"),) * 2
    assert office.remote.pulls.pull().changed == ()


def test_a_dry_run_changes_nothing(office: Office) -> None:
    report = office.remote.pulls.pull(dry_run=True)
    assert len(report.new) == 6
    assert office.workbench.offers.rows() == []
    assert office.remote.accounts.status().pulled_at is None


def test_a_draft_that_was_not_touched_follows_partner_center(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("edit", "contoso-backup", add=[NEW], remove=[A])
    office.portal("edit", "contoso-vm", option="all")
    report = office.remote.pulls.pull()
    assert {(one.offer_id, one.added, one.removed) for one in report.changed} == {
        ("contoso-backup", 1, 1), ("contoso-vm", 0, 0),
    }  # fmt: skip
    assert office.local("contoso-backup") == (ResellerChannel.SOME, {B, C, NEW})
    assert office.local("contoso-vm") == (ResellerChannel.ALL, set())


def test_what_is_live_there_is_live_here(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("sync", "contoso-crm")
    report = office.remote.pulls.pull()
    assert [(one.offer_id, one.fields) for one in report.changed] == [("contoso-crm", ("live",))]
    assert office.workbench.audience.show("contoso-crm").state.live_partners == 2


@pytest.mark.parametrize("profile", PROFILES)
def test_a_push_writes_the_whole_list_in_the_form_that_was_received(
    office_of: Callable[..., Office], profile: str
) -> None:
    office = office_of(profile=profile)
    office.remote.pulls.pull()
    before = office.center.state.by_external_id("contoso-backup")[0]
    received = before.targets["draft"].resources[before.reseller_id]["audiences"]
    add(office, "contoso-backup", NEW)
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.RUNNING
    assert office.tenants("contoso-backup") == {A, B, C}
    (job,) = finish(office)
    assert job.state is JobState.SUCCEEDED
    product = office.center.state.by_external_id("contoso-backup")[0]
    written = product.targets["draft"].resources[product.reseller_id]["audiences"]
    assert written[:3] == received
    assert set(written[3]) == set(received[0])
    assert tenant_of(written[3]) == NEW
    assert office.tenants("contoso-backup", "live") == {A, B, C}
    assert office.remote.pushes.push() == []
    assert office.remote.accounts.status().states == {SyncState.IN_SYNC: 6}


def test_what_is_unknown_is_kept_and_sent_back(office_of: Callable[..., Office]) -> None:
    office = office_of(seed="odd")
    report = office.remote.pulls.pull()
    assert {one.product for one in report.unreadable} == {
        "odd-ended", "odd-word", "odd-type", "twice", "Odd ID!",
    }  # fmt: skip
    assert office.workbench.offers.show("odd-extra").offer.setup.name == "Odd 🙂 name"
    add(office, "odd-extra", NEW)
    office.remote.pushes.push()
    assert finish(office)[0].state is JobState.SUCCEEDED
    product = office.center.state.by_external_id("odd-extra")[0]
    body = product.targets["draft"].resources[product.reseller_id]
    assert body["futureField"] == {"keep": [1, None, "me"]}
    assert body["audiences"][0]["addedOn"] == "2026-01-15"
    assert "addedOn" not in body["audiences"][2]


def test_the_old_schema_host_is_read_and_not_written(office_of: Callable[..., Office]) -> None:
    office = office_of(seed="odd")
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("odd-capitals", AudienceEdit(add=(NEW,)))
    assert office.local("odd-capitals")[1] == {C, NEW}
    office.remote.pushes.push()
    assert finish(office)[0].state is JobState.SUCCEEDED


def test_both_sides_changed_is_a_conflict_and_nothing_is_overwritten(office: Office) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    office.portal("edit", "contoso-backup", add=[E])
    report = office.remote.pulls.pull()
    (conflict,) = report.conflicts
    assert conflict.offer_id == "contoso-backup"
    assert {one.tenant_id for one in conflict.choices} == {D, E}
    assert office.local("contoso-backup")[1] == {A, B, C, D}
    with pytest.raises(RemoteConflict):
        office.remote.pushes.push(offers=["contoso-backup"])
    assert office.remote.pushes.push() == []
    assert office.center.state.accepted == []


@pytest.mark.parametrize(
    ("decision", "local", "remote"),
    [
        ({"take": Side.LOCAL}, {A, B, C, D}, {A, B, C, D}),
        ({"take": Side.REMOTE}, {A, B, C, E}, {A, B, C, E}),
        ({}, {A, B, C, D, E}, {A, B, C, D, E}),
        ({"drop": [E]}, {A, B, C, D}, {A, B, C, D}),
        ({"take": Side.REMOTE, "keep": [D], "drop": [E]}, {A, B, C, D}, {A, B, C, D}),
    ],
)
def test_a_conflict_is_resolved_and_pushed(
    office: Office, decision: dict[str, Any], local: set[str], remote: set[str]
) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    office.portal("edit", "contoso-backup", add=[E])
    office.remote.pulls.pull()
    office.remote.conflicts.resolve("contoso-backup", **decision)
    assert office.local("contoso-backup")[1] == local
    office.remote.pushes.push()
    finish(office)
    assert office.tenants("contoso-backup") == remote
    assert office.remote.accounts.status().states[SyncState.IN_SYNC] == 6


def test_a_change_after_the_pull_stops_the_push_before_anything_is_sent(office: Office) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    office.portal("edit", "contoso-backup", add=[E])
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.CANCELED
    assert job.errors[0].code == "conflict"
    assert office.center.state.accepted == []
    assert office.remote.conflicts.show("contoso-backup").remote.tenants == {A, B, C, E}


def test_equal_changes_are_no_conflict(office: Office) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    office.portal("edit", "contoso-backup", add=[D])
    report = office.remote.pulls.pull()
    assert report.conflicts == ()
    assert office.remote.pushes.push() == []


def test_an_offer_that_was_here_before_is_not_overwritten(office: Office) -> None:
    from csp_tui.domain.offer import CspContact, Setup
    from csp_tui.domain.product import ProductType

    setup = Setup(name="Mine", csp_contact=CspContact("Me", "me@example.com"))
    office.workbench.offers.create("contoso-backup", ProductType.SAAS, setup)
    report = office.remote.pulls.pull(offers=["contoso-backup"])
    assert [one.offer_id for one in report.conflicts] == ["contoso-backup"]
    assert office.workbench.offers.show("contoso-backup").offer.setup.name == "Mine"
    assert office.local("contoso-backup") == (None, set())


def test_an_offer_that_is_gone_is_reported_and_kept(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("delete", "contoso-backup")
    report = office.remote.pulls.pull()
    assert report.gone == ("contoso-backup",)
    assert office.local("contoso-backup")[1] == {A, B, C}
    add(office, "contoso-backup", D)
    assert office.remote.pushes.push() == []


def test_secrets_of_other_resources_are_never_stored(office: Office) -> None:
    office.remote.pulls.pull()
    path = office.workbench.database.info().path
    with open(path, "rb") as file:
        assert b"do-not-store-this" not in file.read()
    for suffix in ("-wal",):
        with open(f"{path}{suffix}", "rb") as file:
            assert b"do-not-store-this" not in file.read()


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_lost_answer_is_resolved_by_reading(office: Office, phase: str) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    rule = {
        "match": {"method": "POST", "path": "/configure$", "phase": phase},
        "do": {"lost": True},
        "times": 1,
    }
    office.center.faults = Faults([rule])
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.UNKNOWN
    # While it is open, nothing else of this offer is sent.
    (same,) = office.remote.pushes.push()
    assert same.id == job.id
    office.let_pass(2)
    office.remote.jobs.resume()
    assert office.remote.jobs.job(job.id).state is JobState.UNKNOWN
    (job,) = finish(office)
    if phase == "before":
        assert office.remote.jobs.job(job.id).errors[0].code == "notAccepted"
        office.remote.pushes.push()
        finish(office)
    else:
        assert job.state is JobState.SUCCEEDED
    assert office.tenants("contoso-backup") == {A, B, C, D}
    assert len(office.center.state.accepted) == 1


def test_a_job_that_fails_says_what_partner_center_says(office: Office) -> None:
    office.remote.pulls.pull()
    office.center.state.by_external_id("contoso-vm")[0].locked = "Product is locked"
    office.workbench.audience.save_draft("contoso-vm", AudienceEdit(channel=ResellerChannel.ALL))
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.FAILED
    assert job.errors[0].code == "productLocked"


def test_the_plan_names_calls_and_what_a_person_does(office: Office) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    office.workbench.audience.save_draft("contoso-vm", AudienceEdit(channel=ResellerChannel.ALL))
    plan = office.remote.planner.plan()
    told = [(one.step.offer_id, one.step.action, one.step.by, bool(one.calls), bool(one.text))
            for one in plan.steps]  # fmt: skip
    assert told == [
        ("contoso-backup", "draft", "program", True, False),
        ("contoso-backup", "sync", "person", False, True),
        ("contoso-crm", "sync", "person", False, True),
        ("contoso-vm", "draft", "program", True, False),
        ("contoso-vm", "publish", "program", True, False),
    ]
    assert plan.steps[1].step.after == (1,)
    call = plan.steps[0].calls[0]
    assert call.url.endswith("/configure?%24version=2022-07-01")
    assert len(call.body["resources"][0]["audiences"]) == 4


def test_publishing_goes_by_preview_and_says_when_there_is_nothing(office: Office) -> None:
    office.remote.pulls.pull()
    with pytest.raises(InvalidInput, match="in preview"):
        office.remote.pushes.publish("contoso-vm", JobKind.LIVE)
    office.workbench.audience.save_draft("contoso-vm", AudienceEdit(channel=ResellerChannel.ALL))
    office.remote.pushes.push()
    finish(office)
    job = office.remote.pushes.publish("contoso-vm", JobKind.PREVIEW)
    with pytest.raises(RemoteConflict):
        office.remote.pushes.publish("contoso-vm", JobKind.PREVIEW)
    office.let_pass(4 * 3600)
    assert office.remote.jobs.wait(job.id).state is JobState.SUCCEEDED
    job = office.remote.pushes.publish("contoso-vm", JobKind.LIVE)
    office.let_pass(4 * 3600)
    assert office.remote.jobs.wait(job.id).state is JobState.SUCCEEDED
    office.remote.pulls.pull()
    assert office.workbench.offers.show("contoso-vm").offer.live_channel is ResellerChannel.ALL


def test_a_lost_publication_is_found_in_the_submissions(office: Office) -> None:
    office.remote.pulls.pull()
    office.portal("edit", "contoso-backup", add=[D])
    office.center.faults = Faults(
        [{"match": {"method": "POST", "phase": "after", "path": "configure$"},
          "do": {"lost": True}, "times": 1}]
    )  # fmt: skip
    job = office.remote.pushes.publish("contoso-backup", JobKind.PREVIEW)
    assert job.state is JobState.UNKNOWN
    office.let_pass(60)
    assert office.remote.jobs.resume()[0].state is JobState.UNKNOWN
    office.let_pass(4 * 3600)
    assert office.remote.jobs.resume()[0].state is JobState.SUCCEEDED
    assert len(office.center.state.accepted) == 1


def test_options_1_and_3_of_azure_applications_go_through_the_older_api(office: Office) -> None:
    office.remote.pulls.pull()
    assert office.local("contoso-app") == (ResellerChannel.ALL, set())
    product = office.center.state.by_external_id("contoso-app")[0]
    product.older = {"resellerChannelState": "Disabled", "tenantIds": []}
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-app", AudienceEdit(channel=ResellerChannel.ALL))
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.SUCCEEDED
    assert product.older["resellerChannelState"] == "Enabled"


def test_option_2_of_the_older_api_is_read_back_and_its_loss_is_reported(office: Office) -> None:
    product = office.center.state.by_external_id("contoso-app")[0]
    product.older = {"resellerChannelState": "Disabled", "tenantIds": []}
    office.remote.pulls.pull()
    office.workbench.audience.save_draft(
        "contoso-app", AudienceEdit(channel=ResellerChannel.SOME, add=(D,))
    )
    assert office.remote.planner.plan(offers=["contoso-app"]).steps[0].step.warnings
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.FAILED
    assert job.errors[0].code == "mismatch"
    (one,) = office.remote.planner.plan(offers=["contoso-app"]).steps
    assert (one.step.action, one.step.by, one.calls) == ("draft", "person", ())
    assert one.text is not None
    assert "Specific partners" in str(one.text)
    assert D in str(one.text)
    assert one.page
    office.workbench.audience.save_draft("contoso-app", AudienceEdit(add=(NEW,)))
    (one,) = office.remote.planner.plan(offers=["contoso-app"]).steps
    assert one.step.by == "program"  # another list may be kept
    office.center.older.loses_lists = False
    (job,) = office.remote.pushes.push()
    assert job.state is JobState.SUCCEEDED


def test_a_draft_that_is_being_written_is_not_to_be_pushed_first(office: Office) -> None:
    office.remote.pulls.pull()
    office.workbench.audience.save_draft("contoso-backup", AudienceEdit(add=(D,)))
    plan = office.remote.planner.plan(offers=["contoso-backup"])
    assert [str(comes_first(plan, one.step) or "") for one in plan.steps] == [
        "", "Push the draft first.",
    ]  # fmt: skip
    (job,) = office.remote.pushes.push()
    assert job.state.is_open
    plan = office.remote.planner.plan(offers=["contoso-backup"])
    assert [one.step.action for one in plan.steps] == ["wait", "sync"]
    assert str(comes_first(plan, plan.steps[1].step)) == (
        f"Job {job.id} is writing the draft to Partner Center."
    )


def test_an_unknown_offer_and_account_are_refused(office: Office) -> None:
    with pytest.raises(NotFound):
        office.remote.pulls.pull(offers=["not-there"])
    with pytest.raises(InvalidInput, match="no account"):
        office.remote.pulls.pull("other")
    with pytest.raises(NotFound):
        office.remote.jobs.job(99)


def test_a_failed_sign_in_keeps_nothing(office_of: Callable[..., Office]) -> None:
    with pytest.raises(RemoteProblem):
        office_of(scenario="no-role")


def test_signing_out_waits_for_open_jobs(office: Office) -> None:
    office.remote.pulls.pull()
    add(office, "contoso-backup", D)
    (job,) = office.remote.pushes.push()
    with pytest.raises(InvalidInput, match="has not ended"):
        office.remote.accounts.sign_out()
    office.remote.jobs.forget(job.id)
    office.remote.accounts.sign_out()
    assert office.remote.accounts.accounts() == []
    assert len(office.workbench.offers.rows()) == 6


def test_the_probe_has_no_names(office: Office) -> None:
    report = str(office.remote.accounts.probe())
    assert "type=tenant keys=id,label,type" in report
    for name in ("Contoso", "contoso", A, "Alpine"):
        assert name not in report


@pytest.mark.parametrize("scenario", ["busy", "flaky", "expired", "strange"])
def test_a_pull_gets_through_bad_days(office_of: Callable[..., Office], scenario: str) -> None:
    office = office_of(scenario=scenario)
    assert len(office.remote.pulls.pull().new) == 6
