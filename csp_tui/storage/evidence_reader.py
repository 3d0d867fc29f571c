"""Reading resale evidence, through the connection of a read unit or of a unit of work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from csp_tui.domain.errors import NotFound
from csp_tui.domain.evidence import (
    EvidenceRow,
    FileKind,
    FoundPartner,
    Strength,
    match_key,
)
from csp_tui.domain.partner import parted
from csp_tui.domain.wording import say
from csp_tui.services import evidence_port
from csp_tui.services.evidence_port import (
    EvidenceItem,
    Progress,
    StagedEvidence,
    Suggestion,
    UnmatchedName,
)
from csp_tui.storage.evidence_notes import STRONGEST_FIRST, known_until, sale_day
from csp_tui.storage.evidence_staging import ACTIVE, outcome, stage
from csp_tui.storage.reader import Reader
from csp_tui.storage.records import moment
from csp_tui.storage.temporary import temporary_writes
from csp_tui.storage.unreadable import reading_row

_ITEMS = f"""
    SELECT evidence.id, evidence_import.kind, evidence_import.file, evidence.line,
        evidence_import.at, evidence.strength, evidence.offer, evidence.offer_id,
        evidence.partner, evidence.tenant_id, coalesce(partner.name, ''), evidence.day,
        evidence.since, evidence.dismissed
    FROM evidence
    JOIN evidence_import ON evidence_import.id = evidence.import_id AND evidence_import.active
    LEFT JOIN partner ON partner.tenant_id = evidence.tenant_id
    WHERE {{which}}
    ORDER BY evidence.offer_id IS NULL, evidence.offer_id, evidence.tenant_id IS NULL,
        evidence.tenant_id, evidence.dismissed IS NOT NULL, {STRONGEST_FIRST},
        coalesce(evidence.day, '9999'), evidence.id
"""
_UNMATCHED = f"""
    SELECT min(partner), count(*), max(domain) FROM ({ACTIVE} AND evidence.dismissed IS NULL)
    WHERE tenant_id IS NULL AND partner_key <> ''
    GROUP BY partner_key ORDER BY 2 DESC, partner_key
"""
_UNMATCHED_OFFERS = f"""
    SELECT min(offer), count(*) FROM ({ACTIVE} AND evidence.dismissed IS NULL)
    WHERE offer_id IS NULL OR offer_id NOT IN (SELECT offer_id FROM offer)
    GROUP BY offer_key ORDER BY 2 DESC, offer_key
"""
# A partner waits until the directory has its tenant ID, which a person may have named.
_WAITING = """
    SELECT min(waiting_partner.name), max(waiting_partner.domain), max(waiting_partner.country),
        coalesce(waiting_partner.tenant_id, evidence_match.target) AS tenant
    FROM waiting_partner
    JOIN evidence_import ON evidence_import.id = waiting_partner.import_id
        AND evidence_import.active
    LEFT JOIN evidence_match ON evidence_match.kind = 'partner'
        AND evidence_match.name_key = waiting_partner.name_key
        AND waiting_partner.tenant_id IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM partner
        WHERE partner.tenant_id = coalesce(waiting_partner.tenant_id, evidence_match.target))
    GROUP BY waiting_partner.name_key, waiting_partner.tenant_id ORDER BY 1, 4
"""
_CALLED = """
    SELECT waiting_partner.line, name, coalesce(tenant_id, ''), country, city, mpn_id, domain,
        competencies, skills
    FROM waiting_partner JOIN evidence_import ON evidence_import.id = import_id AND active
    WHERE name_key = ? ORDER BY waiting_partner.id
"""
_SUGGESTED = """
    SELECT tenant_id, name, 'domain' FROM tenant_hint
    JOIN evidence_import ON evidence_import.id = import_id AND active
    WHERE (domain = ?1 AND domain <> '') OR (name_key = ?2 AND name_key <> '')
    UNION
    SELECT tenant_id, waiting_partner.name, 'file' FROM waiting_partner
    JOIN evidence_import ON evidence_import.id = import_id AND active
    WHERE tenant_id IS NOT NULL
        AND ((name_key = ?2 AND name_key <> '') OR (domain = ?1 AND domain <> ''))
    ORDER BY 3, 2, 1
