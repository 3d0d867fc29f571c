"""Private names of Textual: all that csp-tui uses, in one place.

No other package imports a ``textual._*`` module or touches an underscore attribute of a Textual
object; modules of this package do so only through the functions below or by overriding a method of
``OVERRIDDEN``. ``tests/architecture/test_textual_private.py`` compares ``OVERRIDDEN`` and ``USED``
with the installed Textual, so that an upgrade that renames one of them fails there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.color import ColorSystem
from rich.text import Text
from textual._compositor import (
    ChopsUpdate,
    Compositor,
    CompositorUpdate,
    LayoutUpdate,
    ReflowResult,
)
from textual._context import active_message_pump
from textual._resolve import resolve_box_models
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.css.errors import StylesheetError
from textual.css.tokenizer import TokenError
from textual.dom import DOMNode
from textual.keys import _character_to_key as character_to_key
from textual.widgets._toast import ToastRack

if TYPE_CHECKING:
    from textual.app import App
    from textual.binding import Binding
    from textual.css.model import RuleSet
    from textual.css.styles import RenderStyles
    from textual.css.stylesheet import CssSource, Stylesheet
    from textual.css.types import CSSLocation
    from textual.geometry import Offset, Size
    from textual.message import Message
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget
    from textual.widgets import RadioButton, RadioSet

__all__ = [
    "BRACKETED_PASTE_END",
    "BRACKETED_PASTE_START",
    "OVERRIDDEN",
    "RADIO_CURSOR",
    "USED",
    "ChopsUpdate",
    "Compositor",
    "CompositorUpdate",
    "LayoutUpdate",
    "ReflowResult",
    "StyleFlags",
    "ToastRack",
    "XTermParser",
    "active_message_pump",
    "background_screens",
    "breakpoint_classes",
    "can_draw",
    "character_to_key",
    "color_system",
    "cursor_as_drawn",
    "draw_frame",
    "element_classes",
    "element_of",
    "ensure_result_callback",
    "forget_repaint",
    "forget_shown_through",
    "full_frame",
    "has_mounted",
    "is_being_removed",
    "keep_parsed_styles",
    "must_read",
    "note_display",
    "parent_of",
    "post_and_wait",
    "put_rules",
    "put_style_flags",
    "queue_length",
    "read_source",
    "replace_bindings",
    "replace_elements",
    "resolve_box_models",
    "selector_names",
    "set_pressed_button",
    "strips_of",
    "style_flags",
    "style_version",
    "switch_mouse",
    "take_exit_texts",
    "take_size",
    "update_scrollbars",
    "write_to_terminal",
]

OVERRIDDEN: tuple[tuple[str, str, str], ...] = (
    ("textual.app:App", "_display", "self, screen, renderable"),
    ("textual.app:App", "_handle_exception", "self, error"),
    ("textual.app:App", "_register_child", "self, parent, child, before, after"),
    ("textual._compositor:Compositor", "_render_chops", "self, crop, is_rendered_line"),
    ("textual.css.stylesheet:Stylesheet", "_process_component_classes", "self, node"),
    ("textual.drivers.linux_driver:LinuxDriver", "_sigcont_application", "self, _"),
    ("textual.message_pump:MessagePump", "_dispatch_message", "self, message"),
    ("textual.widget:Widget", "_focus_sort_key", ""),
    ("textual.screen:Screen", "_compositor_refresh", "self"),
    ("textual.screen:Screen", "_on_screen_resume", "self, event"),
    ("textual._xterm_parser:XTermParser", "_sequence_to_key_events", "self, sequence, alt"),
)
"""Methods that this package overrides: class, name, and parameters ("" for a property)."""

USED: tuple[tuple[str, str, str], ...] = (
    ("textual.app:App", "_background_screens", ""),
    ("textual.app:App", "_batch_count", ""),
    ("textual.app:App", "_closed", ""),
    ("textual.app:App", "_driver", ""),
    ("textual.app:App", "_exit_renderables", ""),
    ("textual.app:App", "_last_focused_on_app_blur", ""),
    ("textual.app:App", "_previous_cursor_position", ""),
    ("textual.app:App", "_running", ""),
    ("textual._compositor:Compositor", "_dirty_regions", ""),
    ("textual._compositor:Compositor", "render_strips", "self, size"),
    ("textual._compositor:Compositor", "render_update", "self, full, screen_stack, simplify"),
    ("rich.console:Console", "_color_system", ""),
    ("textual._node_list:NodeList", "updated", "self"),
    ("textual.css.styles:Styles", "_updates", ""),
    ("textual.css.stylesheet:Stylesheet", "_parse_cache", ""),
    (
        "textual.css.stylesheet:Stylesheet",
        "_parse_rules",
        "self, css, read_from, is_default_rules, tie_breaker, scope",
    ),
    ("textual.css.stylesheet:Stylesheet", "_require_parse", ""),
    ("textual.css.stylesheet:Stylesheet", "_rules", ""),
    ("textual.dom:DOMNode", "_bindings", ""),
    ("textual.dom:DOMNode", "_component_styles", ""),
    ("textual.dom:DOMNode", "_get_component_classes", ""),
    ("textual.dom:DOMNode", "_has_focus_within", ""),
    ("textual.dom:DOMNode", "_has_hover_style", ""),
    ("textual.dom:DOMNode", "_has_odd_or_even", ""),
    ("textual.dom:DOMNode", "_has_order_style", ""),
    ("textual.dom:DOMNode", "_nodes", ""),
    ("textual.dom:DOMNode", "_pruning", ""),
    ("textual.dom:DOMNode", "_selector_names", ""),
    ("textual.driver:Driver", "_app", ""),
    ("textual.driver:Driver", "_loop", ""),
    ("textual.driver:Driver", "_debug", ""),
    ("textual.drivers.linux_driver:LinuxDriver", "_auto_restart", ""),
    ("textual.drivers.linux_driver:LinuxDriver", "_disable_mouse_support", "self"),
    ("textual.drivers.linux_driver:LinuxDriver", "_enable_mouse_support", "self"),
    ("textual.drivers.linux_driver:LinuxDriver", "_file", ""),
    ("textual.drivers.linux_driver:LinuxDriver", "_get_terminal_size", "self"),
    ("textual.drivers.linux_driver:LinuxDriver", "_in_band_window_resize", ""),
    ("textual.drivers.linux_driver:LinuxDriver", "_mouse", ""),
    ("textual.drivers.linux_driver:LinuxDriver", "_must_signal_resume", ""),
    ("textual.message_pump:MessagePump", "_attach", "self, parent"),
    ("textual.message_pump:MessagePump", "_closing", ""),
    ("textual.message_pump:MessagePump", "_message_queue", ""),
    ("textual.message_pump:MessagePump", "_mounted_event", ""),
    ("textual.message_pump:MessagePump", "_parent", ""),
    ("textual.message_pump:MessagePump", "_post_message", "self, message"),
    ("textual.widgets:RadioSet", "_pressed_button", ""),
    ("textual.widgets:RadioSet", "_selected", ""),
    ("textual.screen:Screen", "_compositor", ""),
    ("textual.screen:Screen", "_get_breakpoint_classes", "self, dimension, breakpoints"),
    ("textual.screen:Screen", "_on_timer_update", "self"),
    ("textual.screen:Screen", "_push_result_callback", "self, requester, callback, future"),
    ("textual.screen:Screen", "_result_callbacks", ""),
    ("textual.drivers.web_driver:WebDriver", "_disable_mouse_support", "self"),
    ("textual.drivers.web_driver:WebDriver", "_enable_mouse_support", "self"),
    ("textual.drivers.web_driver:WebDriver", "_write", ""),
    ("textual.widget:Widget", "_repaint_required", ""),
    ("textual.widget:Widget", "_scroll_update", "self, virtual_size"),
    ("textual.widget:Widget", "_set_dirty", "self, regions"),
    (
        "textual.widget:Widget",
        "_size_updated",
        "self, size, virtual_size, container_size, layout",
    ),
    ("textual._xterm_parser:XTermParser", "_awaiting", ""),
    ("textual._xterm_parser:XTermParser", "_timeout_time", ""),
)
"""What this package calls or reads: class, name, and parameters ("" for an attribute)."""

RADIO_CURSOR = "_selected"
"""The reactive attribute of a ``RadioSet`` that holds the index under its cursor, for ``watch``."""


def queue_length(pump: MessagePump) -> int:
    """Number of messages that a pump has not handled yet."""
    return pump._message_queue.qsize()


def parent_of(pump: MessagePump) -> MessagePump | None:
    """The pump to which messages bubble."""
    return pump._parent


def strips_of(screen: Screen[Any]) -> list[Strip]:
    """The lines of a screen as they are drawn."""
    return screen._compositor.render_strips()


def has_mounted(pump: MessagePump) -> bool:
    """Whether a pump has handled its mount event."""
    return pump._mounted_event.is_set()


def is_being_removed(node: DOMNode) -> bool:
    """Whether the removal of a node has started."""
    return bool(node._pruning or node._closing)


async def post_and_wait(app: App[Any], message: Message) -> bool:
    """Post a message and return when it is in the app's queue."""
    return await app._post_message(message)


