"""What all full screens share: places at the top, a status line and commands at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.ui.commands.catalog.places import GLOBAL_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.theme import is_framed, is_spacious
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.kit.widgets.key_panel import KeyPanel
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.kit.widgets.top_bar import TopBar
from csp_tui.ui.text.center import center_words

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.services.remote.states import CenterSummary


class Page(CommandScreen, Screen[None]):
    """A full screen of the workbench.

    Attributes:
        NAV_ITEM: Which top-level place it belongs to: offers, requests, partners,
            history or center.
        NO_UNDO: Why Undo and Redo do nothing here, in English; "" where they do.
        start_typed: What an earlier session had typed here and not saved.
        start_places: Where lists begin by their ids: a record's key, and its place.
        start_record: Where all other lists begin, in the same way; "" for the first record.
    """

    NAV_ITEM: ClassVar[str] = "offers"
    NO_UNDO: ClassVar[str] = ""
    COMMANDS_SHARED: ClassVar[Sequence[Command]] = GLOBAL_COMMANDS

    expects_removal = False
    """Whether a change is running that removes what the page shows, which is then no error."""

    def __init__(self) -> None:
        super().__init__()
        self.start_places: dict[str, tuple[str, int]] = {}
        self.start_typed: dict[str, Value] = {}
        self.start_record = "", 0

    def compose(self) -> ComposeResult:
        """Put the screen's own content between the bars."""
        yield from self.compose_page()
        yield StatusLine()
        yield CommandBar()
        # At the top, but the last that Tab comes to.
        yield TopBar(self.NAV_ITEM)

    def compose_page(self) -> Iterable[Widget]:
        """The content of the screen."""
        return ()

    def use_frames(self, size: Size) -> None:
        """Draw frames around lists where a window of a size has room for them."""
        self.set_class(is_framed(size), "-framed")
        self.set_class(is_spacious(size), "-spacious")

    @on(Resize)
    def fit_frames(self, event: Resize) -> None:
        """Draw frames, or leave them out."""
        self.use_frames(event.size)

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message in the status line, where it stays until the next one.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``; it decides the mark before the text.
        """
        for line in self.query(StatusLine):
            line.tell(text, kind)
            return
        if not self.is_mounted:
            self.call_later(self.tell, text, kind)

    def show_connection(self, summary: CenterSummary) -> None:
        """Show in the top bar how the offers compare with Partner Center.

        Args:
            summary: What was read. In the demo only what needs someone is shown.
        """
        words = center_words(summary, only_attention=self.app.demo)
        if words == self.app.connection:
            return
        self.app.connection = words
        for screen in self.app.screen_stack:
            for bar in screen.query(TopBar):
                bar.show_kind()

    def on_screen_resume(self) -> None:
        """Reload what other screens may have changed."""
        self.show_keys()
        self.use_frames(self.app.size)
        # Going to a place passes the screens between without stopping at them.
        if self.app.is_open and self.is_current:
            self.load()

    def load(self) -> None:
        """Read what the screen shows; called when the database is open and on every return."""

    def shows(self, entry: Entry) -> bool:
        """Whether someone else's change affects what is shown here."""
        return True

    def database_replaced(self) -> None:
        """Stop relying on what was read before: the file was replaced by another one."""

    def on_external_change(self, entries: Sequence[Entry]) -> None:
        """Show what other programs have changed, and say so.

        Args:
            entries: Their changes, newest first.
        """
        from csp_tui.ui.text.history import describe_external_changes

        concerned = [entry for entry in entries if self.shows(entry)]
        if concerned:
            self.load()
            self.tell(describe_external_changes(concerned), "plain")

    def recreate(self) -> Page:
        """A fresh screen at the same place, for when the language has changed.

        Screens that are made with arguments, or hold more than their lists' cursors, add to it.
        """
        return self.at_same_records(type(self)())

    def at_same_records(self, fresh: Page) -> Page:
        """Make the lists of a new screen start where those of this one are."""
        for listing in self.query(RecordList):
            record = listing.cursor_record
            if listing.id and listing.cursor >= 0:
                key = record.key if record is not None else ""
                fresh.start_places[listing.id] = (key, listing.cursor)
        return fresh

    def on_mount(self) -> None:
        """Move the cursors of lists to where they start."""
        self.start_lists()

    def start_lists(self) -> None:
        """Move the cursor of each mounted list to its start, once."""
        for listing in self.query(RecordList):
            place = self.start_places.pop(listing.id or "", None)
            if place is not None:
                listing.start_at(*place)
            elif self.start_record[0]:
                listing.start_at(*self.start_record)

    def close_page(self) -> bool:
        """Leave the page, because what it shows no longer exists.

        Returns:
            Whether it was open. An answer that comes late finds it closed, and must not close the
            page below it.
        """
        if self.app.screen is self:
            self.app.navigation.go_back()
            return True
        return self in self.app.screen_stack

    def end_search(self) -> bool:
        """Show everything again that a search has hidden.

        Returns:
            Whether there was a search.
        """
        searches = [field for field in self.query(FindField) if field.is_open]
        for field in searches:
            field.action_leave()
        return bool(searches)

    def command_back(self) -> None:
        """End the search in a list, without one leave the screen."""
        if not self.end_search():
            self.app.navigation.go_back()

    def command_reload(self) -> None:
        """Reload everything."""
        self.load()
        self.app.database.check_rights()
        self.tell(_("Refreshed."))

    def show_keys(self) -> None:
        """Show or hide the key panel as the user wants it."""
        panels = self.query(KeyPanel)
        if self.app.shows_keys and not panels:
            self.mount(KeyPanel())
        elif not self.app.shows_keys:
            if any(panel.has_focus for panel in panels):
                self.focus_content()
            panels.remove()

    def where(self) -> dict[str, str]:
        """How to reopen the page after a session was cut off; empty if it can't be reopened."""
        return {"screen": self.NAV_ITEM} if self.NAV_ITEM else {}

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """What is typed here and would be lost with the connection.

        Args:
            _below: The screen that it was opened from.
        """
        return None

    @property
    def offer_id_shown(self) -> str | None:
        """The offer that the page is about, None if it is about several or none."""
        return None

    @property
    def chosen_offers(self) -> tuple[str, ...]:
        """The offers that plans and bulk changes are about here: marked ones, or the one shown."""
        return () if self.offer_id_shown is None else (self.offer_id_shown,)

    @property
    def pending_edits(self) -> Mapping[str, AudienceEdit]:
        """Changes of drafts that are not saved yet, by offer."""
        return {}

    @property
    def has_unsaved(self) -> bool:
        """Whether Undo undoes input here before it undoes stored changes."""
        return False

    @property
    def can_undo_input(self) -> bool:
        """Whether Undo first undoes something that was entered here and not saved."""
        return self.has_unsaved

    @property
    def can_redo_input(self) -> bool:
        """Whether unsaved input was undone here and can be redone."""
        return False

    def undo_input(self) -> None:
        """Undo the last step of what was entered here and not saved."""

    def redo_input(self) -> None:
        """Redo the step of unsaved input that was undone last."""

    def with_saved(self, go: Callable[[], object]) -> None:
        """Continue when everything that the page saves by itself is saved."""
        go()

    def leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere; a page with unsaved input asks first.

        Args:
            go: Called then; not at all if the user stays.
        """
        go()
