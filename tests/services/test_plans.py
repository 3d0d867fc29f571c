"""Plans of many offers: built from one state, carried out as one batch, saved and used once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.desired import DesiredState, ListWish, OfferWish
from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.plan import GoLive, PlanStatus, StepAction, StepOutcome
from csp_tui.domain.support import RequestStatus
from csp_tui.exchange.json_pieces import as_json
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.plan_document import document_of, plain, plan_of
from csp_tui.services.plan_values import PlanRefused, ResultKind
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, SOME, tenant

BACKUP, VAULT, MAIL = "contoso-backup", "contoso-vault", "contoso-mail"
OPTIONS = ApplyOptions()


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(tenant(number) for number in numbers)


def exactly(offer_id: str, *numbers: int, **more: object) -> OfferWish:
    return OfferWish(offer_id=offer_id, channel=SOME, exact=True, partners=ids(*numbers), **more)  # type: ignore[arg-type]


def draft_of(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_draft}


def test_two_offers_change_as_one_batch_with_one_undo(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id=BACKUP)
    offer(SOME, (3,), offer_id=VAULT, live=False)
    desired = DesiredState((exactly(BACKUP, 1, 2, 3), exactly(VAULT, 4)))
    plan = stocked.plans.plan(desired)
    assert [(step.offer_id, step.action, step.rule) for step in plan.steps] == [
        (BACKUP, StepAction.DRAFT, "R26"),
        (VAULT, StepAction.DRAFT, "R24"),
    ]

    applied = stocked.plans.apply(desired, OPTIONS, seen=plan)

    assert [one.result for one in applied.results] == [ResultKind.DONE, ResultKind.DONE]
    assert draft_of(stocked, BACKUP) == set(ids(1, 2, 3))
    assert draft_of(stocked, VAULT) == set(ids(4))
    assert {one.batch for one in stocked.history.entries(limit=2)} == {applied.batch}
    assert stocked.plans.plan(desired).is_empty
    assert not stocked.plans.apply(desired, OPTIONS).applied
    stocked.undo.undo()
    assert draft_of(stocked, BACKUP) == set(ids(1, 2))
    assert draft_of(stocked, VAULT) == set(ids(3))


def test_planning_writes_nothing_and_works_beside_a_writer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    entries = len(stocked.history.entries())
    stocked.plans.plan(DesiredState((exactly(BACKUP, 2),)), requests=True)
    assert len(stocked.history.entries()) == entries


def test_a_refused_step_stops_everything_or_skips_its_offer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), resold=(1,), offer_id=BACKUP)
    offer(SOME, (3,), offer_id=VAULT)
    desired = DesiredState((exactly(BACKUP, 2), exactly(VAULT, 3, 4)))

    with pytest.raises(PlanRefused) as refused:
        stocked.plans.apply(desired, OPTIONS)
    assert "R30" in str(refused.value.details[0])
    assert draft_of(stocked, VAULT) == set(ids(3))

    applied = stocked.plans.apply(desired, ApplyOptions(skip_refused=True))
    assert [one.result for one in applied.results] == [ResultKind.REFUSED, ResultKind.DONE]
    assert draft_of(stocked, BACKUP) == set(ids(1, 2))
    assert draft_of(stocked, VAULT) == set(ids(3, 4))


def test_requests_are_prepared_once_and_then_pending(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id=BACKUP)
    offer(ALL, offer_id=VAULT)
    desired = DesiredState((exactly(BACKUP, 1), exactly(VAULT, 3)))
    with pytest.raises(PlanRefused, match="can't be changed"):
        stocked.plans.apply(desired, OPTIONS)

    applied = stocked.plans.apply(desired, OPTIONS, requests=True, keep=True)

    assert all(one.requests for one in applied.results)
    again = stocked.plans.plan(desired, requests=True)
    assert again.only_waits
    assert {step.outcome for step in again.steps} == {StepOutcome.PENDING}
    assert not stocked.plans.apply(desired, OPTIONS, requests=True).applied
    checklist = stocked.plans.checklist(applied.plan.id)
    assert checklist.open_items == 2
    details = RequestDetails(contact_name="Ada", contact_email="ada@example.com")
    for item in checklist.items:
        assert item.request is not None
        stocked.support.edit(item.request.id, details)
        stocked.support.submit(item.request.id)
        stocked.support.complete(item.request.id)
    assert stocked.plans.checklist(applied.plan.id).open_items == 0
    assert stocked.plans.plan(desired).is_empty
    assert stocked.support.rows()[0].status is RequestStatus.COMPLETED


def test_going_live_publishes_what_is_new_and_syncs_what_was_added(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    offer(SOME, (2,), offer_id=VAULT, live=False)
    offer(NONE, offer_id=MAIL)
    desired = DesiredState(
        (exactly(BACKUP, 1, 2), exactly(VAULT, 2), OfferWish(offer_id=MAIL, channel=ALL))
    )
    plan = stocked.plans.plan(desired, go_live=GoLive.NEXT)
    assert [(step.offer_id, step.action) for step in plan.steps] == [
        (BACKUP, StepAction.DRAFT),
        (BACKUP, StepAction.SYNC),
        (VAULT, StepAction.PUBLISH),
        (MAIL, StepAction.DRAFT),
        (MAIL, StepAction.PUBLISH),
    ]
    assert plan.steps[1].after == (1,)
    assert tuple(plan.steps[1].added) == ids(2)
    assert plan.takes_live
    assert not stocked.plans.plan(desired).takes_live
    applied = stocked.plans.apply(desired, OPTIONS, go_live=GoLive.NEXT)
    # What the plan says holds: none of it can be undone.
    blocked = stocked.undo.preview().blocked
    assert blocked is not None
    assert blocked.batch == applied.batch
    assert stocked.plans.plan(desired, go_live=GoLive.NEXT).is_empty


def test_a_plan_that_takes_only_refused_offers_live_takes_none_live(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP, resold=(1,))
    offer(SOME, (2,), offer_id=VAULT, live=False)
    plan = stocked.plans.plan(
        DesiredState((exactly(BACKUP, 2), exactly(VAULT, 3))), go_live=GoLive.NEXT
    )
    assert plan.refused_offers == (BACKUP,)
    assert plan.takes_live
    only = dataclasses.replace(
        plan, steps=tuple(step for step in plan.steps if step.offer_id == BACKUP)
    )
    assert not only.takes_live


def test_effects_name_the_regions_that_open_and_close(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 3), offer_id=BACKUP, live=False)
    region = stocked.regions.region_of
    plan = stocked.plans.plan(DesiredState((exactly(BACKUP, 1, 5),)))
    (effect,) = plan.effects
    assert (effect.gaining, effect.losing) == (1, 1)
    assert effect.regions_opened == (region("JP"),)
    assert effect.regions_closed == (() if region("FR") == region("DE") else (region("DE"),))
    assert effect.markets_opened > 0
    opened = stocked.plans.plan(DesiredState((OfferWish(offer_id=BACKUP, channel=ALL),)))
    assert set(opened.effects[0].regions_opened) == set(stocked.regions.regions) - {
        region("FR"),
        region("DE"),
    }
    closed = stocked.plans.plan(DesiredState((OfferWish(offer_id=BACKUP, channel=NONE),)))
    assert set(closed.effects[0].regions_closed) == {region("FR"), region("DE")}


def test_too_many_removals_stop_a_plan(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1, 2, 3), offer_id=BACKUP, live=False)
    desired = DesiredState((exactly(BACKUP, 1),))
    with pytest.raises(PlanRefused, match="2 partners would lose access"):
        stocked.plans.apply(desired, ApplyOptions(allow_removals=1))
    assert stocked.plans.apply(desired, ApplyOptions(allow_removals=2)).applied


def test_a_saved_plan_is_carried_out_exactly_and_once(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    plan = stocked.plans.plan(DesiredState((exactly(BACKUP, 1, 2),)), go_live=GoLive.NEXT)
    document = plain(document_of(plan))
    assert plan_of(document).steps[0].added == plan.steps[0].added
    assert as_json(document_of(plan)).isascii()

    applied = stocked.plans.apply_saved(document, OPTIONS)

    assert applied.applied
    assert draft_of(stocked, BACKUP) == set(ids(1, 2))
    with pytest.raises(PlanRefused, match="already carried out"):
        stocked.plans.apply_saved(document, OPTIONS)


def test_a_plan_that_was_undone_can_be_applied_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL, (), offer_id=MAIL)
    offer(SOME, (1,), offer_id=BACKUP)
    desired = DesiredState(
        (exactly(BACKUP, 1, 2), OfferWish(offer_id=MAIL, channel=NONE)),
    )
    plan = stocked.plans.plan(desired, requests=True)
    document = plain(document_of(plan))

    def status() -> tuple[PlanStatus, int]:
        (found,) = stocked.plans.checklists()
        assert found == stocked.plans.checklist(plan.id)
        return found.status, found.open_items

    stocked.plans.apply_saved(document, OPTIONS)
    assert status() == (PlanStatus.OPEN, 1)
    stocked.undo.undo()
    assert status() == (PlanStatus.UNDONE, len(plan.steps))
    stocked.undo.redo()
    assert status() == (PlanStatus.OPEN, 1)
    with pytest.raises(PlanRefused, match="already carried out"):
        stocked.plans.apply_saved(document, OPTIONS)
    stocked.undo.undo()

    assert stocked.plans.apply_saved(document, OPTIONS).applied
    assert draft_of(stocked, BACKUP) == set(ids(1, 2))
    assert status() == (PlanStatus.OPEN, 1)
    stocked.undo.undo()
    assert status()[0] is PlanStatus.UNDONE


def test_a_saved_plan_is_refused_once_an_offer_has_changed(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    offer(SOME, (1,), offer_id=VAULT)
    desired = DesiredState((exactly(BACKUP, 1, 2), exactly(VAULT, 1, 2)))
    document = plain(document_of(stocked.plans.plan(desired)))
    clock.moment += timedelta(minutes=1)
    stocked.audience.save_draft(BACKUP, AudienceEdit(add=ids(3)))

    with pytest.raises(PlanRefused) as refused:
        stocked.plans.apply_saved(document, OPTIONS)
    assert [str(one) for one in refused.value.details] == [
        f"{BACKUP}: tester, 2026-11-16 09:01:00+00:00 UTC: Saved draft: 1 added"
    ]

    applied = stocked.plans.apply_saved(document, ApplyOptions(skip_refused=True))
    assert [one.result for one in applied.results] == [ResultKind.SKIPPED, ResultKind.DONE]
    assert draft_of(stocked, BACKUP) == set(ids(1, 3))
    assert draft_of(stocked, VAULT) == set(ids(1, 2))


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"format": 2, "steps": []},
        {"format": 1, "steps": [{}]},
        {"format": 1, "steps": 3},
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(stocked: Workbench, document: object) -> None:
    with pytest.raises(InvalidInput):
        stocked.plans.apply_saved(document, OPTIONS)


def test_offers_and_lists_that_do_not_exist_are_named(stocked: Workbench) -> None:
    with pytest.raises(NotFound, match="contoso-none"):
        stocked.plans.plan(DesiredState((exactly("contoso-none", 1),)))


def test_another_plan_than_the_one_that_was_seen_is_not_carried_out(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    desired = DesiredState((exactly(BACKUP, 1, 2),))
    seen = stocked.plans.plan(desired)
    stocked.audience.save_draft(BACKUP, AudienceEdit(add=ids(4)))
    with pytest.raises(PlanRefused, match="changed since"):
        stocked.plans.apply(desired, OPTIONS, seen=seen)


def test_lists_in_a_plan_are_made_followed_and_undone(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP)
    desired = DesiredState(
        (
            OfferWish(
                offer_id=BACKUP,
                channel=SOME,
                exact=True,
                lists=("eu", "backup"),
                partners=ids(6),
                without=ids(2),
                follows=True,
            ),
        ),
        (
            ListWish("eu", "EU distributors", ids(1, 2)),
            ListWish("backup", None, query=PartnerQuery(skills=frozenset({"Backup"}))),
        ),
    )
    plan = stocked.plans.plan(desired)
    assert [(change.name, change.is_new) for change in plan.lists] == [
        ("eu", True),
        ("backup", True),
    ]
    stocked.plans.apply(desired, OPTIONS)
    # 1 and 3 have the skill; 2 is excluded.
    assert draft_of(stocked, BACKUP) == set(ids(1, 3, 6))
    assert [one.list.name for one in stocked.lists.rows()] == ["backup", "eu"]
    assert [one.offer_id for one in stocked.lists.show("eu").offers] == [BACKUP]
    assert stocked.plans.plan(desired).is_empty
    stocked.undo.undo()
    assert stocked.lists.rows() == []
    assert draft_of(stocked, BACKUP) == set(ids(1))
    stocked.undo.redo()
    assert stocked.lists.show("eu").partners == 2