def can_draw(app: App[Any]) -> bool:
    """Whether Textual would send a frame to the terminal now."""
    return app._running and not app._closed and not app.is_headless and not app._batch_count


def color_system(app: App[Any]) -> ColorSystem:
    """The colors of the terminal."""
    return app.console._color_system or ColorSystem.TRUECOLOR


def cursor_as_drawn(app: App[Any]) -> Offset:
    """Where the last frame has left the terminal's cursor."""
    return app._previous_cursor_position


def background_screens(app: App[Any]) -> list[Screen[Any]]:
    """The screens that are visible behind the active one."""
    return app._background_screens


def full_frame(app: App[Any]) -> Any:
    """All of what is on screen, None if nothing can be drawn yet."""
    compositor = app.screen._compositor
    if app._driver is None or app._batch_count or not compositor.size:
        return None
    forget_repaint(app.screen)
    return compositor.render_update(full=True, screen_stack=app._background_screens)


def forget_shown_through(screen: Screen[Any]) -> None:
    """Have the dialogs above a screen draw again what changes in it, as far as it shows through.

    Textual tells the top screen only. The lines that those between keep would stay as they are.
    """
    behind, changed = screen.app._background_screens, screen._compositor._dirty_regions
    if changed and screen in behind:
        for dialog in behind[behind.index(screen) + 1 :]:
            dialog._set_dirty(*changed)


