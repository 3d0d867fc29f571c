"""The keys that work where one is, for where there is no room beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_lines import key_lines
from csp_tui.ui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from csp_tui.ui.commands.holder import CommandHolder


class KeysDialog(Dialog[None]):
    """What the keys do.

    Args:
        holder: The screen or dialog below.
    """

    AUTO_FOCUS = "#close"

    def __init__(self, holder: CommandHolder) -> None:
        super().__init__(_("Keys"))
        # As it is now: below this dialog, nothing has the focus any more.
        self._lines = key_lines(holder, width=16)

    def compose_body(self) -> Iterable[Widget]:
        """A line for each."""
        yield Static(self._lines)

    def compose_buttons(self) -> Iterable[Button]:
        """One way: on."""
        yield Button(_("Close"), id="close", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave."""
        event.stop()
        self.dismiss(None)

    def why_not_keys(self) -> str | None:
        """They are shown."""
        return _("The keys are shown already.")
