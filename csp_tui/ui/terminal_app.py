"""What the app does for any terminal: small windows, the terminal's cursor, ASCII signs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from textual import constants
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input, TextArea

from csp_tui.ui.ascii_signs import AsciiSigns, speaks_utf
from csp_tui.ui.commands.command import declared
from csp_tui.ui.held_frames import HeldFrames
from csp_tui.ui.shown_cells import SentUpdate, ShownCells
from csp_tui.ui.terminal_cursor import cursor_place
from csp_tui.ui.too_small import LEAST_COLUMNS, LEAST_ROWS, TooSmall

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.widget import Widget

_AS_AT_FIRST = "\x0f\x1b(B\x1b[r\x1b[?6l\x1b[4l\x1b[?7l\x1b[?25l\x1b[0m"
"""Letters instead of line drawing, no margins, no inserting, no wrapping, no cursor, no colour:
what another program may have left otherwise in the terminal."""


class TerminalApp(App[int]):
    """An app that gets along with any terminal.

    In a window that is too small a page asks for a larger one; the terminal's own cursor follows
    the focus; and every sign is ASCII where it has to be.

    Attributes:
        moves: Whether cursors blink, and what scrolls or opens is seen moving.
        sends_changes: Whether only those cells are sent that are different from what is shown.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    _asked_place = Offset(0, 0)
    _ascii = AsciiSigns(enabled=not speaks_utf())
    sends_changes = True
    moves = True

    def __init__(self) -> None:
        super().__init__()
        self._shown = ShownCells()
        self._held = HeldFrames(self, self._paint_all) if is_over_ssh() else None

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice; the one that notices when its terminal or its server goes away."""
        chosen = super().get_driver_class()
        if chosen.__name__ == "WebDriver":
            from csp_tui.ui.page_driver import PageDriver

            return PageDriver
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from csp_tui.ui.line_driver import LineDriver

        return LineDriver

    @property
    def is_ascii(self) -> bool:
        """Whether nothing but ASCII and the letters of names is drawn."""
        return self._ascii.enabled

    def use_signs(self, signs: str) -> None:
        """Draw with other signs from now on.

        Args:
            signs: ``ascii``, or ``unicode``, which a terminal that cannot show it does not get.
        """
        self._ascii = AsciiSigns(enabled=signs == "ascii" or not speaks_utf())
        if self._screen_stack:
            for screen in self.screen_stack:
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()

    def use_motion(self, wanted: str) -> None:
        """Blink and move from now on, or no longer.

        Args:
            wanted: ``on``, ``off``, or ``auto`` for on unless the terminal is at the end of a line.
        """
        self.moves = wanted == "on" or (wanted == "auto" and not is_over_ssh())
        # Textual's own variable may ask for less, as someone who cannot bear motion sets it.
        self.animation_level = constants.TEXTUAL_ANIMATIONS if self.moves else "none"
        if self._screen_stack:
            for screen in self.screen_stack:
                for field in screen.query(Input):
                    field.cursor_blink = self.moves
                for area in screen.query(TextArea):
                    area.cursor_blink = self.moves

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        if not self.moves and isinstance(child, Input | TextArea):
            child.cursor_blink = False
        if isinstance(child, Screen):
            self._tell_size(child)
        super()._register_child(parent, child, before, after)

    def _tell_size(self, screen: Screen[object]) -> None:
        """Give a new screen its classes: told by its first layout, all of it is styled again."""
        columns, rows = self.size
        told = screen._get_breakpoint_classes(columns, self.HORIZONTAL_BREAKPOINTS)
        told |= screen._get_breakpoint_classes(rows, self.VERTICAL_BREAKPOINTS)
        screen.update_classes(dict.fromkeys(told, True), update=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, then the signs, the last thing that is done to a line."""
        filters = super().get_line_filters()
        return [*filters, self._ascii] if self._ascii.enabled else filters

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands, asked for whenever something is painted."""
        if not self._screen_stack or self.is_too_small:
            return Offset(0, 0)
        place = cursor_place(self.screen)
        return self._asked_place if place is None else place

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._asked_place = place

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than what every screen fits into."""
        columns, rows = self.size
        return columns < LEAST_COLUMNS or rows < LEAST_ROWS

    def on_mount(self) -> None:
        """Look at every screen that comes up."""
        self.screen_change_signal.subscribe(self, self._cover)
        self.app_resume_signal.subscribe(self, lambda _app: self.paint_anew())
        self._cover(self.screen)

    def _display(self, screen: Screen[object], renderable: Any) -> None:
        """Send of a frame what the terminal does not show yet."""
        # The conditions under which Textual sends anything: otherwise nothing is shown either.
        shows = self._running and not self._closed and not self.is_headless
        shows = shows and not self._batch_count and renderable is not None
        if shows and not isinstance(renderable, CompositorUpdate):
            # It draws wherever it likes.
            self._shown.forget()
        elif shows and self.sends_changes and not self.is_inline:
            if self._held is not None and self._held.holds(self.screen):
                return
            colors = self.console._color_system or ColorSystem.TRUECOLOR
            sequence = self._shown.changes(renderable, colors)
            if sequence is not None:
                place = self.screen.outer_size.clamp_offset(self.cursor_position)
                if not sequence and place == self._previous_cursor_position:
                    self.post_display_hook()
                    return
                renderable = SentUpdate(sequence)
        super()._display(screen, renderable)

    def paint_anew(self) -> None:
        """Send all of the screen, whatever the terminal is believed to show and to be set to."""
        self._shown.forget()
        if not self._screen_stack:
            return
        if self._driver is not None:
            self._driver.write(_AS_AT_FIRST)
        self._paint_all()

    def _paint_all(self) -> None:
        """Send what the terminal does not show yet of the screen that is up."""
        screen = self.screen
        if self._driver is None or self._batch_count or not screen._compositor.size:
            screen.refresh(layout=True)
            return
        behind = self._background_screens
        self._display(screen, screen._compositor.render_update(full=True, screen_stack=behind))

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program, and paint all of it anew afterwards."""
        with super().suspend():
            yield
        self.paint_anew()

    def on_resize(self, event: Resize) -> None:
        """Look at the screen that is up."""
        self.call_next(lambda: self._cover(self.screen))

    async def on_event(self, event: Event) -> None:
        """Let nothing be typed into what cannot be seen."""
        if isinstance(event, Resize):
            # Terminals lay out anew, each in its way, what they showed.
            self._shown.forget()
        if isinstance(event, InputEvent | Paste) and self.is_too_small and not _passes(event):
            return
        await super().on_event(event)

    def _cover(self, screen: Screen[object]) -> None:
        covers = screen.query(TooSmall)
        screen.set_class(self.is_too_small, "-tiny")
        if not self.is_too_small:
            covers.remove()
            return
        if not covers:
            screen.mount(TooSmall())
        for cover in screen.query(TooSmall):
            cover.show(*self.size)


def is_over_ssh() -> bool:
    """Whether the terminal is at the end of an SSH connection."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def _passes(event: Event) -> bool:
    return isinstance(event, Key) and event.key in declared()["quit"].keys_now
