"""All who match, and the way back, each as one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.errors import RuleRefusal, StaleOffer
from csp_tui.domain.history import Action
from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, SOME, tenant

BACKUP = PartnerQuery(skills=frozenset({"Backup"}))


def draft(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_draft}


def test_all_matches_join_in_one_step(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,), live=False)
    shown = stocked.audience.add_matching(name, BACKUP, preview=True)
    assert (shown.added, shown.already, shown.changed) == (1, 1, False)
    assert draft(stocked, name) == {tenant(1)}
    before = len(stocked.history.entries(name))
    done = stocked.audience.add_matching(name, BACKUP)
    assert (done.added, done.already) == (1, 1)
    assert draft(stocked, name) == {tenant(1), tenant(3)}
    entries = stocked.history.entries(name)
    assert len(entries) == before + 1
    assert entries[0].action is Action.MATCHING_ADDED
    assert entries[0].detail["query"]["skill"] == ["Backup"]


def test_everyone_matches_an_empty_search(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, live=False)
    assert stocked.audience.add_matching(name, PartnerQuery()).added == 6


def test_no_new_partners_changes_nothing(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1, 3), live=False)
    version = stocked.offers.show(name).offer.version
    assert not stocked.audience.add_matching(name, BACKUP).changed
    assert stocked.offers.show(name).offer.version == version


def test_all_matches_need_the_second_option(stocked: Workbench, offer: Callable[..., str]) -> None:
    with pytest.raises(RuleRefusal) as caught:
        stocked.audience.add_matching(offer(ALL, live=False), BACKUP)
    assert caught.value.verdict.rule == "R12"


def test_undo_removes_all_matches_and_no_one_else(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    stocked.audience.add_matching(name, PartnerQuery())
    assert len(draft(stocked, name)) == 6
    assert stocked.undo.undo(name).entry.action is Action.MATCHING_ADDED
    assert draft(stocked, name) == {tenant(1), tenant(2)}
    assert stocked.undo.undo(name).entry.action is Action.DRAFT_SAVED
    assert draft(stocked, name) == {tenant(1)}
    with pytest.raises(RuleRefusal, match="publishing cannot be undone"):
        stocked.undo.undo(name)


def test_undo_brings_back_option_and_partners(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(1), tenant(2))))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),), remove=(tenant(1),)))
    stocked.undo.undo(name)
    assert draft(stocked, name) == {tenant(1), tenant(2)}
    stocked.undo.undo(name)
    state = stocked.offers.show(name)
    assert state.offer.draft_channel is NONE
    assert not state.has_changes
    assert draft(stocked, name) == set()


def test_undo_of_the_first_choice_leaves_no_option(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL, live=False)
    stocked.undo.undo(name)
    assert stocked.offers.show(name).offer.draft_channel is None


def test_what_was_synced_is_not_undone(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,))
    stocked.audience.add_matching(name, PartnerQuery())
    stocked.audience.sync(name)
    assert stocked.undo.last(name) is None
    with pytest.raises(RuleRefusal) as caught:
        stocked.undo.undo(name)
    assert caught.value.verdict.rule == "R27"
    assert len(draft(stocked, name)) == 6


def test_undo_is_written_and_can_be_read(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    taken = stocked.undo.undo(name).entry
    entry = stocked.history.entries(name)[0]
    assert entry.action is Action.UNDONE
    assert entry.detail["undoes"] == taken.id
    assert entry.detail["draft"] == {"removed": [tenant(2)]}


def test_undo_on_an_old_version_is_refused(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, live=False)
    seen = stocked.offers.show(name).offer.version
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    with pytest.raises(StaleOffer):
        stocked.undo.undo(name, version=seen)
