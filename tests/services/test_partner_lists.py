"""Partner lists, the offers that follow them, and how both drift apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile
from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.plan_values import PlanRefused
from csp_tui.services.workbench import Workbench
from tests.conftest import NONE, SOME, tenant
from tests.services.test_plans import BACKUP, VAULT, draft_of, ids

OPTIONS = ApplyOptions()


def drift(workbench: Workbench, name: str) -> list[tuple[str, int, int]]:
    return [(one.offer_id, one.missing, one.extra) for one in workbench.lists.show(name).offers]


def test_a_followed_list_adds_and_removes_what_came_through_it_and_nothing_else(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP, live=False)
    stocked.lists.create("eu", title="EU", tenant_ids=ids(1, 2, 3))
    stocked.lists.follow("eu", [BACKUP])
    assert drift(stocked, "eu") == [(BACKUP, 2, 0)]
    stocked.lists.apply("eu", OPTIONS)
    assert drift(stocked, "eu") == [(BACKUP, 0, 0)]

    preview = stocked.lists.preview_edit("eu", add=ids(4), remove=ids(1, 2))
    assert [(one.missing, one.extra) for one in preview.offers] == [(1, 1)]
    stocked.lists.edit("eu", add=ids(4), remove=ids(1, 2))
    # 1 was there by hand before it was on the list, so it stays.
    assert drift(stocked, "eu") == [(BACKUP, 1, 1)]
    applied = stocked.lists.apply("eu", OPTIONS)
    assert applied.applied
    assert draft_of(stocked, BACKUP) == set(ids(1, 3, 4))
    assert not stocked.lists.apply("eu", OPTIONS).applied
    stocked.undo.undo()
    assert drift(stocked, "eu") == [(BACKUP, 1, 1)]


def test_a_partner_that_another_followed_list_still_has_is_not_extra(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (), offer_id=BACKUP, live=False)
    stocked.lists.create("eu", tenant_ids=ids(1, 2))
    stocked.lists.create("backup", query=PartnerQuery(skills=frozenset({"Backup"})))
    for name in ("eu", "backup"):
        stocked.lists.follow(name, [BACKUP])
        stocked.lists.apply(name, OPTIONS)
    assert draft_of(stocked, BACKUP) == set(ids(1, 2, 3))
    stocked.lists.edit("eu", remove=ids(1, 2))
    assert drift(stocked, "eu") == [(BACKUP, 0, 1)]
    stocked.lists.apply("eu", OPTIONS)
    assert draft_of(stocked, BACKUP) == set(ids(1, 3))


def test_an_offer_without_a_list_refuses_a_list(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(NONE, offer_id=BACKUP)
    stocked.lists.create("eu", tenant_ids=ids(1))
    stocked.lists.follow("eu", [BACKUP])
    with pytest.raises(PlanRefused) as refused:
        stocked.lists.apply("eu", OPTIONS)
    assert "R12" in str(refused.value.details[0])


def test_every_change_of_a_list_is_undone(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1,), offer_id=BACKUP, live=False)
    stocked.lists.create("eu", title="EU", tenant_ids=ids(1, 2))
    stocked.lists.follow("eu", [BACKUP])
    before = stocked.lists.show("eu")
    stocked.lists.edit("eu", title="Europe", add=ids(3))
    assert stocked.lists.show("eu").partners == 3
    stocked.undo.undo()
    assert stocked.lists.show("eu") == before
    stocked.lists.delete("eu")
    assert stocked.lists.names() == []
    stocked.undo.undo()
    assert stocked.lists.show("eu") == before
    stocked.undo.undo()
    assert stocked.lists.show("eu").offers == ()
    stocked.undo.undo()
    assert stocked.lists.names() == []
    for _step in range(2):
        stocked.undo.redo()
    assert stocked.lists.show("eu") == before


def test_a_deleted_offer_follows_again_once_it_is_restored(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id=BACKUP, live=False)
    stocked.lists.create("eu", tenant_ids=ids(1, 2))
    stocked.lists.follow("eu", [BACKUP])
    stocked.lists.apply("eu", OPTIONS)
    stocked.offers.delete(BACKUP)
    assert drift(stocked, "eu") == []
    stocked.undo.undo(BACKUP)
    assert drift(stocked, "eu") == [(BACKUP, 0, 0)]
    stocked.lists.edit("eu", remove=ids(2))
    assert drift(stocked, "eu") == [(BACKUP, 0, 1)]


def test_a_list_comes_from_an_offer_and_from_a_file(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id=BACKUP)
    assert stocked.lists.create_from_offer("eu", BACKUP).partners == 2
    names = [name for _tenant, name, _country in stocked.lists.members("eu")]
    assert names == ["Alpine Cloud SARL", "Fabrikam Ltd"]
    file = AudienceFile(
        [AudienceEntry(2, tenant(3), "Northwind"), AudienceEntry(3, tenant(9), "New")]
    )
    assert stocked.lists.replace("eu", file, replace=False).partners == 4
    assert stocked.lists.replace("eu", file, replace=True).partners == 2
    names = [name for _tenant, name, _country in stocked.lists.members("eu")]
    assert names == ["New", "Northwind GmbH"]


def test_a_search_list_has_who_is_found_now(stocked: Workbench) -> None:
    query = PartnerQuery(skills=frozenset({"Backup"}))
    assert stocked.lists.create("backup", query=query).partners == 2
    assert [row[0] for row in stocked.lists.members("backup")] == list(ids(1, 3))
    with pytest.raises(InvalidInput, match="search"):
        stocked.lists.edit("backup", add=ids(4))


@pytest.mark.parametrize("name", ["", "Eu", "-eu", "a" * 51, "e u", "é"])
def test_names_that_cannot_be_used_are_refused(stocked: Workbench, name: str) -> None:
    with pytest.raises(InvalidInput):
        stocked.lists.create(name)


def test_names_that_are_taken_or_unknown_are_refused(stocked: Workbench) -> None:
    stocked.lists.create("eu")
    with pytest.raises(InvalidInput, match="already"):
        stocked.lists.create("eu")
    for missing in (stocked.lists.show, stocked.lists.delete, stocked.lists.plan):
        with pytest.raises(NotFound):
            missing("us")
    with pytest.raises(NotFound):
        stocked.lists.follow("eu", [VAULT])


def test_partners_added_by_hand_later_stay_when_their_list_loses_them(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (), offer_id=BACKUP, live=False)
    stocked.lists.create("eu", tenant_ids=ids(1))
    stocked.lists.follow("eu", [BACKUP])
    stocked.lists.apply("eu", OPTIONS)
    stocked.audience.save_draft(BACKUP, AudienceEdit(remove=ids(1)))
    stocked.audience.save_draft(BACKUP, AudienceEdit(add=ids(1)))
    stocked.lists.edit("eu", remove=ids(1))
    assert drift(stocked, "eu") == [(BACKUP, 0, 0)]
