"""Opens the demo from the user's own database, and returns to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from textual.worker import Worker

    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.kit.app_base import AppBase


class DemoSource(Protocol):
    """Creates and deletes the demo's temporary database; called in threads."""

    def open(self) -> Workbench:
        """The services on a demo that was just made, in the place of one that was open."""

    def close(self) -> None:
        """Close and delete what is open, if anything is."""


class DemoSession:
    """Shows the demo in place; leaving it shows again what was there before.

    Args:
        app: The app.
        source: Where the demo comes from, None if it cannot be visited.

    Attributes:
        is_changed: Whether the user has changed something in the demo that is shown.
        was_visited: Whether the demo was shown in the place of one's own database.
        was_toured: Whether the guided tour was followed to its last step.
    """

    def __init__(self, app: AppBase, source: DemoSource | None) -> None:
        self._app = app
        self._source = source
        self._own: Workbench | None = None
        self._opening = False
        self.is_changed = False
        self.was_visited = False
        self.was_toured = False

    @property
    def is_on(self) -> bool:
        """Whether the demo is shown in the place of one's own database."""
        return self._own is not None

    @property
    def is_possible(self) -> bool:
        """Whether there is a demo to visit."""
        return self._source is not None

    def disabled_reason_begin(self) -> str | None:
        """Why the demo cannot be visited now, None if it can."""
        if not self._app.is_open:
            return _("The database is still being opened.")
        if self._app.demo:
            return _("This is already the demo.")
        if self._source is None:
            return _("To try the demo, run: csp-tui demo")
        return _("The demo is being opened.") if self._opening else None

    def begin(self, done: Callable[[], object] | None = None) -> None:
        """Make the demo, then show it at its offers."""
        if self._source is None or self.disabled_reason_begin() is not None:
            return

        self._open(self._source, self._app.workbench, done)

    def disabled_reason_reset(self) -> str | None:
        """Why the demo cannot be reset now, None if it can."""
        if not self._app.demo:
            return _("This is not the demo.")
        if self._source is None or not self._app.is_open:
            return _("The demo is still being opened.")
        return _("The demo is being opened.") if self._opening else None

    def reset(self, done: Callable[[], object] | None = None) -> Worker[None] | None:
        """Reset the demo, and show it at its offers.

        Returns:
            What does it, None if it cannot be done now.
        """
        if self._source is None or self.disabled_reason_reset() is not None:
            return None
        return self._open(self._source, None, done)

    def end(self) -> None:
        """Show one's own database again; of the demo nothing stays."""
        own, self._own = self._own, None
        if own is None or self._source is None:
            return
        if self._app.tour_is_on:
            self._app.tour.leave()
        self._show(own, demo=False)
        self._app.tasks.run(self._source.close, group="demo", exclusive=False)

    def _open(
        self, source: DemoSource, own: Workbench | None, done: Callable[[], object] | None
    ) -> Worker[None]:
        """Make the demo and show it, in the place of ``own`` unless it was open already."""
        self._opening = True

        def opened(workbench: Workbench) -> None:
            self._opening = self.is_changed = False
            if own is not None:
                self._own, self.was_visited = own, True
            self._show(workbench, demo=True)
            if done is not None:
                done()

        return self._app.tasks.run(
            source.open, opened, group="demo", exclusive=False, on_error=self._not_opened
        )

    def _show(self, workbench: Workbench, *, demo: bool) -> None:
        self._app.demo = demo
        self._app.database.show(workbench)

    def _not_opened(self, error: WorkbenchError) -> None:
        self._opening = False
        self._app.show_problem(error)
