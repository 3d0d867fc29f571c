"""The partner directory: search it, look one up, refresh it from a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from csp_tui import __version__
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, NotFound, StaleDirectory
from csp_tui.domain.history import Action
from csp_tui.domain.partner import Facet, Partner, PartnerQuery
from csp_tui.domain.wording import say
from csp_tui.services.context import Context
from csp_tui.services.ports import PartnerFile, Progress
from csp_tui.services.reading_ports import PartnerSearch
from csp_tui.services.views import DirectoryImport, FacetValue, PartnerRow, Total


class DirectoryService:
    """What a publisher does with the directory of CSP partners.

    Args:
        context: Storage, time and who is at work.
        search: The search over the directory.
    """

    def __init__(self, context: Context, search: PartnerSearch) -> None:
        self._context = context
        self._search = search

    def page(
        self, query: PartnerQuery, *, offset: int = 0, limit: int = 100
    ) -> Sequence[PartnerRow]:
        """Partners that match, from a position.

        Names that begin with the text come first, then names with words that begin with its
        words, then the rest; each in name order. Where nobody has the text, those with something
        similar match; see ``is_similar``.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
        """
        return self._search.page(query, offset=offset, limit=limit)

    def count(self, query: PartnerQuery | None = None, *, at_most: int | None = None) -> Total:
        """How many match, or how many there are.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
        """
        return self._search.count(query or PartnerQuery(), at_most=at_most)

    def is_similar(self, query: PartnerQuery) -> bool:
        """Whether nobody has the text, so that the query finds names that are only similar.

        They have one letter missing, extra, wrong or swapped in words of five letters or more.
        False where nobody matches at all. It depends on the text and not on the filters.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
        """
        return self._search.is_similar(query)

    def tenant_ids(self, query: PartnerQuery) -> Iterator[str]:
        """Tenant IDs of all who match, in name order, a few in memory at a time.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
        """
        return self._search.tenant_ids(query)

    def facets(self, query: PartnerQuery, facet: Facet) -> Sequence[FacetValue]:
        """Values to filter by with the partners each would give, the most first.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
        """
        return self._search.facets(query, facet)

    def interrupt(self) -> None:
        """Stop an overtaken search."""
        self._search.interrupt()

    def show(self, tenant_id: str) -> PartnerRow:
        """One partner.

        Raises:
            InvalidInput: That is not a tenant ID.
            NotFound: The directory does not know it.
        """
        tenant_id = identifiers.tenant_id(tenant_id)
        row = self._search.find(tenant_id)
        if row is None:
            raise NotFound(
                say("The directory has no partner with tenant ID {tenant}.", tenant=tenant_id),
                say("Search by name, or import a newer directory file."),
                field="tenant_id",
            )
        return row

    def import_partners(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool = False,
        progress: Progress | None = None,
        preview: bool = False,
        previewed: DirectoryImport | None = None,
    ) -> DirectoryImport:
        """Refresh the directory, all or nothing.

        Partners on an audience are never lost by it; they become "not in the directory". A file
        that the directory holds already is recognised by its digest and not read again.

        Args:
            partners: The rows, read once.
            replace: Whether partners that are not among them are removed.
            progress: Told the rows done; may raise ``Cancelled`` to stop and undo.
            preview: Only say what it would do.
            previewed: What was said that it would do, with replace; it is not done otherwise.

        Raises:
            Cancelled: ``progress`` stopped it; nothing was changed.
            InvalidInput: Everything would be replaced by nothing.
            StaleDirectory: It would do something else than what was previewed.
        """
        context = self._context
        file = partners if isinstance(partners, PartnerFile) else None
        ahead = _stamp(file.digest_ahead()) if file else ""
        with context.open_unit() as unit:
            known = unit.directory.recall(ahead) if ahead else None
            if file and known and (preview or not (replace and known.removed)):
                file.pass_over(known.cleaned, known.rejected, known.rejects)
                return known if replace else dataclasses.replace(known, removed=0)

            def keep(done: DirectoryImport) -> int:
                detail = {
                    "added": done.added,
                    "updated": done.updated,
                    "removed": done.removed,
                    "replace": replace,
                }
                return context.note(unit, Action.PARTNERS_IMPORTED, None, detail)

            result = unit.directory.merge(
                partners, replace=replace, progress=progress, keep=None if preview else keep
            )
            if replace and not (result.added or result.updated or result.unchanged):
                raise InvalidInput(
                    say("There is no usable partner in the file, so nothing was replaced."),
                    say("Look at the rows that cannot be used, or choose another file."),
                    field="file",
                )
            if preview:
                return result
            if previewed is not None and _counts(result, replace) != _counts(previewed, replace):
                raise StaleDirectory
            if file and ahead and ahead == _stamp(file.digest):
                unit.directory.remember(
                    ahead,
                    dataclasses.replace(
                        result,
                        cleaned=file.cleaned,
                        rejected=file.rejected,
                        rejects=tuple(file.rejects),
                    ),
                )
            unit.commit()
        return result


def _counts(result: DirectoryImport, replace: bool) -> tuple[int, int, int]:
    return result.added, result.updated, result.removed if replace else 0


def _stamp(digest: str) -> str:
    # Another version of the program may read the same bytes otherwise.
    return f"{__version__} {digest}" if digest else ""
