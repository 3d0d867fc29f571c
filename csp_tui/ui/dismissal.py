"""Leaving a dialog: only itself, only once, and only when nothing lies over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[Any]
else:
    _Base = object


class Dismissal(_Base):
    """For dialogs: Textual takes away whatever is in front when one is dismissed.

    An answer that comes late, or a second key of a quick hand, would take away the help over the
    dialog or the page under it.
    """

    _late: tuple[Any] | None = None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with a result: at once, or as soon as nothing lies over it any more.

        Args:
            result: What the one who opened it gets; of several the first.
        """
        if self.is_active:
            gone: AwaitComplete = super().dismiss(result)
            return gone
        if self in self.app.screen_stack and self._late is None:
            self._late = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave now, where that was to be done while something lay over it."""
        if self._late is not None:
            self.dismiss(*self._late)
