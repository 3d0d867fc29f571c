"""A warning before a public session ends."""

from __future__ import annotations

from collections.abc import Iterable

from textual.events import Event, Key, MouseDown
from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog


class KioskNotice(Dialog[None]):
    """Says that the session is about to end; any key or click continues, and does nothing else.

    Args:
        title: What is about to happen, translated.
        text: Why, translated.
    """

    HELP_TEXT = N_("The session ends soon. Press any key to continue.")
    AUTO_FOCUS = "Button"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def compose_body(self) -> Iterable[Widget]:
        """Why it ends, and how to continue."""
        yield self.text(self._text)
        yield self.text(_("Press any key to continue."), "dialog-next")

    def compose_buttons(self) -> Iterable[Button]:
        """Only Continue."""
        yield Button(_("Continue"), id="on", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key does what it does elsewhere."""
        return False

    async def on_event(self, event: Event) -> None:
        """Let any key or click close it."""
        if isinstance(event, Key | MouseDown):
            event.stop()
            event.prevent_default()
            self.dismiss(None)
            return
        await super().on_event(event)
