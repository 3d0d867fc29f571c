"""Ends of a public session: after a while without a key, and at a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste
from textual.widgets import Input

from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.timer import Timer

    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.shell.kiosk_notice import KioskNotice

NOTICE = 60.0
"""Seconds before an end at which it is announced; less where the limit itself is short."""
_TICK = 1.0
_SIGNS_OF_LIFE = (Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste)


class KioskWatch:
    """Ends a session after its limits, if it has any, and bounds what is typed into it.

    Args:
        app: The app, whose policy has the limits.
        now: A monotonic clock in seconds, for tests.
    """

    def __init__(self, app: AppBase, *, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._now = now
        self._began = self._touched = now()
        self._notice: KioskNotice | None = None
        self._announced = False
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Count from now on."""
        if self._is_limited:
            self._began = self._touched = self._now()
        self._timer = self._app.set_interval(_TICK, self.look)

    def accept(self, event: Event) -> bool:
        """Count an event as activity, and limit its size.

        Returns:
            Whether to pass it on to the screen.
        """
        if isinstance(event, _SIGNS_OF_LIFE):
            self._touched = self._now()
        if not isinstance(event, Paste) and not (isinstance(event, Key) and event.is_printable):
            return True
        room = self._room()
        if room is None:
            return True
        if isinstance(event, Paste) and len(event.text) > room:
            event.text = event.text[: max(room, 0)]
            self._app.tell(
                _("The text is too long for this field; the rest was cut off."), "refused"
            )
        return bool(event.text) if isinstance(event, Paste) else room > 0

    def _room(self) -> int | None:
        """Characters that the focused field still takes; None if nothing bounds it here."""
        limit, focused = self._app.policy.field_limit, self._app.focused
        if limit is None:
            return None
        from textual.widgets import TextArea

        from csp_tui.ui.kit.widgets.paste_area import PasteArea

        match focused:
            case Input():
                return limit - len(focused.value)
            case PasteArea():
                # It refuses a whole paste itself, and says so.
                return None if len(focused.text) < focused.character_limit else 0
            case TextArea(read_only=False):
                return limit - len(focused.text)
        return None

    def guard(self, node: DOMNode) -> None:
        """Give a field a length where its own rules set none."""
        limit = self._app.policy.field_limit
        if limit is not None and isinstance(node, Input) and node.max_length is None:
            node.max_length = limit

    def look(self) -> None:
        """Announce the end a minute before, then end."""
        policy, now = self._app.policy, self._now()
        if policy.session_limit is not None:
            left = policy.session_limit - (now - self._began)
            if left <= 0:
                self._end(_("Your demo session has ended. Thank you for trying csp-tui."))
                return
            if left <= min(NOTICE, policy.session_limit / 2) and not self._announced:
                self._announced = True
                self._show(
                    _("This session ends within a minute."),
                    _("The session ends then, even if someone is typing."),
                )
        if policy.idle_limit is not None:
            left = policy.idle_limit - (now - self._touched)
            if left <= 0:
                self._end(_("The demo has ended because it was not used for a while."))
            elif left <= min(NOTICE, policy.idle_limit / 2) and self._notice is None:
                self._show(
                    _("Are you still there?"),
                    _("No key has been pressed for a while, so the demo ends within a minute."),
                )

    @property
    def _is_limited(self) -> bool:
        policy = self._app.policy
        return policy.is_kiosk or policy.idle_limit is not None or policy.session_limit is not None

    def end_full(self) -> bool:
        """End a limited session that has used the memory that it may have.

        Returns:
            Whether the session is a limited one.
        """
        if self._is_limited:
            self._end(_("This session has reached its memory limit, so it ends here."))
        return self._is_limited

    def _show(self, title: str, text: str) -> None:
        from csp_tui.ui.shell.kiosk_notice import KioskNotice

        before, notice = self._notice, KioskNotice(title, text)

        def answered(_nothing: None) -> None:
            # The answer to one that made room for another comes after that.
            if self._notice is notice:
                self._notice = None

        if before is not None and before.is_current:
            before.dismiss(None)
        self._notice = notice
        self._app.push_screen(notice, answered)

    def _end(self, sentence: str) -> None:
        from rich.text import Text

        if self._timer is not None:
            self._timer.stop()
        self._app.exit(0, message=Text(sentence))
