"""Screens and parts that are taken away before they are made, or while one acts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Mount, Resize, ScreenResume
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.geometry import Offset
    from textual.message import Message
    from textual.message_pump import Callback, MessagePump
    from textual.widget import Widget

    _Base = MessagePump
    _ScreenBase = Screen[Any]
else:
    _Base = _ScreenBase = object

_TOLD_IN_VAIN = (Mount, Resize, ScreenResume)


def is_gone(node: DOMNode) -> bool:
    """Whether a part of the page was taken away, or is being taken away with all that is in it."""
    nodes = node.ancestors_with_self
    return not node.is_attached or any(one._pruning or one._closing for one in nodes)


class MayBeGone(_Base):
    """For what may be taken away before it is made, as by a quick hand that opens and closes.

    Textual tells it all the same that it is mounted, while nothing that it is made of is there.
    """

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        """Do something when all is painted, unless it is gone by then."""
        return super().call_after_refresh(self._unless_gone, callback, *args, **kwargs)

    def _unless_gone(self, callback: Callback, *args: Any, **kwargs: Any) -> Any:
        return None if self._is_gone else callback(*args, **kwargs)

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, _TOLD_IN_VAIN) and self._is_gone:
            return
        await super()._dispatch_message(message)

    @property
    def _is_gone(self) -> bool:
        if isinstance(self, Screen) and self not in self.app.screen_stack:
            return True
        return is_gone(self)  # type: ignore[arg-type]


class ScreenMayBeGone(MayBeGone, _ScreenBase):
    """For screens: a hand may also be quicker than what is taken away on them."""

    def set_focus(
        self,
        widget: Widget | None,
        scroll_visible: bool = True,
        from_app_focus: bool = False,
    ) -> None:
        """Focus a widget, but none that is gone: a click may still hit what was just taken away.

        A focus there would leave every key without an answer.
        """
        if widget is None or not is_gone(widget):
            super().set_focus(widget, scroll_visible, from_app_focus)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What can be marked with the mouse at a place; not what was just taken away there."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (None, None) if widget is None or is_gone(widget) else (widget, offset)
