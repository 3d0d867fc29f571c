"""The keys that work on the current screen, for terminals without room for the panel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.key_lines import key_lines

if TYPE_CHECKING:
    from csp_tui.ui.kit.command_screen import CommandScreen


class KeysDialog(Dialog[None]):
    """What the keys do."""

    AUTO_FOCUS = "#close"

    def __init__(self, holder: CommandScreen) -> None:
        super().__init__(_("Keys"))
        # Collected now: once this dialog is open, nothing below it has the focus.
        self._lines = key_lines(holder, width=16)

    def compose_body(self) -> Iterable[Widget]:
        """A line for each."""
        yield Static(self._lines)
