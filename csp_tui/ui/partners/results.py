"""The list of partners that a search finds, read from the directory a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from textual.events import Resize
from textual.message import Message
from textual.worker import Worker

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext as _
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerOrder, PartnerRow
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.below_field import ListBelowField
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.record_order import Order
from csp_tui.ui.kit.lists.record_ordering import READ_WHOLE
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.partners.unlisted import matching
from csp_tui.ui.terminal.lifecycle import is_working
from csp_tui.ui.text.partners import country_name

PAGE = 100
"""Partners that are read at a time."""
_NARROW, _NORMAL = "narrow", "normal"
_Pages = dict[int, Sequence[PartnerRow]]


@dataclass(frozen=True, slots=True)
class _Found:
    pages: _Pages
    total: int
    similar: bool
    missing: tuple[str, ...]
    order: PartnerOrder | None = None
    place: int | None = None
    lead: Sequence[PartnerRow] = ()
    left_out: Collection[int] = ()
    unlisted: Sequence[PartnerRow] = ()


@dataclass(frozen=True, slots=True)
class PartnerState:
    """The state of a partner for the place of the list.

    Attributes:
        mark: One character.
        word: The same in a word.
        style: The look of the line, as ``Record`` has it.
    """

    mark: str = ""
    word: str = ""
    style: LineStyle = ""


class PartnerResults(ListBelowField):
    """Runs a query against the directory in threads and shows what it finds.

    The last results stay on screen until new ones are there. A query overtakes the one before
    it: that one is interrupted, and its answer is dropped if it comes all the same.

    Args:
        state_of: The state of a partner, for a column of its own; None for no such column.
        learn: Called in a thread with the partners of each page before it is shown.
        id: Name of the widget.

    Attributes:
        first: Partners of the directory that come before all others, as long as they match.
        unlisted: Partners that the directory does not have, and that are found all the same.
        unlisted_shown: Those of them that are among the results.
    """

    class Counted(Message):
        """The results of a query are on screen.

        Attributes:
            query: The query.
            total: How many match it.
            similar: Whether they only have something similar to its words.
        """

        def __init__(self, query: PartnerQuery, total: int, *, similar: bool) -> None:
            super().__init__()
            self.query = query
            self.total = total
            self.similar = similar

    def __init__(
        self,
        state_of: Callable[[PartnerRow], PartnerState] | None = None,
        *,
        learn: Callable[[Iterable[str]], None] | None = None,
        id: str | None = None,
    ) -> None:
        self._learn_page = learn
        self.tasks = BackgroundTasks(self)
        self._state_of = state_of
        self._room = _NARROW
        self._countries: dict[str, str] = {}
        super().__init__(
            self._make_columns(),
            RowSource(self._describe, _key),
            toggles=state_of is not None,
            id=id,
        )
        self.found: int | None = None
        self.missing: tuple[str, ...] = ()
        self.first: Sequence[PartnerRow] = ()
        self.unlisted: Sequence[PartnerRow] = ()
        self.unlisted_shown: Sequence[PartnerRow] = ()
        self.query_shown = PartnerQuery()
        self._order_shown: PartnerOrder | None = None
        self._search_worker: Worker[None] | None = None

    @property
    def row(self) -> PartnerRow | None:
        """The highlighted partner, None in an empty list or while it is not loaded."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> PartnerRow | None:
        """The partner that is shown at a place from 0, None while it is not loaded."""
        source = self.source_shown
        assert isinstance(source, RowSource)
        row: PartnerRow | None = source.row(self.base_place(index))
        return row

    def search(self, query: PartnerQuery, *, keep_place: bool = False) -> None:
        """Show what matches a query.

        Args:
            query: What to look for.
            keep_place: Whether the cursor stays where it is, for reloading the same results.
        """
        self._ask_for(query, keep_place)

    def _ask_for(self, query: PartnerQuery, keep_place: bool, key: str = "") -> None:
        """Search; with a key the cursor goes to that partner."""
        self._learn()
        directory = self.app.workbench.directory  # type: ignore[attr-defined]
        if self._is_searching:
            directory.search.interrupt()
        self.workers.cancel_group(self, "page")
        seen = self.records_in_view if keep_place else range(0)
        pages = {0, seen.start // PAGE, max(0, seen.stop - 1) // PAGE}
        self._search_worker = self.tasks.run(
            partial(self._search, directory, query, pages, self._store_order(), key),
            partial(self._show_found, query, keep_place, key),
            group="search",
            is_quick=True,
            on_error=partial(self._search_failed, query, keep_place, key),
        )

        if self.has_focus:
            self._let_keys_wait()

    def on_focus(self) -> None:
        """Let the keys that follow act on what was typed before them."""
        self._let_keys_wait()

    @property
    def _is_searching(self) -> bool:
        return self._search_worker is not None and is_working(self._search_worker)

    def _let_keys_wait(self) -> None:
        if self._is_searching:
            self.app.key_queue.wait_for(self._search_worker)  # type: ignore[attr-defined]

    def show_rows(self, rows: Sequence[PartnerRow]) -> None:
        """Show partners that are known already instead of searching."""
        source = RowSource(self._describe, _key, len(rows), page_size=max(1, len(rows)))
        source.put(0, rows)
        self.set_source(source)

    def repaint(self) -> None:
        """Redraw all partners in view after their state has changed."""
        self.records_loaded(0, self.total)

    async def on_record_list_needed(self, message: RecordList.Needed) -> None:
        """Load what has come into view."""
        message.stop()
        self._load(message.start, message.end)

    def on_mount(self) -> None:
        """Read the names of the countries."""
        self._learn()

    def on_resize(self, event: Resize) -> None:
        """Show more of each partner where there is room."""
        width = self.size.width
        room = _NORMAL if width >= 100 else _NARROW
        if room != self._room:
            self._room = room
            self.set_columns(self._make_columns())

    @property
    def is_ordered_in_store(self) -> bool:
        """Whether there are so many results that the store sorts them."""
        return self.found is not None and self.found > READ_WHOLE

    @property
    def is_unsorted(self) -> bool:
        """Whether there are too many results for the column that they were sorted by."""
        return self.order.column == "state" and self.is_ordered_in_store

    @property
    def order_shown(self) -> Order:
        """No column where the results are not sorted by it."""
        return replace(self.order, column="") if self.is_unsorted else self.order

    def reorder(self) -> None:
        """Show the same results in another order, the cursor on its partner."""
        row = self.row
        self._ask_for(self.query_shown, True, _key(row) if row is not None else "")

    def _store_order(self) -> PartnerOrder | None:
        """The order as the store knows it, None for that of the search."""
        if self.order.column in ("", "state"):
            return None
        titles: dict[str, str] = {}
        for code in self._countries:
            region = self.app.workbench.regions.region_of(code)  # type: ignore[attr-defined]
            is_region = self.order.column == "region"
            titles[code] = _(region) if is_region else self._country(code)
        return PartnerOrder(self.order.column, self.order.is_reversed, tuple(titles.items()))

    def _country(self, code: str) -> str:
        return code if self._room is _NARROW else country_name(code, self._countries)

    @property
    def _partners(self) -> RowSource[PartnerRow]:
        source = self.source
        assert isinstance(source, RowSource)
        return source

    def _learn(self) -> None:
        if not self._countries and self.app.is_open:  # type: ignore[attr-defined]
            self._countries = self.app.workbench.regions.countries  # type: ignore[attr-defined]

    def _describe(self, row: PartnerRow) -> Record:
        state = self._state_of(row) if self._state_of is not None else PartnerState()
        return Record(
            (
                row.name or row.tenant_id,
                self._country(row.country),
                _(row.region) if row.region else "–",
                row.tenant_id,
                state.word,
            ),
            mark=state.mark,
            style=state.style,
            key=row.tenant_id,
        )

    def _make_columns(self) -> tuple[Column, ...]:
        columns = [
            Column("partner", _("Partner"), min_width=28, cut="middle"),
            Column("country", _("Country"), min_width=7 if self._room is _NARROW else 14),
            Column("region", _("Region"), min_width=14, priority=2),
            Column("tenant", _("Tenant ID"), min_width=13, priority=1, cut="middle"),
        ]
        if self._state_of is not None:
            columns.append(Column("state", _("State"), min_width=10))
        return tuple(columns)

    def _search(
        self,
        directory: DirectoryService,
        query: PartnerQuery,
        pages: set[int],
        order: PartnerOrder | None,
        key: str,
    ) -> _Found:
        total = directory.search.count(query)
        if total <= READ_WHOLE:
            order = None
        place = directory.search.place(query, order, key) if key else None
        if place is not None:
            pages = pages | {place // PAGE}
        lead, left_out = ([], []) if order is not None else self._leading(directory, query)
        unlisted = matching(self.unlisted, query)
        if self._learn_page is not None and (lead or unlisted):
            self._learn_page(row.tenant_id for row in (*lead, *unlisted))
        return _Found(
            self._read_pages(directory, query, sorted(pages), order),
            total,
            bool(query.text) and directory.search.is_similar(query),
            directory.search.missing(query),
            order,
            place,
            (*lead, *unlisted),
            left_out,
            unlisted,
        )

    def _leading(
        self, directory: DirectoryService, query: PartnerQuery
    ) -> tuple[list[PartnerRow], list[int]]:
        """The partners that come before all other results, and their places among these."""
        if not self.first or query.terms or any(query.values(facet) for facet in Facet):
            return [], []
        places = directory.search.places(query, [row.tenant_id for row in self.first])
        lead = [row for row in self.first if row.tenant_id in places]
        return lead, [places[row.tenant_id] for row in lead]

    def _read_pages(
        self,
        directory: DirectoryService,
        query: PartnerQuery,
        numbers: Sequence[int],
        order: PartnerOrder | None,
    ) -> _Pages:
        pages = {
            number: directory.search.page(query, offset=number * PAGE, limit=PAGE, order=order)
            for number in numbers
        }
        if self._learn_page is not None:
            self._learn_page(row.tenant_id for page in pages.values() for row in page)
        return pages

    def _show_found(self, query: PartnerQuery, keep_place: bool, key: str, answer: _Found) -> None:
        pages, total = answer.pages, answer.total
        source = RowSource(
            self._describe,
            _key,
            total,
            page_size=PAGE,
            lead=answer.lead,
            left_out=answer.left_out,
        )
        self.unlisted_shown = answer.unlisted
        was_unsorted = self.is_unsorted
        for number, page in pages.items():
            source.put(number, page)
        self.query_shown = query
        self.found = total
        self.missing = answer.missing
        self._order_shown = answer.order
        if self.is_unsorted != was_unsorted:
            self.set_columns(self._make_columns())
        if answer.place is not None:
            self.start_at(key, source.place_of(answer.place))
        self.set_source(source, keep_key=keep_place)
        self.post_message(self.Counted(query, total, similar=answer.similar))

    def _load(self, start: int, end: int) -> None:
        source = self._partners
        missing = source.missing(start, end)
        if not missing:
            return
        directory = self.app.workbench.directory  # type: ignore[attr-defined]
        self.tasks.run(
            partial(self._read_pages, directory, self.query_shown, missing, self._order_shown),
            partial(self._show_pages, source),
            group="page",
            is_quick=True,
            on_error=partial(self._again, lambda: self._load(start, end)),
        )

    def _show_pages(self, source: RowSource[PartnerRow], pages: _Pages) -> None:
        if source is not self.source:
            return
        for number, page in pages.items():
            source.put(number, page)
        if pages:
            self.records_loaded(*source.span_of(min(pages), max(pages)))

    def _search_failed(
        self, query: PartnerQuery, keep_place: bool, key: str, error: WorkbenchError
    ) -> None:
        self._again(lambda: self._ask_for(query, keep_place, key), error)

    def _again(self, ask: Callable[[], None], error: WorkbenchError) -> None:
        # Another screen's search may have interrupted this one, which is still wanted: an
        # superseded one would be dropped here.
        if isinstance(error, Canceled):
            self.call_later(ask)
        else:
            self.app.show_problem(error)  # type: ignore[attr-defined]


def _key(row: PartnerRow) -> str:
    return row.tenant_id
