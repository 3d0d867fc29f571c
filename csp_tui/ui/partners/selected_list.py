"""The selected partners, to review and to deselect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.partners.results import PartnerResults, PartnerState


class SelectedPartners(Vertical):
    """The selected partners under their number.

    Attributes:
        results: The list.
    """

    DEFAULT_CSS = """
    SelectedPartners {
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
        """Set the text for an empty selection."""
        self.results.empty = _(
            "Nothing is selected yet.\n\n{view} goes back to the results, where {choose} selects."
        ).format(view=key_label("choose.view"), choose=key_label("choose.toggle"))

    def show(self, number: str, rows: Sequence[PartnerRow]) -> None:
        """Show who is selected, and how many they are."""
        self.query_one(Static).update(Content(number))
        self.results.show_rows(list(rows))
