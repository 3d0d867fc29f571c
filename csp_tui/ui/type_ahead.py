"""Keys that are typed ahead wait until the key before them has done all it does.

Textual hands a key on and takes the next at once. Over a slow line several keys arrive together,
and the letters typed after ``/`` would meet the list that still has the focus instead of the field
that is about to get it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.events import InputEvent, Key, MouseUp, Paste
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Event
    from textual.worker import Worker

_AGAIN = 0.01
PATIENCE = 1.0
"""Seconds after which a key is taken for done, however its marker was lost."""


class TypeAhead:
    """Lets one key at a time into the app.

    A marker follows each key through the queues of the focused widget and everything around it up
    to the app, and through the screen that the key has opened; behind it nothing of the key is
    left to do, but for work in threads.

    Args:
        app: The app.
        deliver: Lets an event in.
    """

    def __init__(self, app: App[int], deliver: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Event] = deque()
        self._since: float | None = None
        self._number = 0
        self._opening: list[Worker[None]] = []

    def wait_for(self, worker: Worker[None]) -> None:
        """Count a worker to the key that began it, as when it reads what a dialog opens with."""
        self._opening.append(worker)

    @property
    def at_work(self) -> int:
        """How many keys have come and not yet done all they do."""
        return len(self._waiting) + (self._since is not None)

    async def take(self, event: Event) -> None:
        """Let an event in now, or in its turn where it is input and a key before it is at work."""
        if not isinstance(event, InputEvent | Paste) or event.is_forwarded:
            await self._deliver(event)
        elif self._since is None:
            await self._let_in(event)
        elif time.monotonic() - self._since > PATIENCE:
            self._waiting.append(event)
            await self._go_on()
        else:
            if not self._waiting:
                self._app.set_timer(PATIENCE, self._look)
            self._waiting.append(event)

    async def _let_in(self, event: Event) -> None:
        app = self._app
        if app._exit or not app._screen_stack:
            # Nobody is there to meet it, nor what waits behind it.
            self._waiting.clear()
            return
        screen = app.screen
        met = app.mouse_over if isinstance(event, MouseUp) else app.focused
        await self._deliver(event)
        if isinstance(event, Key | Paste | MouseUp):
            self._since = time.monotonic()
            self._number += 1
            node = met or screen
            self._follow(node, self._number, screen, node)

    def _follow(
        self, node: MessagePump, number: int, screen: object, again: MessagePump | None = None
    ) -> None:
        """Send the marker through a node's queue, then to what is around it.

        Args:
            node: Where it is now.
            number: Which key it follows.
            screen: What was in front when that key came.
            again: Where it begins once more when it has arrived: a key is bound above the part
                that it acts on, and that part tells of it from below, as a button that is pressed.
        """
        app = self._app
        if node is app:
            # Once for the key itself, and once for what it asks the app to do later, as a focus is.
            app.call_later(app.call_later, self._arrive, number, screen, again)
            return
        around = node._parent or app
        if not node.call_later(self._follow, around, number, screen, again):
            self._follow(around, number, screen, again)

    async def _arrive(self, number: int, screen: object, again: MessagePump | None = None) -> None:
        if number != self._number or self._since is None:
            return
        self._opening = [worker for worker in self._opening if not worker.is_finished]
        now = self._app.screen
        if self._opening:
            self._app.set_timer(_AGAIN, partial(self._arrive, number, screen, again))
        elif again is not None:
            self._follow(again, number, screen)
        elif now is not screen and now.is_running:
            self._follow(now, number, now)
        else:
            await self._go_on()

    async def _go_on(self) -> None:
        self._since = None
        while self._waiting and self._since is None:
            await self._let_in(self._waiting.popleft())

    async def _look(self) -> None:
        if self._since is None or not self._waiting:
            return
        left = PATIENCE - (time.monotonic() - self._since)
        if left > 0:
            self._app.set_timer(left, self._look)
        else:
            await self._go_on()
