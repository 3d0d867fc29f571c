"""The evidence that a resale is known from, for lists that show many partners."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from csp_tui.services.views import AudienceRow
from csp_tui.storage.records import optional_moment
from csp_tui.storage.unreadable import reading_row

if TYPE_CHECKING:
    from csp_tui.domain.evidence import EvidenceNote

STRONGEST_FIRST = """
    CASE strength WHEN 'certain' THEN 0 WHEN 'good' THEN 1 WHEN 'manual' THEN 2 ELSE 3 END
"""
_NOTES = f"""
    SELECT tenant_id, file, line, strength, day, since FROM (
        SELECT evidence.tenant_id, evidence_import.file, line, strength, day, since,
            row_number() OVER (PARTITION BY evidence.tenant_id
                ORDER BY {STRONGEST_FIRST}, since, coalesce(day, '9999'), evidence.id) AS place
        FROM evidence JOIN evidence_import ON evidence_import.id = evidence.import_id
            AND evidence_import.active
        WHERE evidence.offer_id = ?1 AND evidence.dismissed IS NULL AND strength <> 'hint'
            AND evidence.tenant_id IN (SELECT value FROM json_each(?2))
    ) WHERE place = 1
"""

_KNOWN_UNTIL = """
    SELECT max(at) FROM evidence_import WHERE active AND kind IN (SELECT value FROM json_each(?1))
        AND (kind <> 'saas-subscriptions'
            OR (SELECT product_type FROM offer WHERE offer_id = ?2) = 'saas')
"""


def evidence_notes(
    connection: sqlite3.Connection, offer_id: str, tenants: Iterable[str]
) -> dict[str, EvidenceNote]:
    """The strongest evidence that locks each of some partners of an offer, by tenant ID.

    Args:
        connection: In a transaction.
        offer_id: The offer.
        tenants: The partners.
    """
    from csp_tui.domain.evidence import EvidenceNote, Strength

    found = {}
    for row in connection.execute(_NOTES, (offer_id, json.dumps(list(tenants)))):
        tenant, file, line, strength, day, since = row
        with reading_row("evidence", f"{offer_id}/{tenant}"):
            found[str(tenant)] = EvidenceNote(
                str(file), int(line), Strength(strength), sale_day(day), bool(since)
            )
    return found


def sale_day(day: object) -> date | None:
    """The day of a sale as it is stored.

    Raises:
        ValueError: It is not a day.
    """
    return None if day is None else date.fromisoformat(str(day))


def known_until(connection: sqlite3.Connection, offer_id: str) -> datetime | None:
    """When evidence that names partners was last imported for an offer, None if never."""
    from csp_tui.domain.evidence import KINDS, Strength

    unnamed = (None, Strength.HINT)
    naming = [kind.value for kind, facts in KINDS.items() if facts.strength not in unnamed]
    values = (json.dumps(naming), offer_id)
    (at,) = connection.execute(_KNOWN_UNTIL, values).fetchone()
    return optional_moment(at)


def with_evidence(
    connection: sqlite3.Connection, offer_id: str, rows: Iterable[AudienceRow]
) -> list[AudienceRow]:
    """Rows with where each resale is known from."""
    found = list(rows)
    resold = [row.tenant_id for row in found if row.resold]
    known = evidence_notes(connection, offer_id, resold) if resold else {}
    if not known:
        return found
    return [row._replace(evidence=known.get(row.tenant_id)) for row in found]
