"""What all full screens share: places at the top, a status line and commands at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.everywhere import EVERYWHERE
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.commands.key_panel import KeyPanel
from csp_tui.ui.copying import COPY_COMMANDS, Copyable, Copying
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.tour.commands import TOUR
from csp_tui.ui.widgets.command_bar import CommandBar
from csp_tui.ui.widgets.place_bar import PlaceBar
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry


DEMO_RESET = Command(
    "demo.reset",
    N_("Reset the demo"),
    N_("Bring back the demo as it was at the beginning"),
    bar=False,
)
QUIT = Command("quit", N_("Quit"), N_("Leave the program"), "ctrl+q,q", bar=False)
GLOBAL_COMMANDS = (
    *EVERYWHERE,
    Command("go.offers", N_("Offers"), N_("Go to all offers"), "1", bar=False),
    Command("go.requests", N_("Requests"), N_("Go to the support requests"), "2", bar=False),
    Command("go.partners", N_("Partners"), N_("Go to the partner directory"), "3", bar=False),
    Command("go.history", N_("History"), N_("Go to the history of all changes"), "4", bar=False),
    Command(
        "undo",
        N_("Undo"),
        N_("Drop what is not saved, or take the last change back"),
        "ctrl+z",
        bar=False,
    ),
    Command(
        "redo",
        N_("Redo"),
        N_("Make again what was taken back last"),
        "ctrl+y",
        bar=False,
        writes=True,
    ),
    Command("reload", N_("Reload"), N_("Read everything on this screen anew"), "f5", bar=False),
    Command(
        "database",
        N_("Database"),
        N_("Check, back up or restore the database file"),
        bar=False,
    ),
    *COPY_COMMANDS,
    Command(
        "demo.leave",
        N_("Leave the demo"),
        N_("Come back from the demo to your own database"),
        "D",
        bar=False,
    ),
    DEMO_RESET,
    TOUR,
    Command(
        "rules",
        N_("Rules"),
        N_("Read and search the rules of the CSP program"),
        "R",
        bar=False,
    ),
    Command(
        "settings",
        N_("Settings"),
        N_("Choose language, colours and signs"),
        "comma",
        bar=False,
    ),
    QUIT,
)


class WorkbenchScreen(Copying, CommandHolder, Jobs, Screen[None]):
    """A full screen of the workbench.

    Attributes:
        PLACE: Which top-level place it belongs to: offers, requests, partners or history.
        start_places: Where lists begin by their ids: a record's key, and its place.
    """

    PLACE: ClassVar[str] = "offers"
    COMMANDS_SHARED: ClassVar[Sequence[Command]] = GLOBAL_COMMANDS

    def __init__(self) -> None:
        super().__init__()
        self.start_places: dict[str, tuple[str, int]] = {}

    def compose(self) -> ComposeResult:
        """Put the screen's own content between the bars."""
        yield from self.compose_page()
        yield StatusLine()
        yield CommandBar()
        # At the top, but the last that Tab comes to.
        yield PlaceBar(self.PLACE)

    def compose_page(self) -> Iterable[Widget]:
        """The content of the screen."""
        return ()

    def tell(self, text: str, kind: str = "done") -> None:
        """Say something in the status line, where it stays until the next thing is said.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``, which choose the mark before it.
        """
        for line in self.query(StatusLine):
            line.tell(text, kind)
            return
        if not self.is_mounted:
            self.call_later(self.tell, text, kind)

    def on_screen_resume(self) -> None:
        """Read anew what other screens may have changed."""
        self.show_keys()
        # Going to a place passes the screens between without stopping at them.
        if self.app.is_open and self.is_current:
            self.load()

    def load(self) -> None:
        """Read what the screen shows; called when the database is open and on every return."""

    def shows(self, entry: Entry) -> bool:
        """Whether a change of someone else concerns what is shown here."""
        return True

    def database_replaced(self) -> None:
        """Take nothing that was read before for what is stored: the file is another one now."""

    def others_changed(self, entries: Sequence[Entry]) -> None:
        """Show what other programs have changed, and say so.

        Args:
            entries: Their changes, newest first.
        """
        from csp_tui.ui.watching import others_words

        concerned = [entry for entry in entries if self.shows(entry)]
        if concerned:
            self.load()
            self.tell(others_words(concerned), "plain")

    def again(self) -> WorkbenchScreen:
        """A fresh screen at the same place, for when the language has changed.

        Screens that are made with arguments, or hold more than their lists' cursors, add to it.
        """
        return self.at_same_records(type(self)())

    def at_same_records(self, fresh: WorkbenchScreen) -> WorkbenchScreen:
        """Let the lists of a fresh screen begin where those of this one are."""
        for listing in self.query(RecordList):
            record = listing.cursor_record
            if listing.id and listing.cursor >= 0:
                key = record.key if record is not None else ""
                fresh.start_places[listing.id] = (key, listing.cursor)
        return fresh

    def on_mount(self) -> None:
        """Begin at the places that are wanted."""
        self.start_lists()

    def start_lists(self) -> None:
        """Send the lists that are there to their places, each once."""
        for listing in self.query(RecordList):
            place = self.start_places.pop(listing.id or "", None)
            if place is not None:
                listing.start_at(*place)

    def command_back(self) -> None:
        """Leave the screen."""
        self.app.go_back()

    def command_go_offers(self) -> None:
        """Go to the offers."""
        self.leave(lambda: self.app.go_to("offers"))

    def command_go_requests(self) -> None:
        """Go to the support requests."""
        self.leave(lambda: self.app.go_to("requests"))

    def command_go_partners(self) -> None:
        """Go to the partner directory."""
        self.leave(lambda: self.app.go_to("partners"))

    def command_go_history(self) -> None:
        """Go to the history."""
        self.leave(lambda: self.app.go_to("history"))

    def command_reload(self) -> None:
        """Read everything anew."""
        self.load()
        self.app.look_at_rights()
        self.tell(_("Read anew."))

    def why_not_undo(self) -> str | None:
        """The database must be open, and take changes where there is nothing to drop here."""
        section = getattr(self, "section", None)
        reason = None if getattr(section, "is_dirty", False) else self.app.why_read_only()
        return reason or self.why_not_database()

    def command_undo(self) -> None:
        """Drop what is not saved, or ask whether to take the last change back."""
        from csp_tui.ui.undoing import Undoing

        Undoing(self).undo()

    def why_not_redo(self) -> str | None:
        """The database must be open."""
        return self.why_not_database()

    def command_redo(self) -> None:
        """Ask whether to make again what was taken back last."""
        from csp_tui.ui.undoing import Undoing

        Undoing(self).redo()

    def why_not_database(self) -> str | None:
        """The database must be open."""
        return None if self.app.is_open else _("The database is still being opened.")

    def command_database(self) -> None:
        """Show the database file and what can be done with it."""
        from csp_tui.ui.dialogs.database import DatabaseDialog

        self.app.push_screen(DatabaseDialog(self.leave))

    def why_not_demo_leave(self) -> str | None:
        """It must be visited."""
        return None if self.app.visit.is_on else _("You are not on a visit to the demo.")

    def command_demo_leave(self) -> None:
        """Show one's own database again."""
        self.leave(self.app.visit.end)

    def why_not_demo_reset(self) -> str | None:
        """It must be the demo."""
        return self.app.visit.why_not_reset()

    def command_demo_reset(self) -> None:
        """Ask, then begin the demo anew."""
        self._ask_to_reset(lambda: self.app.visit.reset(self.app.tour.demo_was_reset))

    def _ask_to_reset(self, go: Callable[[], object]) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        def answered(way: str | None) -> None:
            if way:
                go()

        lines = [_("Everything that was changed in the demo is as it was at the beginning.")]
        ask = ConfirmDialog(_("Reset the demo?"), lines, [("reset", _("Reset"))])
        self.app.push_screen(ask, answered)

    def why_not_tour(self) -> str | None:
        """It is a tour of the demo."""
        return self.app.tour.why_not_begin()

    def command_tour(self) -> None:
        """Begin the guided tour; where that undoes something, ask first."""
        tour = self.app.tour
        if tour.would_undo:
            self._ask_to_reset(lambda: self.leave(tour.begin))
        else:
            self.leave(tour.begin)

    def copyable(self) -> Copyable | None:
        """What y would copy now, None where there is nothing; asked of the innermost host first."""
        for host in self.hosts():
            ask = getattr(host, "copyable", None)
            found: Copyable | None = ask() if ask is not None and host is not self else None
            if found is not None:
                return found
        return None

    def command_rules(self) -> None:
        """Show the programme's rules, beginning with the one at hand."""
        from csp_tui.ui.help.opening import open_rules, rule_at_hand

        open_rules(self.app, rule_at_hand(self))

    def command_settings(self) -> None:
        """Show what can be set."""
        self.app.open_settings()

    def command_quit(self) -> None:
        """Leave the program."""
        self.app.action_leave_program()

    def command_keys(self) -> None:
        """Show the keys at the right, or hide them; where there is no room, over the screen."""
        if self.has_class("-narrow") and not self.app.shows_keys:
            super().command_keys()
            return
        self.app.shows_keys = not self.app.shows_keys
        self.show_keys()

    def show_keys(self) -> None:
        """Show or hide the key panel as the person wants it."""
        panels = self.query(KeyPanel)
        if self.app.shows_keys and not panels:
            self.mount(KeyPanel())
        elif not self.app.shows_keys:
            panels.remove()

    def where(self) -> dict[str, str]:
        """What leads here again after a session that was cut off; nothing where nothing does."""
        return {"screen": self.PLACE} if self.PLACE else {}

    def leave(self, go: Any) -> None:
        """Go elsewhere; a screen with unsaved input asks first."""
        go()
