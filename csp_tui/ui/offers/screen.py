"""Home: all offers, what is pending, and the available actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from csp_tui.domain.history import Entry
from csp_tui.domain.search_terms import TERM_SEPARATOR
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.figures import waiting_counts
from csp_tui.ui.commands.catalog.evidence import EVIDENCE_OPEN
from csp_tui.ui.commands.catalog.offers import (
    OFFERS_COMMANDS,
    OFFERS_DEMO,
    OFFERS_DIRECTORY,
    OFFERS_NEW,
)
from csp_tui.ui.commands.catalog.plans import AUDIT, BULK, COMPARE, LISTS, WHAT_IF
from csp_tui.ui.commands.catalog.tour import TOUR
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.lists.record_source import DescribedSource
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.parts_line import PartsLine
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.kit.widgets.world_map import map_symbols
from csp_tui.ui.offers.center_column import CenterColumn
from csp_tui.ui.offers.center_filter import CenterFilter
from csp_tui.ui.offers.drift import DriftedOffers
from csp_tui.ui.offers.highlighted import HighlightedOffer
from csp_tui.ui.offers.imports import OfferImports
from csp_tui.ui.offers.pending_bar import PendingBar
from csp_tui.ui.offers.rows import columns, nothing_found, record, summary
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.offers import filter_terms, matches

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow
    from csp_tui.ui.offers.welcome import Welcome


class OffersScreen(Page):
    """The table of offers with a filter; an empty database shows how to get started.

    Args:
        center: What it shows of Partner Center.

    Attributes:
        center: What it shows of Partner Center.
        marked: The IDs of the offers that are marked.
    """

    NAV_ITEM = "offers"
    HELP_TEXT = N_(
        "All your marketplace offers: which option of the CSP reseller audience is live, "
        "what the draft would change, and what is still to be published or synced. Enter "
        "opens an offer."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = OFFERS_COMMANDS
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (
        CenterFilter,
        OfferImports,
        HighlightedOffer,
    )
    SPARE_COMMANDS: ClassVar[Sequence[Command]] = (
        BULK,
        WHAT_IF,
        LISTS,
        COMPARE,
        EVIDENCE_OPEN,
        AUDIT,
    )
    DEFAULT_CSS = """
    OffersScreen {
        #offers-top { height: 1; & > Input { width: 23; }
            & > Static { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; } }
        &.-narrow #offers-top { layout: vertical; height: auto;
            & > Static { width: 1fr; height: auto; text-wrap: wrap; } & > Input { width: 1fr; } }
        #welcome { display: none; }
        &.-narrow #welcome Button { margin-top: 0; }
        &.-empty #welcome { display: block; }
        &.-empty #offers-body { display: none; }
        &.-empty #offers-top, &.-empty #offers-waiting { display: none; }
        &.-narrow #offers-waiting { display: none; }
    }
    """
    listing = getters.query_one("#offers-list", RecordList)
    field = getters.query_one("#offers-filter", Input)
    AUTO_FOCUS = "#offers-list"
    start_words = ""

    def __init__(self, center: CenterColumn | None = None) -> None:
        super().__init__()
        self.center = center or CenterColumn()
        self.marked: set[str] = set()
        self._rows: list[OfferRow] = []
        self._rows_by_id: dict[str, OfferRow] = {}
        self._newest = 0
        self._welcome: Welcome | None = None
        self._center_filter = CenterFilter(
            self,
            self.center,
            offer_ids=lambda: [_id(row) for row in self._rows],
            show=self._show_filtered,
            columns_changed=self._show_center_column,
        )
        self._imports = OfferImports(self, lambda: bool(self._rows))
        self._drifted = DriftedOffers(self, self._show_filtered)
        self._highlighted = HighlightedOffer(self, self._current, lambda: self._newest)

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out commands for the page."""
        return (self._center_filter, self._imports, self._highlighted)

    def compose_page(self) -> Iterable[Widget]:
        """Summary and filter, and the table."""
        with Vertical(classes="page"):
            with Horizontal(id="offers-top"):
                yield PartsLine(id="offers-summary")
                ask = _("Filter by name or ID")
                field = SearchField(self.start_words, placeholder=ask, id="offers-filter")
                field.line_separator = TERM_SEPARATOR
                yield field
            yield PendingBar(id="offers-waiting")
            columns_now = [*columns(), *self.center.columns()]
            listing = RecordList(columns_now, id="offers-list", toggles=True)
            listing.busy = _("Opening the database…")
            listing.frame(_("Offers"))
            yield MasterDetail(listing, self._read_detail, id="offers-body")

    def recreate(self) -> Page:
        """The same offer under the cursor, and the same filter."""
        fresh = OffersScreen(self.center)
        fresh.start_words = self.field.value
        fresh.marked = self.marked
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Read all offers."""
        workbench = self.app.workbench

        def read() -> tuple[int, list[OfferRow]]:
            return workbench.watching.newest(), workbench.offers.rows()

        self.tasks.run(read, self._read, is_quick=True)

    def _read_detail(self, offer_id: str) -> Detail:
        # In a thread, and not before the first paint.
        from csp_tui.ui.offers.detail import read_detail

        return read_detail(self.app.workbench, offer_id, symbols=map_symbols(self.app))

    def shows(self, entry: Entry) -> bool:
        """Changes of any offer."""
        return entry.offer_id is not None

    async def _read(self, read: tuple[int, list[OfferRow]]) -> None:
        self._newest, rows = read
        if not rows and self._welcome is None:
            # Most databases have offers, and the buttons take as long as the rest of the page.
            from csp_tui.ui.offers.welcome import Welcome

            ways = (OFFERS_DEMO, TOUR, OFFERS_NEW, OFFERS_DIRECTORY)
            self._welcome = Welcome(ways, id="welcome")
            await self.query_one(".page").mount(self._welcome)
        self._show(rows)
        self._center_filter.read()
        self._drifted.read(self._newest)

    def _show(self, rows: list[OfferRow]) -> None:
        self._rows = self.app.offer_rows = rows
        self._rows_by_id = {_id(row): row for row in rows}
        self.marked &= self._rows_by_id.keys()
        was_empty = self.has_class("-empty")
        self.set_class(not rows, "-empty")
        if self.app.demo_session.is_on:
            self.tell(_("This is the demo. Press Escape to return to your own database."), "plain")
        # An offer counts once, with the step that comes next.
        counts = waiting_counts(rows)
        self.query_one("#offers-summary", PartsLine).show(summary(rows, counts))
        self.query_one(PendingBar).show(counts)
        self._filter(self.field.value)
        self.query_one(MasterDetail).reload()
        if not rows and self._welcome is not None:
            self._welcome.check_off_done(self.tasks)
            self._welcome.focus_first()
        elif was_empty or self.focused is None:
            self.listing.focus()
        self.refresh_commands()

    def _show_center_column(self) -> None:
        self.listing.set_columns([*columns(), *self.center.columns()])
        self._show_filtered()
        self.query_one(MasterDetail).share_room()
        self.refresh_commands()

    def _show_filtered(self) -> int:
        """Show the offers that pass the filters; how many do."""
        self._filter(self.field.value, filters=True)
        return self.listing.total

    def _filter(self, text: str, *, filters: bool = False) -> None:
        terms = filter_terms(text)
        passes = self.center.passes
        rows = [row for row in self._rows if matches(row, terms) and passes(_id(row))]
        self.listing.busy = ""
        self.listing.empty = nothing_found(text)
        cells, marked = self.center.cells, frozenset(self.marked)
        drifted = self._drifted.offer_ids
        self.listing.set_source(
            DescribedSource(
                rows,
                lambda row: record(row, marked, cells(_id(row)), drifted=drifted),
                _id,
            ),
            filters=filters,
        )

    def _current(self) -> OfferRow | None:
        key = self.listing.cursor_key
        return None if key is None else self._rows_by_id.get(key)

    @on(Input.Changed, "#offers-filter")
    def filter_offers(self, event: Input.Changed) -> None:
        """Show what matches while typing."""
        event.stop()
        self._filter(event.value, filters=True)
        if self._hidden_marks:
            self.tell(self._hidden_marks, "plain")

    @on(Input.Submitted, "#offers-filter")
    def go_to_list(self, event: Input.Submitted) -> None:
        """Enter in the filter goes to the list."""
        event.stop()
        self.listing.enter()

    @on(RecordList.Selected, "#offers-list")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens an offer."""
        event.stop()
        self.app.navigation.open_offer(event.record.key)

    @on(RecordList.Toggled, "#offers-list")
    def mark(self, event: RecordList.Toggled) -> None:
        """Mark an offer for a change of several, or unmark it."""
        event.stop()
        self.marked ^= {event.record.key}
        self._show_marks()

    def disabled_reason_list_mark_all(self) -> str | None:
        """There must be something to mark."""
        return None if self.listing.total else _("No offer is selected.")

    def command_list_mark_all(self) -> None:
        """Mark all offers that pass the filter, or unmark them."""
        shown = set(self.listing.shown_keys() or ())
        self.marked = self.marked - shown if shown <= self.marked else self.marked | shown
        self._show_marks()

    def _show_marks(self) -> None:
        self._filter(self.field.value)
        count = len(self.marked)
        text = ngettext("{count} offer is marked.", "{count} offers are marked.", count)
        text = f"{text} {self._hidden_marks}".rstrip() if count else _("No offer is marked.")
        self.tell(text, "plain")

    @property
    def _hidden_marks(self) -> str:
        """How many marked offers the filter hides, which are changed like the others."""
        shown = self.listing.shown_keys()
        hidden = 0 if shown is None else len(self.marked.difference(shown))
        if not hidden:
            return ""
        return ngettext(
            "{count} marked offer is hidden by the filter.",
            "{count} marked offers are hidden by the filter.",
            hidden,
        )

    @on(RecordList.Highlighted, "#offers-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the highlighted offer."""
        event.stop()
        self.refresh_commands()

    @property
    def chosen_offers(self) -> tuple[str, ...]:
        """The marked offers in their order, or the highlighted one."""
        marked = tuple(one for one in self._rows_by_id if one in self.marked) if self.marked else ()
        row = self._current()
        return marked or (() if row is None else (_id(row),))

    def disabled_reason_offers_new(self) -> str | None:
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
        from csp_tui.ui.offers.new_dialog import NewOfferDialog

        def created(offer_id: str | None) -> None:
            if offer_id:
                self.field.value = ""
                self.listing.start_at(offer_id, 0)
                self.app.navigation.open_offer(offer_id)

        self.app.push_screen(NewOfferDialog(typed), created)

    def disabled_reason_offers_demo(self) -> str | None:
        """The demo is visited from one's own database."""
        return self.app.demo_session.disabled_reason_begin()

    def command_offers_demo(self) -> None:
        """Show the demo in place; leaving it comes back here."""
        self.field.value = ""
        self.tell(_("Opening the demo…"), "busy")
        self.app.demo_session.begin()

    def disabled_reason_offers_filter(self) -> str | None:
        """There must be a list."""
        return None if self._rows else _("There are no offers yet.")

    def command_offers_filter(self) -> None:
        """Go to the filter."""
        self.field.focus()

    def copyable(self) -> Copyable | None:
        """The ID of the highlighted offer."""
        return self._highlighted.copyable()

    def disabled_reason_back(self) -> str | None:
        """In the filter, Escape goes back to the list; at home there is nothing behind."""
        is_filtered = self.field.value or self.center.is_filtered
        if self.focused is self.field or is_filtered or self.app.demo_session.is_on:
            return None
        return _("This is the first screen. {key} quits the program.").format(key=key_label("quit"))

    def command_back(self) -> None:
        """Clear the filter and go back to the list; from a look at the demo, come back."""
        if self.app.demo_session.is_on and self.focused is not self.field and not self.field.value:
            self.app.demo_session.end()
            return
        self.field.value = ""
        self._center_filter.clear()
        self.listing.focus()


def _id(row: OfferRow) -> str:
    return row.state.offer.offer_id
