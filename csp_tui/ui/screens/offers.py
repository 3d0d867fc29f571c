"""Home: all offers, what waits, and the ways on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.history import Entry
from csp_tui.domain.publication import against_deletion
from csp_tui.domain.text import fold
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.everywhere import BACK
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.field_text import field_text
from csp_tui.ui.tour.commands import TOUR
from csp_tui.ui.widgets.offer_lines import columns, matches, record, summary
from csp_tui.ui.widgets.record_list import ListSource, RecordList
from csp_tui.ui.widgets.waiting_bar import WaitingBar
from csp_tui.ui.widgets.welcome import Welcome
from csp_tui.ui.wording import (
    refusal_words,
)
from csp_tui.ui.workbench_screen import WorkbenchScreen

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow

NEW = Command(
    "offers.new",
    N_("Create an offer"),
    N_("Create an offer in draft"),
    "n",
    short=N_("New offer"),
    writes=True,
)
DIRECTORY = Command(
    "offers.directory",
    N_("Import the partner directory"),
    N_("Bring the partners of the CSP program in from a CSV file"),
    "p",
    bar=False,
    writes=True,
)
DEMO = Command(
    "offers.demo",
    N_("Look at the demo"),
    N_("See a finished example right here; your own database stays as it is"),
    "d",
    bar=False,
)


class OffersScreen(WorkbenchScreen):
    """The table of offers with a filter; an empty database greets with ways on."""

    PLACE = "offers"
    HELP_TEXT = N_(
        "All your marketplace offers: which option of the CSP reseller audience is live, what the "
        "draft would change, and what waits to be published or synced. Enter opens an offer."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command("offers.open", N_("Open"), N_("Open the offer under the cursor"), "enter"),
        NEW,
        Command("offers.filter", N_("Filter"), N_("Type part of a name or offer ID"), "slash"),
        Command(
            "offers.delete",
            N_("Delete"),
            N_("Delete an offer that has never been published"),
            "delete",
            writes=True,
        ),
        Command(
            "offers.resales",
            N_("Import resales"),
            N_("Record from a CSV file who has resold which offer"),
            "i",
            bar=False,
            writes=True,
        ),
        Command(
            "offers.figures",
            N_("Resales in figures"),
            N_("See which partners have resold how many offers, and when"),
            "g",
            bar=False,
        ),
        DIRECTORY,
        DEMO,
        Command(
            "offers.copy", N_("Copy ID"), N_("Copy the offer ID to the clipboard"), "y", bar=False
        ),
    )
    DEFAULT_CSS = """
    OffersScreen {
        #offers-top { height: 1; & > Static { width: 1fr; } & > Input { width: 23; } }
        &.-narrow #offers-top { layout: vertical; height: auto;
            & > Static { width: 1fr; height: auto; } & > Input { width: 1fr; } }
        #offers-list { height: 1fr; }
        #welcome { display: none; }
        &.-narrow #welcome Button { margin-top: 0; }
        &.-empty #welcome { display: block; }
        &.-empty #offers-list { display: none; }
        &.-empty #offers-top, &.-empty #offers-waiting { display: none; }
        &.-narrow #offers-waiting { display: none; }
    }
    """
    listing = getters.query_one("#offers-list", RecordList)
    field = getters.query_one("#offers-filter", Input)
    AUTO_FOCUS = "#offers-list"
    start_words = ""

    def compose_page(self) -> Iterable[Widget]:
        """Summary and filter, the table, and the greeting of an empty database."""
        with Vertical(classes="page"):
            with Horizontal(id="offers-top"):
                yield Static("", id="offers-summary", markup=False)
                ask = _("Filter by name or ID")
                yield Input(self.start_words, placeholder=ask, id="offers-filter")
            yield WaitingBar(id="offers-waiting")
            listing = RecordList(columns(), id="offers-list")
            listing.busy = _("Opening the database…")
            yield listing
            yield Welcome((DEMO, TOUR, NEW, DIRECTORY), id="welcome")

    def on_mount(self) -> None:
        """Nothing is known before the database is open."""
        self._rows: list[OfferRow] = []
        self._newest = 0

    def again(self) -> WorkbenchScreen:
        """The same offer under the cursor, and the same filter."""
        fresh = OffersScreen()
        fresh.start_words = self.field.value
        return self.at_same_records(fresh)

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """The words of the filter."""
        words = self.field.value
        lines = (f"{_('Offers')} › {_('Filter')}", f"  {words}")
        return Unsaved("offers", {}, {"words": words}, lines, fleeting=True) if words else None

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Filter again by the words of an earlier session."""
        self.field.value = field_text(str(typed.get("words", "")))

    def load(self) -> None:
        """Read all offers."""
        workbench = self.app.workbench
        self.job(lambda: (workbench.watching.newest(), workbench.offers.rows()), self._read)

    def shows(self, entry: Entry) -> bool:
        """Changes of any offer."""
        return entry.offer_id is not None

    def _read(self, read: tuple[int, list[OfferRow]]) -> None:
        self._newest, rows = read
        self._show(rows)

    def _show(self, rows: list[OfferRow]) -> None:
        self._rows = self.app.offer_rows = rows
        was_empty = self.has_class("-empty")
        self.set_class(not rows, "-empty")
        if self.app.visit.is_on:
            self.tell(_("This is the demo. Escape goes back to your own database."), "plain")
        self.query_one("#offers-summary", Static).update(Content(summary(rows)))
        self.query_one(WaitingBar).show(rows)
        self._filter(self.field.value)
        if not rows:
            self.query_one(Welcome).focus_first()
        elif was_empty or self.focused is None:
            self.listing.focus()
        self.refresh_commands()

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        rows = [row for row in self._rows if matches(row, words)]
        self.listing.busy = ""
        self.listing.empty = _(
            "No offer has “{text}” in its name or ID.\n\n{key} shows all offers again."
        ).format(text=text, key=BACK.shown_key)
        self.listing.set_source(ListSource(record(row) for row in rows))

    def _current(self) -> OfferRow | None:
        record = self.listing.cursor_record
        if record is None:
            return None
        return next((r for r in self._rows if r.standing.offer.offer_id == record.key), None)

    @on(Input.Changed, "#offers-filter")
    def filter_offers(self, event: Input.Changed) -> None:
        """Show what matches while one types."""
        event.stop()
        self._filter(event.value)

    @on(Input.Submitted, "#offers-filter")
    def go_to_list(self, event: Input.Submitted) -> None:
        """Enter in the filter goes on to the list."""
        event.stop()
        self.listing.focus()

    @on(RecordList.Selected, "#offers-list")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens an offer."""
        event.stop()
        self.app.open_offer(event.record.key)

    @on(RecordList.Highlighted, "#offers-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the offer under the cursor."""
        event.stop()
        self.refresh_commands()

    def why_not_offers_open(self) -> str | None:
        """Opening needs an offer."""
        return None if self._current() else _("There is no offer to open.")

    def command_offers_open(self) -> None:
        """Open the offer under the cursor."""
        row = self._current()
        if row is not None:
            self.app.open_offer(row.standing.offer.offer_id)

    def why_not_offers_new(self) -> str | None:
        """Creating needs the database."""
        return None if self.app.is_open else _("The database is still being opened.")

    def command_offers_new(self) -> None:
        """Ask for a new offer's first fields, then open it."""
        self.ask_new_offer({})

    def ask_new_offer(self, typed: Mapping[str, Value]) -> None:
        """Ask for a new offer's first fields, then open it.

        Args:
            typed: What an earlier session had typed there.
        """
        from csp_tui.ui.dialogs.new_offer import NewOfferDialog

        def created(offer_id: str | None) -> None:
            if offer_id:
                self.app.open_offer(offer_id)

        self.app.push_screen(NewOfferDialog(typed), created)

    def why_not_offers_demo(self) -> str | None:
        """The demo is visited from one's own database."""
        return self.app.visit.why_not_begin()

    def command_offers_demo(self) -> None:
        """Show the demo in place; leaving it comes back here."""
        self.field.value = ""
        self.tell(_("Opening the demo…"), "busy")
        self.app.visit.begin()

    def why_not_offers_directory(self) -> str | None:
        """Importing needs the database."""
        return self.why_not_offers_new()

    def command_offers_directory(self) -> None:
        """Ask for the file, then say what it would change."""
        from csp_tui.ui.dialogs.directory_import import ask_for_directory

        def imported(text: str) -> None:
            self.tell(text)
            self.load()

        ask_for_directory(self.app, imported)

    def command_offers_filter(self) -> None:
        """Go to the filter."""
        self.field.focus()

    def why_not_offers_delete(self) -> str | None:
        """Only what was never published can be deleted (R25)."""
        row = self._current()
        if row is None:
            return _("There is no offer to delete.")
        verdict = against_deletion(row.standing.offer)
        return refusal_words(verdict) if verdict is not None else None

    def command_offers_delete(self) -> None:
        """Ask, then delete."""
        from csp_tui.ui.offer_deletion import OfferDeletion

        row = self._current()
        if row is not None:
            OfferDeletion(self, row.standing, self._newest).ask()

    def why_not_offers_copy(self) -> str | None:
        """Copying needs an offer."""
        return None if self._current() else _("There is no offer to copy from.")

    def copyable(self) -> Copyable | None:
        """The ID of the offer under the cursor."""
        row = self._current()
        if row is None:
            return None
        return Copyable(row.standing.offer.offer_id, _("The offer ID"), "offer-id.txt")

    def command_offers_copy(self) -> None:
        """Copy the offer ID."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def why_not_offers_resales(self) -> str | None:
        """Resales are those of offers."""
        return None if self._rows else _("There is no offer that could have been resold.")

    def command_offers_resales(self) -> None:
        """Ask for a file, show what it would do, then do it."""
        from csp_tui.ui.dialogs.resales_import import ask_for_resales

        def imported(text: str | None) -> None:
            if text:
                self.tell(text)
                self.load()

        ask_for_resales(self.app, imported)

    def why_not_offers_figures(self) -> str | None:
        """Resales are those of offers."""
        return self.why_not_offers_resales()

    def command_offers_figures(self) -> None:
        """Count the resales of all offers, and draw them."""
        from csp_tui.ui.dialogs.resale_figures import show_resale_figures

        show_resale_figures(self, self.app)

    def why_not_back(self) -> str | None:
        """In the filter, Escape goes back to the list; at home there is nothing behind."""
        if self.focused is self.field or self.field.value or self.app.visit.is_on:
            return None
        return _("This is the first screen. {key} leaves the program.").format(key=key_of("quit"))

    def command_back(self) -> None:
        """Clear the filter and go back to the list; from a look at the demo, come back."""
        if self.app.visit.is_on and self.focused is not self.field and not self.field.value:
            self.app.visit.end()
            return
        self.field.value = ""
        self.listing.focus()
