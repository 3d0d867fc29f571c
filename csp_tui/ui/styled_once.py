"""Screens that come up with the styles that they were made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import ScreenResume

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[Any]
else:
    _Base = object


class StyledOnce(_Base):
    """For screens: all that is on one gets its styles when it is mounted.

    Textual does it once more for every screen that comes up, which is a sixth of opening it. What
    styles depend on is known before anything is mounted: ``TerminalApp`` tells a screen its size.
    """

    _is_new = True

    def _on_screen_resume(self, event: ScreenResume) -> None:
        # Textual's own method of this name is called after this one, with the same event.
        if self._is_new:
            event.refresh_styles = False
            self._is_new = False
