"""What all keys have in common: the keymap, the key that quits, and what precedes each key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.events import Event, Key, Paste

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.catalog.common import QUIT
from csp_tui.ui.commands.key_names import is_typed
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.commands.keymap_aware import KeymapAware
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.terminal.textual_private import replace_bindings
from csp_tui.ui.text.input import field_text

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase

_LEAVE = "leave_program"


def apply_keymap(app: AppBase, keys: Keymap) -> None:
    """Use other keys on every screen that exists, and on those to come."""
    keymap.use(keys)
    app.set_keymap(keys.movements())
    _bind_quit(app)
    stack = app.screen_stack
    for screen in stack:
        if isinstance(screen, CommandScreen):
            screen.bind_commands()
            screen.refresh_commands()
            for part in screen.query("*").results():
                if isinstance(part, KeymapAware):
                    part.refresh_keys()
    if stack:
        app.refresh_bindings()


def _bind_quit(app: AppBase) -> None:
    # It works everywhere, in dialogs too; keys that type a character are left to fields.
    keys = [key for key in QUIT.keys_now if not is_typed(key)]
    bindings = [Binding(key, _LEAVE, show=False, priority=True) for key in keys]
    replace_bindings(app, _LEAVE, bindings)


def quit_hint() -> str:
    """How to quit, for those who press Ctrl+C, which copies here."""
    return _("{key} quits the program.").format(key=key_label(QUIT.id))


def prepare_input(app: AppBase, event: Event) -> None:
    """Clean pasted text, and clear what the status line says of an earlier action.

    Args:
        app: The app.
        event: What was typed, pasted or clicked; changed in place.
    """
    if isinstance(event, Paste):
        from csp_tui.ui.kit.widgets.paste_area import PasteArea

        event.text = field_text(event.text, tabs=isinstance(app.focused, PasteArea))
    if isinstance(event, Key | Paste) and app.screen_stack:
        screen = app.screen_stack[-1]
        if isinstance(screen, CommandScreen):
            screen.clear_status()
