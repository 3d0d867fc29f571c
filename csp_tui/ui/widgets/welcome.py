"""What an empty database greets with: what the program is for, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, declared
from csp_tui.ui.commands.shows_keys import ShowsKeys


class Welcome(ShowsKeys, VerticalScroll, can_focus=False):
    """A sentence on the program and a button for each way on; arrows go from one to the next.

    Args:
        ways: The commands that lead on; the screen carries them out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, id="welcome.next"),
        Binding("up", "move(-1)", show=False, id="welcome.previous"),
    ]
    DEFAULT_CSS = """
    Welcome {
        height: 1fr; align: center middle;
        & > Vertical { width: 68; max-width: 100%; height: auto; }
        & Static { height: auto; }
        & .welcome-title { text-style: bold; }
        & Button { width: 100%; margin-top: 1; }
        & .welcome-way { color: $text-muted; padding: 0 2; }
    }
    """

    def __init__(self, ways: Sequence[Command], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ways = ways

    def compose(self) -> ComposeResult:
        """The sentence and the ways."""
        with Vertical():
            yield Static(_("Welcome to csp-tui"), classes="welcome-title", markup=False)
            yield Static(
                _(
                    "Decide here which partners in Microsoft's CSP program may resell which of "
                    "your marketplace offers, and see what a change does before you make it. "
                    "There are no offers here yet. Ways to begin:"
                ),
                markup=False,
            )
            for place, way in enumerate(self._ways):
                yield Button(
                    _label(way),
                    name=way.id,
                    variant="primary" if place == 0 else "default",
                )
                yield Static(way.shown_tooltip, classes="welcome-way", markup=False)

    def refresh_keys(self) -> None:
        """Show the ways with their keys of now."""
        for button in self.query(Button):
            button.label = _label(declared()[button.name or ""])
            # Textual keeps the room that the label before it took.
            button.refresh(layout=True)

    def focus_first(self) -> None:
        """Put the focus on the first way, unless it is on one already."""
        if not any(button.has_focus for button in self.query(Button)):
            self.query(Button).first().focus()

    def action_move(self, step: int) -> None:
        """Go to the next way, or to the one before; after the last comes the first."""
        ways = list(self.query(Button))
        here = next((place for place, way in enumerate(ways) if way.has_focus), -step)
        ways[(here + step) % len(ways)].focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Let the screen take the way."""
        event.stop()
        run = getattr(self.screen, "action_run_command", None)
        if run is not None:
            run(event.button.name)


def _label(way: Command) -> str:
    if not way.shown_key:
        return way.shown_title
    return _("{title} ({key})").format(title=way.shown_title, key=way.shown_key)
