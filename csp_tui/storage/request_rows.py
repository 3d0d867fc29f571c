"""Support requests as lists show them, without their texts and the partners they name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import ListedRequest, RequestKind, RequestStatus
from csp_tui.storage.records import moment
from csp_tui.storage.unreadable import reading_row, require_signature

_LISTED = """
    SELECT id, offer_id, kind, change_to,
        (SELECT count(*) FROM request_partner WHERE request_id = support_request.id),
        status, ticket, created_at, updated_at
    FROM support_request WHERE ?1 IS NULL OR offer_id = ?1 ORDER BY id DESC
"""
_TYPES = tuple(
    (int, str, str, change_to, int, str, ticket, str, str)
    for change_to in (str, type(None))
    for ticket in (str, type(None))
)


def listed_requests(
    connection: sqlite3.Connection, offer_id: str | None
) -> Iterator[ListedRequest]:
    """The support requests of one offer or of all, newest first.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    for row in connection.execute(_LISTED, (offer_id,)):
        require_signature("support_request", row, _TYPES)
        number, offer, kind, change_to, partners, status, ticket, created, updated = row
        with reading_row("support_request", number):
            yield ListedRequest(
                number,
                offer,
                RequestKind(kind),
                None if change_to is None else ResellerChannel(change_to),
                partners,
                RequestStatus(status),
                ticket,
                moment(created),
                moment(updated),
            )
