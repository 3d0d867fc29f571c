"""The top line: the main tabs, with the current one marked."""

from __future__ import annotations

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.keymap_aware import KeymapAware
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.widgets.menu_button import BarItem, MenuButton
from csp_tui.ui.kit.widgets.steady_text import SteadyText
from csp_tui.ui.terminal.lifecycle import FocusLast, is_removed

_BRAND, _MENU, _MENU_SIGN, _DOT = 9, 9, 3, 3
"""Columns of the program's name, of the menu with and without its name, and of a dot between."""
_PLACES = ("offers", "requests", "partners", "history", "center")


class TopBar(KeymapAware, FocusLast, Horizontal):
    """Program, places, menu and, at the right, what kind of database is open.

    A click or, after everything else on the screen, Tab reaches its entries.
    """

    DEFAULT_CSS = """
    TopBar {
        dock: top; height: 1; background: $panel; color: $text-muted;
        & > .brand { width: auto; color: $text; text-style: bold; padding: 0 1; }
        & > .-here { color: $text; text-style: bold; background: $surface; }
        & > .menu { color: $text-accent; padding: 0 1; }
        & > BarItem:focus { background: $accent; color: $background; text-style: bold underline; }
        & > .kind {
            width: 1fr; text-align: right; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    app = getters.app(AppBase)

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here
        self._is_long = False

    def compose(self) -> ComposeResult:
        """One label a place."""
        # As wide as the window, unless something stands beside it; the first layout tells.
        self._is_long = self._has_room_for_titles(self.app.size.width)
        yield Static(Content("csp-tui"), classes="brand")
        for name in _PLACES:
            here = "-here" if name == self._here else ""
            yield BarItem(self._entry(name), f"go.{name}", here)
        yield MenuButton()
        yield SteadyText(self._kind(), classes="kind")

    def refresh_keys(self) -> None:
        """Show the places with the keys that lead there now."""
        texts = {f"go.{name}": self._entry(name) for name in _PLACES}
        for item in self.query(BarItem):
            if item.command_id in texts:
                item.update(Content(texts[item.command_id]))

    def _entry(self, name: str, *, is_long: bool | None = None) -> str:
        is_long = self._is_long if is_long is None else is_long
        command = ALL_COMMANDS[f"go.{name}"]
        words = command.shown_title if is_long else command.shown_short
        text = f"{command.shown_key} {words}".strip()
        return f"{'▸' if name == self._here else ' '}{text} "

    def show_kind(self) -> None:
        """Update the kind of database shown; a bar that is not composed yet shows it then."""
        if self.query(".kind"):
            self._share_room()

    def on_resize(self) -> None:
        """Share the room between the menu and the kind of database."""
        # A change of the bar's content during its layout would not be laid out.
        self.call_after_refresh(self._share_room)

    def _share_room(self) -> None:
        """Leave out what has no room: long names, the menu's, the program's, the last place."""
        if is_removed(self):
            return
        was_long = self._is_long
        self._is_long = self._has_room_for_titles(self.size.width)
        room = self._room(self.size.width)
        if self._is_long is not was_long:
            self.refresh_keys()
        has_name = room >= _BRAND + _MENU
        has_brand = has_name or room >= _BRAND + _MENU_SIGN
        has_last = has_brand or room >= _MENU_SIGN
        # The connection is shown in what room remains.
        connection = self.app.connection
        needed = cell_len(connection) + (_DOT if self._kind() else 2)
        has_connection = bool(connection) and room - _BRAND - _MENU >= needed
        self.query_one(".kind", Static).update(self._kind(connection if has_connection else ""))
        self.query_one(MenuButton).show_name(has_name)
        _display(self.query_one(".brand"), has_brand)
        for item in self.query(BarItem):
            if item.command_id == f"go.{_PLACES[-1]}":
                _display(item, has_last)

    def _has_room_for_titles(self, width: int) -> bool:
        """Whether the places have room for their long names beside everything else."""
        return self._room(width, is_long=True) >= _BRAND + _MENU

    def _room(self, width: int, *, is_long: bool | None = None) -> int:
        """Columns beside the places and the kind of database."""
        is_long = self._is_long if is_long is None else is_long
        kind = self._kind().cell_length
        places = sum(cell_len(self._entry(name, is_long=is_long)) for name in _PLACES)
        return width - places - (kind + 2 if kind else 0)

    def _kind(self, connection: str = "") -> Content:
        parts = [Content(connection)] if connection else []
        is_read_only = not self.app.demo and self.app.why_read_only() is not None
        self.set_class(is_read_only, "-marked")
        if self.app.demo:
            parts.append(Content(_("demo")))
        elif is_read_only:
            parts.append(Content.styled(_("read-only"), "$text-warning"))
        return Content(" · ").join(parts)


def _display(widget: Widget, wanted: bool) -> None:
    """Show a widget or not; saying so again would lay the bar out again."""
    if widget.display != wanted:
        widget.display = wanted
