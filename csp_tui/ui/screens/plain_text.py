"""A text and nothing else, for the terminal's own selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.copying import Copyable, save_to_file
from csp_tui.ui.jobs import Jobs

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.ui.app import WorkbenchApp


class PlainTextScreen(Jobs, Screen[None]):
    """Only the text, from the first column, without frame or bars; one line says how to leave.

    While it is shown the program does not ask for the mouse, so that it selects as it does
    everywhere else in the terminal.

    Args:
        copyable: The text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", show=False, id="plain.leave"),
        Binding("y", "copy", show=False, id="plain.copy"),
        Binding("s", "save_text", show=False, id="plain.save"),
    ]
    DEFAULT_CSS = """
    PlainTextScreen {
        background: $background;
        & > VerticalScroll { height: 1fr; scrollbar-size: 0 0; }
        & Static { width: 100%; height: auto; }
        & > #plain-how { dock: bottom; height: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "VerticalScroll"
    if TYPE_CHECKING:
        app = getters.app(WorkbenchApp)

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

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """Send it to the clipboard after all."""
        self._say(self.app.copy(self._copyable.text, self._copyable.what))

    def action_save_text(self) -> None:
        """Write it into a file."""
        save_to_file(self.app, self._copyable, self.save, self._say)

    def _say(self, text: str) -> None:
        self.query_one("#plain-how", Static).update(Content(visible(text)))


def _how() -> str:
    return _("esc goes back · select with the mouse · y copies · s saves to a file")
