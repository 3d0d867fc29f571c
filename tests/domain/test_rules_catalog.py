"""The rules to be read: complete, numbered as they are cited, and true to what decides."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import csp_tui
from csp_tui.domain.audience import AddPartners, Change, ChooseOption, RemovePartners, decide
from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.errors import NotFound
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.rules.catalog import RULES, cited_rules, find_rules, rule_of
from csp_tui.domain.rules.moves import MOVES, ListChange, Move, moves_under
from csp_tui.domain.rules.rule import Basis, RuleGroup
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import Message

SOURCE = Path(csp_tui.__file__).parent
NUMBERS = [
    f"R{number}"
    for numbers in (range(1, 9), range(10, 18), range(20, 35), range(40, 45), range(50, 53))
    for number in numbers
]


def test_numbers_are_those_of_the_program() -> None:
    assert [rule.number for rule in RULES] == NUMBERS


def test_every_rule_that_is_cited_can_be_read() -> None:
    cited = {
        number
        for path in SOURCE.rglob("*.py")
        for number in re.findall(r"\bR\d{1,2}\b", path.read_text("utf-8"))
    }
    assert cited == set(NUMBERS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.number)
def test_rule_is_complete(rule: object) -> None:
    found = rule_of(rule.number)  # type: ignore[attr-defined]
    assert str(found.title)
    assert not str(found.title).endswith(".")
    assert str(found.text).endswith(".")
    assert len(str(found.text)) > 40
    assert str(found.group.title)
    assert str(found.basis.title).endswith(".")
    assert found.source is not None or found.basis is Basis.READING
    if found.source is not None:
        assert str(found.source.name)
        assert found.source.address


def test_a_rule_cites_only_rules_that_exist() -> None:
    for rule in RULES:
        cited = re.findall(r"\bR\d{1,2}\b", str(rule.text))
        assert [found.number for found in cited_rules(str(rule.text))] == cited


def test_every_group_has_rules_and_they_stand_together() -> None:
    order = list(RuleGroup)
    places = [order.index(rule.group) for rule in RULES]
    assert places == sorted(places)
    assert set(places) == set(range(len(order)))


@pytest.mark.parametrize("written", ["R30", "r30", "30", " R 30 "])
def test_a_rule_is_found_by_its_number(written: str) -> None:
    assert rule_of(written).number == "R30"


@pytest.mark.parametrize("written", ["R9", "99", "R300", "resold", ""])
def test_a_number_without_a_rule_says_which_there_are(written: str) -> None:
    with pytest.raises(NotFound) as raised:
        rule_of(written)
    assert "R52" in str(raised.value.next_step)


def test_search_while_a_number_is_typed() -> None:
    assert [rule.number for rule in find_rules("r3")][:2] == ["R3", "R30"]
    assert [rule.number for rule in find_rules("30")] == ["R30"]
    assert find_rules("R99") == []


def test_search_by_words_puts_titles_first() -> None:
    found = [rule.number for rule in find_rules("MARKETING mater")]
    assert found[0] == "R50"
    assert "R51" in found
    assert "R1" not in found


def test_search_folds_accents_in_the_language_of_the_reader() -> None:
    french = {
        "Partners that have resold can't be deauthorized": "Qui a déjà revendu reste autorisé"
    }

    def in_french(message: Message) -> str:
        return french.get(message.text, "")

    assert [rule.number for rule in find_rules("DEJA revendu", in_french)] == ["R30"]
    assert find_rules("zzz", in_french) == []


def test_nothing_typed_finds_all() -> None:
    assert find_rules("  ") == list(RULES)


def _state(move: Move, *, published: bool) -> AudienceState:
    setup = Setup(
        name="Contoso Backup",
        csp_url="https://contoso.example/csp",
        csp_contact=CspContact("Amélie", "csp@contoso.example"),
    )
    offer = Offer(
        offer_id="contoso-backup",
        product_type=ProductType.SAAS,
        setup=setup,
        live_setup=setup if published else None,
        draft_channel=move.origin,
        live_channel=move.origin if published else None,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    resold = 1 if move.resold else 0
    return AudienceState(offer=offer, resold=resold, resold_names=("Alpine",) * resold)


def _change(move: Move, *, published: bool) -> Change:
    match move.to:
        case ListChange.ADD:
            return AddPartners(1)
        case ListChange.REMOVE:
            member = Member(
                "id", "Alpine", in_draft=True, in_live=published, resold=bool(move.resold)
            )
            return RemovePartners((member,))
        case None:
            return ChooseOption(ResellerChannel.SOME)
        case _:
            return ChooseOption(move.to)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.change} {move.condition}")
def test_the_table_says_what_is_decided(move: Move) -> None:
    # What matters neither way is tried in the way that the workbench treats as live.
    published = move.published is not False
    verdict = decide(_state(move, published=published), _change(move, published=published))
    assert verdict.outcome is move.outcome
    assert verdict.rule == move.rules[0]


def test_the_table_tells_each_case_once() -> None:
    cases = [(move.origin, move.to, move.published, move.resold) for move in MOVES]
    assert len(set(cases)) == len(cases)


def test_a_rule_shows_its_rows() -> None:
    assert {move.outcome for move in moves_under("R42")} == {
        Outcome.SUPPORT_REQUEST,
        Outcome.REFUSED,
    }
    assert moves_under("R20") == ()
