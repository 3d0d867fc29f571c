"""Work off the event loop: storage is used in threads, and results return to the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from csp_tui.domain.errors import Canceled, DatabaseClosed, WorkbenchError
from csp_tui.ui.terminal.frame_hold import LATER, QUICK
from csp_tui.ui.terminal.lifecycle import is_removed

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.worker import Worker

T = TypeVar("T")
AFTER_FRAME = 0.05
"""Seconds after an answer by which it is drawn, as the delay of what is read to complete it."""
_IS_TRUE_FOR = 1.0
"""Seconds after which what was read ahead is read again."""
_WRITES = "save"
"""The group of tasks that write."""


class WriteObserver:
    """Is notified of every write; the methods do nothing here."""

    def begun(self) -> Callable[[], object]:
        """The user has asked for a write.

        Returns:
            Called on the event loop once the write has ended, before its answer is shown.
        """
        return lambda: None

    def succeeded(self) -> None:
        """A write has succeeded, and its answer was shown."""

    def succeeded_unseen(self) -> None:
        """A write has succeeded whose page was left before its answer came."""


class TaskApp(Protocol):
    """What an app does for the tasks of its screens."""

    @property
    def is_running(self) -> bool:
        """Whether the app runs."""

    @property
    def is_exiting(self) -> bool:
        """Whether the app is about to end."""

    @property
    def writes(self) -> WriteObserver:
        """What is notified of writes."""

    def show_problem(self, error: WorkbenchError) -> None:
        """Explain an expected error."""

    def answer_shown(self, *, is_quick: bool) -> None:
        """Draw what a task has shown, if a frame waits for it."""


class ReadAhead(Generic[T]):
    """What a page reads while its widgets are still being made.

    SQLite reads beside Python, so that a long list takes little longer to open than a short one.
    """

    def __init__(self) -> None:
        self._begun: tuple[float, asyncio.Future[T]] | None = None

    def begin(self, work: Callable[[], T]) -> None:
        """Begin to read.

        Args:
            work: Calls services; touches no widget.
        """
        # As asyncio.to_thread does, but now and not in the next round of the event loop.
        in_context = partial(copy_context().run, _answer_of, work)
        answer: asyncio.Future[T] = asyncio.get_running_loop().run_in_executor(None, in_context)
        # The page may be left before it asks for the answer; an error is of no interest then.
        answer.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        self._begun = time.monotonic(), answer

    def take(self) -> Awaitable[T] | None:
        """The answer, once; None where nothing was begun or it may no longer be true."""
        begun, self._begun = self._begun, None
        if begun is None or time.monotonic() - begun[0] > _IS_TRUE_FOR:
            return None
        return begun[1]


class BackgroundTasks:
    """Runs something in a thread for a screen or widget, and continues with its answer there.

    The answer of a task that was superseded (``exclusive`` in its group) or whose widget was
    removed is dropped, because the worker that waits for it is canceled.

    Args:
        owner: The app, screen or widget that gets the answers.
    """

    def __init__(self, owner: DOMNode) -> None:
        self._owner = owner

    def run(
        self,
        work: Callable[[], T] | Awaitable[T],
        done: Callable[[T], Awaitable[None] | None] | None = None,
        *,
        group: str = "load",
        exclusive: bool = True,
        delay: float = 0,
        is_quick: bool = False,
        on_error: Callable[[WorkbenchError], None] | None = None,
    ) -> Worker[None]:
        """Run ``work`` in a thread.

        Args:
            work: Calls services; touches no widget. Or what was read ahead, which is waited for.
            done: Gets the answer, on the event loop.
            group: Tasks of one group and widget belong together, such as ``load``.
            exclusive: Whether a newer task of the group supersedes this one. Never for writes:
                they continue in their thread, and their answer must arrive.
            delay: Seconds to wait before; one that is superseded in this time is never run.
            is_quick: Whether the next frame waits for the answer, though not for long: one of the
                reads for a key, such as a page of a list.
            on_error: Gets an expected error; by default the app shows it.
        """
        worker: Worker[None] = self._owner.run_worker(
            # Not the coroutine itself, which would never be awaited if superseded immediately.
            partial(self._run, work, done, on_error, delay, is_quick, group == _WRITES),
            name=LATER if delay else QUICK if is_quick else "",
            group=group,
            exclusive=exclusive,
            exit_on_error=True,
        )
        return worker

    def run_write(
        self,
        work: Callable[[], T],
        done: Callable[[T], Awaitable[None] | None] | None = None,
        *,
        on_error: Callable[[WorkbenchError], None] | None = None,
    ) -> Worker[None]:
        """Run a write: as ``run``, but never superseded.

        Args:
            work: Calls a service that writes.
            done: Gets the answer, on the event loop.
            on_error: Gets an expected error; by default the app shows it.
        """
        ended = self._app.writes.begun()
        loop = asyncio.get_running_loop()

        def then(go: Callable[[], object]) -> None:
            # The loop of a program that has ended is closed.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(go)

        def write() -> T:
            try:
                answer = work()
            finally:
                then(ended)
            then(self._reload_if_left)
            return answer

        def written(answer: T) -> Awaitable[None] | None:
            outcome = done(answer) if done is not None else None
            self._app.writes.succeeded()
            return outcome

        return self.run(write, written, group=_WRITES, exclusive=False, on_error=on_error)

    def _reload_if_left(self) -> None:
        """Show a write whose page is gone: the page below may have been read before it."""
        app = self._app
        if app.is_running and not app.is_exiting and is_removed(self._owner):
            app.writes.succeeded_unseen()

    async def _run(
        self,
        work: Callable[[], T] | Awaitable[T],
        done: Callable[[T], Any] | None,
        on_error: Callable[[WorkbenchError], None] | None,
        delay: float,
        is_quick: bool,
        is_write: bool,
    ) -> None:
        if delay:
            await asyncio.sleep(delay)
        try:
            if isinstance(work, Awaitable):
                answer = await work
            else:
                answer = await asyncio.to_thread(_answer_of, work)
        except WorkbenchError as error:
            if isinstance(error, Canceled) and on_error is None:
                return
            if isinstance(error, DatabaseClosed) and not is_write:
                # The demo was reset or left; the page that is shown now reads another database.
                return
            if self._is_listening:
                (on_error or self._app.show_problem)(error)
            return
        if done is not None and self._is_listening:
            outcome = done(answer)
            if outcome is not None:
                await outcome
            self._app.answer_shown(is_quick=is_quick)

    @property
    def _app(self) -> TaskApp:
        return cast("TaskApp", self._owner.app)

    @property
    def _is_listening(self) -> bool:
        """Whether there is still something to show an answer on."""
        app = self._app
        return app.is_running and not app.is_exiting and not is_removed(self._owner)


def _answer_of(work: Callable[[], T]) -> T:
    try:
        return work()
    except StopIteration as error:
        # A future cannot hold it, and would be waited for without end.
        raise RuntimeError("there is no next item") from error