def forget_repaint(screen: Screen[Any]) -> None:
    """Don't draw all of a screen with the next frame: that was done, or is done otherwise."""
    screen._repaint_required = False


def draw_frame(screen: Screen[Any]) -> None:
    """Lay out and draw what has changed, without waiting for the next of the regular frames."""
    screen._on_timer_update()


def write_to_terminal(app: App[Any], sequence: str) -> None:
    """Write a sequence that is not part of a frame."""
    if app._driver is not None:
        app._driver.write(sequence)


def switch_mouse(app: App[Any], enabled: bool) -> None:
    """Start or stop mouse reports; drivers without a mouse ignore it."""
    name = "_enable_mouse_support" if enabled else "_disable_mouse_support"
    switch = getattr(app._driver, name, None)
    if switch is not None:
        switch()


def take_exit_texts(app: App[Any]) -> list[str]:
    """Remove the texts that would be printed after the end, and return them."""
    renderables = app._exit_renderables
    texts = [one.plain for one in renderables if isinstance(one, Text)]
    renderables[:] = [one for one in renderables if not isinstance(one, Text)]
    return texts


def breakpoint_classes(app: App[Any], screen: Screen[Any], size: Size) -> set[str]:
    """The classes that a screen gets in a terminal of a size."""
    columns = screen._get_breakpoint_classes(size.width, app.HORIZONTAL_BREAKPOINTS or [])
    return columns | screen._get_breakpoint_classes(size.height, app.VERTICAL_BREAKPOINTS or [])


def ensure_result_callback(screen: Screen[Any]) -> None:
    """Make the first screen replaceable: Textual never pushed it, and pops a callback of it."""
    if not screen._result_callbacks:
        screen._push_result_callback(screen.app, None)


