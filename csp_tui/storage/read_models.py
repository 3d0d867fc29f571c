"""Flat rows for showing, in plain SQL: what the first screen needs without waiting for SQLModel."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csp_tui.domain.audience_state import AudienceState, Unlisted
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.support import ListedRequest, SupportRequest
from csp_tui.services import reading_ports
from csp_tui.services.views import (
    AudienceFacts,
    AudienceRow,
    ListOrder,
    OfferRow,
    PartnerOffer,
    RequestOverview,
    ResaleFigures,
    ResaleRow,
)
from csp_tui.storage import audience_queries as queries
from csp_tui.storage.connections import Lease, ReadPool
from csp_tui.storage.counting import TALLY, audience_states, unlisted, waiting_names
from csp_tui.storage.damage import explained
from csp_tui.storage.evidence_notes import known_until, with_evidence
from csp_tui.storage.file_state import FileState, file_state
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.readers import (
    HistoryReader,
    OfferReader,
    all_offers,
    each_request,
    offer_names,
    open_requests,
)
from csp_tui.storage.request_rows import listed_requests, request_overview
from csp_tui.storage.unreadable import require_signature

if TYPE_CHECKING:
    from csp_tui.storage.audience_found import FoundMembers
    from csp_tui.storage.audience_order import AudienceOrder
    from csp_tui.storage.audience_ranks import Kind
    from csp_tui.storage.history_lines import HistoryLines

_ORDERS_KEPT = 2
LONG = 10_000
"""Members from which their number is kept; fewer are counted in a millisecond."""


class ReadModels(reading_ports.ReadModels):
    """Reads rows for screens and command line; safe to call from any thread.

    What the list of offers does not need is imported by the methods that need it.

    Args:
        pool: Reading connections.
        path: The database file, to name it in errors.
        regions: The CSP program's markets, which map a partner's country to its region.
    """

    def __init__(self, pool: ReadPool, path: DatabaseLocation, regions: RegionTable) -> None:
        self._pool = pool
        self._path = path
        self._regions = regions
        self._lock = threading.Lock()
        self._orders: OrderedDict[tuple[str, FileState], AudienceOrder] = OrderedDict()
        self._counts: tuple[FileState | None, Mapping[Kind, int]] = None, {}
        self._last_found: tuple[tuple[str, FileState, ListOrder], FoundMembers] | None = None

    @cached_property
    def history_lines(self) -> HistoryLines:
        from csp_tui.storage.history_lines import HistoryLines

        return HistoryLines(self._pool, self._path)

    @contextmanager
    def _leasing(self) -> Iterator[Lease]:
        """As ``_reading``, for answers that depend on the file that is read as well."""
        with explained(self._path), self._pool.reading() as lease:
            yield lease

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file through all queries of one question."""
        with self._leasing() as lease:
            yield lease.connection

    def offer_rows(self) -> list[OfferRow]:
        with self._leasing() as lease:
            connection = lease.connection
            offers = all_offers(connection)
            open_requests = dict(map(tuple, connection.execute(queries.OPEN_REQUESTS)))
            tally = connection.execute(TALLY).fetchall()
            # One of the offers may be opened next.
            long_lists = {tuple(row)[:3]: row[3] for row in tally if row[3] >= LONG}
            with self._lock:
                self._counts = file_state(lease), long_lists
            return [
                OfferRow(state, open_requests.get(state.offer.offer_id, 0))
                for state in audience_states(connection, offers, tally)
            ]

    def offer_names(self, offer_ids: Collection[str] | None) -> dict[str, str]:
        with self._reading() as connection:
            return offer_names(connection, offer_ids)

    def audience_state(self, offer_id: str) -> AudienceState:
        with self._reading() as connection:
            offer = OfferReader(connection).get(offer_id)
            return audience_states(connection, [offer])[0]

    def audience_rows(
        self, offer_id: str, *, offset: int = 0, limit: int = -1, order: ListOrder | None = None
    ) -> list[AudienceRow]:
        parameters: dict[str, object] = {"offer_id": offer_id}
        with self._leasing() as lease:
            connection = lease.connection
            only_live = order == ListOrder(only_live=True)
            is_plain = limit >= 0 and (order is None or only_live)
            names = self._order(lease, offer_id) if is_plain else None
            if order is not None and (names is None or not names.is_complete):
                wanted = self._found(lease, offer_id, order).page(offset, limit)
                return self._page(connection, offer_id, wanted)
            if names is None or not names.is_complete:
                parameters |= {"limit": limit, "offset": offset}
                rows = connection.execute(queries.IN_ORDER, parameters)
                return with_evidence(connection, offer_id, map(self._audience_row, rows))
            places = names.page(offset, limit, only_live=only_live)
            ranks = json.dumps([place.rank for place in places if place.rank is not None])
            tenants = dict(map(tuple, connection.execute(queries.TENANTS_OF_RANKS, (ranks,))))
            wanted = [
                place.tenant_id if place.rank is None else tenants[place.rank] for place in places
            ]
            return self._page(connection, offer_id, wanted)

    def _page(
        self, connection: sqlite3.Connection, offer_id: str, wanted: list[str]
    ) -> list[AudienceRow]:
        """These members, in this order."""
        parameters = {"offer_id": offer_id, "tenants": json.dumps(wanted)}
        found = {row["tenant_id"]: row for row in connection.execute(queries.NAMED, parameters)}
        shown = (self._audience_row(found[tenant]) for tenant in wanted)
        return with_evidence(connection, offer_id, shown)

    def _found(self, lease: Lease, offer_id: str, order: ListOrder) -> FoundMembers:
        """Whom an order shows; the last answer is kept until anything is written."""
        from csp_tui.storage.audience_found import FoundMembers

        key = offer_id, file_state(lease), order
        with self._lock:
            known = self._last_found
        if known is None or known[0] != key:
            known = key, FoundMembers(lease.connection, offer_id, order)
            with self._lock:
                self._last_found = known
        return known[1]

    def _order(self, lease: Lease, offer_id: str) -> AudienceOrder:
        """The order of an audience, which is kept until anything is written."""
        from csp_tui.storage.audience_order import AudienceOrder
        from csp_tui.storage.rank_sets import RankSets

        state = file_state(lease)
        key = offer_id, state
        with self._lock:
            known = self._orders.get(key)
            counted, counts = self._counts
        if known is None:
            known = AudienceOrder(
                lease.connection,
                offer_id,
                RankSets(state.partners),
                counts if counted == state else {},
            )
            with self._lock:
                self._orders[key] = known
                while len(self._orders) > _ORDERS_KEPT:
                    self._orders.popitem(last=False)
        return known

    def audience_lists(self, offer_id: str) -> Iterator[tuple[bool, AudienceRow]]:
        with self._leasing() as lease:
            connection = lease.connection
            resold = {row[0] for row in connection.execute(queries.RESOLD, (offer_id,))}
            requested = dict(map(tuple, connection.execute(queries.REQUESTED, (offer_id,))))
            region_of = self._regions.region_of
            order = self._order(lease, offer_id)
            for is_live in (False, True):
                for tenant, name, country, in_draft, in_live in order.listed(
                    connection, live=is_live
                ):
                    yield (
                        is_live,
                        AudienceRow(
                            tenant,
                            name,
                            country or "",
                            region_of(country or ""),
                            in_draft,
                            in_live,
                            tenant in resold,
                            country is not None,
                            requested.get(tenant),
                        ),
                    )

    def exported(self, offer_id: str) -> Iterator[tuple[str, str]]:
        with self._leasing() as lease:
            order = self._order(lease, offer_id)
            for tenant, name, *_rest in order.listed(lease.connection, live=False):
                yield tenant, name

    def _audience_row(self, row: Iterable[Any]) -> AudienceRow:
        require_signature("audience_member", row, queries.MEMBER_TYPES)
        tenant, name, country, in_draft, in_live, resold, requested = row
        return AudienceRow(
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

    def audience_count(self, offer_id: str, order: ListOrder | None = None) -> int:
        query = "SELECT count(*) FROM audience_member WHERE offer_id = ?"
        with self._leasing() as lease:
            if order == ListOrder(only_live=True):
                query += " AND in_live"
            elif order is not None:
                return len(self._found(lease, offer_id, order))
            return int(lease.connection.execute(query, (offer_id,)).fetchone()[0])

    def audience_place(
        self, offer_id: str, tenant_id: str, order: ListOrder | None = None
    ) -> int | None:
        with self._leasing() as lease:
            return self._found(lease, offer_id, order or ListOrder()).place(tenant_id)

    def countries(self, offer_id: str, *, live: bool) -> dict[str, int]:
        with self._leasing() as lease:
            return self._order(lease, offer_id).countries(lease.connection, live=live)

    def audience_facts(self, offer_id: str) -> AudienceFacts:
        some = ResellerChannel.SOME
        with self._leasing() as lease:
            connection = lease.connection
            offer = OfferReader(connection).get(offer_id)
            order = self._order(lease, offer_id)
            countries = order.countries
            return AudienceFacts(
                state=audience_states(connection, [offer], order.tally)[0],
                draft_countries=countries(connection, live=False)
                if offer.draft_channel is some
                else {},
                live_countries=countries(connection, live=True)
                if offer.live_channel is some
                else {},
                open_requests=tuple(open_requests(connection, offer_id)),
                unlisted=unlisted(connection, offer_id) if order.waiting_strangers else Unlisted(),
                waiting_names=waiting_names(connection, offer_id),
                resales_known_until=known_until(connection, offer_id),
            )

    def edit_countries(
        self, offer_id: str, added: Collection[str], removed: Collection[str]
    ) -> dict[str, int]:
        from csp_tui.storage.edit_countries import edit_countries

        with self._reading() as connection:
            return edit_countries(connection, offer_id, added, removed)

    def each_request(self, offer_id: str | None = None) -> Iterator[SupportRequest]:
        with self._reading() as connection:
            yield from each_request(connection, offer_id)

    def request_overview(self, offer_id: str | None) -> RequestOverview:
        with self._reading() as connection:
            return request_overview(connection, offer_id)

    def listed_requests(self, numbers: Collection[int]) -> list[ListedRequest]:
        with self._reading() as connection:
            return list(listed_requests(connection, numbers))

    def newest_entry(self) -> int:
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
        with self._reading() as connection:
            return HistoryReader(connection).entries(
                offer_id, limit=limit, before=before, after=after
            )

    def partner_history(self, tenant_id: str, *, limit: int) -> list[Entry]:
        with self._reading() as connection:
            return HistoryReader(connection).naming(tenant_id, limit=limit)

    def request_statuses(self, offer_id: str, request_id: int) -> list[Entry]:
        with self._reading() as connection:
            return HistoryReader(connection).statuses(offer_id, request_id)

    def each_resale(self, offer_id: str | None = None) -> Iterator[ResaleRow]:
        from csp_tui.storage.resale_rows import each_resale

        with self._reading() as connection:
            yield from each_resale(connection, offer_id)

    def partner_offers(self, tenant_id: str) -> list[PartnerOffer]:
        from csp_tui.storage.partner_offers import partner_offers

        with self._reading() as connection:
            return partner_offers(connection, tenant_id)

    def live_moves(self, offer_id: str) -> dict[str, int]:
        from csp_tui.storage.figures import live_moves

        with self._reading() as connection:
            return live_moves(connection, offer_id)

    def resale_figures(self, offer_id: str | None, *, partners: int, months: int) -> ResaleFigures:
        from csp_tui.storage.figures import resale_figures

        with self._reading() as connection:
            return resale_figures(connection, offer_id, partners=partners, months=months)
