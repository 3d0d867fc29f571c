"""The top line: where one is among the four places."""

from __future__ import annotations

import sys

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import declared
from csp_tui.ui.commands.shows_keys import ShowsKeys
from csp_tui.ui.gone import is_gone
from csp_tui.ui.widgets.menu_sign import BarItem, MenuSign

_PLACES = ("offers", "requests", "partners", "history")


class PlaceBar(ShowsKeys, Horizontal):
    """Program, places, menu and, at the right, what kind of database is open.

    A click or, after everything else on the screen, Tab reaches its entries.

    Args:
        here: The place that is shown.
    """

    DEFAULT_CSS = """
    PlaceBar {
        dock: top; height: 1; background: $panel; color: $text-muted;
        & > .brand { width: auto; color: $text; text-style: bold; padding: 0 1; }
        & > .-here { color: $text; text-style: bold; background: $surface; }
        & > .menu { color: $text-accent; padding: 0 1; }
        & > .kind {
            width: 1fr; text-align: right; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        # Textual goes by where a part stands; the bar stands first, but nobody begins there.
        return (sys.maxsize, sys.maxsize)

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        """One label a place."""
        yield Static(Content("csp-tui"), classes="brand")
        for name in _PLACES:
            here = "-here" if name == self._here else ""
            yield BarItem(self._entry(name), f"go.{name}", here)
        yield MenuSign()
        yield Static(self._kind(), classes="kind")

    def refresh_keys(self) -> None:
        """Show the places with the keys that lead there now."""
        texts = {f"go.{name}": self._entry(name) for name in _PLACES}
        for item in self.query(BarItem):
            if item.command_id in texts:
                item.update(Content(texts[item.command_id]))

    def _entry(self, name: str) -> str:
        command = declared()[f"go.{name}"]
        text = f"{command.shown_key} {command.shown_title}".strip()
        return f"{'▸' if name == self._here else ' '}{text} "

    def show_kind(self) -> None:
        """Say anew what kind of database is open."""
        self.query_one(".kind", Static).update(self._kind())
        self._share_room()

    def on_resize(self) -> None:
        """Share the room between the menu and the kind of database."""
        # A change of what lies in the bar while the bar is laid out would be laid out no more.
        self.call_after_refresh(self._share_room)

    def _share_room(self) -> None:
        # In a narrow window there is none for a word and the menu's name.
        if not is_gone(self):
            is_short = self.has_class("-marked") and self.screen.has_class("-narrow")
            self.query_one(MenuSign).show_name(not is_short)

    def _kind(self) -> Content:
        if getattr(self.app, "demo", False):
            return Content(_("demo"))
        ask = getattr(self.app, "why_read_only", None)
        is_read_only = ask is not None and ask() is not None
        self.set_class(is_read_only, "-marked")
        return Content.styled(_("read-only"), "$text-warning") if is_read_only else Content()
