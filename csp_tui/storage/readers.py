"""Reading in plain SQL, through the connection of a read unit or of a unit of work."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from csp_tui.domain.audience_state import AudienceState, Member, Unlisted
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import Offer, ResellerChannel, no_such_offer
from csp_tui.domain.product import Plan
from csp_tui.domain.support import RequestContact, SupportRequest, no_such_request
from csp_tui.domain.text import natural_key, natural_keys
from csp_tui.services import read_unit
from csp_tui.storage.counting import audience_states, members, resold, unlisted
from csp_tui.storage.reader import Reader, plain_cursor
from csp_tui.storage.records import (
    OFFER_COLUMNS,
    SharedValues,
    entry_value,
    offer_value,
    optional_moment,
    request_value,
)
from csp_tui.storage.request_rows import IS_OPEN, still_live
from csp_tui.storage.unreadable import reading_row

NOT_YET_ON_LIST = """
    FROM temp.matching CROSS JOIN partner USING (rank)
    WHERE NOT EXISTS (
        SELECT 1 FROM audience_member AS known
        WHERE known.offer_id = :offer_id AND known.tenant_id = partner.tenant_id AND known.in_draft
    )
"""


_UNDONE_BATCHES = """
    WITH turned AS (
        SELECT id, action,
            coalesce(json_extract(detail, '$.restores'), json_extract(detail, '$.undoes')) AS entry
        FROM history WHERE action IN ('undone', 'redone') AND json_valid(detail)
    ), newest AS (SELECT entry, action, max(id) FROM turned GROUP BY entry)
    SELECT DISTINCT batch FROM newest JOIN history ON history.id = newest.entry
    WHERE newest.action = 'undone' AND batch IS NOT NULL
