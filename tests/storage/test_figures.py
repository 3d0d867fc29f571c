"""The figures of pictures, counted by SQL and compared with what the tables hold."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date

from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Partner
from csp_tui.services.views import MonthFigure, ResaleFigures
from csp_tui.storage.factory import Storage

Put = Callable[..., None]
Tenant = Callable[[int], str]


def record(storage: Storage, sales: dict[str, dict[str, date | None]]) -> None:
    with storage.open_unit() as unit:
        for offer_id, days in sales.items():
            unit.resales.record(offer_id, days)
        unit.commit()


def fill(
    storage: Storage, offer: Callable[..., Offer], partner: Callable[..., Partner], put: Put
) -> None:
    put(offer("one"), offer("two", "Two"), offer("three", "Three"))
    put(partner(1, "Zebra"), partner(2, "Éclair"), partner(3, "alpha"))


def test_partners_come_with_the_most_offers_first(
    storage: Storage,
    offer: Callable[..., Offer],
    partner: Callable[..., Partner],
    put: Put,
    tenant: Tenant,
    raw: sqlite3.Connection,
) -> None:
    fill(storage, offer, partner, put)
    record(
        storage,
        {
            "one": {tenant(n): None for n in (1, 2, 3, 9)},
            "two": {tenant(n): None for n in (1, 9)},
            "three": {tenant(1): None},
        },
    )

    figures = storage.read.resale_figures(None, partners=10, months=12)

    assert [(p.name, p.offers) for p in figures.top] == [
        ("Zebra", 3),
        ("", 2),
        ("alpha", 1),
        ("Éclair", 1),
    ]
    rows = raw.execute("SELECT tenant_id FROM resale").fetchall()
    assert {p.tenant_id: p.offers for p in figures.top} == Counter(row[0] for row in rows)
    assert (figures.resales, figures.partners, figures.undated) == (7, 4, 7)
    two = storage.read.resale_figures("two", partners=10, months=12)
    assert [(p.tenant_id, p.offers) for p in two.top] == [(tenant(1), 3), (tenant(9), 2)]
    assert (two.resales, two.partners) == (2, 2)
    few = storage.read.resale_figures(None, partners=1, months=12)
    assert [p.name for p in few.top] == ["Zebra"]
    assert few.partners == 4


def test_a_partner_outside_the_directory_is_called_as_it_was_added(
    storage: Storage,
    offer: Callable[..., Offer],
    partner: Callable[..., Partner],
    put: Put,
    tenant: Tenant,
) -> None:
    from csp_tui.domain.history import ListDelta

    fill(storage, offer, partner, put)
    with storage.open_unit() as unit:
        delta = ListDelta(draft_added=(tenant(9),))
        unit.audiences.apply("two", delta, {tenant(9): "as it was added"})
        unit.commit()
    record(storage, {"one": {tenant(9): None}})
    figures = storage.read.resale_figures("one", partners=10, months=12)
    assert [p.name for p in figures.top] == ["as it was added"]


def test_months_have_no_gaps_and_what_is_before_them_is_counted(
    storage: Storage,
    offer: Callable[..., Offer],
    partner: Callable[..., Partner],
    put: Put,
    tenant: Tenant,
) -> None:
    fill(storage, offer, partner, put)
    record(
        storage,
        {
            "one": {
                tenant(1): date(2025, 3, 31),
                tenant(2): date(2025, 11, 1),
                tenant(3): date(2026, 1, 31),
                tenant(4): None,
            },
            "two": {tenant(1): date(2026, 1, 1)},
        },
    )

    figures = storage.read.resale_figures(None, partners=10, months=3)

    assert figures.months == (
        MonthFigure(date(2025, 11, 1), 1),
        MonthFigure(date(2025, 12, 1), 0),
        MonthFigure(date(2026, 1, 1), 2),
    )
    assert (figures.earlier, figures.undated) == (1, 1)
    whole = storage.read.resale_figures("one", partners=10, months=99)
    assert len(whole.months) == 11
    assert sum(m.resales for m in whole.months) + whole.earlier + whole.undated == whole.resales


def test_nothing_resold_is_no_figure(
    storage: Storage, offer: Callable[..., Offer], put: Put
) -> None:
    put(offer("one"))
    assert storage.read.resale_figures("one", partners=10, months=12) == ResaleFigures(
        resales=0, partners=0
    )
