"""A queue of keys: each is handled completely before the next one.

Textual dispatches a key and takes the next one at once. Over a slow connection several keys arrive
together, and letters typed after ``/`` would go to the list that still has the focus instead of the
field that is about to get it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.events import Callback, InputEvent, Key, MouseUp, Paste
from textual.message_pump import MessagePump

from csp_tui.ui.terminal.lifecycle import is_working
from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.terminal.textual_private import parent_of

if TYPE_CHECKING:
    from textual.events import Event
    from textual.worker import Worker

_RETRY_AFTER = 0.01
PATIENCE = 1.0
"""Seconds after which a key counts as handled, in case its marker was lost."""
OPENING_PATIENCE = 20.0
"""The same while a worker runs that belongs to the key; a slow machine needs more than a second."""


class KeyQueue:
    """Passes one key at a time to the app.

    A marker follows each key through the queues of the focused widget and its ancestors up to the
    app, and through the screen that the key has opened. When it arrives, the key is handled, except
    for work in threads.
    """

    def __init__(self, app: TerminalApp, handle: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[Event] = deque()
        self._since: float | None = None
        self._number = 0
        self._opening: list[Worker[None]] = []
        self._is_held = False

    def hold(self) -> None:
        """Keep all input but the key that quits until ``release``: there is no use for it yet."""
        self._is_held = True

    def discard(self) -> None:
        """Forget the input that waits: what it was meant for does not come."""
        self._waiting.clear()

    async def release(self, after: Sequence[Worker[None]] = ()) -> None:
        """Deliver what was kept, and from now on input as it comes.

        Args:
            after: Workers that end first, such as those that read the page that it is meant for.
        """
        if any(map(is_working, after)):
            self._app.set_timer(_RETRY_AFTER, partial(self.release, after))
        elif self._is_held:
            self._is_held = False
            await self._drain()

    def wait_for(self, worker: Worker[None]) -> None:
        """Count a worker as part of the current key, such as one that loads a dialog's content."""
        self._opening.append(worker)

    @property
    def pending(self) -> int:
        """How many keys have been received and not completely handled."""
        return len(self._waiting) + (self._since is not None)

    @property
    def _patience(self) -> float:
        """Seconds that the current key may take before the next one is delivered."""
        running = any(map(is_working, self._opening))
        return OPENING_PATIENCE if running else PATIENCE

    async def put(self, event: Event) -> None:
        """Handle an event now, or in its turn if it is input and an earlier key is in progress."""
        is_input = isinstance(event, InputEvent | Paste) and not event.is_forwarded
        if not is_input or (self._is_held and self._quits(event)):
            await self._handle(event)
        elif self._is_held:
            self._waiting.append(event)
        elif self._since is None:
            await self._deliver(event)
        elif time.monotonic() - self._since > self._patience:
            self._waiting.append(event)
            await self._drain()
        else:
            if not self._waiting:
                self._app.set_timer(PATIENCE, self._check_timeout)
            self._waiting.append(event)

    def _quits(self, event: Event) -> bool:
        return isinstance(event, Key) and self._app.is_quit_key(event.key)

    async def _deliver(self, event: Event) -> None:
        app = self._app
        if app.is_exiting or not app.screen_stack:
            # Nothing is left that could handle it, or what waits after it.
            self._waiting.clear()
            return
        screen = app.screen
        target = app.mouse_over if isinstance(event, MouseUp) else app.focused
        await self._handle(event)
        if isinstance(event, Key | Paste | MouseUp):
            self._since = time.monotonic()
            self._number += 1
            node = target or screen
            self._send_marker(node, screen, restart=node)

    def _send_marker(
        self, node: MessagePump, screen: object, restart: MessagePump | None = None
    ) -> None:
        """Send a marker for the current key to the app, by way of a node and its ancestors.

        Args:
            node: Where it starts.
            screen: The active screen when the key was received.
            restart: Where it starts a second time after it has reached the app. A key is bound in
                an ancestor of the widget that it acts on, and that widget then posts a message
                from below, as a pressed button does.
        """
        done = partial(self._marker_done, self._number, screen, restart)
        _Marker(self._app, node, done).send()

    async def _marker_done(
        self, number: int, screen: object, restart: MessagePump | None = None
    ) -> None:
        if number != self._number or self._since is None:
            return
        if not self._app.screen_stack:
            # The program ends; nothing is left that could handle what waits.
            self._waiting.clear()
            return
        self._opening = [worker for worker in self._opening if is_working(worker)]
        active = self._app.screen
        if self._opening:
            self._app.set_timer(_RETRY_AFTER, partial(self._marker_done, number, screen, restart))
        elif restart is not None:
            self._send_marker(restart, screen)
        elif active is not screen and active.is_running:
            self._send_marker(active, active)
        else:
            await self._drain()

    async def _drain(self) -> None:
        self._since = None
        while self._waiting and self._since is None:
            await self._deliver(self._waiting.popleft())

    async def _check_timeout(self) -> None:
        if self._since is None or not self._waiting:
            return
        left = self._patience - (time.monotonic() - self._since)
        if left > 0:
            self._app.set_timer(min(left, PATIENCE), self._check_timeout)
        else:
            await self._drain()


class _Marker:
    """Goes through the queue of a node, then through that of its parent, up to the app.

    ``call_later`` would inspect the signature of what it calls, at each node; posting a method that
    takes no arguments costs a fraction of that.

    Args:
        app: The app.
        node: Where it starts.
        done: Called when it has arrived.
    """

    def __init__(
        self, app: TerminalApp, node: MessagePump, done: Callable[[], Awaitable[None]]
    ) -> None:
        self._app = app
        self._node = node
        self._done = done

    def send(self) -> None:
        """Put it into the queue of the node where it is; a node that is closed is passed over."""
        while self._node is not self._app:
            if self._node.post_message(Callback(self._go_up)):
                return
            self._node = parent_of(self._node) or self._app
        self._app.post_message(Callback(self._arrive))

    def _go_up(self) -> None:
        self._node = parent_of(self._node) or self._app
        self.send()

    def _arrive(self) -> None:
        # Twice: for the key itself, and for what it asked the app to call later, such as focus.
        self._app.post_message(Callback(self._finish))

    async def _finish(self) -> None:
        await self._done()