"""


class OfferReader(Reader, read_unit.OfferReader):
    """Reads offers."""

    def all(self) -> list[Offer]:
        return all_offers(self._connection)

    def states(self, offer_ids: Collection[str]) -> dict[str, AudienceState]:
        wanted = set(offer_ids)
        offers = all_offers(self._connection, wanted) if wanted else []
        found = audience_states(self._connection, offers) if offers else []
        return {state.offer.offer_id: state for state in found}

    def live_channels(self, offer_ids: Collection[str]) -> dict[str, ResellerChannel | None]:
        channels: dict[str, ResellerChannel | None] = {}
        for offer_id, channel in self._connection.execute(
            "SELECT offer_id, live_channel FROM offer "
            "WHERE offer_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(offer_ids)),),
        ):
            with reading_row("offer", offer_id):
                channels[offer_id] = None if channel is None else ResellerChannel(channel)
        return channels

    def get(self, offer_id: str) -> Offer:
        offer = self.find(offer_id)
        if offer is None:
            raise no_such_offer(offer_id)
        return offer

    def find(self, offer_id: str) -> Offer | None:
        return next(iter(all_offers(self._connection, [offer_id])), None)


class AudienceReader(Reader, read_unit.AudienceReader):
    """Reads audiences."""

    def state(self, offer: Offer) -> AudienceState:
        return audience_states(self._connection, [offer])[0]

    def members(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, Member]:
        return members(self._connection, offer_id, tenant_ids)

    def draft_ids(self, offer_id: str) -> list[str]:
        return self._ids(offer_id, "in_draft")

    def live_ids(self, offer_id: str) -> list[str]:
        return self._ids(offer_id, "in_live")

    def resold(self, offer_id: str) -> dict[str, str]:
        return resold(self._connection, offer_id)

    def waiting_ids(self, offer_id: str, at_most: int) -> list[str]:
        return self._ids(offer_id, "in_draft = 1 AND in_live = 0", at_most)

    def unlisted(self, offer_id: str, *, are_live: bool = False) -> Unlisted:
        return unlisted(self._connection, offer_id, are_live=are_live)

    def count_staged(self, offer_id: str) -> int:
        query = f"SELECT count(*) {NOT_YET_ON_LIST}"
        return int(self._connection.execute(query, {"offer_id": offer_id}).fetchone()[0])

    def _ids(self, offer_id: str, on_list: str, at_most: int = -1) -> list[str]:
        rows = self._connection.execute(
            f"SELECT tenant_id FROM audience_member WHERE offer_id = ? AND {on_list} "
            "ORDER BY tenant_id LIMIT ?",
            (offer_id, at_most),
        )
        return [tenant for (tenant,) in rows]


class RequestReader(Reader, read_unit.RequestReader):
    """Reads support requests."""

    def get(self, request_id: int) -> SupportRequest:
        found = next(_requests(self._connection, "id = ?1", request_id), None)
        if found is None:
            raise no_such_request(request_id)
        return found

    def open_ones(self) -> list[SupportRequest]:
        return list(_requests(self._connection, IS_OPEN))[::-1]

    def still_live(self, numbers: Collection[int]) -> dict[int, int]:
        return still_live(self._connection, numbers)

    def of_offer(self, offer_id: str) -> list[SupportRequest]:
        return list(each_request(self._connection, offer_id))[::-1]

    def last_contact(self) -> RequestContact | None:
        row = self._connection.execute(
            "SELECT contact_name, contact_email, contact_phone FROM support_request"
            " WHERE contact_name <> '' OR contact_email <> '' OR contact_phone <> ''"
            " ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return None if row is None else RequestContact(*row)


class ResaleReader(Reader, read_unit.ResaleReader):
    """Reads resales."""

    def days(self, offer_id: str) -> Mapping[str, date | None]:
        days: dict[str, date | None] = {}
        for tenant, day in self._connection.execute(
            "SELECT tenant_id, first_sold_on FROM resale WHERE offer_id = ?", (offer_id,)
        ):
            days[tenant] = stored_day(offer_id, tenant, day)
        return days

    def is_from_evidence(self, offer_id: str, tenant_id: str) -> bool:
        row = self._connection.execute(
            "SELECT from_evidence FROM resale WHERE offer_id = ? AND tenant_id = ?",
            (offer_id, tenant_id),
        ).fetchone()
        return row is not None and row[0] == 1


_RECENT = 5_000
"""Entries that are searched for a partner: each has to be read as text."""


class HistoryReader(Reader, read_unit.HistoryReader):
    """Reads the log."""

    def entries(
        self,
        offer_id: str | None = None,
        *,
        limit: int = 100,
        before: int | None = None,
        after: int = 0,
    ) -> list[Entry]:
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
        return [entry_value(row) for row in _named(self._connection).execute(query, parameters)]

    def numbered(self, numbers: Sequence[int]) -> list[Entry]:
        """The entries with these numbers, in any order."""
        query = "SELECT * FROM history WHERE id IN (SELECT value FROM json_each(?))"
        found = _named(self._connection).execute(query, (json.dumps(list(numbers)),))
        return [entry_value(row) for row in found]

    def naming(self, tenant_id: str, *, limit: int) -> list[Entry]:
        """The newest entries that name a partner, newest first; only recent ones are searched."""
        query = """
            SELECT * FROM history
            WHERE id > (SELECT max(id) FROM history) - ? AND instr(detail, ?)
            ORDER BY id DESC LIMIT ?
        """
        found = _named(self._connection).execute(query, (_RECENT, tenant_id, limit))
        return [entry_value(row) for row in found]

    def statuses(self, offer_id: str, request_id: int) -> list[Entry]:
        """The changes of the status of a support request, newest first."""
        # Most entries of an offer are of something else, which is seen without reading their JSON.
        query = """
            SELECT * FROM history
            WHERE offer_id = ? AND CASE WHEN instr(detail, '"status"')
                THEN json_extract(detail, '$.request') = ?
                    AND json_extract(detail, '$.after.status') IS NOT NULL END
            ORDER BY id DESC
        """
        found = _named(self._connection).execute(query, (offer_id, request_id))
        return [entry_value(row) for row in found]

    def first_published(self, offer_id: str) -> datetime | None:
        query = "SELECT min(at) FROM history WHERE offer_id = ? AND action = 'offer-published'"
        (at,) = self._connection.execute(query, (offer_id,)).fetchone()
        return optional_moment(at)

    def batch(self, number: int) -> list[Entry]:
        query = "SELECT * FROM history WHERE batch = ? ORDER BY id DESC"
        return [entry_value(row) for row in _named(self._connection).execute(query, (number,))]

    def undone_batches(self) -> frozenset[int]:
        return frozenset(number for (number,) in self._connection.execute(_UNDONE_BATCHES))


def stored_day(offer_id: str, tenant_id: str, day: str | None) -> date | None:
    """The date of a resale.

    Raises:
        UnreadableRow: It is not a date.
    """
    with reading_row("resale", f"{offer_id}/{tenant_id}"):
        return None if day is None else date.fromisoformat(day)


def all_offers(
    connection: sqlite3.Connection, offer_ids: Collection[str] | None = None
) -> list[Offer]:
    """These offers or all, in the order of their folded names and then IDs."""
    of_these = "" if offer_ids is None else "WHERE offer_id IN (SELECT value FROM json_each(:ids))"
    parameters = {"ids": json.dumps(list(offer_ids or ()))}
    shared = SharedValues()
    plans: dict[str, list[Plan]] = defaultdict(list)
    for owner, plan_id, kind in connection.execute(
        f'SELECT offer_id, plan_id, kind FROM "plan" {of_these} ORDER BY offer_id, position',
        parameters,
    ):
        plans[owner].append(shared.plan(owner, plan_id, kind))
    query = f"SELECT {OFFER_COLUMNS} FROM offer {of_these}"
    rows = plain_cursor(connection).execute(query, parameters).fetchall()
    return [offer_value(row, plans[row[0]], shared) for row in _in_order_of_names(rows)]


def _in_order_of_names(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Offers in the order of their names; thousands are folded in a tenth of SQLite's time."""
    keys = natural_keys([str(row[2]) for row in rows])
    shared = {key for key, count in Counter(keys).items() if count > 1}
    placed = [
        (key, natural_key(str(row[0])) if key in shared else "", str(row[0]), place)
        for place, (key, row) in enumerate(zip(keys, rows, strict=True))
    ]
    return (rows[place] for *_key, place in sorted(placed))


