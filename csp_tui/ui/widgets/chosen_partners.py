"""What is chosen so far, to look at and to take away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.widgets.partner_results import PartnerResults, PartnerState


class ChosenPartners(Vertical):
    """The chosen partners under their number.

    Args:
        state_of: How a partner stands.
        id: The widget's ID.

    Attributes:
        results: The list.
    """

    DEFAULT_CSS = """
    ChosenPartners {
        height: 1fr;
        & > Static { height: 1; color: $text-muted; }
    }
    """
    results = getters.query_one(PartnerResults)

    def __init__(self, state_of: Callable[[PartnerRow], PartnerState], *, id: str) -> None:
        super().__init__(id=id)
        self._state_of = state_of

    def compose(self) -> ComposeResult:
        """The number, and the list."""
        yield Static("", markup=False)
        yield PartnerResults(self._state_of, id="chosen-list")

    def on_mount(self) -> None:
        """Know what to say while nothing is chosen."""
        self.results.empty = _(
            "Nothing is chosen yet.\n\n{view} goes back to the results, where {choose} chooses."
        ).format(view=key_of("choose.view"), choose=key_of("choose.toggle"))

    def show(self, number: str, rows: Sequence[PartnerRow]) -> None:
        """Show who is chosen, and how many they are."""
        self.query_one(Static).update(Content(number))
        self.results.show_rows(list(rows))

    @on(PartnerResults.LeftAbove)
    def stay(self, message: PartnerResults.LeftAbove) -> None:
        """There is nothing above the list."""
        message.stop()
