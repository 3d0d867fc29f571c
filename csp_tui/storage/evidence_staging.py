"""The evidence of a file in a temporary table: each piece once, matched as far as possible."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator

from csp_tui.domain.evidence import EvidenceRow, Strength, match_key, unique_by_name
from csp_tui.domain.text import fold
from csp_tui.services.evidence_port import (
    NameCount,
    Progress,
    RecordedEvidence,
    StagedEvidence,
)

_BATCH = 400
_BATCHES_BETWEEN_LOOKS = 10
_RECORDED_AT_MOST = 10_000
_NAMES_AT_MOST = 1_000
STAGED = "temp.staged_evidence"
COLUMNS = (
    "key, alias, line, strength, offer, offer_key, offer_id, partner, partner_key, tenant_id, "
    "named, domain, day, since"
)
_DROP = "DROP TABLE IF EXISTS temp.staged_evidence"
_CREATE = """
    CREATE TEMP TABLE staged_evidence (
        key TEXT, orders TEXT, alias TEXT, line INTEGER, strength TEXT, offer TEXT, offer_key TEXT,
        offer_id TEXT, partner TEXT, partner_key TEXT, tenant_id TEXT, named INTEGER, domain TEXT,
        day TEXT, since INTEGER, seen INTEGER, PRIMARY KEY (key, orders)
    ) WITHOUT ROWID
"""
# Of several rows of a piece, the earliest sale is kept; a row with a day precedes one without.
_INSERT = """
    INSERT INTO temp.staged_evidence
    VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, 0, ?, ?, ?, 1)
    ON CONFLICT (key, orders) DO UPDATE SET
        seen = seen + 1,
        line = CASE WHEN excluded.day < coalesce(day, '9999') THEN excluded.line ELSE line END,
        alias = CASE WHEN alias = '' THEN excluded.alias ELSE alias END,
        day = CASE WHEN excluded.day < coalesce(day, '9999') THEN excluded.day ELSE day END
"""
# A customer's name is a partner's only in an order that another file knows as sold through CSP.
_UNLINKED = """
    DELETE FROM temp.staged_evidence WHERE orders <> '' AND NOT EXISTS (
        SELECT 1 FROM json_each(staged_evidence.orders) AS wanted
        JOIN main.evidence ON evidence.key = wanted.value OR (
            evidence.alias = wanted.value AND evidence.alias <> '')
        JOIN main.evidence_import ON evidence_import.id = evidence.import_id
        WHERE evidence_import.active)
"""
_ONCE = """
    DELETE FROM temp.staged_evidence WHERE orders <> (
        SELECT other.orders FROM temp.staged_evidence AS other
        WHERE other.key = staged_evidence.key
        ORDER BY coalesce(other.day, '9999'), other.line LIMIT 1)
"""
ACTIVE = """
    SELECT evidence.* FROM main.evidence
    JOIN main.evidence_import ON evidence_import.id = evidence.import_id AND evidence_import.active
"""
_IS_KNOWN = f"EXISTS (SELECT 1 FROM ({ACTIVE}) AS known WHERE known.key = staged_evidence.key)"
_COUNTS = f"SELECT {_IS_KNOWN}, count(*) FROM temp.staged_evidence GROUP BY 1"
_RECORDED = f"""
    SELECT DISTINCT offer_id, tenant_id, strength FROM temp.staged_evidence
    WHERE offer_id IS NOT NULL AND (tenant_id IS NOT NULL OR partner_key = '')
        AND NOT {_IS_KNOWN}
    ORDER BY 1, 2, 3 LIMIT {_RECORDED_AT_MOST}
"""
_UNMATCHED = f"""
    SELECT min(partner), sum(seen), max(domain) FROM temp.staged_evidence
    WHERE tenant_id IS NULL AND partner_key <> ''
    GROUP BY partner_key ORDER BY 2 DESC, partner_key LIMIT {_NAMES_AT_MOST}
"""
_UNMATCHED_OFFERS = f"""
    SELECT min(offer), sum(seen), '' FROM temp.staged_evidence
    WHERE offer_id IS NULL GROUP BY offer_key ORDER BY 2 DESC, offer_key LIMIT {_NAMES_AT_MOST}
"""
_OFFERS_GONE = """
    UPDATE main.evidence SET offer_id = NULL WHERE offer_id IN (
        SELECT offer_id FROM main.evidence WHERE offer_id IS NOT NULL
        EXCEPT SELECT offer_id FROM main.offer)
"""
_EARLY = f"""
    SELECT count(*) FROM temp.staged_evidence JOIN (
        SELECT history.offer_id, substr(min(history.at), 1, 10) AS day FROM main.history
        WHERE history.action = 'offer-published' GROUP BY 1) AS published USING (offer_id)
    WHERE staged_evidence.day < published.day AND NOT {_IS_KNOWN}
