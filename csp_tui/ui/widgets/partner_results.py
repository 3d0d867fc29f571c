"""The list of partners that a search finds, read from the directory a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from csp_tui.domain.errors import Cancelled, WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import gettext as _
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow, Total
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.partner_source import PartnerSource
from csp_tui.ui.widgets.partner_words import country_name, short_tenant
from csp_tui.ui.widgets.record_list import Column, Record, RecordList

PAGE = 100
"""Partners that are read at a time."""
_NARROW, _NORMAL, _WIDE = "narrow", "normal", "wide"
_Pages = dict[int, Sequence[PartnerRow]]


@dataclass(frozen=True, slots=True)
class _Found:
    pages: _Pages
    total: Total
    similar: bool


@dataclass(frozen=True, slots=True)
class PartnerState:
    """How a partner stands where the list is.

    Attributes:
        mark: A sign of one character.
        word: The same in a word.
        style: The look of the line, as ``Record`` has it.
    """

    mark: str = ""
    word: str = ""
    style: str = ""


class PartnerResults(Jobs, RecordList):
    """Runs a query against the directory in threads and shows what it finds.

    The last results stay on screen until new ones are there. A query overtakes the one before
    it: that one is interrupted, and its answer is dropped if it comes all the same.

    Args:
        state_of: Says how a partner stands where the list is; without it there is no such column.
        id: Name of the widget.
    """

    class Counted(Message):
        """The results of a query are on screen.

        Attributes:
            query: The query.
            total: How many match it.
            similar: Whether they only have something similar to its words.
        """

        def __init__(self, query: PartnerQuery, total: Total, *, similar: bool) -> None:
            super().__init__()
            self.query = query
            self.total = total
            self.similar = similar

    class LeftAbove(Message):
        """The person went up from the first line."""

    def __init__(
        self, state_of: Callable[[PartnerRow], PartnerState] | None = None, *, id: str | None = None
    ) -> None:
        self._state_of = state_of
        self._room = _NARROW
        self._countries: dict[str, str] = {}
        super().__init__(
            self._make_columns(),
            PartnerSource(self._describe),
            toggles=state_of is not None,
            id=id,
        )
        self.found: Total | None = None
        self.query_shown = PartnerQuery()
        self._asked_query = PartnerQuery()
        self._searching = False

    @property
    def row(self) -> PartnerRow | None:
        """The highlighted partner, None in an empty list or while it is not loaded."""
        return self._partners.row(self.cursor)

    def search(self, query: PartnerQuery, *, keep_place: bool = False) -> None:
        """Show what matches a query.

        Args:
            query: What to look for.
            keep_place: Whether the cursor stays where it is, for reading the same anew.
        """
        self._learn()
        directory = self.app.workbench.directory  # type: ignore[attr-defined]
        if self._searching:
            directory.interrupt()
        self.workers.cancel_group(self, "page")
        self._asked_query = query
        self._searching = True
        seen = self.records_in_view if keep_place else range(0)
        pages = {0, seen.start // PAGE, max(0, seen.stop - 1) // PAGE}
        self.job(
            partial(_search, directory, query, pages),
            partial(self._show_found, query, keep_place),
            group="search",
            failed=partial(self._search_failed, query, keep_place),
        )

    def show_rows(self, rows: Sequence[PartnerRow]) -> None:
        """Show partners that are known already instead of searching."""
        source = PartnerSource(self._describe, len(rows), page_size=max(1, len(rows)))
        source.put(0, rows)
        self.set_source(source)

    def repaint(self) -> None:
        """Describe all partners in view anew, after their state has changed."""
        self.records_loaded(0, self.total)

    def action_cursor_up(self) -> None:
        """Go one record up, or leave the list above the first."""
        if self.cursor <= 0:
            self.post_message(self.LeftAbove())
        else:
            super().action_cursor_up()

    async def on_record_list_needed(self, message: RecordList.Needed) -> None:
        """Load what has come into view."""
        message.stop()
        self._load(message.start, message.end)

    def on_mount(self) -> None:
        """Learn the countries' names."""
        self._learn()

    def on_resize(self) -> None:
        """Show more of each partner where there is room."""
        width = self.size.width
        room = _WIDE if width >= 135 else _NORMAL if width >= 100 else _NARROW
        if room != self._room:
            self._room = room
            self.set_columns(self._make_columns())

    @property
    def _partners(self) -> PartnerSource:
        source = self.source
        assert isinstance(source, PartnerSource)
        return source

    def _learn(self) -> None:
        if not self._countries and self.app.is_open:  # type: ignore[attr-defined]
            self._countries = self.app.workbench.regions.countries  # type: ignore[attr-defined]

    def _describe(self, row: PartnerRow) -> Record:
        state = self._state_of(row) if self._state_of is not None else PartnerState()
        named = self._room is not _NARROW
        return Record(
            (
                row.name,
                country_name(row.country, self._countries) if named else row.country,
                _(row.region) if row.region else "–",
                row.tenant_id if self._room is _WIDE else short_tenant(row.tenant_id),
                state.word,
            ),
            mark=state.mark,
            style=state.style,
            key=row.tenant_id,
        )

    def _make_columns(self) -> tuple[Column, ...]:
        columns = [
            Column("partner", _("Partner"), min_width=28, flex=2),
            Column("country", _("Country"), width=7 if self._room is _NARROW else 25),
            Column("region", _("Region"), min_width=20, flex=1, priority=2),
            Column("tenant", _("Tenant ID"), width=36 if self._room is _WIDE else 13, priority=1),
        ]
        if self._state_of is not None:
            columns.append(Column("state", _("State"), width=11))
        return tuple(columns)

    def _show_found(self, query: PartnerQuery, keep_place: bool, answer: _Found) -> None:
        pages, total = answer.pages, answer.total
        self._searching = False
        source = PartnerSource(self._describe, total.count, page_size=PAGE)
        for number, page in pages.items():
            source.put(number, page)
        self.query_shown = query
        self.found = total
        self.set_source(source, keep_key=keep_place)
        self.post_message(self.Counted(query, total, similar=answer.similar))

    def _load(self, start: int, end: int) -> None:
        source = self._partners
        missing = source.missing(start, end)
        if not missing:
            return
        directory = self.app.workbench.directory  # type: ignore[attr-defined]
        self.job(
            partial(_read_pages, directory, self.query_shown, missing),
            partial(self._show_pages, source),
            group="page",
            failed=partial(self._again, lambda: self._load(start, end)),
        )

    def _show_pages(self, source: PartnerSource, pages: _Pages) -> None:
        if source is not self.source:
            return
        for number, page in pages.items():
            source.put(number, page)
        if pages:
            self.records_loaded(min(pages) * PAGE, (max(pages) + 1) * PAGE)

    def _search_failed(self, query: PartnerQuery, keep_place: bool, error: WorkbenchError) -> None:
        self._searching = False
        self._again(lambda: self.search(query, keep_place=keep_place), error)

    def _again(self, ask: Callable[[], None], error: WorkbenchError) -> None:
        # Another screen's search may have interrupted this one, which is still wanted: an
        # overtaken one would not be heard here.
        if isinstance(error, Cancelled):
            self.call_later(ask)
        else:
            self.app.show_problem(error)  # type: ignore[attr-defined]


def _search(directory: DirectoryService, query: PartnerQuery, pages: set[int]) -> _Found:
    return _Found(
        _read_pages(directory, query, sorted(pages)),
        directory.count(query),
        bool(query.text) and directory.is_similar(query),
    )


def _read_pages(directory: DirectoryService, query: PartnerQuery, pages: Sequence[int]) -> _Pages:
    return {number: directory.page(query, offset=number * PAGE, limit=PAGE) for number in pages}
