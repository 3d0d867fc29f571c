"""A text and nothing else, for the terminal's own selection."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import BACK, PLAIN_TEXT_COMMANDS, TEXT_COPY, TEXT_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.text.copyable import Copyable


class PlainTextScreen(CommandScreen, Screen[None]):
    """Only the text, from the first column, without frame or bars; one line says how to leave.

    While it is shown the program does not ask for the mouse, so that it selects as it does
    everywhere else in the terminal.
    """

    HELP_TEXT = N_(
        "Plain text, for the terminal's own selection: drag over it with the mouse and copy "
        "as you do everywhere else in your terminal."
    )
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = PLAIN_TEXT_COMMANDS
    DEFAULT_CSS = """
    PlainTextScreen {
        background: $background;
        & > VerticalScroll { height: 1fr; scrollbar-size: 0 0; }
        & Static { width: 100%; height: auto; }
        & > #plain-how { dock: bottom; height: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, copyable: Copyable) -> None:
        super().__init__()
        self._copyable = copyable

    def compose(self) -> ComposeResult:
        """The text, and how to leave it."""
        with VerticalScroll():
            yield Static(Content(visible(self._copyable.text)), id="plain-text")
        yield Static(_how(), id="plain-how", markup=False)

    def on_screen_resume(self) -> None:
        """Leave the mouse to the terminal."""
        self.app.use_mouse(False)

    def on_screen_suspend(self) -> None:
        """Take the mouse back for screens above it."""
        self.app.use_mouse(True)

    def on_unmount(self) -> None:
        """Take the mouse back."""
        if self.app.is_running:
            self.app.use_mouse(True)

    def command_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def copyable(self) -> Copyable:
        """The text."""
        return self._copyable

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message in the only line that is not the text."""
        for line in self.query("#plain-how").results(Static):
            line.update(Content(visible(text)))


def _how() -> str:
    keys = [
        _("{key} goes back").format(key=BACK.shown_key),
        _("select with the mouse"),
        _("{key} copies").format(key=TEXT_COPY.shown_key),
        _("{key} saves to a file").format(key=TEXT_SAVE.shown_key),
    ]
    return " · ".join(keys)
