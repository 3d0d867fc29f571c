"""Imports evidence and partners from one file, all or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from csp_tui.domain.errors import BusyDirectory
from csp_tui.domain.evidence import (
    EvidenceRow,
    FileKind,
    FoundPartner,
    TenantHint,
)
from csp_tui.domain.history import Action
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.limits import LIST_ROWS, require_rows
from csp_tui.domain.partner import Partner
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.context import SearchingService
from csp_tui.services.directory import apply_plan
from csp_tui.services.directory_port import ATTEMPTS, DirectoryDraft
from csp_tui.services.evidence_port import (
    EvidenceImport,
    EvidenceRows,
    FoundRow,
    StagedEvidence,
)
from csp_tui.services.partner_merge import is_complete, merged

if TYPE_CHECKING:
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import Progress
    from csp_tui.services.reading_ports import PartnerSearch
    from csp_tui.services.views import DirectoryImport


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before it is read.

    Attributes:
        name: What people call it.
        digest: Of its contents.
        header: What its columns are remembered under, "" where nothing is to be remembered.
        columns: The columns of an unknown table by field.
    """

    name: str
    digest: str
    header: str = ""
    columns: Mapping[str, str] | None = None


class EvidenceImporter(SearchingService):
    """Imports a file that is being read, or says what that would do."""

    def import_file(
        self,
        rows: EvidenceRows,
        facts: FileFacts,
        *,
        preview: bool = False,
        progress: Progress | None = None,
    ) -> EvidenceImport:
        """Import a file, all or nothing, or say what that would do; undo reverts it as one.

        Everything is read and compared before the database is locked for writing.

        Args:
            rows: The rows of the file.
            facts: What is known of it.
            preview: Only say what it would do.
            progress: Called with the rows done; may raise ``Canceled`` to stop and undo.

        Raises:
            BusyDirectory: Others changed the directory again and again while it was computed.
            Canceled: ``progress`` stopped it; nothing was changed.
            InvalidInput: There is not one usable row.
        """
        source = iter(rows)
        first = next(source, None)
        if first is None:
            if rows.rejected:
                raise NoUsableRow(rows.rejects, rows.rejected)
            return _result(rows, facts)
        found = itertools.chain((first,), source)
        if isinstance(first, EvidenceRow):
            evidence = cast("Iterator[EvidenceRow]", found)
            return self._evidence(evidence, rows, facts, preview=preview, progress=progress)
        if isinstance(first, TenantHint):
            return self._hints(found, rows, facts, preview=preview)
        partners = _Partners(cast("Iterator[FoundPartner]", found), self._search)
        return self._partners(partners, rows, facts, preview=preview, progress=progress)

    def add_hints(self, hints: Sequence[TenantHint], source: str) -> None:
        """Keep tenant IDs that Microsoft has named for domains, as suggestions.

        Args:
            hints: The tenants.
            source: Who named them.
        """
        context = self._context
        with context.open_unit() as unit:
            kind, now = FileKind.TENANT_INFORMATION, context.clock.now()
            number = unit.evidence.add_import(kind, source, "", now, len(hints))
            unit.evidence.put_hints(number, hints)
            result = EvidenceImport(kind=kind, file=source, rows=len(hints), hints=tuple(hints))
            self._record(unit, number, result, len(hints))
            unit.commit()

    def _evidence(
        self,
        evidence: Iterator[EvidenceRow],
        rows: EvidenceRows,
        facts: FileFacts,
        *,
        preview: bool,
        progress: Progress | None,
    ) -> EvidenceImport:
        if preview:
            with self._context.open_read() as reading:
                reading.evidence.stage_evidence(evidence, progress)
                return _result(rows, facts, evidence=reading.evidence.staged())
        with self._context.open_draft() as draft:
            draft.stage_evidence(evidence, progress)
            result = _result(rows, facts, evidence=draft.staged())
            with draft.open_unit() as unit:
                if unit.evidence.is_imported(facts.digest) and not result.new:
                    return result
                number = self._add_import(unit, result, facts)
                unit.evidence.put_evidence(number)
                unit.evidence.project()
                self._record(unit, number, result, result.evidence.new)
                unit.commit()
            return result

    def _partners(
        self,
        partners: _Partners,
        rows: EvidenceRows,
        facts: FileFacts,
        *,
        preview: bool,
        progress: Progress | None,
    ) -> EvidenceImport:
        if preview:
            with self._context.open_read() as reading:
                done = reading.directory.compare(partners, replace=False, progress=progress)
                new = [
                    one
                    for one in partners.waiting
                    if not any(_is_same(one, known) for known in reading.evidence.waiting(one.name))
                ]
            known = sum(bool(one.tenant_id) for one in new)
            return _result(rows, facts, partners=done, waiting=len(new) - known, countryless=known)
        with self._context.open_draft() as draft:
            draft.stage(partners, progress)
            for _attempt in range(ATTEMPTS):
                result = self._put_partners(draft, partners, rows, facts)
                if result is not None:
                    return result
        raise BusyDirectory

    def _put_partners(
        self,
        draft: DirectoryDraft,
        partners: _Partners,
        rows: EvidenceRows,
        facts: FileFacts,
    ) -> EvidenceImport | None:
        """Put partners into the directory; None where it has changed since it was computed."""
        plan = draft.compute(replace=False)
        with draft.open_unit() as unit:
            result = _result(rows, facts, partners=plan.result)
            if plan.is_change and partners.waiting:
                unit.history.begin_batch()
            if plan.is_change and not apply_plan(unit, self._context, plan, replace=False):
                return None
            waiting = countryless = 0
            if partners.waiting:
                number = self._add_import(unit, result, facts)
                nameable = [one for one in partners.waiting if not one.tenant_id]
                known = [one for one in partners.waiting if one.tenant_id]
                waiting = unit.evidence.put_partners(number, nameable)
                countryless = unit.evidence.put_partners(number, known)
                if waiting or countryless:
                    self._record(unit, number, result, waiting + countryless)
            if facts.columns is not None and facts.header:
                unit.evidence.remember(facts.header, facts.columns)
            unit.evidence.project()
            if plan.is_change or waiting or countryless:
                unit.commit()
        return _result(rows, facts, partners=plan.result, waiting=waiting, countryless=countryless)

    def _hints(
        self, found: Iterable[FoundRow], rows: EvidenceRows, facts: FileFacts, *, preview: bool
    ) -> EvidenceImport:
        hints = tuple(
            row for row in itertools.islice(found, LIST_ROWS) if isinstance(row, TenantHint)
        )
        result = _result(rows, facts, hints=hints)
        if preview:
            return result
        with self._context.open_unit() as unit:
            if not unit.evidence.is_imported(facts.digest):
                number = self._add_import(unit, result, facts)
                unit.evidence.put_hints(number, hints)
                self._record(unit, number, result, len(hints))
                unit.commit()
        return result

    def _add_import(self, unit: UnitOfWork, result: EvidenceImport, facts: FileFacts) -> int:
        if facts.columns is not None and facts.header:
            unit.evidence.remember(facts.header, facts.columns)
        now = self._context.clock.now()
        return unit.evidence.add_import(result.kind, result.file, facts.digest, now, result.rows)

    def _record(self, unit: UnitOfWork, number: int, result: EvidenceImport, new: int) -> None:
        detail = {
            "import": number,
            "kind": result.kind.value,
            "file": result.file,
            "rows": result.rows,
            "new": new,
        }
        self._context.record(unit, Action.EVIDENCE_IMPORTED, None, detail)


