"""The sign that opens the palette, for the mouse and for Tab."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.everywhere import PALETTE


class BarItem(Static, can_focus=True):
    """An entry of a bar; a click or Enter runs its command.

    Args:
        text: What it shows.
        command_id: The command.
        classes: Of the widget.
    """

    # A click runs it on what has the focus, which stays there.
    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "run", N_("Go there"), show=False, id="bar.run"),
        Binding("left", "move(-1)", N_("Entry before"), show=False, id="bar.previous"),
        Binding("right", "move(1)", N_("Next entry"), show=False, id="bar.next"),
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
        run = getattr(self.screen, "action_run_command", None)
        if run is not None:
            run(self._command_id)

    def action_move(self, step: int) -> None:
        """Go to another entry of the bar."""
        parent = self.parent
        items = list(parent.query(BarItem)) if parent is not None else [self]
        items[(items.index(self) + step) % len(items)].focus()


class MenuSign(BarItem):
    """Opens the palette."""

    _is_named = True

    def __init__(self) -> None:
        super().__init__(f"≡ {_('Menu')} ", PALETTE.id, "menu")
        self.tooltip = PALETTE.shown_tooltip

    def show_name(self, wanted: bool) -> None:
        """Show its name beside the sign, or leave the room to others."""
        if wanted != self._is_named:
            self._is_named = wanted
            self.update(Content(f"≡ {_('Menu')} " if wanted else "≡"))
