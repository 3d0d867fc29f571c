"""Support requests as lists show them, without their texts and the partners they name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from itertools import chain

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import (
    ListedRequest,
    RequestKind,
    RequestStatus,
    SeenRequest,
    Severity,
)
from csp_tui.services.views import RequestOverview
from csp_tui.storage.reader import plain_cursor
from csp_tui.storage.records import moment
from csp_tui.storage.sqlite_errors import UNREADABLE
from csp_tui.storage.unreadable import UnreadableRow, require_signature

IS_OPEN = "status IN ('draft', 'submitted')"
# The index of offers and states answers these alone; the requests themselves are long.
_NUMBERS = "SELECT id FROM support_request INDEXED BY support_request_offer WHERE"
_OPEN = f"{_NUMBERS} {IS_OPEN}"
_CLOSED = f"{_NUMBERS} NOT {IS_OPEN}"
_OF_OFFER = " AND offer_id = ?1"
_NUMBERED = "SELECT value FROM json_each(?1)"
_LISTED = """
    SELECT id, offer_id, kind, change_to,
        (SELECT count(*) FROM request_partner WHERE request_id = support_request.id),
        status, ticket, created_at, updated_at
    FROM support_request WHERE id IN ({numbers}) ORDER BY id DESC
"""
_LISTED_TYPES = frozenset(
    (int, str, str, change_to, int, str, ticket, str, str)
    for change_to in (str, type(None))
    for ticket in (str, type(None))
)
_SEEN = """
    SELECT id, title, description, contact_name, contact_email, contact_phone,
        severity, status, ticket
    FROM support_request WHERE id IN ({numbers}) ORDER BY id DESC
"""
_SEEN_TYPES = frozenset(
    (int, str, str, str, str, str, str, str, ticket) for ticket in (str, type(None))
)
# In this order, as a request names few of the partners that an audience can have.
_STILL_LIVE = """
    SELECT support_request.id, count(*) FROM support_request
    CROSS JOIN request_partner ON request_partner.request_id = support_request.id
    CROSS JOIN audience_member ON audience_member.offer_id = support_request.offer_id
        AND audience_member.tenant_id = request_partner.tenant_id
    WHERE support_request.id IN (SELECT value FROM json_each(?)) AND in_live
    GROUP BY support_request.id
"""
_KINDS = {kind.value: kind for kind in RequestKind}
_STATUSES = {status.value: status for status in RequestStatus}
_SEVERITIES = {severity.value: severity for severity in Severity}
_CHANNELS = {channel.value: channel for channel in ResellerChannel}


def request_overview(connection: sqlite3.Connection, offer_id: str | None) -> RequestOverview:
    """The support requests of one offer or of all, newest first; the closed ones by number.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    of_offer, values = ("", ()) if offer_id is None else (_OF_OFFER, (offer_id,))
    closed = plain_cursor(connection).execute(_CLOSED + of_offer, values).fetchall()
    return RequestOverview(
        open=tuple(_listed(connection, _OPEN + of_offer, *values)),
        seen=tuple(_seen(connection, _OPEN + of_offer, *values)),
        # Python sorts numbers in a fraction of the time that SQLite sorts rows.
        closed=tuple(sorted(chain.from_iterable(closed), reverse=True)),
    )


def listed_requests(
    connection: sqlite3.Connection, numbers: Collection[int]
) -> Iterator[ListedRequest]:
    """The support requests with these numbers, newest first; those that are gone are left out.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    return _listed(connection, _NUMBERED, json.dumps(list(numbers)))


def _listed(
    connection: sqlite3.Connection, numbers: str, *values: object
) -> Iterator[ListedRequest]:
    for row in plain_cursor(connection).execute(_LISTED.format(numbers=numbers), values):
        require_signature("support_request", row, _LISTED_TYPES)
        number, offer, kind, change_to, partners, status, ticket, created, updated = row
        # There can be thousands, so this takes no step that a good row does not need.
        try:
            listed = ListedRequest(
                number,
                offer,
                _KINDS.get(kind) or RequestKind(kind),
                None
                if change_to is None
                else _CHANNELS.get(change_to) or ResellerChannel(change_to),
                partners,
                _STATUSES.get(status) or RequestStatus(status),
                ticket,
                moment(created),
                moment(updated),
            )
        except UNREADABLE as error:
            raise UnreadableRow("support_request", number, error) from error
        yield listed


def _seen(connection: sqlite3.Connection, numbers: str, *values: object) -> Iterator[SeenRequest]:
    for row in plain_cursor(connection).execute(_SEEN.format(numbers=numbers), values):
        require_signature("support_request", row, _SEEN_TYPES)
        number, title, description, name, email, phone, severity, status, ticket = row
        try:
            seen = SeenRequest(
                number,
                title,
                description,
                name,
                email,
                phone,
                _SEVERITIES.get(severity) or Severity(severity),
                _STATUSES.get(status) or RequestStatus(status),
                ticket,
            )
        except UNREADABLE as error:
            raise UnreadableRow("support_request", number, error) from error
        yield seen


def still_live(connection: sqlite3.Connection, numbers: Collection[int]) -> dict[int, int]:
    """How many of the partners that each request names are on the live list of its offer."""
    rows = plain_cursor(connection).execute(_STILL_LIVE, (json.dumps(list(numbers)),))
    return dict(rows)
