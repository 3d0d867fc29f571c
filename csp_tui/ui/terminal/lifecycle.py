"""Widgets and screens that are removed before they are ready, or while someone uses them."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.await_complete import AwaitComplete
from textual.events import Mount, Resize, ScreenResume
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen

from csp_tui.ui.terminal.lean_compositor import LeanCompositor
from csp_tui.ui.terminal.screen_behind import ScreenBehind
from csp_tui.ui.terminal.textual_private import (
    forget_repaint,
    forget_shown_through,
    is_being_removed,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.dom import DOMNode
    from textual.geometry import Offset
    from textual.message import Message
    from textual.message_pump import Callback, MessagePump
    from textual.visual import VisualType
    from textual.widget import Widget
    from textual.worker import Worker

    _PumpBase = MessagePump
    _ScreenBase = Screen[Any]
    _WidgetBase = Widget
else:
    _PumpBase = _ScreenBase = _WidgetBase = object

_NEEDS_CHILDREN = (Mount, Resize, ScreenResume)


def is_removed(node: DOMNode) -> bool:
    """Whether a widget or one of its ancestors is removed, or its removal has started."""
    return not node.is_attached or any(map(is_being_removed, node.ancestors_with_self))


def is_working(worker: Worker[Any]) -> bool:
    """Whether a worker runs or will run.

    One that is superseded before its first step never says that it has ended.
    """
    return not worker.is_finished and not worker.is_cancelled


class HandlesErrors(Protocol):
    """What ``TerminalApp`` does with errors."""

    @property
    def survives_errors(self) -> bool:
        """Whether the app continues after unexpected errors, which it handles."""

    def handle_error(
        self, error: Exception, pump: MessagePump | None = None, message: Message | None = None
    ) -> None:
        """Handle an error that no other code has handled."""


class DrawsFrames(Protocol):
    """What ``TerminalApp`` decides about frames."""

    def skips_frame(self, screen: Screen[Any]) -> bool:
        """Whether not to draw the active screen yet."""


class RemovalSafe(_PumpBase):
    """For widgets that outlive errors, and may be removed before they are composed.

    An error in a handler does not remove them, with everything that was typed into them. And where
    they are opened and closed fast, Textual still sends them ``Mount`` although none of their
    children exist.
    """

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        """Call a function after the next refresh, unless the widget is removed by then."""
        call = partial(_call_unless_removed, self, callback)
        return super().call_after_refresh(call, *args, **kwargs)

    async def _dispatch_message(self, message: Message) -> None:
        await _dispatch_safely(self, super()._dispatch_message, message)

    @property
    def is_removed(self) -> bool:
        """Whether it is removed, or its removal has started."""
        return is_removed(self)  # type: ignore[arg-type]


class ResilientScreen(_ScreenBase):
    """For screens and dialogs, whatever is removed, fails or is answered late.

    - It outlives errors and early removal, as ``RemovalSafe`` widgets do.
    - Neither focus nor selection goes to a widget that was just removed.
    - It is laid out once when it opens, and drawn once, with its data.
    - Styles are computed once when it opens, not twice: Textual computes them again when a screen
      resumes for the first time, which takes a sixth of the time to open it. Everything styles
      depend on is known before: ``TerminalApp`` gives a new screen the classes of its size.
    - ``dismiss`` closes this screen only, once, when no other is above it. Textual closes whatever
      screen is on top: a late answer, or a key pressed twice, would close the help above a dialog
      or the page below it.
    """

    _is_new = True
    _deferred_result: tuple[Any] | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._compositor = LeanCompositor()

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        """Call a function after the next refresh, unless the screen is removed by then."""
        call = partial(_call_unless_removed, self, callback)
        return super().call_after_refresh(call, *args, **kwargs)

    async def _dispatch_message(self, message: Message) -> None:
        await _dispatch_safely(self, super()._dispatch_message, message)

    @property
    def is_removed(self) -> bool:
        """Whether it is removed, or its removal has started."""
        return self not in self.app.screen_stack or is_removed(self)

    def set_focus(
        self,
        widget: Widget | None,
        scroll_visible: bool = True,
        from_app_focus: bool = False,
    ) -> None:
        """Focus a widget unless it is removed: a click may still hit it.

        With the focus on a removed widget, no key would do anything.
        """
        if widget is None or not is_removed(widget):
            super().set_focus(widget, scroll_visible, from_app_focus)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget whose text can be selected at a position, unless it is removed."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (None, None) if widget is None or is_removed(widget) else (widget, offset)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close the screen with a result: now, or as soon as it is on top.

        Args:
            result: Passed to the code that opened it; the first one counts.
        """
        if self.is_active:
            closed: AwaitComplete = super().dismiss(result)
            return closed
        if self in self.app.screen_stack and self._deferred_result is None:
            self._deferred_result = (result,)
        return AwaitComplete()

    def render(self) -> VisualType:  # type: ignore[override]
        """What is behind all widgets: for a dialog, the screen below in fainter colors."""
        behind = super().render()
        return ScreenBehind(behind) if isinstance(behind, BackgroundScreen) else behind

    def _compositor_refresh(self) -> None:
        app = cast("DrawsFrames", self.app)
        if self.app.screen is not self:
            forget_shown_through(self)
            super()._compositor_refresh()
            # The dialog above it draws what has changed. Textual would also draw all of both
            # screens again, with whatever message this one handles next.
            forget_repaint(self)
        elif not app.skips_frame(self):
            super()._compositor_refresh()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        # Textual calls its own handler of this name after this one, with the same event.
        if self._is_new:
            event.refresh_styles = False
            self._is_new = False
        if self._deferred_result is not None:
            self.dismiss(*self._deferred_result)


def _call_unless_removed(
    pump: RemovalSafe | ResilientScreen, callback: Callback, *args: Any, **kwargs: Any
) -> Any:
    return None if pump.is_removed else callback(*args, **kwargs)


async def _dispatch_safely(
    pump: RemovalSafe | ResilientScreen,
    dispatch: Callable[[Message], Awaitable[None]],
    message: Message,
) -> None:
    if isinstance(message, _NEEDS_CHILDREN) and pump.is_removed:
        return
    try:
        await dispatch(message)
    except Exception as error:
        # Textual would remove the widget, with everything that was typed into it.
        app = cast("HandlesErrors", pump.app)
        if not app.survives_errors:
            raise
        app.handle_error(error, pump, message)


class FocusLast(_WidgetBase):
    """For widgets that the focus reaches after everything else, wherever they are on the screen."""

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        return (sys.maxsize, sys.maxsize)
