"""The partner directory: search it, look one up, refresh it from a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from csp_tui import __version__
from csp_tui.domain import identifiers
from csp_tui.domain.errors import BusyDirectory, NotFound, StaleDirectory
from csp_tui.domain.history import Action
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.wording import say
from csp_tui.services.directory_port import ATTEMPTS
from csp_tui.services.ports import PartnerFile, UnitOfWork
from csp_tui.services.views import (
    DirectoryImport,
    PartnerDetails,
    PartnerRow,
)

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.directory_plan import DirectoryPlan
    from csp_tui.services.directory_port import DirectoryDraft
    from csp_tui.services.read_unit import DirectoryReader, Progress
    from csp_tui.services.reading_ports import PartnerSearch


class DirectoryService:
    """What a publisher does with the directory of CSP partners.

    Args:
        context: Storage, time and the current user.
        search: The search over the directory.

    Attributes:
        search: The search over the directory.
    """

    def __init__(self, context: Context, search: PartnerSearch) -> None:
        self._context = context
        self.search = search

    def count(self) -> int:
        """How many partners the directory has."""
        return self.search.count(PartnerQuery())

    def show(self, tenant_id: str) -> PartnerRow:
        """One partner.

        Raises:
            InvalidInput: That is not a tenant ID.
            NotFound: The directory does not know it.
        """
        tenant_id = identifiers.tenant_id(tenant_id)
        row = self.search.find(tenant_id)
        if row is None:
            raise _no_partner(tenant_id)
        return row

    def details(self, tenant_id: str) -> PartnerDetails:
        """One partner with its offers; it need not be in the directory if an offer has it.

        Raises:
            InvalidInput: That is not a tenant ID.
            NotFound: Neither the directory nor an offer has it.
        """
        tenant_id = identifiers.tenant_id(tenant_id)
        row = self.search.find(tenant_id)
        offers = tuple(self._context.read.partner_offers(tenant_id))
        if row is not None:
            return PartnerDetails(row, in_directory=True, offers=offers)
        if not offers:
            raise _no_partner(tenant_id)
        name = next((offer.label for offer in offers if offer.label), "")
        only_name = PartnerRow(
            tenant_id=tenant_id,
            name=name,
            country="",
            region="",
            competencies=(),
            skills=(),
            type="",
        )
        return PartnerDetails(only_name, in_directory=False, offers=offers)

    def import_partners(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool = False,
        progress: Progress | None = None,
        preview: bool = False,
        previewed: DirectoryImport | None = None,
        approve: Callable[[DirectoryImport], None] | None = None,
    ) -> DirectoryImport:
        """Refresh the directory, all or nothing.

        Partners on an audience are never lost by it; they become "not in the directory". A file
        that the directory holds already is recognized by its digest and not read again.

        Args:
            partners: The rows, read once.
            replace: Whether partners that are not among them are removed; an invalid row
                still names its partner.
            progress: Called with the rows done; may raise ``Canceled`` to stop and undo.
            preview: Only say what it would do.
            previewed: What was said that it would do, with replace; it is not done otherwise.
            approve: Called with what it is about to do, before anything is written; what it
                raises stops the import.

        Raises:
            BusyDirectory: Others changed the directory again and again while it was computed.
            Canceled: ``progress`` stopped it; nothing was changed.
            InvalidInput: There is not one usable row.
            StaleDirectory: It would do something else than what was previewed.
        """
        file = partners if isinstance(partners, PartnerFile) else None
        if preview:
            return self._preview(partners, file, replace=replace, progress=progress)
        with self._context.open_draft() as draft:
            known = _recall(draft, file) if file else None
            if file and known and not (replace and known.removed):
                return _passed_over(file, known, replace=replace)
            draft.stage(partners, progress)
            named = file.named if file else frozenset()
            for _attempt in range(ATTEMPTS):
                plan = draft.compute(replace=replace, named=named)
                result = plan.result
                _require_partners(result, file)
                if previewed is not None and _counts(result, replace) != _counts(
                    previewed, replace
                ):
                    raise StaleDirectory
                if approve is not None:
                    approve(result)
                with draft.open_unit() as unit:
                    if apply_plan(unit, self._context, plan, replace=replace):
                        if file:
                            _remember(unit, file, result)
                        unit.commit()
                        return result
        raise BusyDirectory

    def _preview(
        self,
        partners: Iterable[Partner],
        file: PartnerFile | None,
        *,
        replace: bool,
        progress: Progress | None,
    ) -> DirectoryImport:
        with self._context.open_read() as unit:
            known = _recall(unit.directory, file) if file else None
            if file and known and not (replace and known.removed):
                return _passed_over(file, known, replace=replace)
            result = unit.directory.compare(
                partners,
                replace=replace,
                named=file.named if file else frozenset(),
                progress=progress,
            )
        _require_partners(result, file)
        return result


def _no_partner(tenant_id: str) -> NotFound:
    return NotFound(
        say("The directory has no partner with tenant ID {tenant}.", tenant=tenant_id),
        say("Search by name, or import a newer directory file."),
        field="tenant_id",
    )


def apply_plan(unit: UnitOfWork, context: Context, plan: DirectoryPlan, *, replace: bool) -> bool:
    """Carry out a computed import of the directory in a unit of work.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        plan: What ``compute`` gave.
        replace: Whether it removes partners that are not in the file.

    Returns:
        False if the directory has changed since the plan was computed; nothing is changed then.
    """

    def record(done: DirectoryImport) -> int:
        detail = {
            "added": done.added,
            "updated": done.updated,
            "removed": done.removed,
            "replace": replace,
        }
        return context.record(unit, Action.PARTNERS_IMPORTED, None, detail)

    if not unit.directory.put(plan, record):
        return False
    if plan.is_change:
        # Names of files may have got their partners.
        unit.evidence.project()
    return True


def _recall(reader: DirectoryDraft | DirectoryReader, file: PartnerFile) -> DirectoryImport | None:
    """What importing a file does if the directory holds all its rows, else None."""
    return reader.recall(lambda: _stamp(file.digest_ahead()))


def _remember(unit: UnitOfWork, file: PartnerFile, result: DirectoryImport) -> None:
    """Let a file that was read to its end be recognized when it comes again."""
    told = dataclasses.replace(
        result, cleaned=file.cleaned, rejected=file.rejected, rejects=tuple(file.rejects)
    )
    unit.directory.remember(_stamp(file.digest), told, file.named)


def _passed_over(file: PartnerFile, known: DirectoryImport, *, replace: bool) -> DirectoryImport:
    """The result for a file that need not be read, because the directory holds all its rows."""
    file.skip_reading(known.cleaned, known.rejected, known.rejects)
    return known if replace else dataclasses.replace(known, removed=0)


def _require_partners(result: DirectoryImport, file: PartnerFile | None) -> None:
    """Refuse a file without one usable row.

    Raises:
        InvalidInput: There is none.
    """
    if not (result.added or result.updated or result.unchanged):
        raise NoUsableRow(file.rejects, file.rejected) if file else NoUsableRow()


def _counts(result: DirectoryImport, replace: bool) -> tuple[int, int, int]:
    return result.added, result.updated, result.removed if replace else 0


def _stamp(digest: str) -> str:
    # Another version of the program may read the same bytes otherwise.
    return f"{__version__} {digest}" if digest else ""
