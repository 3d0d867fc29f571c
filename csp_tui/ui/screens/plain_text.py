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
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.everywhere import BACK
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.copying import TEXT_COPY, TEXT_SAVE, Copyable, save_to_file, why_not_save
from csp_tui.ui.jobs import Jobs


class PlainTextScreen(CommandHolder, Jobs, Screen[None]):
    """Only the text, from the first column, without frame or bars; one line says how to leave.

    While it is shown the program does not ask for the mouse, so that it selects as it does
    everywhere else in the terminal.

    Args:
        copyable: The text.
    """

    HELP_TEXT = N_(
        "Nothing but the text, for the terminal's own selection: drag over it with the mouse and "
        "copy as you do everywhere else in your terminal."
    )
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (TEXT_COPY, TEXT_SAVE)
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
        self._mouse("_disable_mouse_support")

    def on_screen_suspend(self) -> None:
        """Take the mouse back for what comes over it."""
        self._mouse("_enable_mouse_support")

    def on_unmount(self) -> None:
        """Take the mouse back."""
        if self.app.is_running:
            self._mouse("_enable_mouse_support")

    def _mouse(self, method: str) -> None:
        # Not every driver has a mouse; Textual has no other way to let it go for a while.
        switch = getattr(self.app._driver, method, None)
        if switch is not None:
            switch()

    def command_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def command_text_copy(self) -> None:
        """Send it to the clipboard after all."""
        self.tell(self.app.copy(self._copyable.text, self._copyable.what))

    def why_not_text_save(self) -> str | None:
        """A kiosk has no files."""
        return why_not_save(self.app)

    def command_text_save(self) -> None:
        """Write it into a file."""
        save_to_file(self.app, self._copyable, self.save, self.tell)

    def tell(self, text: str, kind: str = "done") -> None:
        """Say something in the only line that is not the text."""
        self.query_one("#plain-how", Static).update(Content(visible(text)))


def _how() -> str:
    keys = [
        _("{key} goes back").format(key=BACK.shown_key),
        _("select with the mouse"),
        _("{key} copies").format(key=TEXT_COPY.shown_key),
        _("{key} saves to a file").format(key=TEXT_SAVE.shown_key),
    ]
    return " · ".join(keys)