class _Partners:
    """The partners of a file that the directory can take, merged with what it has.

    Those without a tenant ID, and new ones without a country, wait to be identified.
    """

    def __init__(self, found: Iterable[FoundPartner], search: PartnerSearch) -> None:
        self._found = found
        self._search = search
        self.waiting: list[FoundPartner] = []

    def __iter__(self) -> Iterator[Partner]:
        source = iter(self._found)
        while batch := list(itertools.islice(source, 400)):
            known = self._search.find_all([one.tenant_id for one in batch if one.tenant_id])
            for one in batch:
                row = known.get(one.tenant_id)
                if row is not None or is_complete(one):
                    yield merged(one, row)
                else:
                    require_rows(len(self.waiting))
                    self.waiting.append(one)


def _is_same(one: FoundPartner, other: FoundPartner) -> bool:
    """Whether two partners of the same name are one partner."""
    return (one.tenant_id, one.country, one.domain) == (
        other.tenant_id,
        other.country,
        other.domain,
    )


def _result(
    rows: EvidenceRows,
    facts: FileFacts,
    *,
    evidence: StagedEvidence | None = None,
    partners: DirectoryImport | None = None,
    waiting: int = 0,
    countryless: int = 0,
    hints: tuple[TenantHint, ...] = (),
) -> EvidenceImport:
    return EvidenceImport(
        kind=FileKind(rows.kind),
        file=facts.name,
        rows=rows.rows,
        skipped=rows.skipped,
        unclear_days=rows.unclear_days,
        evidence=evidence or StagedEvidence(),
        partners=partners,
        waiting=waiting,
        countryless=countryless,
        hints=hints,
        rejected=rows.rejected,
        rejects=tuple(rows.rejects),
    )
