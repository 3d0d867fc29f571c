"""An app for any terminal: small windows, slow connections, ASCII, unexpected errors."""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual import constants
from textual.app import App
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget

from csp_tui.ui.terminal import textual_private
from csp_tui.ui.terminal.ascii_filter import AsciiFilter
from csp_tui.ui.terminal.cursor import cursor_offset
from csp_tui.ui.terminal.environment import is_over_ssh, supports_utf8
from csp_tui.ui.terminal.frame_diff import DiffUpdate, FrameDiff
from csp_tui.ui.terminal.frame_hold import FrameHold
from csp_tui.ui.terminal.strip_caches import make_strip_caches_when_used
from csp_tui.ui.terminal.style_cache import CachingStylesheet
from csp_tui.ui.terminal.textual_private import CompositorUpdate, ToastRack, active_message_pump
from csp_tui.ui.terminal.window_too_small import MIN_COLUMNS, MIN_ROWS, WindowTooSmall

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.message import Message
    from textual.message_pump import MessagePump

_STYLE_SHEETS = 1_024
"""More style sheets than there are kinds of widgets."""
_RESET = "\x0f\x1b(B\x1b[r\x1b[?6l\x1b[4l\x1b[?7l\x1b[?25l\x1b[0m"
"""Undoes what another program may have set: line drawing, margins, insert mode, wrapping, cursor,
colors."""


@runtime_checkable
class HasBlinkingCursor(Protocol):
    """A field of one or more lines; the class of the latter is imported with the first one."""

    cursor_blink: bool


