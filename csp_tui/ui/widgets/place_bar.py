"""The top line: where one is among the four places."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from csp_tui.i18n import gettext as _


class _Place(Static):
    """One place; a click goes there."""

    def __init__(self, name: str, key: str, title: str, *, here: bool) -> None:
        mark = "▸" if here else " "
        super().__init__(Content(f"{mark}{key} {title} "), classes="-here" if here else "")
        self._place = name

    def on_click(self, event: Click) -> None:
        """Go there."""
        event.stop()
        run = getattr(self.screen, "action_run_command", None)
        if run is not None:
            run(f"go.{self._place}")


class PlaceBar(Horizontal):
    """Program, places and, at the right, what kind of database is open.

    Args:
        here: The place that is shown.
    """

    DEFAULT_CSS = """
    PlaceBar {
        height: 1; background: $panel; color: $text-muted;
        & > Static { width: auto; height: 1; }
        & > .brand { color: $text; text-style: bold; padding: 0 1; }
        & > .-here { color: $text; text-style: bold; background: $surface; }
        & > .kind { width: 1fr; text-align: right; padding: 0 1; }
    }
    """

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        """One label a place."""
        yield Static(Content("csp-tui"), classes="brand")
        places = (
            ("offers", "1", _("Offers")),
            ("requests", "2", _("Requests")),
            ("partners", "3", _("Partners")),
            ("history", "4", _("History")),
        )
        for name, key, title in places:
            yield _Place(name, key, title, here=name == self._here)
        yield Static(self._kind(), classes="kind")

    def show_kind(self) -> None:
        """Say anew what kind of database is open."""
        self.query_one(".kind", Static).update(self._kind())

    def _kind(self) -> Content:
        return Content(_("demo") if getattr(self.app, "demo", False) else "")
