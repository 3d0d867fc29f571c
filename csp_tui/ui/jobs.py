"""Work off the event loop: storage is asked in threads, answers come back to the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from csp_tui.domain.errors import Cancelled, WorkbenchError
from csp_tui.ui.gone import is_gone

if TYPE_CHECKING:
    from textual.worker import Worker

T = TypeVar("T")


class Jobs:
    """For screens and widgets: run something in a thread and go on with its answer.

    The answer of a job that was overtaken (``exclusive`` in its group) or whose widget is gone
    is dropped, because the worker that waits for it is cancelled.
    """

    def job(
        self,
        work: Callable[[], T],
        done: Callable[[T], Awaitable[None] | None] | None = None,
        *,
        group: str = "load",
        exclusive: bool = True,
        failed: Callable[[WorkbenchError], None] | None = None,
    ) -> Worker[None]:
        """Run ``work`` in a thread.

        Args:
            work: Calls services; touches no widget.
            done: Gets the answer, on the event loop.
            group: Jobs of one group and widget belong together, such as ``save``.
            exclusive: Whether a newer job of the group overtakes this one. Never for writes:
                they go on in their thread, and their answer must be heard.
            failed: Gets an expected error; by default the app shows it.
        """
        worker: Worker[None] = self.run_worker(  # type: ignore[attr-defined]
            # Not the coroutine itself, which would never be awaited when overtaken at once.
            partial(self._job, work, done, failed),
            group=group,
            exclusive=exclusive,
            exit_on_error=True,
        )
        return worker

    def save(
        self,
        work: Callable[[], T],
        done: Callable[[T], Awaitable[None] | None] | None = None,
        *,
        failed: Callable[[WorkbenchError], None] | None = None,
    ) -> Worker[None]:
        """Run a write: as ``job``, but never overtaken."""
        watching = getattr(self.app, "watching", None)  # type: ignore[attr-defined]
        if watching is not None:
            # Whoever asked for something hears why it was not done, however often.
            watching.forget_told()

        def heard(answer: T) -> Awaitable[None] | None:
            outcome = done(answer) if done is not None else None
            app = self.app  # type: ignore[attr-defined]
            if getattr(app, "demo", False):
                app.visit.is_changed = True
            # The guided tour looks whether its step was just done by hand.
            if getattr(app, "tour_is_on", False):
                app.tour.look()
            return outcome

        return self.job(work, heard, group="save", exclusive=False, failed=failed)

    async def _job(
        self,
        work: Callable[[], T],
        done: Callable[[T], Any] | None,
        failed: Callable[[WorkbenchError], None] | None,
    ) -> None:
        try:
            answer = await asyncio.to_thread(work)
        except WorkbenchError as error:
            if isinstance(error, Cancelled) and failed is None:
                return
            if self._listens:
                (failed or self.app.show_problem)(error)  # type: ignore[attr-defined]
            return
        if done is not None and self._listens:
            outcome = done(answer)
            if outcome is not None:
                await outcome

    @property
    def _listens(self) -> bool:
        """Whether there is still something to show an answer on."""
        app = self.app  # type: ignore[attr-defined]
        if app._exit or not app.is_running:
            return False
        return not is_gone(self)  # type: ignore[arg-type]
