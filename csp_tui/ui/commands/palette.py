"""The palette: commands of the place under it, and offers, requests and partners to go to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.content import Content
from textual.widgets.option_list import Option

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command_hits import CommandProvider
from csp_tui.ui.commands.record_hits import OfferProvider, PartnerProvider, RequestProvider


class Palette(CommandPalette):
    """Textual's palette in the language in use; over a dialog it has the dialog's commands."""

    DEFAULT_CSS = """
    Palette SearchIcon { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(
            [CommandProvider, OfferProvider, RequestProvider, PartnerProvider],
            placeholder=_("Command, offer, partner or request"),
            id="--command-palette",
        )

    def compose(self) -> ComposeResult:
        """Without the picture, which not every terminal can draw."""
        yield from super().compose()

    def on_mount(self) -> None:
        """Draw a sign that every terminal has."""
        self.query_one(SearchIcon).icon = "›"

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say in the language in use that nothing was found, unless more comes meanwhile."""
        self._stop_no_matches_countdown()

        def show() -> None:
            self._list_visible = bool(search_value)
            if search_value:
                text = Content(_("Nothing has this in its name."))
                option = Option(text, disabled=True, id=self._NO_MATCHES)
                self.query_one(CommandList).add_option(option)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, show)
