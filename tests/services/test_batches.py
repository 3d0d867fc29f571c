"""Changes that were made together are undone and redone together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.import_rows import ResaleEntry, ResalesFile
from csp_tui.domain.undoing_words import step_effects, summarize_step
from csp_tui.services.audience import AudienceEdit, apply_edit
from csp_tui.services.request_changes import edit_request
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.request_factory import create_removal
from csp_tui.services.resales import record_resales
from csp_tui.services.workbench import Workbench
from tests.conftest import SOME, tenant

FIRST, SECOND = "contoso-backup", "contoso-vault"


@pytest.fixture
def resold(stocked: Workbench, offer: Callable[..., str]) -> Workbench:
    """Two live offers, with resales of both recorded in one batch."""
    for name in (FIRST, SECOND):
        offer(SOME, (1, 2, 3), offer_id=name)
    context = stocked.resales._context
    with context.open_unit() as unit:
        unit.history.begin_batch()
        record_resales(unit, context, FIRST, {tenant(1): None})
        record_resales(unit, context, SECOND, {tenant(2): None, tenant(3): None})
        unit.commit()
    return stocked


def sales(workbench: Workbench) -> set[tuple[str, str]]:
    return {(row.offer_id, row.tenant_id) for row in workbench.resales.rows()}


ALL_SALES = {(FIRST, tenant(1)), (SECOND, tenant(2)), (SECOND, tenant(3))}


def test_the_entries_of_one_action_share_a_batch(resold: Workbench) -> None:
    newest, before = resold.history.entries(limit=2)
    assert newest.batch == before.batch == before.id
    assert {newest.offer_id, before.offer_id} == {FIRST, SECOND}


@pytest.mark.parametrize("offer_id", [None, FIRST, SECOND])
def test_undo_and_redo_of_any_of_its_offers_revert_the_whole_batch(
    resold: Workbench, offer_id: str | None
) -> None:
    shown = resold.undo.preview(offer_id).step
    assert shown is not None
    assert len(shown.changes) == 2
    assert str(summarize_step(shown)).startswith("2 changes")
    assert len(step_effects(shown)) == 3
    named = [str(line) for line in step_effects(shown, {FIRST: "Backup", SECOND: "Vault"})]
    assert {line.partition(":")[0] for line in named[1:]} == {"Backup", "Vault"}

    assert resold.undo.undo(offer_id, preview=True) == shown
    assert sales(resold) == ALL_SALES
    assert resold.undo.undo(offer_id, entry=shown.entry.id) == shown
    assert sales(resold) == set()
    undone = resold.history.entries(limit=2)
    assert {entry.action for entry in undone} == {Action.UNDONE}
    assert len({entry.batch for entry in undone}) == 1

    redone = resold.undo.redo(offer_id)
    assert len(redone.changes) == 2
    assert sales(resold) == ALL_SALES
    assert len(resold.undo.undo(offer_id).changes) == 2
    assert sales(resold) == set()
    assert resold.database.check().problems == ()


def test_a_newer_change_of_another_offer_of_the_batch_comes_first(resold: Workbench) -> None:
    resold.audience.save_draft(SECOND, AudienceEdit(add=(tenant(4),)))

    preview = resold.undo.preview(FIRST)
    assert preview.step is None
    assert preview.blocked is not None
    assert preview.blocked.verdict.next_step is not None
    with pytest.raises(InvalidInput, match="made together"):
        resold.undo.undo(FIRST)
    assert sales(resold) == ALL_SALES

    resold.undo.undo(SECOND)
    resold.undo.undo(FIRST)
    assert sales(resold) == set()


def test_a_newer_change_that_cannot_be_undone_keeps_the_whole_batch(resold: Workbench) -> None:
    resold.audience.save_draft(SECOND, AudienceEdit(add=(tenant(4),)))
    resold.audience.sync(SECOND)

    for offer_id in (None, FIRST, SECOND):
        preview = resold.undo.preview(offer_id)
        assert preview.step is None or preview.step.batch is None, offer_id
        assert preview.blocked is not None
    assert sales(resold) == ALL_SALES


def test_a_newer_change_ends_what_can_be_redone_of_the_whole_batch(resold: Workbench) -> None:
    resold.undo.undo(FIRST)
    resold.audience.save_draft(SECOND, AudienceEdit(add=(tenant(4),)))

    assert resold.undo.redo_preview(FIRST) is None
    with pytest.raises(InvalidInput):
        resold.undo.redo(FIRST)


def test_a_refused_part_of_a_batch_leaves_all_of_it(resold: Workbench) -> None:
    with resold.resales._context.open_unit() as unit:
        unit.snapshots.forget(SECOND)
        unit.commit()

    with pytest.raises(InvalidInput, match="no longer kept"):
        resold.undo.undo(FIRST)
    assert sales(resold) == ALL_SALES


def test_resales_of_several_offers_in_a_file_are_undone_as_one(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    for name in (FIRST, SECOND):
        offer(SOME, (1, 2, 3), offer_id=name)
    rows = ((FIRST, 1), (SECOND, 2), (SECOND, 3))
    entries = [
        ResaleEntry(line, name, tenant(number), None)
        for line, (name, number) in enumerate(rows, start=2)
    ]
    stocked.resales.import_resales(ResalesFile(entries))
    assert sales(stocked) == ALL_SALES

    assert len(stocked.undo.undo().changes) == 2
    assert sales(stocked) == set()
    stocked.undo.redo()
    assert sales(stocked) == ALL_SALES


def test_changes_of_every_kind_can_share_a_unit(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id=FIRST)
    context = stocked.resales._context
    with context.open_unit() as unit:
        unit.history.begin_batch()
        apply_edit(unit, context, FIRST, AudienceEdit(add=(tenant(3),)))
        request = create_removal(unit, context, FIRST, [tenant(2)], language="en")
        details = RequestDetails(contact_name="Ann", contact_email="ann@example.com")
        edit_request(unit, context, request.id, details)
        record_resales(unit, context, FIRST, {tenant(1): None})
        unit.commit()
    assert stocked.support.show(request.id).contact.name == "Ann"

    undone = stocked.undo.undo()

    assert len(undone.changes) == 4
    assert stocked.support.rows() == []
    assert sales(stocked) == set()
    assert stocked.database.check().problems == ()