class TerminalApp(App[int]):
    """An app that works in any terminal.

    A window that is too small shows a notice; the terminal's cursor follows the focus; symbols are
    ASCII where necessary; and only the difference between frames is sent.

    The first methods and properties are hooks: an app that knows about commands, sessions and
    unsaved input overrides them.

    Attributes:
        animates: Whether cursors blink and scrolling is animated.
        sends_diffs: Whether only changed cells are sent to the terminal.
        is_exiting: Whether ``exit`` was called.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    sends_diffs = True
    animates = True
    is_exiting = False
    _requested_cursor = Offset(0, 0)
    _theme_in_use: Theme | None = None
    _ascii = AsciiFilter(enabled=not supports_utf8())

    def __init__(self) -> None:
        super().__init__()
        make_strip_caches_when_used()
        self.stylesheet = CachingStylesheet(variables=self.get_css_variables())
        textual_private.keep_parsed_styles(self, _STYLE_SHEETS)
        self._frames = FrameDiff()
        self._hold = FrameHold(self, self._draw_screen, waits_for_rest=is_over_ssh())

    # What the terminal asks the app above it.

    @property
    def paste_limit(self) -> int:
        """Maximum length of a paste in characters."""
        return 4_000_000

    @property
    def pending_keys(self) -> int:
        """Keys that have been received and not completely handled."""
        return 0

    @property
    def keeps_unsaved_input(self) -> bool:
        """Whether unsaved input is kept when the session is cut off."""
        return False

    @property
    def survives_errors(self) -> bool:
        """Whether the app continues after errors in its own handlers, which it handles."""
        return False

    def is_bound(self, key: str) -> bool:
        """Whether a key has a meaning in the app."""
        return False

    def is_quit_key(self, key: str) -> bool:
        """Whether a key leaves the program, which it does in any window."""
        return False

    def too_small_text(self) -> str:
        """The text to show instead of a screen that does not fit into the window."""
        return ""

    def on_paste_cut(self, limit: int) -> None:
        """Say that a paste was cut.

        Args:
            limit: Characters that were kept.
        """

    def on_input_failed(self) -> None:
        """End, because no more input can be read from a web page."""
        self.exit(1)

    def prepare_widget(self, widget: Widget) -> None:
        """Adjust a widget before it is mounted."""
        if not self.animates:
            _blink([widget], False)
        if isinstance(widget, ToastRack):
            # Textual says the same when the screen is there, and lays it out for that.
            widget.display = False
        if isinstance(widget, Screen):
            # Otherwise its first layout adds the classes, and all styles are computed twice.
            classes = textual_private.breakpoint_classes(self, widget, self.size)
            widget.update_classes(dict.fromkeys(classes, True), update=False)

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Compute the styles of a node again; of one that is not mounted, they are computed then.

        Args:
            node: The node, with all that is in it.
            animate: Whether changes are animated.
        """
        if node.parent is not None or node is self:
            super().update_styles(node, animate=animate)

    async def read_styles_of(self, modules: Container[str]) -> None:
        """Read the styles of the widgets that modules define, before one of them is shown.

        Keys are handled in between.

        Args:
            modules: Their names.
        """
        sheet = self.stylesheet
        assert isinstance(sheet, CachingStylesheet)
        kinds = [Widget]
        for kind in kinds:
            kinds += kind.__subclasses__()
            if kind.__module__ in modules:
                textual_private.add_default_css(sheet, kind)
                sheet.read_ahead()
                await asyncio.sleep(0)

    def handle_error(
        self, error: Exception, pump: MessagePump | None = None, message: Message | None = None
    ) -> None:
        """Handle an error that no handler has caught; by default the app ends with a traceback.

        Args:
            error: The error.
            pump: The app, screen or widget in which it happened, where that is known.
            message: What was being handled, where that is known.
        """
        super()._handle_exception(error)

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        self.prepare_widget(child)
        super()._register_child(parent, child, before, after)

    def _handle_exception(self, error: Exception) -> None:
        self.handle_error(error, active_message_pump.get(None))

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self.survives_errors:
                raise
            self.handle_error(error, self, message)

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program."""
        self.is_exiting = True
        super().exit(result, return_code, message)

    # Settings of the terminal.

    @property
    def is_ascii(self) -> bool:
        """Whether only ASCII and the letters of names are drawn."""
        return self._ascii.enabled

    def use_symbols(self, symbols: str) -> None:
        """Draw with other symbols from now on.

        Args:
            symbols: ``ascii``, or ``unicode``, which has no effect where the locale has no UTF-8.
        """
        self._ascii = AsciiFilter(enabled=symbols == "ascii" or not supports_utf8())
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    def use_animations(self, wanted: str) -> None:
        """Turn animations on or off.

        Args:
            wanted: ``on``, ``off``, or ``auto``: on unless the terminal is connected through SSH.
        """
        self.animates = wanted == "on" or (wanted == "auto" and not is_over_ssh())
        # Textual's own variable may ask for less, for people who cannot stand motion.
        self.animation_level = constants.TEXTUAL_ANIMATIONS if self.animates else "none"
        for screen in self.screen_stack:
            _blink(screen.walk_children(), self.animates)

    def use_mouse(self, enabled: bool) -> None:
        """Take the mouse, or leave it to the terminal, which then selects text with it."""
        textual_private.switch_mouse(self, enabled)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, then ASCII as the last.

        Textual also goes through each line for colors by name, which the themes do not have: with
        those of the terminal they are wanted, in the others each color is made of three numbers.
        """
        filters = [one for one in super().get_line_filters() if type(one) is not ANSIToTruecolor]
        return [*filters, self._ascii] if self._ascii.enabled else filters

    # Drawing.

    @property
    def current_theme(self) -> Theme:
        """The theme in use; Textual searches all themes for it, for each line it draws."""
        if self._theme_in_use is None or self._theme_in_use.name != self.theme:
            self._theme_in_use = super().current_theme
        return self._theme_in_use

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs; read for every frame."""
        if not self.screen_stack or self.is_too_small:
            return Offset(0, 0)
        offset = cursor_offset(self.screen)
        return self._requested_cursor if offset is None else offset

    @cursor_position.setter
    def cursor_position(self, offset: Offset) -> None:
        self._requested_cursor = offset

    def skips_frame(self, screen: Screen[object]) -> bool:
        """Whether not to draw the active screen yet, because it was opened without its data."""
        draws = textual_private.can_draw(self) and self.sends_diffs and not self.is_inline
        return draws and self._hold.should_skip(screen)

    def answer_shown(self, *, is_quick: bool) -> None:
        """Draw what was read, once what follows from it is there, too, if a frame waits for it.

        Args:
            is_quick: Whether the next frame waits for it.
        """
        self._hold.answered(is_quick=is_quick)

    def _display(self, screen: Screen[object], renderable: Any) -> None:
        """Send what the terminal does not show yet."""
        draws = textual_private.can_draw(self) and renderable is not None
        if draws and not isinstance(renderable, CompositorUpdate):
            # It may draw anywhere.
            self._frames.invalidate()
        elif draws and self.sends_diffs and not self.is_inline:
            sequence = self._frames.diff(renderable, textual_private.color_system(self))
            if sequence is not None:
                cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
                if not sequence and cursor == textual_private.cursor_as_drawn(self):
                    self.post_display_hook()
                    return
                renderable = DiffUpdate(sequence)
        super()._display(screen, renderable)

    def redraw(self) -> None:
        """Draw the whole screen, whatever the terminal shows and how it is set."""
        self._frames.invalidate()
        if self.screen_stack:
            textual_private.write_to_terminal(self, _RESET)
            self._draw_screen()

    def _draw_screen(self) -> None:
        """Send whatever the terminal does not show of the active screen."""
        frame = textual_private.full_frame(self)
        if frame is None:
            self.screen.refresh(layout=True)
        else:
            self._display(self.screen, frame)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program, and redraw the screen afterwards."""
        with super().suspend():
            yield
        self.redraw()

    # Windows that are too small.

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than every screen needs."""
        columns, rows = self.size
        return columns < MIN_COLUMNS or rows < MIN_ROWS

    def on_mount(self) -> None:
        """Check the window for every screen that becomes active."""
        self.screen_change_signal.subscribe(self, self._update_cover)
        self.app_resume_signal.subscribe(self, lambda _app: self.redraw())
        self._update_cover(self.screen)

    def on_resize(self, event: Resize) -> None:
        """Check the window for the active screen."""
        self.call_next(lambda: self._update_cover(self.screen))

    async def on_event(self, event: Event) -> None:
        """Ignore input into a screen that cannot be seen."""
        if isinstance(event, Resize):
            # Terminals reflow what they show, each in its own way.
            self._frames.invalidate()
        is_input = isinstance(event, InputEvent | Paste)
        is_quit = isinstance(event, Key) and self.is_quit_key(event.key)
        if is_input and not is_quit and self.is_too_small:
            return
        await super().on_event(event)

    def _update_cover(self, screen: Screen[object]) -> None:
        covers = screen.query(WindowTooSmall)
        screen.set_class(self.is_too_small, "-tiny")
        if not self.is_too_small:
            covers.remove()
            return
        if not covers:
            screen.mount(WindowTooSmall())
        for cover in screen.query(WindowTooSmall):
            cover.show(self.too_small_text())


def _blink(widgets: Iterable[DOMNode], wanted: bool) -> None:
    """Let cursors in fields blink or not."""
    for widget in widgets:
        if isinstance(widget, HasBlinkingCursor):
            widget.cursor_blink = wanted