def offer_names(
    connection: sqlite3.Connection, offer_ids: Collection[str] | None
) -> dict[str, str]:
    """The names of these offers by their IDs, or of all."""
    cursor = plain_cursor(connection)
    query = "SELECT offer_id, name FROM offer"
    if offer_ids is None:
        return dict(cursor.execute(query))
    # A query of its own, because only then those that are wanted are found by the key.
    query += " WHERE offer_id IN (SELECT value FROM json_each(?))"
    return dict(cursor.execute(query, (json.dumps(list(offer_ids)),)))


def each_request(
    connection: sqlite3.Connection, offer_id: str | None = None
) -> Iterator[SupportRequest]:
    """The support requests of one offer or of all, newest first.

    They come one after the other, as each can name thousands of partners.
    """
    yield from _requests(connection, "?1 IS NULL OR offer_id = ?1", offer_id)


def open_requests(connection: sqlite3.Connection, offer_id: str | None) -> Iterator[SupportRequest]:
    """The open support requests of an offer or of all, newest first."""
    which = "offer_id = ?1" if offer_id is not None else "?1 IS NULL"
    yield from _requests(connection, f"{which} AND {IS_OPEN}", offer_id)


def _requests(
    connection: sqlite3.Connection, which: str, *values: str | int | None
) -> Iterator[SupportRequest]:
    rows = _named(connection).execute(
        f"SELECT * FROM support_request WHERE {which} ORDER BY id DESC", values
    )
    for row in rows:
        tenants = connection.execute(
            "SELECT tenant_id FROM request_partner WHERE request_id = ? ORDER BY position",
            (row["id"],),
        )
        yield request_value(row, (tenant for (tenant,) in tenants))


def _named(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """A cursor whose rows have their columns by name, whatever the connection's rows do."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor
