"""Saves a draft request while it is being typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from csp_tui.domain.errors import WorkbenchError
from csp_tui.services.request_details import RequestDetails
from csp_tui.ui.requests.draft import RequestDraft

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from csp_tui.domain.support import SupportRequest

_log = logging.getLogger("csp_tui.ui")

QUIET = 0.3
"""Seconds without a key before what was typed is written."""


class Writer(Protocol):
    """Writes in threads, as ``BackgroundTasks`` does."""

    def run_write(
        self,
        work: Callable[[], SupportRequest],
        done: Callable[[SupportRequest], None],
        *,
        on_error: Callable[[WorkbenchError], None],
    ) -> Worker[None]:
        """Write in a thread."""


class Saver(Protocol):
    """A screen that can wait and write."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back once, after a delay in seconds."""

    @property
    def tasks(self) -> Writer:
        """Where it writes."""


class DraftSaver:
    """Writes the changes of a draft one after the other, never two at a time.

    Args:
        screen: Where timers and threads live.
        draft: The changes to write.
        write: Writes changed fields; called in a thread.
        on_saved: Gets the request as it is stored now, and whether someone else has changed other
            fields of it.
        on_error: Gets an expected error, and whether something was to happen after the write. The
            changes stay in the draft.
    """

    def __init__(
        self,
        screen: Saver,
        draft: RequestDraft,
        write: Callable[[RequestDetails], SupportRequest],
        on_saved: Callable[[SupportRequest, bool], None],
        on_error: Callable[[WorkbenchError, bool], None],
    ) -> None:
        self._screen = screen
        self._draft = draft
        self._write = write
        self._on_saved = on_saved
        self._on_error = on_error
        self._then: list[Callable[[], object]] = []
        self._timer: Timer | None = None

    def change(self, **fields: Any) -> None:
        """Change fields of ``RequestDetails``; they are written when typing pauses."""
        self._draft.change(fields)
        self._stop_timer()
        self._timer = self._screen.set_timer(QUIET, self.flush)

    def flush(self, then: Callable[[], object] | None = None) -> None:
        """Write now.

        Args:
            then: Called when everything is written; not at all when writing fails.
        """
        self._stop_timer()
        if then is not None:
            self._then.append(then)
        if self._draft.is_writing:
            return
        details = self._draft.begin_write()
        if details is None:
            self._run_waiting()
            return
        self._screen.tasks.run_write(
            lambda: self._write(details), self._written, on_error=self._not_written
        )

    def discard(self) -> None:
        """Discard what is not written."""
        self._stop_timer()
        self._draft.discard()

    def close(self) -> None:
        """Write the rest at once; for a screen that is being removed."""
        self._stop_timer()
        for details in self._draft.take_all():
            try:
                self._write(details)
            except WorkbenchError:
                _log.warning("the rest of a draft request could not be written", exc_info=True)

    def _written(self, request: SupportRequest) -> None:
        self._on_saved(request, self._draft.mark_written(request))
        if self._draft.is_clean:
            self._run_waiting()
        else:
            self.flush()

    def _not_written(self, error: WorkbenchError) -> None:
        self._draft.mark_failed()
        was_awaited = bool(self._then)
        self._then.clear()
        self._on_error(error, was_awaited)

    def _run_waiting(self) -> None:
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