def replace_bindings(node: DOMNode, action: str, bindings: Iterable[Binding]) -> None:
    """Replace the bindings of a node that run an action.

    ``App.set_keymap`` cannot do this: it has no way to leave a command without a key, and it
    removes every other command from a key that it assigns, although two commands may share a key
    where only one of them is available at a time.

    Args:
        node: A screen or the app.
        action: The action's name, without parameters.
        bindings: The new bindings.
    """
    bound = node._bindings.key_to_bindings
    for key in list(bound):
        bound[key] = [one for one in bound[key] if one.action.partition("(")[0] != action]
    for binding in bindings:
        bound.setdefault(binding.key, []).append(binding)


def set_pressed_button(radio_set: RadioSet, button: RadioButton | None) -> None:
    """Make a button the pressed one, with the cursor on it, without a message.

    Args:
        radio_set: The set.
        button: The button, None for no button; the cursor stays then.
    """
    radio_set._pressed_button = button
    if button is not None:
        radio_set._selected = list(radio_set.query(type(button))).index(button)


def update_scrollbars(widget: Widget, virtual_size: Size) -> None:
    """Fit the scrollbars to a size without a new layout."""
    widget._scroll_update(virtual_size)


def take_size(widget: Widget, size: Size, virtual_size: Size, container_size: Size) -> None:
    """Let a widget have the sizes of a layout, without asking for another layout."""
    widget._size_updated(size, virtual_size, container_size, layout=False)


def keep_parsed_styles(app: App[Any], count: int) -> None:
    """Keep the rules of so many style sheets.

    Textual keeps 64 and reads all of them again each time that one is added; a page has more, so
    that each new kind of widget would parse every style sheet.
    """
    app.stylesheet._parse_cache.grow(count)


StyleFlags: TypeAlias = tuple[bool, bool, bool, bool]
"""Whether rules of a node depend on the pointer, the focus within, its place, or odd and even."""


def style_flags(node: DOMNode) -> StyleFlags:
    """What Textual has noted on a node about its rules."""
    return (
        node._has_hover_style,
        node._has_focus_within,
        node._has_order_style,
        node._has_odd_or_even,
    )


def put_style_flags(node: DOMNode, flags: StyleFlags) -> None:
    """Note on a node what Textual would note about its rules."""
    (
        node._has_hover_style,
        node._has_focus_within,
        node._has_order_style,
        node._has_odd_or_even,
    ) = flags


def style_version(node: DOMNode) -> int:
    """A number that changes with every change of the styles that rules gave a node."""
    return node.styles.base._updates


def selector_names(node: DOMNode) -> set[str]:
    """The names by which a selector can find a node."""
    return node._selector_names


def note_display(node: DOMNode) -> None:
    """Let the nodes above know that one is perhaps not displayed."""
    if node.parent is not None:
        node._nodes.updated()


def element_classes(node: DOMNode) -> frozenset[str]:
    """The classes of the elements of a widget that have styles of their own."""
    return node._get_component_classes()


def element_of(node: DOMNode, name: str) -> DOMNode:
    """A node that stands for an element of a widget, to have its styles computed."""
    element = DOMNode(classes=name)
    element._attach(node)
    return element


def replace_elements(node: DOMNode, elements: dict[str, RenderStyles]) -> dict[str, RenderStyles]:
    """Replace the styles of a widget's elements; returns those that it had."""
    before = node._component_styles
    node._component_styles = elements
    return before


def must_read(sheet: Stylesheet) -> bool:
    """Whether sources of a style sheet have not been read."""
    return sheet._require_parse


def read_source(
    sheet: Stylesheet, location: CSSLocation, source: CssSource
) -> list[RuleSet] | None:
    """The rules of a source; None if there is anything wrong with it."""
    css, is_default, tie_breaker, scope = source
    try:
        rules = sheet._parse_rules(css, location, is_default, tie_breaker, scope)
    except (StylesheetError, TokenError):
        return None
    return None if any(rule.errors for rule in rules) else rules


def add_default_css(sheet: Stylesheet, kind: type[Widget]) -> None:
    """Add what a kind of widget and its bases say of their styles, as when one is mounted."""
    widget = kind.__new__(kind)
    for location, css, tie_breaker, scope in widget._get_default_css():
        sheet.add_source(css, location, is_default_css=True, tie_breaker=tie_breaker, scope=scope)


def put_rules(sheet: Stylesheet, rules: list[RuleSet]) -> None:
    """Give a style sheet the rules of all of its sources."""
    sheet._rules = rules
    sheet._require_parse = False
