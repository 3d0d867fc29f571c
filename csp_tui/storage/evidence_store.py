"""Resale evidence of a unit of work; the recorded resales follow from it.

A resale that someone recorded by hand is left as it is. One that only evidence shows is marked,
and comes, changes its day and goes with the evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from csp_tui.domain.evidence import FileKind, FoundPartner, TenantHint, match_key
from csp_tui.services import evidence_port
from csp_tui.storage.evidence_reader import EvidenceReader
from csp_tui.storage.evidence_staging import ACTIVE, COLUMNS, match_all
from csp_tui.storage.facet_values import joined
from csp_tui.storage.records import stored_moment

# A later file may contain an earlier sale, which is a piece of its own; what was dismissed is not
# brought back by it.
_PUT = f"""
    INSERT INTO main.evidence (import_id, {COLUMNS})
    SELECT ?, {COLUMNS} FROM temp.staged_evidence WHERE NOT EXISTS (
        SELECT 1 FROM ({ACTIVE}) AS known
        WHERE known.key = staged_evidence.key AND (known.dismissed IS NOT NULL
            OR staged_evidence.day IS NULL OR known.day <= staged_evidence.day))
    ORDER BY line
"""
_PUT_PARTNER = """
    INSERT INTO main.waiting_partner (import_id, line, name, name_key, tenant_id, country, city,
        mpn_id, domain, competencies, skills)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE NOT EXISTS (
        SELECT 1 FROM main.waiting_partner AS known
        JOIN main.evidence_import ON evidence_import.id = known.import_id AND active
        WHERE known.name_key = ?4 AND known.tenant_id IS ?5 AND known.country = ?6
            AND known.domain = ?9)
"""
_PUT_HINT = """
    INSERT OR REPLACE INTO main.tenant_hint (domain, name_key, tenant_id, name, import_id)
    VALUES (?, ?, ?, ?, ?)
"""
# What was undone can be redone only until the next import, which forgets it.
_FORGET_UNDONE = "DELETE FROM main.evidence_import WHERE NOT active"
_LOCKS = f"""
    {ACTIVE} AND evidence.dismissed IS NULL AND evidence.strength <> 'hint'
    AND evidence.offer_id IS NOT NULL AND evidence.tenant_id IS NOT NULL
"""
_DAY = "min(CASE WHEN since THEN NULL ELSE day END)"
_GONE = f"""
    DELETE FROM main.resale WHERE from_evidence = 1 AND (?1 IS NULL OR offer_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM ({_LOCKS}) AS proof
        WHERE proof.offer_id = resale.offer_id AND proof.tenant_id = resale.tenant_id)
"""
_COME = f"""
    INSERT INTO main.resale (offer_id, tenant_id, first_sold_on, from_evidence)
    SELECT offer_id, tenant_id, {_DAY}, 1 FROM ({_LOCKS} AND {{of_offer}})
    WHERE offer_id IN (SELECT offer_id FROM main.offer)
    GROUP BY 1, 2
    ON CONFLICT (offer_id, tenant_id) DO UPDATE SET first_sold_on = excluded.first_sold_on
    WHERE from_evidence = 1 AND first_sold_on IS NOT excluded.first_sold_on
"""


class EvidenceStore(EvidenceReader, evidence_port.EvidenceStore):
    """Reads and writes evidence in the transaction of a unit of work."""

    def add_import(self, kind: FileKind, file: str, digest: str, at: datetime, rows: int) -> int:
        self._connection.execute(_FORGET_UNDONE)
        cursor = self._connection.execute(
            'INSERT INTO main.evidence_import (kind, file, digest, at, "rows", active) '
            "VALUES (?, ?, ?, ?, ?, 1)",
            (kind.value, file, digest, stored_moment(at), rows),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def put_evidence(self, number: int) -> None:
        self._connection.execute(_PUT, (number,))

    def put_partners(self, number: int, partners: Iterable[FoundPartner]) -> int:
        return sum(
            self._connection.execute(
                _PUT_PARTNER,
                (
                    number,
                    partner.line,
                    partner.name,
                    match_key(partner.name),
                    partner.tenant_id or None,
                    partner.country,
                    partner.city,
                    partner.mpn_id,
                    partner.domain,
                    joined(partner.competencies),
                    joined(partner.skills),
                ),
            ).rowcount
            for partner in partners
        )

    def put_hints(self, number: int, hints: Iterable[TenantHint]) -> None:
        self._connection.executemany(
            _PUT_HINT,
            (
                (hint.domain, match_key(hint.name), hint.tenant_id, hint.name, number)
                for hint in hints
            ),
        )

    def remember(self, header: str, columns: Mapping[str, str]) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO main.evidence_columns (header, columns) VALUES (?, ?)",
            (header, json.dumps(dict(columns), ensure_ascii=False)),
        )

    def set_active(self, number: int, *, active: bool) -> None:
        self._connection.execute(
            "UPDATE main.evidence_import SET active = ? WHERE id = ?", (int(active), number)
        )

    def set_match(self, kind: str, name: str, target: str | None) -> None:
        connection, key = self._connection, match_key(name)
        if target is None:
            connection.execute(
                "DELETE FROM main.evidence_match WHERE kind = ? AND name_key = ?", (kind, key)
            )
        else:
            connection.execute(
                "INSERT OR REPLACE INTO main.evidence_match (kind, name_key, name, target) "
                "VALUES (?, ?, ?, ?)",
                (kind, key, name, target),
            )
        if kind == "offer":
            connection.execute(
                "UPDATE main.evidence SET offer_id = NULL WHERE offer_key = ?", (key,)
            )
        else:
            connection.execute(
                "UPDATE main.evidence SET tenant_id = NULL, named = 0 "
                "WHERE partner_key = ? AND partner_key <> '' AND named",
                (key,),
            )

    def set_dismissed(self, number: int, why: str | None) -> None:
        self._connection.execute(
            "UPDATE main.evidence SET dismissed = ? WHERE id = ?", (why, number)
        )

    def project(self, offer_id: str | None = None) -> None:
        connection = self._connection
        has_any = "SELECT EXISTS (SELECT 1 FROM evidence), EXISTS (SELECT 1 FROM resale WHERE "
        found = connection.execute(f"{has_any} from_evidence = 1)").fetchone()
        if not any(found):
            return
        match_all(connection, "main.evidence")
        connection.execute(_GONE, (offer_id,))
        of_offer = "TRUE" if offer_id is None else "evidence.offer_id = ?1"
        values = () if offer_id is None else (offer_id,)
        connection.execute(_COME.format(of_offer=of_offer), values)
