"""The real app in a storm: it can be steered by events alone, and cannot be left."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _get_unicode_name_from_key

from csp_tui.bootstrap import open_workbench
from csp_tui.demo import DEMO_USER, demo_clock
from csp_tui.domain.errors import WorkbenchError
from csp_tui.exchange.reference import demo_database
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.page import Page
from tests.nasty import SNIPPETS
from tests.ui.steering import Steered

from .gusts import LEAVING, Gust


class Stormed(Steered):
    """The app, which counts how often it was to be left."""

    asked_to_leave = 0
    met: Callable[[Exception], None]

    def exit(self, *args: Any, **options: Any) -> None:
        """Only count it."""
        self.asked_to_leave += 1

    def _handle_exception(self, error: Exception) -> None:
        """Keep the first, without a page about it."""
        self._exception = self._exception or error
        self.met(error)

    @property
    def is_behind(self) -> bool:
        """Whether keys wait for what keys before them have set off."""
        return bool(self.key_queue._waiting)

    async def do(self, gust: Gust) -> None:
        """Send what a terminal would send."""
        match gust:
            case ("key", key) if key not in LEAVING:
                await self._post_message(_key(self, key))
            case ("paste", text):
                await self._post_message(events.Paste(text))
            case ("click", (x, y, button)):
                for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
                    await self._post_message(_mouse(self, kind, x, y, button))
            case ("wheel", (x, y, direction)):
                wheel = events.MouseScrollDown if direction > 0 else events.MouseScrollUp
                await self._post_message(_mouse(self, wheel, x, y, 0))
            case ("here", chance):
                await self._run_command_here(chance)
            case ("visit", chance):
                self._visit(chance)

    async def _run_command_here(self, chance: float) -> None:
        """Press the key of a command that can run here, or run it as the palette does."""
        screen = self.screen
        if not isinstance(screen, CommandScreen) or not screen.is_mounted:
            return
        able = [one for one in screen.commands() if screen.reason_against(one) is None]
        command = able[int(chance * len(able))]
        if command.id == "quit":
            return
        keys = [key for key in command.keys_now if len(key) > 1]
        if keys:
            await self._post_message(_key(self, keys[0]))
        else:
            screen.action_run_command(command.id)

    def _visit(self, chance: float) -> None:
        """Go to an offer or request, as from the palette."""
        page = self.screen
        if not isinstance(page, Page):
            return
        ways: list[Callable[[], None]] = [
            *(partial(self.navigation.open_request, one) for one in range(1, 6)),
            *(
                partial(self.navigation.open_offer, row.state.offer.offer_id, section)
                for row in self.offer_rows
                for section in ("audience", "audience", "requests", "plans", "review")
            ),
        ]
        page.leave(ways[int(chance * len(ways))])


class Someone:
    """Someone else who works on the same database with another program.

    Args:
        path: The database.
    """

    def __init__(self, path: Path) -> None:
        self._workbench = open_workbench(path, clock=demo_clock(), who="someone else")

    def change(self, chance: int) -> None:
        """Call an offer something nasty, where it may be changed.

        Args:
            chance: Decides which and what.
        """
        rows = self._workbench.offers.rows()
        if rows:
            offer = rows[chance % len(rows)].state.offer.offer_id
            # Restored, deleted or refused in between, as can happen to two at once.
            with suppress(WorkbenchError):
                name = SNIPPETS[chance % len(SNIPPETS)]
                self._workbench.offers.edit(offer, SetupEdit(name=name))

    def close(self) -> None:
        """Leave."""
        self._workbench.close()


def told(path: Path) -> Workbench:
    """A database with the demo's story, open."""
    shutil.copy(demo_database(), path)
    return open_workbench(path, clock=demo_clock(), who=DEMO_USER)


def _key(app: Stormed, key: str) -> events.Key:
    character: str | None = key if len(key) == 1 else None
    if character is None:
        with suppress(KeyError):
            character = unicodedata.lookup(_get_unicode_name_from_key(key))
    event = events.Key(key, character)
    event.set_sender(app)
    return event


def _mouse(app: Stormed, kind: type[events.MouseEvent], x: float, y: float, button: int) -> Any:
    column, row = int(x * app.size.width), int(y * app.size.height)
    event = kind(None, column, row, 0, 0, button, False, False, False, column, row)
    event.set_sender(app)
    return event
