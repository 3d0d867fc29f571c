"""The history as a list: of one offer, or of everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.history import Entry
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, current
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.services.views.history import HistoryOrder
from csp_tui.ui.commands.catalog.common import HISTORY_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.history.list import HistoryList, HistoryRow
from csp_tui.ui.kit.background import ReadAhead
from csp_tui.ui.kit.blocks import excerpt
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.lists.record_ordering import TYPING_PAUSE
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.text.cells import shortened
from csp_tui.ui.text.history import entry_text, first_tenants, summary_with_names, tenants_of
from csp_tui.ui.text.partner_names import partner_names

if TYPE_CHECKING:
    from csp_tui.ui.kit.page import Page

PAGE = 100
"""Lines that are read at a time."""
_Pages = dict[int, list[HistoryRow]]


class _Read(NamedTuple):
    total: int
    place: int | None
    pages: _Pages


_LINES = 2
"""Lines for the highlighted entry below the list."""


class HistorySection(Section):
    """The list; Enter shows an entry in full, older entries are read while scrolling.

    Args:
        offer_id: The offer, or "" for the history of everything.
    """

    HELP_TEXT = N_(
        "Who changed what and when, newest first; times are UTC. Enter shows a change in "
        "full: the values before and after, and which partners joined or left a list. Undo "
        "reverts the newest change and adds an entry of its own; entries are never removed."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = HISTORY_COMMANDS
    DEFAULT_CSS = """
    HistorySection #history-line { height: 2; color: $text-muted; }
    """
    listing = getters.query_one(HistoryList)

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(offer_id)
        self._rows: RowSource[HistoryRow] | None = None
        self._order: HistoryOrder | None = None
        self._ahead = ReadAhead[_Read]()
        self._line_shown = ""

    def compose(self) -> ComposeResult:
        """The list."""
        listing = HistoryList(with_offer=not self.offer_id, id="history-list")
        listing.busy = _("Reading the history…")
        listing.frame(_("History"))
        yield FindField(listing)
        yield MasterDetail(listing, self._read_detail)
        yield Static("", id="history-line", markup=False)

    def read_ahead(self) -> None:
        """Begin to read what the list opens with."""
        if self.app.is_open:
            self._ahead.begin(partial(self._read, 0, (), None))

    def on_mount(self) -> None:
        """Follow the cursor at once, so that line and cursor are painted in one frame."""
        self.watch(self.listing, "cursor", self._show_line, init=False)

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Write out the highlighted entry, which the list cuts."""
        self._show_line()

    @on(MasterDetail.Arranged)
    def follow_room(self, event: MasterDetail.Arranged) -> None:
        """Beside the list the entry is shown in full already."""
        self.query_one("#history-line").display = not event.is_shown

    def on_resize(self) -> None:
        """Cut the line to its new width."""
        self._show_line()

    def _show_line(self) -> None:
        row = self._current()
        text = summary_with_names(row.entry, row.names) if row is not None else ""
        width = self.content_size.width
        shown = shortened(visible(text), width, lines=_LINES) if width else ""
        if shown != self._line_shown:
            self._line_shown = shown
            self.query_one("#history-line", Static).update(Content(shown), layout=False)

    def show_view(self, view: AudienceView) -> None:
        """Read the history again whenever the offer was read."""
        super().show_view(view)
        self.load()

    @on(HistoryList.Reordered)
    def reorder(self, event: HistoryList.Reordered) -> None:
        """Show the lines in another order, the cursor on its own."""
        event.stop()
        self.load(TYPING_PAUSE if self.listing.order.words else 0)

    def load(self, delay: float = 0) -> None:
        """Read what is in view again, the cursor on its entry.

        Args:
            delay: Seconds to wait before.
        """
        row, order = self._current(), self._wanted_order()
        entry_id = row.entry.id if row is not None else 0
        seen = self.listing.records_in_view
        in_view = range(seen.start // PAGE, max(0, seen.stop - 1) // PAGE + 1)

        def show(answer: _Read) -> None:
            self._order = order
            if answer.place is not None:
                self.listing.start_at(str(entry_id), answer.place)
            self._show(answer.total, answer.pages)

        read = partial(self._read, entry_id, in_view, order)
        self.tasks.run(self._ahead.take() or read, show, delay=delay)

    def _read(self, entry_id: int, in_view: Iterable[int], order: HistoryOrder | None) -> _Read:
        """Read some of the lines; runs in a thread.

        Args:
            entry_id: The entry under the cursor, 0 without one.
            in_view: The pages in view.
            order: The order of the lines.
        """
        lines, offer_id = self.app.workbench.history.lines, self.offer_id or None
        place = lines.place(offer_id, entry_id, order) if entry_id else None
        of_cursor = 0 if place is None else place // PAGE
        pages = self._read_pages({0, of_cursor, *in_view}, order)
        return _Read(lines.count(offer_id, order), place, pages)

    def _wanted_order(self) -> HistoryOrder | None:
        """The order as the store knows it, None for all, the newest first."""
        listing = self.listing
        order, keys = listing.order, [column.key for column in listing.columns]
        if not order:
            return None
        return HistoryOrder(
            language=current(),
            columns=len(keys),
            column=keys.index(order.column) if order.column in keys else None,
            is_reversed=order.is_reversed,
            words=order.words,
            show=lambda entries: [listing.line(row) for row in self._named(entries)],
        )

    def _read_pages(self, numbers: Iterable[int], order: HistoryOrder | None) -> _Pages:
        """Pages by their numbers; runs in a thread."""
        lines, offer_id = self.app.workbench.history.lines, self.offer_id or None
        pages = {
            page: lines.page(offer_id, offset=page * PAGE, limit=PAGE, order=order)
            for page in sorted(numbers)
        }
        return {page: self._named(entries) for page, entries in pages.items()}

    def _named(self, entries: Sequence[Entry]) -> list[HistoryRow]:
        """Entries with the names of their partners and offers; runs in a thread."""
        workbench = self.app.workbench
        tenants = dict.fromkeys(tenant for entry in entries for tenant in first_tenants(entry))
        names = partner_names(workbench, self.offer_id or None, tenants)
        offers = workbench.offers.names({entry.offer_id or "" for entry in entries})
        return [
            HistoryRow(entry, names, offers.get(entry.offer_id or "", entry.offer_id or ""))
            for entry in entries
        ]

    def _read_detail(self, key: str) -> Detail | None:
        """An entry in full; runs in a thread."""
        place = self._rows.find(key) if self._rows is not None else None
        row = self._rows.row(place) if self._rows is not None and place is not None else None
        if row is None:
            return None
        names = partner_names(self.app.workbench, row.entry.offer_id, tenants_of(row.entry))
        offers = self.app.workbench.offers.names({row.entry.offer_id or ""})
        text = entry_text(row.entry, names, offers)
        return Detail(_("History entry {id}").format(id=row.entry.id), excerpt(text))

    @on(RecordList.Needed)
    def read_more(self, event: RecordList.Needed) -> None:
        """Read what has come into view."""
        event.stop()
        source, order = self._rows, self._order
        missing = source.missing(event.start, event.end) if source is not None else ()

        def show(pages: _Pages) -> None:
            if source is not None and source is self._rows:
                for page, rows in pages.items():
                    source.put(page, rows)
                self.listing.records_loaded(0, source.total)

        if missing:
            read = partial(self._read_pages, missing, order)
            self.tasks.run(read, show, group="pages", is_quick=True)

    def _show(self, total: int, pages: _Pages) -> None:
        source = RowSource(self.listing.describe, _key, total, page_size=PAGE)
        for page, rows in pages.items():
            source.put(page, rows)
        self._rows = source
        self.listing.busy = ""
        self.listing.empty = (
            _("This offer has not been changed yet. Every change will be recorded here.")
            if self.offer_id
            else _(
                "Nothing has been changed yet.\n\nEvery change is recorded here: who made it, "
                "when, and what was before."
            )
        )
        self.listing.set_source(source)
        self.query_one(MasterDetail).reload()
        self._show_line()
        self._host_page.refresh_commands()

    @property
    def _host_page(self) -> Page:
        return cast("Page", self.screen)

    def _current(self) -> HistoryRow | None:
        if self._rows is None or not self.is_mounted:
            return None
        return self._rows.row(self.listing.cursor)

    @on(RecordList.Selected)
    def show_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows an entry in full."""
        event.stop()
        self.command_history_show()

    def disabled_reason_history_show(self) -> str | None:
        """Showing needs an entry."""
        return None if self._current() else _("No entry is selected.")

    def command_history_show(self) -> None:
        """Show the highlighted entry in full."""
        row = self._current()
        if row is None:
            return
        entry = row.entry
        workbench, offer_id = self.app.workbench, self.offer_id or None

        def read() -> tuple[str, bool]:
            names = partner_names(workbench, entry.offer_id, tenants_of(entry))
            last = workbench.undo.last(offer_id)
            text = entry_text(entry, names, workbench.offers.names({entry.offer_id or ""}))
            return text, last is not None and entry.id in last.ids

        self.tasks.run(read, lambda found: self._show_text(entry, *found), group="detail")

    def _show_text(self, entry: Entry, text: str, is_last: bool) -> None:
        from csp_tui.ui.history.entry_dialog import HistoryEntryDialog

        self.app.push_screen(
            HistoryEntryDialog(
                _("History entry {id}").format(id=entry.id),
                text,
                file_name=f"history-{entry.id}.txt",
                ask_undo=self._undo if is_last else None,
            )
        )

    def _undo(self) -> None:
        self._host_page.action_run_command("undo")


def _key(row: HistoryRow) -> str:
    return str(row.entry.id)
