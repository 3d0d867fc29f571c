"""Search field, filters, total and results: how partners are found, wherever they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input, Static

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.search_terms import join_lines, search_summary, split_terms
from csp_tui.i18n import Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.kit.lists.record_ordering import READ_WHOLE
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.partners.facet_bar import FacetBar
from csp_tui.ui.partners.results import PartnerResults, PartnerState
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.partners import filter_words, no_results_text, total_words

MOST_TERMS = 2_000
"""Tenant IDs and lines that one search takes; longer lists are imported."""


class PartnerField(SearchField):
    """The field for partners, which takes several tenant IDs or lines."""

    class TooManyTerms(Message):
        """More was pasted than one search takes; nothing of it was taken.

        Attributes:
            count: The number of tenant IDs and lines.
        """

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def on_paste(self, event: Paste) -> None:
        """Paste all lines of a text, where Textual's field would keep the first one only."""
        event.prevent_default()
        event.stop()
        text = join_lines(field_text(event.text))
        terms = len(split_terms(text))
        if terms > MOST_TERMS:
            self.post_message(self.TooManyTerms(terms))
        elif self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *sorted(self.selection))


class PartnerFinder(Vertical):
    """Finds partners while typing.

    Args:
        when_empty: What an empty directory says.
        state_of: Says the state of a partner for the place of the finder, for a column of its own.
        learn: Called in a thread with the partners of each page before it is shown.
        frame_title: The title of the frame around the results; "" for no frame.
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
    field = getters.query_one("#partner-words", PartnerField)
    facets = getters.query_one(FacetBar)
    results = getters.query_one(PartnerResults)

    class Submitted(Message):
        """Enter was pressed in the field."""

    def __init__(
        self,
        *,
        when_empty: str,
        state_of: Callable[[PartnerRow], PartnerState] | None = None,
        learn: Callable[[Iterable[str]], None] | None = None,
        frame_title: str = "",
    ) -> None:
        super().__init__()
        self._when_empty = when_empty
        self._state_of = state_of
        self._learn = learn
        self._frame_title = frame_title
        self.query_asked = PartnerQuery()
        self._enter_waits = False
        self._is_similar = False

    def compose(self) -> ComposeResult:
        """In reading and tab order."""
        yield PartnerField(
            placeholder=_("Name, city, tenant ID or MPN ID"),
            id="partner-words",
            select_on_focus=False,
        )
        yield FacetBar()
        yield Static("", classes="finder-total", markup=False)
        results = PartnerResults(self._state_of, learn=self._learn, id="partner-results")
        if self._frame_title:
            results.frame(self._frame_title)
        yield results

    @property
    def total(self) -> int | None:
        """How many partners match, None before the first answer."""
        return self.results.found

    @property
    def missing(self) -> tuple[str, ...]:
        """Terms of a list in the field that find no partner."""
        return self.results.missing

    @property
    def is_settled(self) -> bool:
        """Whether the results are those of the present words and filters."""
        return self.total is not None and self.results.query_shown == self.query_asked

    @property
    def has_one_name(self) -> bool:
        """Whether the results are those of one name in the field, spelled as in the directory."""
        query = self.results.query_shown
        return self.is_settled and bool(query.text) and not query.terms and not self._is_similar

    def search(self, *, keep_place: bool = False) -> None:
        """Ask the directory; the database must be open."""
        if self.total is None:
            self.results.busy = _("Searching…")
        self.results.search(self.query_asked, keep_place=keep_place)

    def start_with(self, query: PartnerQuery) -> None:
        """Use these words and filters from the first search on."""
        self.query_asked = query
        self.field.value = query.text
        self.facets.show(query)

    def focus_field(self) -> None:
        """Focus the search text, which the next letter replaces."""
        self.field.focus()
        self.field.action_select_all()

    def pick(self, facet: Facet) -> None:
        """Ask for the values of a filter."""
        from csp_tui.ui.partners.facet_picker import FacetPicker

        self.app.push_screen(FacetPicker(facet, self.query_asked), partial(self._filter, facet))

    def clear_filters(self) -> None:
        """Clear all filters; the search text stays."""
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
        """Pass Enter on to the owner of the finder once the results match the search text."""
        message.stop()
        if self.is_settled:
            self.post_message(self.Submitted())
        else:
            self._enter_waits = True

    @on(PartnerField.TooManyTerms)
    def refuse_terms(self, message: PartnerField.TooManyTerms) -> None:
        """Say that a list is too long to search for, and what to do with it."""
        message.stop()
        text = _(
            "Too many lines for one search ({count}; the limit is {most}). Import them instead."
        )
        self._say(text.format(count=Number(message.count), most=Number(MOST_TERMS)))

    @on(FacetBar.Opened)
    def open_facet(self, message: FacetBar.Opened) -> None:
        """Open a filter."""
        message.stop()
        self.pick(message.facet)

    @on(FacetBar.Cleared)
    def take_filters_off(self, message: FacetBar.Cleared) -> None:
        """Clear all filters and focus the results, because the button disappears."""
        message.stop()
        self.clear_filters()
        self.results.focus()

    @on(PartnerResults.Counted)
    def show_total(self, message: PartnerResults.Counted) -> None:
        """Say how many match; the message bubbles to the screen."""
        everything = message.query == PartnerQuery()
        countries = self.app.workbench.regions.countries  # type: ignore[attr-defined]
        self.results.busy = ""
        self._is_similar = message.similar
        if everything and message.total == 0:
            self.results.empty = self._when_empty
        else:
            self.results.empty = no_results_text(message.query, countries)
        words = total_words(message.total)
        terms = message.query.terms
        if terms:
            filtered = filter_words(message.query, countries)
            partners = None if filtered else message.total
            words = render(search_summary(terms, self.missing, partners))
            if filtered:
                words = f"{words} · {total_words(message.total)}"
        elif everything:
            words = _("{partners} in the directory").format(partners=words)
        elif message.similar:
            words = _("No exact match; similar names: {partners}").format(partners=words)
        elif message.total:
            words = ngettext("{partners} found", "{partners} found", message.total, partners=words)
        unlisted = len(self.results.unlisted_shown)
        if unlisted:
            more = ngettext(
                "{count} more that is not in the directory",
                "{count} more that are not in the directory",
                unlisted,
            )
            words = f"{words} · {more}"
        if self.results.is_unsorted:
            most = _("not sorted by state, as there are more than {count}")
            words = f"{words} · {most.format(count=Number(READ_WHOLE))}"
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
        # One line as wide as the finder, whatever it says.
        self.query_one(".finder-total", Static).update(Content(words), layout=False)
