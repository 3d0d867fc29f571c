"""Flat rows for showing, in plain SQL: what the first screen needs without waiting for SQLModel."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from csp_tui.domain.history import Entry
from csp_tui.domain.offer import Offer
from csp_tui.domain.product import Plan
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import SupportRequest
from csp_tui.services.views import AudienceRow, OfferRow, ResaleFigures, ResaleRow
from csp_tui.storage.connections import ReadPool
from csp_tui.storage.counting import NAME_OF, standings
from csp_tui.storage.figures import resale_figures
from csp_tui.storage.places import Place
from csp_tui.storage.problems import explained
from csp_tui.storage.records import entry_value, offer_value, plan_value, request_value
from csp_tui.storage.refusals import no_such_offer
from csp_tui.storage.unreadable import reading_row

_OPEN_REQUESTS = """
    SELECT offer_id, count(*) FROM support_request
    WHERE status IN ('draft', 'submitted') GROUP BY 1
"""
_AUDIENCE = f"""
    SELECT audience_member.tenant_id, {NAME_OF} AS name, partner.country,
           in_draft, in_live, resale.tenant_id IS NOT NULL AS resold,
           (SELECT min(support_request.id) FROM request_partner
            JOIN support_request ON support_request.id = request_partner.request_id
            WHERE support_request.offer_id = audience_member.offer_id
                AND support_request.kind = 'deauthorize'
                AND support_request.status IN ('draft', 'submitted')
                AND request_partner.tenant_id = audience_member.tenant_id) AS requested
    FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    LEFT JOIN resale ON resale.offer_id = audience_member.offer_id
        AND resale.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?
    ORDER BY coalesce(partner.folded, fold(audience_member.label)), audience_member.tenant_id
    LIMIT ? OFFSET ?
"""
_COUNTRIES = """
    SELECT coalesce(partner.country, '') AS country, count(*) FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?
        AND CASE WHEN ? THEN audience_member.in_live ELSE audience_member.in_draft END
    GROUP BY 1 ORDER BY 1
"""
_RESALES = f"""
    SELECT resale.offer_id, resale.tenant_id, {NAME_OF} AS name, resale.first_sold_on
    FROM resale
    JOIN offer ON offer.offer_id = resale.offer_id
    LEFT JOIN partner ON partner.tenant_id = resale.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = resale.offer_id
        AND audience_member.tenant_id = resale.tenant_id
    WHERE ?1 IS NULL OR resale.offer_id = ?1
    ORDER BY fold(offer.name), resale.offer_id,
        coalesce(partner.folded, fold({NAME_OF})), resale.tenant_id
