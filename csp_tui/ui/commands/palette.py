"""The palette: commands of the place under it, and offers, requests and partners to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import bindings_for
from csp_tui.ui.commands.command_hits import CommandProvider
from csp_tui.ui.commands.everywhere import REPAINT
from csp_tui.ui.commands.record_hits import OfferProvider, PartnerProvider, RequestProvider
from csp_tui.ui.dismissal import Dismissal
from csp_tui.ui.gone import ScreenMayBeGone
from csp_tui.ui.styled_once import StyledOnce

if TYPE_CHECKING:
    from csp_tui.ui.terminal_app import TerminalApp

_HEARD_ONLY_OPEN = (Input.Changed, Input.Submitted, OptionList.OptionSelected)


class Palette(ScreenMayBeGone, StyledOnce, Dismissal, CommandPalette):
    """Textual's palette in the language in use; over a dialog it has the dialog's commands."""

    DEFAULT_CSS = """
    Palette SearchIcon { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(
            [CommandProvider, OfferProvider, RequestProvider, PartnerProvider],
            placeholder=_("Command, offer, partner or request"),
        )
        for binding in bindings_for((REPAINT,)):
            self._bindings.key_to_bindings.setdefault(binding.key, []).append(binding)

    def action_run_command(self, _command_id: str) -> None:
        """Send the whole screen again: the one command of every place that is its own, too."""
        cast("TerminalApp", self.app).paint_anew()

    def compose(self) -> ComposeResult:
        """Without the picture, which not every terminal can draw."""
        yield from super().compose()

    def on_mount(self) -> None:
        """Draw a sign that every terminal has."""
        self.query_one(SearchIcon).icon = "›"

    async def _dispatch_message(self, message: Message) -> None:
        """Run nothing twice, and look for nothing any more, once it is closed."""
        if isinstance(message, _HEARD_ONLY_OPEN) and self._is_gone:
            return
        await super()._dispatch_message(message)

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """Look for what fits; closed meanwhile, there is no list any more to show it in."""
        search = CommandPalette._gather_commands.__wrapped__  # type: ignore[attr-defined]
        try:
            await search(self, search_value)
        except (NoMatches, KeyError):
            if not self._is_gone:
                raise

    def _action_command_list(self, action: str) -> None:
        """Move in the list once it has lines to move over."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

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
