"""What a write means for the rest of the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.ui.kit.background import WriteObserver
from csp_tui.ui.kit.command_screen import CommandScreen

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.shell.external_changes import ExternalChanges

SHOWN_AFTER = 0.2
"""Seconds after which a write that still runs says so."""


class WriteEffects(WriteObserver):
    """Tells the demo, the tour and what follows external changes of each write.

    Args:
        app: The app.
        changes: Reports failures of the file, and reads pages again.
    """

    def __init__(self, app: AppBase, changes: ExternalChanges) -> None:
        self._app = app
        self._changes = changes

    def begun(self) -> Callable[[], object]:
        """Report failures in full again, and say that the write runs if it takes long."""
        # The user wants to know why an action failed.
        self._changes.reset_reported()
        told: list[CommandScreen] = []

        def tell() -> None:
            screen = self._app.screen
            if isinstance(screen, CommandScreen):
                screen.show_working(True)
                told.append(screen)

        timer = self._app.set_timer(SHOWN_AFTER, tell)

        def ended() -> None:
            timer.stop()
            for screen in told:
                screen.show_working(False)

        return ended

    def succeeded(self) -> None:
        """Let the demo and the tour know of the change."""
        if self._app.demo:
            self._app.demo_session.is_changed = True
        if self._app.tour_is_on:
            self._app.tour.check()

    def succeeded_unseen(self) -> None:
        """Read the page that is shown again: it may be older than the write."""
        self.succeeded()
        self._changes.reload_page()