"""


class ReadModels:
    """Reads rows for screens and command line; safe to call from any thread.

    Args:
        pool: Reading connections.
        path: The database file, to name it in errors.
        regions: The programme's markets, which put a partner's country into its region.
    """

    def __init__(self, pool: ReadPool, path: Place, regions: RegionTable) -> None:
        self._pool = pool
        self._path = path
        self._regions = regions

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file through all queries of one question."""
        with explained(self._path), self._pool.lease() as lease:
            lease.connection.execute("BEGIN")
            try:
                yield lease.connection
            finally:
                # A failure may have ended it already, and must not be hidden by another one.
                if lease.connection.in_transaction:
                    lease.connection.execute("ROLLBACK")

    def offer_rows(self) -> list[OfferRow]:
        """All offers in the order of their names.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            offers = all_offers(connection)
            open_requests = dict(map(tuple, connection.execute(_OPEN_REQUESTS)))
            return [
                OfferRow(standing, open_requests.get(standing.offer.offer_id, 0))
                for standing in standings(connection, offers)
            ]

    def standing(self, offer_id: str) -> Standing:
        """One offer with its counts.

        Raises:
            NotFound: There is none with that ID.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            offers = all_offers(connection, offer_id)
            if not offers:
                raise no_such_offer(offer_id)
            return standings(connection, offers)[0]

    def audience_rows(
        self, offer_id: str, *, offset: int = 0, limit: int = -1
    ) -> list[AudienceRow]:
        """Partners on either list, in the order of their folded names and then tenant IDs.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            return [
                AudienceRow(
                    tenant_id=tenant,
                    name=name,
                    country=country or "",
                    region=self._regions.region_of(country or ""),
                    in_draft=bool(in_draft),
                    in_live=bool(in_live),
                    resold=bool(resold),
                    in_directory=country is not None,
                    requested=requested,
                )
                for tenant, name, country, in_draft, in_live, resold, requested in (
                    connection.execute(_AUDIENCE, (offer_id, limit, offset))
                )
            ]

    def audience_count(self, offer_id: str) -> int:
        """Partners on either list.

        Raises:
            StorageProblem: The file cannot be read.
        """
        query = "SELECT count(*) FROM audience_member WHERE offer_id = ?"
        with self._reading() as connection:
            return int(connection.execute(query, (offer_id,)).fetchone()[0])

    def countries(self, offer_id: str, *, live: bool) -> dict[str, int]:
        """Partners on one list by country code; those not in the directory count under "".

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            rows = connection.execute(_COUNTRIES, (offer_id, live))
            return {row["country"]: row[1] for row in rows}

    def requests(self, offer_id: str | None = None) -> list[SupportRequest]:
        """Support requests, of one offer or all, newest first.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            return all_requests(connection, offer_id)

    def newest_entry(self) -> int:
        """The number of the newest history entry, 0 where there is none.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])

    def history(
        self,
        offer_id: str | None = None,
        *,
        limit: int = 100,
        before: int | None = None,
        after: int = 0,
    ) -> list[Entry]:
        """Entries newest first, of one offer or all, between two entry numbers.

        Raises:
            StorageProblem: The file cannot be read.
        """
        of_offer = "" if offer_id is None else "AND offer_id = :offer_id"
        query = f"""
            SELECT * FROM history WHERE id > :after AND id < :before {of_offer}
            ORDER BY id DESC LIMIT :limit
        """
        parameters = {
            "offer_id": offer_id,
            "before": 2**63 - 1 if before is None else before,
            "after": after,
            "limit": limit,
        }
        with self._reading() as connection:
            return [entry_value(row) for row in connection.execute(query, parameters)]

    def resales(self, offer_id: str | None = None) -> list[ResaleRow]:
        """Recorded resales in the order of offer and partner name.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            return [
                _resale_row(offer, tenant, name, day)
                for offer, tenant, name, day in connection.execute(_RESALES, (offer_id,))
            ]

    def resale_figures(self, offer_id: str | None, *, partners: int, months: int) -> ResaleFigures:
        """Resales of one offer or all by partner and by month, at most so many of each.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as connection:
            return resale_figures(connection, offer_id, partners=partners, months=months)


def _resale_row(offer_id: str, tenant_id: str, name: str, day: str | None) -> ResaleRow:
    with reading_row("resale", f"{offer_id}/{tenant_id}"):
        sold = None if day is None else date.fromisoformat(day)
    return ResaleRow(offer_id=offer_id, tenant_id=tenant_id, name=name, first_sold_on=sold)


def all_offers(connection: sqlite3.Connection, offer_id: str | None = None) -> list[Offer]:
    """One offer or all, in the order of their folded names and then IDs."""
    plans: dict[str, list[Plan]] = defaultdict(list)
    for owner, plan_id, kind in connection.execute(
        'SELECT offer_id, plan_id, kind FROM "plan" '
        "WHERE ?1 IS NULL OR offer_id = ?1 ORDER BY offer_id, position",
        (offer_id,),
    ):
        plans[owner].append(plan_value(owner, plan_id, kind))
    rows = connection.execute(
        "SELECT * FROM offer WHERE ?1 IS NULL OR offer_id = ?1 ORDER BY fold(name), offer_id",
        (offer_id,),
    )
    return [offer_value(row, plans[row["offer_id"]]) for row in rows]


def all_requests(
    connection: sqlite3.Connection, offer_id: str | None = None
) -> list[SupportRequest]:
    """The support requests of one offer or of all, newest first."""
    tenants: dict[int, list[str]] = defaultdict(list)
    for request_id, tenant in connection.execute(
        "SELECT request_id, request_partner.tenant_id FROM request_partner "
        "JOIN support_request ON support_request.id = request_partner.request_id "
        "WHERE ?1 IS NULL OR offer_id = ?1 ORDER BY request_id, position",
        (offer_id,),
    ):
        tenants[request_id].append(tenant)
    rows = connection.execute(
        "SELECT * FROM support_request WHERE ?1 IS NULL OR offer_id = ?1 ORDER BY id DESC",
        (offer_id,),
    )
    return [request_value(row, tenants[row["id"]]) for row in rows]
