"""The history as a list: of one offer, or of everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult

from csp_tui.domain.history import Entry
from csp_tui.domain.history_fold import fold_edits
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command
from csp_tui.ui.history_text import entry_text, tenants_of
from csp_tui.ui.partner_names import partner_names
from csp_tui.ui.sections.section import Section
from csp_tui.ui.widgets.history_list import HistoryList
from csp_tui.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from csp_tui.ui.workbench_screen import WorkbenchScreen

PAGE = 200
"""Entries that are read at once."""


class HistorySection(Section):
    """The list; Enter shows an entry in full, older entries come as one goes down.

    Args:
        offer_id: The offer, or "" for the history of everything.
    """

    HELP_TEXT = N_(
        "Who changed what and when, newest first; times are UTC. Enter shows a change in full: "
        "what was before, what is after, and which partners joined or left a list. "
        "Undo takes the newest change back as a change of its own; nothing removes an entry."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command(
            "history.show", N_("Show detail"), N_("Show what was before and what is after"), "enter"
        ),
    )
    listing = getters.query_one(HistoryList)

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(offer_id)
        self._entries: list[Entry] = []
        self._lines: list[Entry] = []
        self._more = False

    def compose(self) -> ComposeResult:
        """The list."""
        listing = HistoryList(with_offer=not self.offer_id, id="history-list")
        listing.busy = _("Reading the history…")
        yield listing

    def show_view(self, view: AudienceView) -> None:
        """Read the history again whenever the offer was read."""
        super().show_view(view)
        self.load()

    def load(self) -> None:
        """Read the newest entries, as many as were shown before."""
        limit = max(PAGE, len(self._entries))
        history, offer_id = self.app.workbench.history, self.offer_id or None

        def show(entries: list[Entry]) -> None:
            self._show(entries, more=len(entries) == limit)

        self.job(lambda: history.entries(offer_id, limit=limit), show)

    @on(RecordList.Needed)
    def read_more(self, event: RecordList.Needed) -> None:
        """Read older entries."""
        event.stop()
        if not self._entries or not self._more:
            return
        before = self._entries[-1].id
        history, offer_id = self.app.workbench.history, self.offer_id or None

        def show(older: list[Entry]) -> None:
            self._show([*self._entries, *older], more=len(older) == PAGE)

        self.job(lambda: history.entries(offer_id, limit=PAGE, before=before), show)

    def _show(self, entries: list[Entry], *, more: bool) -> None:
        self._entries, self._more = entries, more
        self._lines = fold_edits(entries)
        self.listing.busy = ""
        self.listing.empty = (
            _("Nothing has been changed in this offer yet. Every change will be noted here.")
            if self.offer_id
            else _(
                "Nothing has been changed yet.\n\n"
                "Every change is noted here: who made it, when, and what was before."
            )
        )
        self.listing.show(self._lines, more=more)
        self._host_page.refresh_commands()

    @property
    def _host_page(self) -> WorkbenchScreen:
        return cast("WorkbenchScreen", self.screen)

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

    def why_not_history_show(self) -> str | None:
        """Showing needs an entry."""
        return None if self._current() else _("There is no entry to show.")

    def command_history_show(self) -> None:
        """Show the entry under the cursor in full."""
        entry = self._current()
        if entry is None:
            return
        workbench, offer_id = self.app.workbench, self.offer_id or None

        def read() -> tuple[str, bool]:
            names = partner_names(workbench, entry.offer_id, tenants_of(entry))
            last = workbench.undo.last(offer_id)
            return entry_text(entry, names), last is not None and last.id == entry.id

        self.job(read, lambda found: self._show_text(entry, *found), group="detail")

    def _show_text(self, entry: Entry, text: str, is_last: bool) -> None:
        from csp_tui.ui.dialogs.history_entry import HistoryEntryDialog

        self.app.push_screen(
            HistoryEntryDialog(
                _("History entry {id}").format(id=entry.id),
                text,
                file_name=f"history-{entry.id}.txt",
                take_back=self._host_page.command_undo if is_last else None,
            )
        )
