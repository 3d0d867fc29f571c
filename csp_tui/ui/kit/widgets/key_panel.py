"""The panel at the right that says what the keys do here."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.widgets.key_lines import key_lines


class KeyPanel(VerticalScroll, can_focus=False):
    """Follows the focus, and what can run."""

    DEFAULT_CSS = """
    KeyPanel {
        dock: right; width: 34; height: 1fr; padding: 0 1;
        margin: 1 0; background: $panel; border-left: solid $primary;
        & > Static { height: auto; }
    }
    """

    def compose(self) -> Iterable[Widget]:
        """The lines."""
        yield Static("", markup=False)

    def on_mount(self) -> None:
        """Follow the focus, and what can run."""
        self.show_keys()
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())

    def show_keys(self) -> None:
        """Say what the keys do now."""
        if isinstance(self.screen, CommandScreen):
            for text in self.query(Static):
                text.update(key_lines(self.screen))
