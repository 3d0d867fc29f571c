"""Figures for pictures, counted by SQL: nothing is read that is not shown."""

from __future__ import annotations

import sqlite3
from datetime import date

from csp_tui.services.views import MonthFigure, PartnerFigure, ResaleFigures

_CHOSEN = "(?1 IS NULL OR resale.offer_id = ?1)"
_TOTALS = f"""
    SELECT count(*), count(DISTINCT tenant_id), sum(first_sold_on IS NULL) FROM resale
    WHERE {_CHOSEN}
"""
# Names are looked up for the few that are shown, after the limit.
_PARTNERS = """
    SELECT top.tenant_id,
           coalesce(partner.name, (
               SELECT label FROM audience_member
               WHERE audience_member.tenant_id = top.tenant_id AND label <> ''
               ORDER BY offer_id LIMIT 1
           ), '') AS shown,
           top.offers
    FROM (
        SELECT resale.tenant_id, count(*) AS offers FROM resale
        WHERE ?1 IS NULL OR EXISTS (
            SELECT 1 FROM resale AS own
            WHERE own.offer_id = ?1 AND own.tenant_id = resale.tenant_id
        )
        GROUP BY resale.tenant_id ORDER BY offers DESC, resale.tenant_id LIMIT ?2
    ) AS top
    LEFT JOIN partner ON partner.tenant_id = top.tenant_id
    ORDER BY top.offers DESC, fold(shown), top.tenant_id
"""
_MONTHS = f"""
    SELECT substr(first_sold_on, 1, 7) AS month, count(*) FROM resale
    WHERE first_sold_on IS NOT NULL AND {_CHOSEN}
    GROUP BY 1 ORDER BY 1
"""


_LIVE_MOVES = """
    SELECT substr(at, 1, 7) AS month,
           sum(coalesce(json_array_length(detail, '$.live.added'), 0)
               - coalesce(json_array_length(detail, '$.live.removed'), 0))
    FROM history WHERE offer_id = ? GROUP BY 1
"""


def live_moves(connection: sqlite3.Connection, offer_id: str) -> dict[str, int]:
    """By month (``YYYY-MM``), how many more partners joined the live list than left it."""
    return dict(connection.execute(_LIVE_MOVES, (offer_id,)))


def resale_figures(
    connection: sqlite3.Connection, offer_id: str | None, *, partners: int, months: int
) -> ResaleFigures:
    """Resales by partner and by the month of the first sale.

    Args:
        connection: A reading connection with the ``fold`` function.
        offer_id: One offer, or None for all.
        partners: How many partners at most, those with the most offers.
        months: How many months at most, up to the newest with a first sale, without gaps.
    """
    total, tenants, undated = connection.execute(_TOTALS, (offer_id,)).fetchone()
    counts = {
        date.fromisoformat(f"{month}-01"): count
        for month, count in connection.execute(_MONTHS, (offer_id,))
    }
    shown = _months_to(max(counts), min(counts), months) if counts else ()
    return ResaleFigures(
        resales=total,
        partners=tenants,
        top=tuple(
            PartnerFigure(tenant_id=tenant, name=name, offers=offers)
            for tenant, name, offers in connection.execute(_PARTNERS, (offer_id, partners))
        ),
        months=tuple(MonthFigure(month, counts.get(month, 0)) for month in shown),
        earlier=sum(count for month, count in counts.items() if month < shown[0]) if shown else 0,
        undated=undated or 0,
    )


def _months_to(last: date, first: date, at_most: int) -> tuple[date, ...]:
    """The months up to the last one, each by its first day."""
    end = last.year * 12 + last.month
    start = max(first.year * 12 + first.month, end - at_most + 1)
    return tuple(date((n - 1) // 12, (n - 1) % 12 + 1, 1) for n in range(start, end + 1))
