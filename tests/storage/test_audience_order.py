"""The order of an audience and its counts, compared with what a plain query says of each member."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from csp_tui.domain.errors import DamagedDatabase
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Partner
from csp_tui.services.views import AudienceRow, ListOrder
from csp_tui.storage import audience_order, audience_ranks, read_models
from csp_tui.storage.factory import Storage
from csp_tui.storage.rank_sets import RankSets
from tests.storage.conftest import NOW

OFFER = "contoso-backup"
ALWAYS, NEVER = 0.0, 2.0
"""Parts of the directory from which partners that are not members are looked for."""
Put = Callable[..., None]
Tenant = Callable[[int], str]
MakeOffer = Callable[..., Offer]
MakePartner = Callable[..., Partner]


def fill(storage: Storage, draft: set[str], live: set[str], labels: dict[str, str]) -> None:
    """Put partners on both lists, as one change."""
    with storage.open_unit() as unit:
        delta = ListDelta(draft_added=tuple(draft), live_added=tuple(live))
        unit.audiences.apply(OFFER, delta, labels)
        unit.history.append(NOW, "ada", Action.DRAFT_SAVED, OFFER, {})
        unit.commit()


def require_plain_answers(storage: Storage) -> None:
    """Compare pages, lists and counts with the rows of the plain query."""
    read = storage.read
    whole = read.audience_rows(OFFER)
    live = [row for row in whole if row.in_live]
    for order, rows in ((None, whole), (ListOrder(only_live=True), live)):
        for offset, limit in ((0, 3), (len(rows) // 2, 7), (len(rows), 1), (0, len(rows) + 1)):
            page = read.audience_rows(OFFER, offset=offset, limit=limit, order=order)
            assert page == rows[offset : offset + limit]
    lists = list(read.audience_lists(OFFER))
    assert [row for is_live, row in lists if is_live] == live
    assert [row for is_live, row in lists if not is_live] == [row for row in whole if row.in_draft]
    for is_live in (False, True):
        assert read.countries(OFFER, live=is_live) == countries(whole, live=is_live)
    facts = read.audience_facts(OFFER)
    assert facts.state == read.audience_state(OFFER)
    with storage.open_unit() as unit:
        assert facts.unlisted == unit.audiences.unlisted(OFFER)
    # Counts of lists are kept then, and must not be taken for those after a change.
    read.offer_rows()


def countries(rows: list[AudienceRow], *, live: bool) -> Counter[str]:
    return Counter(row.country for row in rows if (row.in_live if live else row.in_draft))


@pytest.mark.parametrize("most", [ALWAYS, audience_ranks.MOST, NEVER])
@pytest.mark.parametrize("seed", range(8))
def test_any_audience_has_the_order_and_counts_of_a_plain_query(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Tenant,
    monkeypatch: pytest.MonkeyPatch,
    most: float,
    seed: int,
) -> None:
    draw = random.Random(seed)
    monkeypatch.setattr(audience_ranks, "MOST", most)
    monkeypatch.setattr(audience_order, "LOOKED_UP_AT_MOST", draw.choice((0, 3_000)))
    monkeypatch.setattr(audience_order, "STRANGERS_AT_MOST", draw.choice((3, 2_000)))
    monkeypatch.setattr(read_models, "LONG", draw.choice((1, 10_000)))
    ids = draw.sample(range(1 << 32), 60)
    # Few names, so that many partners share one.
    names = [f"{draw.choice(('Ärger', 'arger', 'Birch', 'zebra'))} {n % 3}" for n in range(60)]

    def directory(share: float) -> list[Partner]:
        listed = [number for number in range(60) if draw.random() < share]
        return [
            partner(ids[n], draw.choice(names), draw.choice(("FR", "DE", "XX"))) for n in listed
        ]

    def some(share: float) -> set[str]:
        return {tenant(number) for number in ids if draw.random() < share}

    put(offer(), *directory(draw.choice((0.5, 0.9, 1.0))))
    fill(storage, some(draw.random()), some(draw.random()), {tenant(ids[0]): "Birch 1"})
    require_plain_answers(storage)

    put(*directory(draw.choice((0.3, 0.9))), replace=draw.random() < 0.5)
    require_plain_answers(storage)

    fill(storage, some(1.0), some(draw.choice((0.0, 1.0))), {})
    require_plain_answers(storage)


def test_both_ways_of_reading_ranks_are_used(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Tenant,
    raw: sqlite3.Connection,
) -> None:
    put(offer(), *(partner(number, f"Partner {number:02}") for number in range(20)))
    statements: list[str] = []
    raw.set_trace_callback(statements.append)
    for members, are_others_read in ((range(5), False), (range(19), True)):
        fill(storage, set(map(tenant, members)), set(), {})
        statements.clear()

        kinds = audience_ranks.ranked_members(raw, OFFER, RankSets(20), {})

        counts = [(kind.count, kind.strangers) for kind in kinds]
        assert counts == [(0, 0), (len(members), 0), (0, 0)]
        assert any("EXCEPT" in statement for statement in statements) is are_others_read


def test_a_list_that_was_counted_for_the_offers_is_not_counted_again(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Tenant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read_models, "LONG", 3)
    counted: list[dict[audience_ranks.Kind, int]] = []
    ranked_members = audience_ranks.ranked_members

    def watched(*values: Any) -> list[audience_ranks.RankedMembers]:
        counted.append(dict(values[-1]))
        return ranked_members(*values)

    monkeypatch.setattr(audience_order, "ranked_members", watched)
    put(offer(), *(partner(number, f"Partner {number}") for number in range(9)))
    fill(storage, set(map(tenant, range(5))), {tenant(0)}, {})
    storage.read.offer_rows()
    state = storage.read.audience_facts(OFFER).state
    assert (state.draft_partners, state.live_partners) == (5, 1)
    fill(storage, {tenant(6)}, set(), {})
    assert storage.read.audience_facts(OFFER).state.draft_partners == 6

    assert counted == [{(OFFER, 1, 0): 4}, {}]


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (audience_ranks.NOT_MEMBERS, (OFFER, 1, 1)),
        (audience_order.STRANGERS.format(audience_order.LEFT_OVER), (OFFER, -1)),
    ],
)
def test_indexes_are_read_side_by_side_and_not_into_a_temporary_one(
    raw: sqlite3.Connection, query: str, parameters: tuple[object, ...]
) -> None:
    plan = [step for *_numbers, step in raw.execute(f"EXPLAIN QUERY PLAN {query}", parameters)]

    assert "MERGE (EXCEPT)" in plan
    assert not any("TEMP" in step and "ORDER BY" not in step for step in plan)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audience_member SET in_draft = 0, in_live = 0 WHERE tenant_id = :tenant",
        "UPDATE audience_member SET in_live = 2 WHERE tenant_id = :tenant",
        "UPDATE audience_member SET in_draft = -1 WHERE tenant_id = :tenant",
    ],
)
def test_members_on_neither_list_are_damage(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Tenant,
    raw: sqlite3.Connection,
    damage: str,
) -> None:
    put(offer(), *(partner(number, f"Partner {number}") for number in range(5)))
    fill(storage, set(map(tenant, range(5))), set(), {})
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute(damage, {"tenant": tenant(3)})

    with pytest.raises(DamagedDatabase):
        storage.read.audience_facts(OFFER)


@pytest.mark.parametrize(
    ("most", "damage"),
    [
        (ALWAYS, "UPDATE directory SET partners = 6"),
        *itertools.product(
            (ALWAYS, NEVER),
            ("DELETE FROM partner WHERE rank = 3", "UPDATE partner SET rank = 9 WHERE rank = 3"),
        ),
    ],
)
def test_a_directory_whose_ranks_are_not_whole_is_damage(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Tenant,
    raw: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    most: float,
    damage: str,
) -> None:
    monkeypatch.setattr(audience_ranks, "MOST", most)
    put(offer(), *(partner(number, f"Partner {number}") for number in range(5)))
    fill(storage, set(map(tenant, range(5))), set(), {})
    raw.execute(damage)

    with pytest.raises(DamagedDatabase):
        storage.read.audience_rows(OFFER, offset=0, limit=9)
