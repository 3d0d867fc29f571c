"""The bottom line of a dialog that has commands: the menu button and the commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.menu_button import MenuButton
from csp_tui.ui.terminal.lifecycle import is_removed


class DialogBar(Horizontal):
    """Commands of a dialog, at most seven; the menu button's name is dropped before a command."""

    DEFAULT_CSS = """
    DialogBar {
        height: 1; background: $panel;
        & > CommandBar { width: 1fr; }
        & > MenuButton { margin-right: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """The menu button, then the commands."""
        yield MenuButton()
        yield CommandBar()

    def on_command_bar_full_width_changed(self, event: CommandBar.FullWidthChanged) -> None:
        """Follow what can run."""
        event.stop()
        self._share_room()

    def on_resize(self) -> None:
        """Share the room between the menu button and the commands, once they are laid out."""
        self.call_after_refresh(self._share_room)

    def _share_room(self) -> None:
        if not is_removed(self):
            sign, bar = self.query_one(MenuButton), self.query_one(CommandBar)
            sign.show_name(bar.full_width + sign.full_width + 1 <= self.size.width)
