"""The palette: finds commands of the screen below it, and offers, requests and partners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.support import SupportRequest
from csp_tui.i18n import N_, titled
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import BACK
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.dialog_box import DialogBox
from csp_tui.ui.kit.widgets.menu_button import BarItem
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.palette.commands import all_commands, matching_commands
from csp_tui.ui.palette.hits import Hit
from csp_tui.ui.palette.records import MAX_HITS, matching_offers, matching_requests, partner_hits

if TYPE_CHECKING:
    from textual.app import App

    from csp_tui.domain.errors import WorkbenchError
    from csp_tui.services.views import PartnerRow


class PaletteList(RecordList, can_focus=False):
    """What was found; the focus stays in the field, and a click runs it immediately."""

    def on_click(self, event: events.Click) -> None:
        """Run what was clicked."""
        event.prevent_default()
        index = self.index_at(event)
        if index is not None:
            event.stop()
            self.cursor = index
            self.action_select()


class PaletteBox(DialogBox):
    """The frame; the keys that scroll the text of other dialogs move the cursor of the list."""

    def action_scroll_text(self, lines: int) -> None:
        """Move the cursor by lines, up if the number is negative."""
        for found in self.query(PaletteList):
            found.cursor += lines

    def action_page_text(self, pages: int) -> None:
        """Move the cursor by pages, up if the number is negative."""
        for found in self.query(PaletteList):
            found.cursor += pages * max(1, found.page_height - 1)


class Palette(Dialog[Callable[[], object]]):
    """A search field and what it finds; the result is what to run.

    Over a dialog it has the dialog's commands, and no records.
    """

    HELP_TEXT = N_(
        "Type part of a command, offer, partner or request. Up and Down move, Enter runs or opens "
        "what is highlighted."
    )
    AUTO_FOCUS = "#palette-field"
    KEEPS_TYPED = False
    DEFAULT_CSS = """
    Palette > .dialog { width: 96%; max-width: 100; height: 80%; }
    Palette PaletteList { height: 1fr; margin-top: 1; }
    Palette .palette-foot { height: 3; }
    Palette #palette-description { width: 1fr; height: 3; color: $text-muted; }
    Palette BarItem { margin-left: 1; }
    """
    field = getters.query_one("#palette-field", Input)
    found = getters.query_one(PaletteList)

    def __init__(self) -> None:
        super().__init__(_("Menu"))
        self._hits: dict[str, Hit] = {}
        self._requests: Sequence[SupportRequest] = ()

    @staticmethod
    def is_open(app: App[Any]) -> bool:
        """Whether a palette is open."""
        return any(isinstance(screen, Palette) for screen in app.screen_stack)

    @property
    def _below(self) -> CommandScreen | None:
        """The screen or dialog from which it was opened."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        return below if isinstance(below, CommandScreen) else None

    @property
    def _finds_records(self) -> bool:
        """Whether it is open over a page; a dialog has to be left before a record can open."""
        return isinstance(self._below, Page) and self.app.is_open

    def compose(self) -> ComposeResult:
        """Field, list, and the description of what is highlighted."""
        with PaletteBox(classes="dialog") as box:
            box.border_title = Content(_("Menu")).markup
            yield TextField(placeholder=_("Command, offer, partner or request"), id="palette-field")
            yield PaletteList(_columns(), show_header=False, mark_width=0)
            with Horizontal(classes="palette-foot"):
                yield Static("", id="palette-description", markup=False)
                yield BarItem(f" {BACK.shown_key} {BACK.shown_short} ", BACK.id)

    def on_mount(self) -> None:
        """Show every command, and read the requests."""
        if self._finds_records:
            read = self.app.workbench.support.rows
            self.tasks.run(
                read, self._keep_requests, group="requests", on_error=self._without_answer
            )
        self._search()

    @on(Input.Changed)
    def search(self, message: Input.Changed) -> None:
        """Show what matches."""
        message.stop()
        self._search()

    @on(Input.Submitted)
    def submit(self, message: Input.Submitted) -> None:
        """Run what is highlighted."""
        message.stop()
        self.found.action_select()

    @on(RecordList.Selected)
    def run(self, message: RecordList.Selected) -> None:
        """Close, and run it."""
        message.stop()
        hit = self._hits.get(message.record.key)
        if hit is not None:
            self.dismiss(hit.run)

    @on(RecordList.Highlighted)
    def describe(self, message: RecordList.Highlighted) -> None:
        """Say what is highlighted."""
        message.stop()
        hit = self._hits.get(message.record.key) if message.record is not None else None
        text = ""
        if hit is not None:
            text = titled(hit.title.plain, hit.description)
        self.query_one("#palette-description", Static).update(text)

    def on_click(self, event: events.Click) -> None:
        """Close after a click outside of the frame."""
        if event.widget is self:
            self.action_leave()

    def _keep_requests(self, requests: Sequence[SupportRequest]) -> None:
        self._requests = requests
        if self.field.value.strip():
            self._search()

    def _search(self) -> None:
        query, below = self.field.value.strip(), self._below
        if below is None:
            return
        if not query:
            self._show(all_commands(below), is_complete=True)
            return
        hits = matching_commands(below, query)
        if not self._finds_records:
            self._show(_ranked(hits), is_complete=True)
            return
        navigation, offers = self.app.navigation, self.app.offer_rows
        hits += matching_offers(offers, query, navigation.open_offer)
        hits += matching_requests(self._requests, offers, query, navigation.open_request)
        self._show(_ranked(hits), is_complete=False)
        directory = self.app.workbench.directory

        def add_partners(rows: Sequence[PartnerRow]) -> None:
            partners = partner_hits(rows, query, navigation.open_partner)
            self._show(_ranked([*hits, *partners]), is_complete=True, keep=True)

        self.tasks.run(
            lambda: directory.search.page(PartnerQuery(text=query), limit=MAX_HITS),
            add_partners,
            group="partners",
            on_error=self._without_answer,
        )

    def _without_answer(self, _error: WorkbenchError) -> None:
        """Continue without these records: the pages Requests and Partners report the problem."""
        self.found.busy = ""

    def _show(self, hits: Sequence[Hit], *, is_complete: bool, keep: bool = False) -> None:
        self._hits = {hit.key: hit for hit in hits}
        found = self.found
        # A highlighted line stays highlighted when more is found; otherwise the best one is.
        keep = keep and found.cursor > 0
        found.busy = "" if is_complete else _("Searching…")
        found.empty = _("No matches.")
        found.set_source(ListSource(map(_record, hits)), keep_key=keep)


def _columns() -> tuple[Column, ...]:
    return (
        Column("title", "", min_width=24),
        Column("shortcut", "", min_width=5),
        Column("description", "", min_width=30, priority=1),
    )


def _ranked(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score)


def _record(hit: Hit) -> Record:
    description = hit.description
    return Record(
        (hit.title, hit.shortcut, description),
        style="" if hit.is_available else "muted",
        key=hit.key,
    )
