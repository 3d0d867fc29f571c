"""A minimal Textual app: a field and a list, a second screen and a dialog.

The least that a painted key costs. Started as ``python -m tests.benchmark.baseline_app``.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Footer, Header, Input, Label

READY = "Baseline app is ready"
_ROWS = 20


class BaselineScreen(Screen[None]):
    """Another list, and a field that nothing else goes by."""

    DEFAULT_CSS = "BaselineScreen DataTable { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "app.pop_screen", "Back")]

    def compose(self) -> ComposeResult:
        """Header, list, field, footer."""
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield _field("Name")
        yield Footer()

    def on_mount(self) -> None:
        """Show rows."""
        listing = self.query_one(DataTable)
        listing.add_columns("Offer", "Status", "Partners")
        listing.add_rows((f"Offer {number}", "live", str(number)) for number in range(_ROWS))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Let nothing else go by the field."""
        message.stop()


class BaselineDialog(ModalScreen[None]):
    """A question over what is under it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "app.pop_screen", "Back")]
    DEFAULT_CSS = """
    BaselineDialog { align: center middle; }
    BaselineDialog Label { width: 60; height: 12; border: round $primary; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        """A text in a frame."""
        yield Label("\n".join(f"What is to be known, line {number}" for number in range(10)))
        yield Footer()


class BaselineApp(App[None]):
    """Replaces twenty rows with every letter, from memory."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "other_screen", "Screen"),
        ("f3", "dialog", "Dialog"),
    ]

    def compose(self) -> ComposeResult:
        """Header, field, list, footer."""
        yield Header()
        yield _field(READY)
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first rows."""
        self.query_one(DataTable).add_columns("Partner", "Country", "Region", "Tenant ID")
        self._fill("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show other rows."""
        self._fill(message.value)

    def action_other_screen(self) -> None:
        """Open the second screen."""
        self.push_screen(BaselineScreen())

    def action_dialog(self) -> None:
        """Open the dialog."""
        self.push_screen(BaselineDialog())

    def _fill(self, text: str) -> None:
        listing = self.query_one(DataTable)
        listing.clear()
        listing.add_rows(
            (f"{text} partner {number}", "FR", "Europe", f"{number:08x}") for number in range(_ROWS)
        )


def _field(words: str) -> Input:
    field = Input(placeholder=words)
    # A cursor that blinks would be counted with the keys.
    field.cursor_blink = False
    return field


if __name__ == "__main__":
    BaselineApp().run()
