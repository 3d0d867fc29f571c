"""Unsaved changes to an audience, without a screen."""

from __future__ import annotations

import json

import pytest

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.ui.audience.draft import AudienceDraft
from tests.conftest import ALL, NONE, SOME, tenant

ONE, TWO, THREE = (tenant(number) for number in (1, 2, 3))


def test_a_new_draft_has_nothing_to_save() -> None:
    draft = AudienceDraft()
    assert not draft
    assert not draft.to_edit()
    assert draft.to_dict() == {}


@pytest.mark.parametrize("stored", [None, *ResellerChannel])
def test_selecting_the_stored_option_again_is_no_change(stored: ResellerChannel | None) -> None:
    draft = AudienceDraft()
    for option in (ALL, SOME, NONE):
        draft.choose(option, stored)
        assert draft.option == (None if option == stored else option)


def test_adding_a_removed_partner_restores_it() -> None:
    draft = AudienceDraft()
    draft.toggle_removal({ONE: "One"})
    draft.add({ONE: "One", TWO: "Two"})
    assert draft.added == {TWO: "Two"}
    assert draft.removed == {}


def test_removing_an_added_partner_leaves_nothing_to_save() -> None:
    draft = AudienceDraft()
    draft.add({ONE: "One"})
    draft.toggle_removal({ONE: "One"})
    assert not draft


def test_removing_a_stored_partner_twice_restores_it() -> None:
    draft = AudienceDraft()
    draft.toggle_removal({ONE: "One", TWO: ""})
    assert draft.removed_names() == ["One", TWO]
    draft.toggle_removal({ONE: "One"})
    assert draft.removed == {TWO: ""}


def test_the_edit_has_all_changes() -> None:
    draft = AudienceDraft()
    draft.choose(SOME, stored=NONE)
    draft.add({ONE: "One", TWO: "Two"})
    draft.toggle_removal({THREE: "Three"})
    edit = draft.to_edit()
    assert edit.channel is SOME
    assert edit.add == (ONE, TWO)
    assert edit.remove == (THREE,)
    assert edit.labels == {ONE: "One", TWO: "Two"}
    assert draft.listed([THREE]) == {ONE, TWO}


def test_recovery_gives_back_the_same_draft() -> None:
    draft = AudienceDraft()
    draft.choose(SOME, stored=None)
    draft.add({TWO: "Two", ONE: "One"})
    draft.toggle_removal({THREE: "Three"})
    kept = AudienceDraft.from_dict(json.loads(json.dumps(draft.to_dict())))
    assert kept.to_edit() == draft.to_edit()
    assert list(kept.added) == [TWO, ONE]


def test_recovery_leaves_out_what_is_not_valid() -> None:
    kept = AudienceDraft.from_dict(
        {"option": "most", "added": {"x": "X", ONE.upper(): "One"}, "removed": [1, None, TWO]}
    )
    assert kept.option is None
    assert kept.added == {}
    assert list(kept.removed) == [TWO]


def test_clearing_discards_everything() -> None:
    draft = AudienceDraft()
    draft.choose(SOME, stored=None)
    draft.add({ONE: "One"})
    draft.toggle_removal({TWO: "Two"})
    draft.clear()
    assert not draft


FRENCH = PartnerQuery(text="cloud", countries=frozenset({"FR"}))


def test_a_search_is_part_of_the_edit_and_can_be_removed() -> None:
    draft = AudienceDraft()
    draft.add_query(FRENCH, 58)
    assert draft
    assert draft.to_edit().queries == (FRENCH,)
    draft.remove_query(FRENCH)
    assert not draft


def test_removing_twice_is_no_toggle_for_an_import() -> None:
    draft = AudienceDraft()
    draft.add({TWO: "Two"})
    draft.remove({ONE: "One", TWO: "Two"})
    draft.remove({ONE: "One"})
    assert (draft.added, draft.removed) == ({}, {ONE: "One"})


def test_recovery_gives_back_searches() -> None:
    draft = AudienceDraft()
    draft.add_query(FRENCH, 58)
    draft.add_query(PartnerQuery(), 1_000_000)
    kept = AudienceDraft.from_dict(json.loads(json.dumps(draft.to_dict())))
    assert kept.queries == {FRENCH: 58, PartnerQuery(): 1_000_000}


def test_recovery_asks_often_without_copying_a_long_list() -> None:
    draft = AudienceDraft()
    draft.add({tenant(number): "" for number in range(1, 1000)})
    assert draft.to_dict() is draft.to_dict()
    before = draft.to_dict()
    draft.add({tenant(1000): ""})
    assert draft.to_dict() != before


def test_what_changes_while_saving_stays_pending() -> None:
    draft = AudienceDraft()
    draft.choose(SOME, stored=None)
    draft.add({ONE: "One", TWO: "Two"})
    draft.toggle_removal({THREE: "Three"})
    edit = draft.to_edit()
    draft.toggle_removal({ONE: "One"})
    draft.add({THREE: "Three", tenant(4): "Four"})
    draft.mark_saved(edit)
    assert draft.option is None
    assert set(draft.added) == {THREE, tenant(4)}
    assert set(draft.removed) == {ONE}


def test_nothing_stays_pending_after_saving() -> None:
    draft = AudienceDraft()
    draft.choose(SOME, stored=None)
    draft.add({ONE: "One"})
    draft.toggle_removal({THREE: "Three"})
    draft.add_query(FRENCH, 58)
    draft.mark_saved(draft.to_edit())
    assert not draft
