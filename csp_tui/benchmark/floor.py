"""A minimal Textual app with a field and a list: what a painted key costs at the least.

Started as ``python -m csp_tui.benchmark.floor``.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, Input

READY = "Floor is ready"
_ROWS = 20


class Floor(App[None]):
    """Writes twenty rows anew with every letter, from memory."""

    def compose(self) -> ComposeResult:
        """Header, field, list, footer."""
        yield Header()
        yield Input(placeholder=READY)
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first rows."""
        self.query_one(DataTable).add_columns("Partner", "Country", "Region", "Tenant ID")
        self._fill("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show other rows."""
        self._fill(message.value)

    def _fill(self, text: str) -> None:
        listing = self.query_one(DataTable)
        listing.clear()
        listing.add_rows(
            (f"{text} partner {number}", "FR", "Europe", f"{number:08x}") for number in range(_ROWS)
        )


if __name__ == "__main__":
    Floor().run()
