"""The history as a list: of one offer, or of everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.history import Entry
from csp_tui.domain.history_fold import fold_edits
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.common import HISTORY_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.history.list import HistoryList
from csp_tui.ui.kit.blocks import excerpt
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.text.cells import shortened
from csp_tui.ui.text.history import entry_text, first_tenants, summary_with_names, tenants_of
from csp_tui.ui.text.partner_names import partner_names

if TYPE_CHECKING:
    from csp_tui.ui.kit.page import Page

_Read = tuple[list[Entry], dict[str, str], dict[str, str]]
PAGE = 200
"""Number of entries per read."""
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
        self._entries: list[Entry] = []
        self._lines: list[Entry] = []
        self._names: dict[str, str] = {}
        self._offers: dict[str, str] = {}
        self._more = False

    def compose(self) -> ComposeResult:
        """The list."""
        listing = HistoryList(with_offer=not self.offer_id, id="history-list")
        listing.busy = _("Reading the history…")
        listing.frame(_("History"))
        yield FindField(listing)
        yield MasterDetail(listing, self._read_detail)
        yield Static("", id="history-line", markup=False)

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
        entry = self._current()
        text = summary_with_names(entry, self._names) if entry is not None else ""
        width = self.content_size.width
        line = self.query_one("#history-line", Static)
        line.update(Content(shortened(visible(text), width, lines=_LINES) if width else ""))

    def show_view(self, view: AudienceView) -> None:
        """Read the history again whenever the offer was read."""
        super().show_view(view)
        self.load()

    def load(self) -> None:
        """Read the newest entries, as many as were shown before."""
        limit = max(PAGE, len(self._entries))

        def show(read: _Read) -> None:
            entries, self._names, self._offers = read
            self._show(entries, more=len(entries) == limit)

        self.tasks.run(lambda: self._read(limit, None), show)

    def _read(self, limit: int, before: int | None) -> _Read:
        """Entries, and the names of the partners and offers in them; runs in a thread."""
        workbench, offer_id = self.app.workbench, self.offer_id or None
        entries = workbench.history.entries(offer_id, limit=limit, before=before)
        tenants = dict.fromkeys(tenant for entry in entries for tenant in first_tenants(entry))
        return entries, partner_names(workbench, offer_id, tenants), workbench.offers.names()

    def _read_detail(self, key: str) -> Detail | None:
        """An entry in full; runs in a thread."""
        entry = next((entry for entry in self._lines if str(entry.id) == key), None)
        if entry is None:
            return None
        names = partner_names(self.app.workbench, entry.offer_id, tenants_of(entry))
        text = entry_text(entry, names, self._offers)
        return Detail(_("History entry {id}").format(id=entry.id), excerpt(text))

    @on(RecordList.Needed)
    def read_more(self, event: RecordList.Needed) -> None:
        """Read older entries."""
        event.stop()
        if not self._entries or not self._more:
            return
        before = self._entries[-1].id

        def show(read: _Read) -> None:
            older, names, self._offers = read
            self._names = {**self._names, **names}
            self._show([*self._entries, *older], more=len(older) == PAGE)

        self.tasks.run(lambda: self._read(PAGE, before), show)

    def _show(self, entries: list[Entry], *, more: bool) -> None:
        self._entries, self._more = entries, more
        self._lines = fold_edits(entries)
        self.listing.busy = ""
        self.listing.empty = (
            _("This offer has not been changed yet. Every change will be recorded here.")
            if self.offer_id
            else _(
                "Nothing has been changed yet.\n\nEvery change is recorded here: who made it, "
                "when, and what was before."
            )
        )
        self.listing.show(self._lines, self._names, self._offers, more=more)
        self.query_one(MasterDetail).reload()
        self._show_line()
        self._host_page.refresh_commands()

    @property
    def _host_page(self) -> Page:
        return cast("Page", self.screen)

    def _current(self) -> Entry | None:
        record = self.listing.cursor_record if self.is_mounted else None
        if record is None:
            return None
        return next((entry for entry in self._lines if str(entry.id) == record.key), None)

    @on(RecordList.Selected)
    def show_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows an entry in full."""
        event.stop()
        self.command_history_show()

    def disabled_reason_history_show(self) -> str | None:
        """Showing needs an entry."""
        return None if self._current() else _("No entry is selected.")

    def command_history_show(self) -> None:
        """Show the entry under the cursor in full."""
        entry = self._current()
        if entry is None:
            return
        workbench, offer_id = self.app.workbench, self.offer_id or None

        def read() -> tuple[str, bool]:
            names = partner_names(workbench, entry.offer_id, tenants_of(entry))
            last = workbench.undo.last(offer_id)
            text = entry_text(entry, names, workbench.offers.names())
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
