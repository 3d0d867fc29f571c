"""The top line: the main tabs, with the current one marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, Leave, MouseMove
from textual.style import Style
from textual.widget import Widget

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.common import COMMANDS
from csp_tui.ui.commands.keymap_aware import KeymapAware
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.command_screen import CommandScreen, run_command
from csp_tui.ui.terminal.lifecycle import FocusLast

_BRAND, _MENU, _MENU_SIGN, _DOT = 9, 9, 3, 3
"""Columns of the program's name, of the menu with and without its name, and of a dot between."""
_NARROW = 80
"""Columns below which "read-only" stands without spaces beside it."""
_PLACES = ("offers", "requests", "partners", "history", "center")


class TopBar(KeymapAware, FocusLast, Widget, can_focus=True):
    """Program, places, menu and, at the right, what kind of database is open.

    A click or, after everything else on the screen, Tab reaches its entries. It is one widget,
    because each of its entries would cost as much as any other widget whenever a page opens.

    Args:
        here: The place whose page this is.
    """

    # A click runs an entry on what has the focus, which stays there.
    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        movement("bar.run", "run"),
        movement("bar.previous", "move(-1)"),
        movement("bar.next", "move(1)"),
    ]
    DEFAULT_CSS = """
    TopBar {
        dock: top; height: 1; background: $panel; color: $text-muted;
        & > .top-bar--brand { color: $text; text-style: bold; }
        & > .top-bar--here { color: $text; text-style: bold; background: $surface; }
        & > .top-bar--menu { color: $text-accent; }
        & > .top-bar--hover { background: $boost; }
        & > .top-bar--focus {
            background: $accent; color: $background; text-style: bold underline;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "top-bar--brand",
        "top-bar--here",
        "top-bar--menu",
        "top-bar--hover",
        "top-bar--focus",
    }

    app = getters.app(AppBase)

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here
        self._chosen = COMMANDS.id
        self._hovered = ""

    def refresh_keys(self) -> None:
        """Show the places with the keys that lead there now."""
        self.refresh()

    def show_kind(self) -> None:
        """Update the kind of database shown."""
        self.refresh()

    def place_of(self, command_id: str) -> range:
        """The columns of an entry, none if it is not shown.

        Args:
            command_id: The command that it runs.
        """
        start = 0
        for entry in self._entries:
            end = start + entry.width
            if entry.command_id == command_id:
                return range(start, end)
            start = end
        return range(0)

    def render(self) -> Content:
        """The entries, cut to the width by leaving out or shortening what matters least."""
        width = self.size.width
        entries, kind, margin = self._fitting(width)
        room = width - sum(entry.width for entry in entries) - 2 * margin
        line = [Content.styled(entry.text, self._style_of(entry)) for entry in entries]
        if room > 0:
            shown = kind.truncate(room, ellipsis=True)
            line.append(shown.pad(room - shown.cell_length + margin, margin))
        return Content("").join(line)

    def on_click(self, event: Click) -> None:
        """Run the command of the entry under the pointer."""
        event.stop()
        if command_id := self._command_at(event.x):
            run_command(self.screen, command_id)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Mark and explain the entry under the pointer."""
        self._hover(self._command_at(event.x))

    def on_leave(self, event: Leave) -> None:
        """Mark none."""
        self._hover("")

    def action_run(self) -> None:
        """Run the command of the focused entry; the keys after it are for the page again."""
        screen, chosen = self.screen, self._chosen
        if isinstance(screen, CommandScreen):
            screen.focus_content()
        run_command(screen, chosen)

    def action_move(self, step: int) -> None:
        """Go to another entry.

        Args:
            step: 1 for the next one, -1 for the one before; they form a ring.
        """
        ids = [entry.command_id for entry in self._entries if entry.command_id]
        at = ids.index(self._chosen) if self._chosen in ids else 0
        self._chosen = ids[(at + step) % len(ids)]
        self.refresh()

    @property
    def _entries(self) -> Sequence[_Entry]:
        return self._fitting(self.size.width)[0]

    def _command_at(self, column: int) -> str:
        for entry in self._entries:
            column -= entry.width
            if column < 0:
                return entry.command_id
        return ""

    def _hover(self, command_id: str) -> None:
        if command_id != self._hovered:
            self._hovered = command_id
            self.tooltip = COMMANDS.shown_tooltip if command_id == COMMANDS.id else None
            self.refresh()

    def _style_of(self, entry: _Entry) -> Style | str:
        names = [f"top-bar--{entry.part}"] if entry.part else []
        if entry.command_id:
            if self.has_focus and entry.command_id == self._chosen:
                names = ["top-bar--focus"]
            elif entry.command_id == self._hovered:
                names.append("top-bar--hover")
        return self.get_visual_style(*names) if names else ""

    def _fitting(self, width: int) -> tuple[Sequence[_Entry], Content, int]:
        """Leave out what has no room: long names, the menu's, the program's, the last place.

        Returns:
            The entries, what kind of database is open, and the columns on both sides of that.
        """
        kind, is_marked = self._kind()
        margin = 0 if is_marked and width < _NARROW else 1
        taken = kind.cell_length + 2 if kind else 0
        places = self._places(is_long=True)
        if (room := width - taken - _width(places)) < _BRAND + _MENU:
            places = self._places(is_long=False)
            room = width - taken - _width(places)
        has_name = room >= _BRAND + _MENU
        has_brand = has_name or room >= _BRAND + _MENU_SIGN
        if not has_brand and room < _MENU_SIGN:
            places = places[:-1]
        # The connection is shown in what room remains.
        connection = self.app.connection
        needed = cell_len(connection) + (_DOT if kind else 2)
        if connection and room - _BRAND - _MENU >= needed:
            kind = Content(" · ").join([Content(connection), *([kind] if kind else [])])
        brand = [_Entry(" csp-tui ", "", "brand")] if has_brand else []
        side = " " * margin
        menu = f"≡ {_('Menu')} " if has_name else "≡"
        return (*brand, *places, _Entry(f"{side}{menu}{side}", COMMANDS.id, "menu")), kind, margin

    def _places(self, *, is_long: bool) -> list[_Entry]:
        entries = []
        for name in _PLACES:
            command = ALL_COMMANDS[f"go.{name}"]
            words = command.shown_title if is_long else command.shown_short
            is_here = name == self._here
            text = f"{'▸' if is_here else ' '}{f'{command.shown_key} {words}'.strip()} "
            entries.append(_Entry(text, command.id, "here" if is_here else ""))
        return entries

    def _kind(self) -> tuple[Content, bool]:
        """What kind of database is open, and whether it can only be read."""
        if self.app.demo:
            return Content(_("demo")), False
        if self.app.why_read_only() is not None:
            return Content.styled(_("read-only"), "$text-warning"), True
        return Content(""), False


class _Entry(NamedTuple):
    """A part of the bar.

    Attributes:
        text: What is shown.
        command_id: The command that it runs, empty for none.
        part: How it looks, empty for a place that is not the current one.
    """

    text: str
    command_id: str
    part: str

    @property
    def width(self) -> int:
        """Its columns."""
        return cell_len(self.text)


def _width(entries: Sequence[_Entry]) -> int:
    return sum(entry.width for entry in entries)
