"""Keeps a half-filled support request in the database while it is being typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from csp_tui.domain.errors import WorkbenchError
from csp_tui.services.request_details import RequestDetails

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from csp_tui.domain.support import SupportRequest

_log = logging.getLogger("csp_tui.ui")

QUIET = 0.3
"""Seconds without a key before what was typed is written."""


class Saver(Protocol):
    """A screen that can wait and write."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back once, after a delay in seconds."""
        ...

    def save(
        self,
        work: Callable[[], SupportRequest],
        done: Callable[[SupportRequest], None],
        *,
        failed: Callable[[WorkbenchError], None],
    ) -> Worker[None]:
        """Write in a thread."""
        ...


class DraftSaver:
    """Collects changed fields and writes them one after the other, never two at a time.

    Args:
        screen: Where timers and threads live.
        write: Writes changed fields; called in a thread.
        saved: Gets the request as it is stored now.
        failed: Gets an expected error; what was not written is kept and tried again.

    Attributes:
        has_changes: Whether anything was changed since it was made, written or not.
        written: How often something was written.
        was_asked: Whether someone waited for the writing that failed last.
    """

    def __init__(
        self,
        screen: Saver,
        write: Callable[[RequestDetails], SupportRequest],
        saved: Callable[[SupportRequest], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        self._screen = screen
        self._write = write
        self._saved = saved
        self._failed = failed
        self._pending: dict[str, Any] = {}
        self._writing: dict[str, Any] | None = None
        self._then: list[Callable[[], object]] = []
        self._timer: Timer | None = None
        self.has_changes = False
        self.written = 0
        self.was_asked = False

    @property
    def unwritten(self) -> dict[str, Any]:
        """The changed fields that are not written, by their names."""
        return {**(self._writing or {}), **self._pending}

    @property
    def is_clean(self) -> bool:
        """Whether everything is written."""
        return not self._pending and self._writing is None

    def change(self, **fields: Any) -> None:
        """Take changed fields of ``RequestDetails``; they are written when typing pauses."""
        self._pending.update(fields)
        self.has_changes = True
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
        if self._writing is not None:
            return
        if not self._pending:
            self._go_on()
            return
        fields, self._pending = self._pending, {}
        self._writing = fields
        details = RequestDetails(**fields)
        self._screen.save(lambda: self._write(details), self._written, failed=self._not_written)

    def forget(self) -> None:
        """Drop what is not written: the request is not a draft any more."""
        self._stop_timer()
        self._pending = {}

    def close(self) -> None:
        """Write the rest at once; for a screen that is being taken away."""
        self._stop_timer()
        fields = self.unwritten
        self._pending = {}
        if fields:
            try:
                self._write(RequestDetails(**fields))
            except WorkbenchError:
                _log.warning("the rest of a draft request could not be written", exc_info=True)

    def _written(self, request: SupportRequest) -> None:
        self._writing = None
        self.written += 1
        self._saved(request)
        if self._pending:
            self.flush()
        else:
            self._go_on()

    def _not_written(self, error: WorkbenchError) -> None:
        self._pending = {**(self._writing or {}), **self._pending}
        self._writing = None
        self.was_asked = bool(self._then)
        self._then.clear()
        self._failed(error)

    def _go_on(self) -> None:
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
