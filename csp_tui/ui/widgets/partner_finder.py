"""Search field, filters, total and results: how partners are found, wherever they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow, Total
from csp_tui.ui.commands.command import Command
from csp_tui.ui.widgets.facet_bar import FacetBar
from csp_tui.ui.widgets.partner_results import PartnerResults, PartnerState
from csp_tui.ui.widgets.partner_words import filter_words, nothing_words, total_words

FINDER_COMMANDS = (
    Command("find.words", N_("Search"), N_("Type part of a name or a tenant ID"), "slash"),
    Command("find.country", N_("Country"), N_("Choose countries to filter by"), "c"),
    Command("find.competency", N_("Competency"), N_("Choose competencies to filter by"), "m"),
    Command("find.skill", N_("Skill"), N_("Choose skills to filter by"), "k"),
    Command("find.clear", N_("Clear filters"), N_("Take all filters off"), "x", bar=False),
)


class SearchField(Input):
    """The field for words; Down goes on to what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave_below", N_("Results"), show=False, id="field.down")
    ]

    class LeftBelow(Message):
        """The person went down from the field."""

    def action_leave_below(self) -> None:
        """Go down from the field."""
        self.post_message(self.LeftBelow())


class PartnerFinder(Vertical):
    """Finds partners while one types.

    Args:
        when_empty: What an empty directory says.
        state_of: Says how a partner stands where the finder is, for a column of its own.
    """

    DEFAULT_CSS = """
    PartnerFinder {
        height: 1fr;
        & > .finder-total {
            height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & > PartnerResults { height: 1fr; }
    }
    """
    field = getters.query_one("#partner-words", SearchField)
    facets = getters.query_one(FacetBar)
    results = getters.query_one(PartnerResults)

    class Submitted(Message):
        """Enter was pressed in the field."""

    def __init__(
        self,
        *,
        when_empty: str,
        state_of: Callable[[PartnerRow], PartnerState] | None = None,
    ) -> None:
        super().__init__()
        self._when_empty = when_empty
        self._state_of = state_of
        self.query_asked = PartnerQuery()
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        """In the order in which one reads and tabs."""
        yield SearchField(
            placeholder=_("Name or tenant ID"), id="partner-words", select_on_focus=False
        )
        yield FacetBar()
        yield Static("", classes="finder-total", markup=False)
        yield PartnerResults(self._state_of, id="partner-results")

    @property
    def total(self) -> Total | None:
        """How many partners match, None before the first answer."""
        return self.results.found

    @property
    def is_settled(self) -> bool:
        """Whether the results are those of the present words and filters."""
        return self.total is not None and self.results.query_shown == self.query_asked

    @property
    def is_directory_empty(self) -> bool:
        """Whether the directory is known to have no partner at all."""
        total = self.total
        shown = self.results.query_shown
        return total is not None and total.count == 0 and shown == PartnerQuery()

    def search(self, *, keep_place: bool = False) -> None:
        """Ask the directory; the database must be open."""
        if self.total is None:
            self.results.busy = _("Searching…")
        self.results.search(self.query_asked, keep_place=keep_place)

    def start_with(self, query: PartnerQuery) -> None:
        """Take over words and filters before the first search."""
        self.query_asked = query
        self.field.value = query.text
        self.facets.show(query)

    def focus_field(self) -> None:
        """Go to the words."""
        self.field.focus()

    def pick(self, facet: Facet) -> None:
        """Ask which values of a filter pass."""
        from csp_tui.ui.dialogs.facet_picker import FacetPicker

        self.app.push_screen(FacetPicker(facet, self.query_asked), partial(self._filter, facet))

    def clear_filters(self) -> None:
        """Take all filters off; the words stay."""
        self._ask(PartnerQuery(text=self.query_asked.text))

    @on(Input.Changed, "#partner-words")
    def search_words(self, message: Input.Changed) -> None:
        """Search with every letter: an answer takes less than a frame."""
        message.stop()
        text = message.value.strip()
        if text != self.query_asked.text:
            self._enter_waits = False
            self._ask(replace(self.query_asked, text=text))

    @on(Input.Submitted, "#partner-words")
    def tell_submitted(self, message: Input.Submitted) -> None:
        """Pass Enter on to whoever uses the finder, once the results are those of the words."""
        message.stop()
        if self.is_settled:
            self.post_message(self.Submitted())
        else:
            self._enter_waits = True

    @on(SearchField.LeftBelow)
    def go_to_results(self, message: SearchField.LeftBelow) -> None:
        """Down from the field reaches the results."""
        message.stop()
        self.results.focus()

    @on(PartnerResults.LeftAbove)
    def go_to_field(self, message: PartnerResults.LeftAbove) -> None:
        """Up from the first result reaches the field."""
        message.stop()
        self.field.focus()

    @on(FacetBar.Opened)
    def open_facet(self, message: FacetBar.Opened) -> None:
        """Open a filter."""
        message.stop()
        self.pick(message.facet)

    @on(FacetBar.Cleared)
    def take_filters_off(self, message: FacetBar.Cleared) -> None:
        """Take all filters off; its button is gone then, so the results have the focus."""
        message.stop()
        self.clear_filters()
        self.results.focus()

    @on(PartnerResults.Counted)
    def show_total(self, message: PartnerResults.Counted) -> None:
        """Say how many match; the message goes on to the screen."""
        everything = message.query == PartnerQuery()
        countries = self.app.workbench.regions.countries  # type: ignore[attr-defined]
        self.results.busy = ""
        if everything and message.total.count == 0:
            self.results.empty = self._when_empty
        else:
            self.results.empty = nothing_words(message.query, countries)
        words = total_words(message.total)
        if everything:
            words = _("{partners} in the directory").format(partners=words)
        elif message.similar:
            words = _("Nobody has exactly this; similar names: {partners}").format(partners=words)
        elif message.total.count:
            words = _("{partners} found").format(partners=words)
        # The buttons shorten long values; here is more room for them.
        filters = filter_words(message.query, countries)
        self._say(f"{words} · {filters}" if filters else words)
        if self._enter_waits and self.is_settled:
            self._enter_waits = False
            self.post_message(self.Submitted())

    def _filter(self, facet: Facet, values: frozenset[str] | None) -> None:
        self.results.focus()
        if values is None or values == self.query_asked.values(facet):
            return
        match facet:
            case Facet.COUNTRY:
                self._ask(replace(self.query_asked, countries=values))
            case Facet.COMPETENCY:
                self._ask(replace(self.query_asked, competencies=values))
            case Facet.SKILL:
                self._ask(replace(self.query_asked, skills=values))

    def _ask(self, query: PartnerQuery) -> None:
        self.query_asked = query
        self.facets.show(query)
        if self.app.is_open:  # type: ignore[attr-defined]
            self.search()

    def _say(self, words: str) -> None:
        self.query_one(".finder-total", Static).update(Content(words))