"""


def stage(
    connection: sqlite3.Connection, rows: Iterable[EvidenceRow], progress: Progress | None
) -> int:
    """Read evidence into the temporary table in bounded memory; return the number of rows.

    Args:
        connection: May write temporary tables, in a transaction.
        rows: Read once.
        progress: Called with the rows read so far; may raise ``Canceled``.
    """
    connection.execute(_DROP)
    connection.execute(_CREATE)
    source = iter(rows)
    count = 0
    for number in itertools.count(1):
        batch = list(map(_cells, itertools.islice(source, _BATCH)))
        if not batch:
            break
        connection.executemany(_INSERT, batch)
        count += len(batch)
        if progress is not None and number % _BATCHES_BETWEEN_LOOKS == 0:
            progress(count)
    if progress is not None:
        progress(count)
    return count


def outcome(connection: sqlite3.Connection) -> StagedEvidence:
    """Match what was staged, and say what it would do; again after another program has written.

    Args:
        connection: May write temporary tables.
    """
    unlinked = connection.execute(_UNLINKED).rowcount
    connection.execute(_ONCE)
    match_all(connection, STAGED)
    counts = {bool(known): int(count) for known, count in connection.execute(_COUNTS)}
    return StagedEvidence(
        new=counts.get(False, 0),
        known=counts.get(True, 0),
        unlinked=unlinked,
        early=int(connection.execute(_EARLY).fetchone()[0]),
        unmatched=tuple(NameCount(*row) for row in connection.execute(_UNMATCHED)),
        unmatched_offers=tuple(NameCount(*row) for row in connection.execute(_UNMATCHED_OFFERS)),
        recorded=tuple(
            RecordedEvidence(offer, tenant, Strength(strength))
            for offer, tenant, strength in connection.execute(_RECORDED)
        ),
    )


def match_all(connection: sqlite3.Connection, table: str) -> None:
    """Give the offers and partners of a table their IDs, where names are exact and unique.

    What a person has said comes first. Offers are found by ID or name, partners by their name in
    the directory or in a file that has their tenant ID.

    Args:
        connection: In a transaction.
        table: ``STAGED`` or ``main.evidence``.
    """
    _match_offers(connection, table)
    _match_partners(connection, table)


def _match_offers(connection: sqlite3.Connection, table: str) -> None:
    if table != STAGED:
        connection.execute(_OFFERS_GONE)
    offers = connection.execute("SELECT offer_id, name FROM main.offer").fetchall()
    targets = unique_by_name((name, offer) for offer, name in offers)
    targets |= {match_key(offer): offer for offer, _name in offers}
    existing = {offer for offer, _name in offers}
    targets |= {key: target for key, target in _said(connection, "offer") if target in existing}
    wanted = connection.execute(f"SELECT DISTINCT offer_key FROM {table} WHERE offer_id IS NULL")
    found = [(key, targets[key]) for (key,) in wanted.fetchall() if key in targets]
    _set_targets(connection, found)
    connection.execute(
        f"UPDATE {table} SET offer_id = (SELECT target FROM temp.targets WHERE key = offer_key) "
        "WHERE offer_id IS NULL AND offer_key IN (SELECT key FROM temp.targets)"
    )


def _match_partners(connection: sqlite3.Connection, table: str) -> None:
    wanted = connection.execute(
        f"SELECT DISTINCT partner_key FROM {table} WHERE tenant_id IS NULL AND partner_key <> ''"
    )
    keys = {key for (key,) in wanted.fetchall()}
    if not keys:
        return
    targets = unique_by_name(
        (name, tenant) for name, tenant in _named(connection, keys) if match_key(name) in keys
    )
    targets |= dict(_said(connection, "partner"))
    found = [(key, targets[key]) for key in keys if key in targets]
    _set_targets(connection, found)
    connection.execute(
        f"UPDATE {table} SET named = 1, "
        "tenant_id = (SELECT target FROM temp.targets WHERE key = partner_key) "
        "WHERE tenant_id IS NULL AND partner_key <> '' "
        "AND partner_key IN (SELECT key FROM temp.targets)"
    )


def _set_targets(connection: sqlite3.Connection, found: Iterable[tuple[str, str]]) -> None:
    connection.execute("DROP TABLE IF EXISTS temp.targets")
    connection.execute("CREATE TEMP TABLE targets (key TEXT PRIMARY KEY, target TEXT)")
    connection.executemany("INSERT INTO temp.targets VALUES (?, ?)", found)


def _named(connection: sqlite3.Connection, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Partners whose folded names are those of the keys, read in one pass over the directory."""
    folded = json.dumps(sorted({fold(key) for key in keys}))
    yield from connection.execute(
        "SELECT name, tenant_id FROM main.partner WHERE folded IN (SELECT value FROM json_each(?))",
        (folded,),
    )
    yield from connection.execute(
        "SELECT name, tenant_id FROM main.waiting_partner JOIN main.evidence_import "
        "ON evidence_import.id = import_id AND active "
        "WHERE tenant_id IS NOT NULL AND name_key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(keys)),),
    )


def _said(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str]]:
    query = "SELECT name_key, target FROM main.evidence_match WHERE kind = ?"
    return [(key, target) for key, target in connection.execute(query, (kind,))]


def _cells(row: EvidenceRow) -> tuple[object, ...]:
    return (
        row.key,
        json.dumps(row.orders) if row.orders else "",
        row.alias,
        row.line,
        row.strength.value,
        row.offer,
        match_key(row.offer),
        row.partner,
        match_key(row.partner),
        row.tenant_id or None,
        row.domain,
        None if row.day is None else row.day.isoformat(),
        int(row.since),
    )