"""


class EvidenceReader(Reader, evidence_port.EvidenceReader):
    """Reads evidence."""

    def stage_evidence(self, rows: Iterable[EvidenceRow], progress: Progress | None) -> int:
        with temporary_writes(self._connection):
            return stage(self._connection, rows, progress)

    def staged(self) -> StagedEvidence:
        with temporary_writes(self._connection):
            return outcome(self._connection)

    def items(
        self, offer_id: str | None = None, tenant_id: str | None = None
    ) -> Iterator[EvidenceItem]:
        which = ["(?1 IS NULL OR evidence.offer_id = ?1)"]
        if offer_id is not None:
            which = ["evidence.offer_id = ?1"]
        which.append("(?2 IS NULL OR evidence.tenant_id = ?2)")
        query = _ITEMS.format(which=" AND ".join(which))
        for row in self._connection.execute(query, (offer_id, tenant_id)):
            yield _item(tuple(row))

    def get(self, number: int) -> EvidenceItem:
        query = _ITEMS.format(which="evidence.id = ?1")
        row = self._connection.execute(query, (number,)).fetchone()
        if row is None:
            raise NotFound(
                say("There is no evidence with the number {number}.", number=number),
                say("“csp-tui evidence list” shows the numbers."),
                field="evidence",
            )
        return _item(tuple(row))

    def unmatched(self) -> Sequence[UnmatchedName]:
        offers = [
            UnmatchedName("offer", name, pieces)
            for name, pieces in self._connection.execute(_UNMATCHED_OFFERS)
        ]
        partners = {
            match_key(name): UnmatchedName("partner", name, pieces, domain)
            for name, pieces, domain in self._connection.execute(_UNMATCHED)
        }
        others = []
        for name, domain, country, tenant in self._connection.execute(_WAITING):
            known = partners.get(match_key(name))
            if known is None:
                others.append(UnmatchedName("partner", name, 0, domain, country, tenant))
            elif tenant is None:
                partners[match_key(name)] = UnmatchedName(
                    "partner", known.name, known.pieces, known.domain or domain, country
                )
        return [*partners.values(), *offers, *others]

    def waiting(self, name: str) -> Sequence[FoundPartner]:
        return [
            FoundPartner(
                line=line,
                name=found,
                tenant_id=tenant,
                country=country,
                city=city,
                mpn_id=mpn_id,
                domain=domain,
                competencies=parted(competencies),
                skills=parted(skills),
            )
            for line, found, tenant, country, city, mpn_id, domain, competencies, skills in (
                self._connection.execute(_CALLED, (match_key(name),))
            )
        ]

    def suggestions(self, name: str, domain: str) -> Sequence[Suggestion]:
        rows = self._connection.execute(_SUGGESTED, (domain, match_key(name)))
        return [Suggestion(*row) for row in rows]

    def match_of(self, kind: str, name: str) -> str | None:
        row = self._connection.execute(
            "SELECT target FROM evidence_match WHERE kind = ? AND name_key = ?",
            (kind, match_key(name)),
        ).fetchone()
        return None if row is None else str(row[0])

    def is_named(self, kind: str, name: str) -> bool:
        column = "partner_key" if kind == "partner" else "offer_key"
        query = f"""
            SELECT EXISTS (SELECT 1 FROM ({ACTIVE} AND evidence.{column} = ?1))
                OR (?2 AND EXISTS (SELECT 1 FROM waiting_partner WHERE name_key = ?1))
        """
        values = (match_key(name), kind == "partner")
        return bool(self._connection.execute(query, values).fetchone()[0])

    def has_pieces(self, name: str) -> bool:
        query = f"SELECT EXISTS (SELECT 1 FROM ({ACTIVE} AND evidence.partner_key = ?))"
        return bool(self._connection.execute(query, (match_key(name),)).fetchone()[0])

    def is_imported(self, digest: str) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM evidence_import WHERE active AND digest = ?)"
        return bool(self._connection.execute(query, (digest,)).fetchone()[0])

    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        rows = self._connection.execute("SELECT header, columns FROM evidence_columns")
        return {header: json.loads(columns) for header, columns in rows}

    def known_until(self, offer_id: str) -> datetime | None:
        return known_until(self._connection, offer_id)


def _item(row: tuple[object, ...]) -> EvidenceItem:
    with reading_row("evidence", str(row[0])):
        number, kind, file, line, at, strength, offer, offer_id, partner, tenant, name = row[:11]
        day, since, dismissed = row[11:]
        return EvidenceItem(
            id=int(str(number)),
            kind=FileKind(str(kind)),
            file=str(file),
            line=int(str(line)),
            imported_at=moment(str(at)),
            strength=Strength(str(strength)),
            offer=str(offer),
            offer_id=None if offer_id is None else str(offer_id),
            partner=str(partner),
            tenant_id=None if tenant is None else str(tenant),
            name=str(name),
            day=sale_day(day),
            since=bool(since),
            dismissed=None if dismissed is None else str(dismissed),
        )
