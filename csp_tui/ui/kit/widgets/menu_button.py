"""The button that opens the palette, for the mouse and for Tab."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.commands.catalog.common import COMMANDS
from csp_tui.ui.kit.command_screen import run_command
from csp_tui.ui.kit.widgets.steady_text import SteadyText


class BarItem(SteadyText, can_focus=True):
    """An entry of a bar; a click or Enter runs its command."""

    # A click runs it on what has the focus, which stays there.
    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        movement("bar.run", "run"),
        movement("bar.previous", "move(-1)"),
        movement("bar.next", "move(1)"),
    ]
    DEFAULT_CSS = """
    BarItem {
        width: auto; height: 1;
        &:hover { background: $boost; }
        &:focus { background: $accent; color: $background; text-style: bold underline; }
    }
    """

    def __init__(self, text: str, command_id: str, classes: str = "") -> None:
        super().__init__(Content(text), classes=classes)
        self._command_id = command_id

    @property
    def command_id(self) -> str:
        """The command that it runs."""
        return self._command_id

    def on_click(self, event: Click) -> None:
        """Run the command."""
        event.stop()
        self.action_run()

    def action_run(self) -> None:
        """Run the command."""
        run_command(self.screen, self._command_id)

    def action_move(self, step: int) -> None:
        """Go to another entry of the bar."""
        parent = self.parent
        items = list(parent.query(BarItem)) if parent is not None else [self]
        items[(items.index(self) + step) % len(items)].focus()


class MenuButton(BarItem):
    """Opens the palette."""

    _is_named = True

    def __init__(self) -> None:
        super().__init__(f"≡ {_('Menu')} ", COMMANDS.id, "menu")
        self.tooltip = COMMANDS.shown_tooltip

    @property
    def full_width(self) -> int:
        """The cells that the button and its name take."""
        return cell_len(f"≡ {_('Menu')} ")

    def show_name(self, wanted: bool) -> None:
        """Show its name beside the symbol, or leave the room to others."""
        if wanted != self._is_named:
            self._is_named = wanted
            self.update(Content(f"≡ {_('Menu')} " if wanted else "≡"))
