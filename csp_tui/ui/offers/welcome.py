"""The welcome text of an empty database: what the program is for, and how to get started."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.offers import OFFERS_DEMO, OFFERS_DIRECTORY
from csp_tui.ui.commands.catalog.tour import TOUR
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.keymap_aware import KeymapAware
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.command_screen import run_command


class Welcome(KeymapAware, VerticalScroll, can_focus=False):
    """A sentence on the program and a button for each way to get started; arrows move between them.

    Args:
        ways: The commands; the screen carries them out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("welcome.next", "move(1)"),
        movement("welcome.previous", "move(-1)"),
    ]
    DEFAULT_CSS = """
    Welcome {
        height: 1fr; align: center middle; scrollbar-gutter: stable;
        & > Vertical { width: 68; max-width: 100%; height: auto; }
        & Static { height: auto; }
        & .welcome-title { text-style: bold; }
        & Button { width: 100%; margin-top: 1; }
        & .welcome-way { color: $text-muted; padding: 0 2; }
    }
    """

    app = getters.app(AppBase)

    def __init__(self, ways: Sequence[Command], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ways = ways
        self._done: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The sentence and the buttons."""
        with Vertical():
            yield Static(_("Welcome to csp-tui"), classes="welcome-title", markup=False)
            yield Static(
                _(
                    "Decide here which partners in Microsoft's Cloud Solution Provider (CSP) "
                    "program may resell which of your marketplace offers, and see what a "
                    "change does before you make it. There are no offers yet. Get started:"
                ),
                markup=False,
            )
            for index, way in enumerate(self._ways):
                yield Button(
                    _label(way),
                    name=way.id,
                    variant="primary" if index == 0 else "default",
                )
                yield Static(way.shown_tooltip, classes="welcome-way", markup=False)

    def check_off_done(self, tasks: BackgroundTasks) -> None:
        """Mark the steps that are done already, as the database and the demo session show."""
        demo, directory = self.app.demo_session, self.app.workbench.directory

        def show(partners: int) -> None:
            facts = (
                (OFFERS_DEMO, demo.was_visited),
                (TOUR, demo.was_toured),
                (OFFERS_DIRECTORY, partners > 0),
            )
            self.check_off([command.id for command, done in facts if done])

        tasks.run(lambda: directory.count(), show, group="welcome")

    def check_off(self, done: Collection[str]) -> None:
        """Mark what is done already.

        Args:
            done: The IDs of its commands.
        """
        self._done = frozenset(done)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Show the buttons with their current keys."""
        for button in self.query(Button):
            way = ALL_COMMANDS[button.name or ""]
            label = _label(way)
            is_done = way.id in self._done
            button.label = _("✓ {title} · done").format(title=label) if is_done else label
            # Textual keeps the room that the label before it took.
            button.refresh(layout=True)

    def focus_first(self) -> None:
        """Put the focus on the first button, unless it is on one already."""
        if not any(button.has_focus for button in self.query(Button)):
            self.query(Button).first().focus()

    def action_move(self, step: int) -> None:
        """Go to the next button, or to the previous one; after the last comes the first."""
        ways = list(self.query(Button))
        here = next((index for index, way in enumerate(ways) if way.has_focus), -step)
        ways[(here + step) % len(ways)].focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the command on the screen."""
        event.stop()
        run_command(self.screen, event.button.name or "")


def _label(way: Command) -> str:
    if not way.shown_key:
        return way.shown_title
    return _("{title} ({key})").format(title=way.shown_title, key=way.shown_key)
