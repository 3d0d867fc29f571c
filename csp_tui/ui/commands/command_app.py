"""What the app does for commands: the palette, the keys that were set, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.commands.key_names import is_typed
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.commands.shows_keys import ShowsKeys
from csp_tui.ui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from textual.app import App

_QUIT = "quit"


class CommandApp(TerminalApp, inherit_bindings=False):
    """An app whose keys all come from commands.

    Attributes:
        shows_keys: Whether the key panel is shown where there is room.
    """

    # Ctrl+C copies in fields, and otherwise only says how one leaves.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "help_quit", show=False, system=True, id="app.interrupt")
    ]
    ENABLE_COMMAND_PALETTE = False
    shows_keys = False

    def use_keymap(self, keys: Keymap) -> None:
        """Take over other keys, on every screen that is there and those to come."""
        keymap.use(keys)
        self.set_keymap(keys.movements())
        self._bind_quit()
        for screen in self.screen_stack if self._screen_stack else ():
            if isinstance(screen, CommandHolder):
                screen.bind_commands()
                screen.refresh_commands()
                for part in screen.query("*").results():
                    if isinstance(part, ShowsKeys):
                        part.refresh_keys()
        if self._screen_stack:
            self.refresh_bindings()

    def _bind_quit(self) -> None:
        # From wherever one is, in dialogs and the palette too; letters would be typed there.
        from csp_tui.ui.workbench_screen import QUIT

        bound = self._bindings.key_to_bindings
        for key in list(bound):
            bound[key] = [one for one in bound[key] if one.action != "leave_program"]
        for key in QUIT.keys_now:
            if not is_typed(key):
                binding = Binding(key, "leave_program", QUIT.title, show=False, priority=True)
                bound.setdefault(key, []).append(binding)

    def action_leave_program(self) -> None:
        """Leave from wherever one is."""
        self.leave_pages(lambda: self.exit(0))

    def leave_pages(self, go: Callable[[], object]) -> None:
        """Go when every screen agrees; those with unsaved input ask first, the upper ones before.

        Args:
            go: Called then; not at all where the person stays.
        """
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        pages = [page for page in self.screen_stack if isinstance(page, WorkbenchScreen)]

        def ask_next() -> None:
            if pages:
                pages.pop().leave(ask_next)
            else:
                go()

        ask_next()

    def action_command_palette(self) -> None:
        """Open the palette."""
        from csp_tui.ui.commands.palette import Palette

        if not Palette.is_open(cast("App[object]", self)):
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Say how one leaves to whoever presses Ctrl+C, which copies here."""
        text = _("{key} leaves the program.").format(key=key_of(_QUIT))
        tell: Callable[[str, str], None] | None = getattr(self.screen, "tell", None)
        if tell is not None:
            tell(text, "plain")
        else:
            self.notify(text, markup=False)
