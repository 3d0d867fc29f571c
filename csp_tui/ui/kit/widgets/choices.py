"""Radio buttons and check boxes whose state can be read without color."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, RadioButton, RadioSet

from csp_tui.ui.terminal.lifecycle import RemovalSafe
from csp_tui.ui.terminal.textual_private import RADIO_CURSOR, set_pressed_button

_BUTTON_WIDTH = 4
_LABEL_PADDING = 2


class RadioOption(RemovalSafe, RadioButton):
    """A radio button drawn as ``(•)`` or ``( )``, with a pointer at the cursor."""

    def render(self) -> Content:
        """Pointer, button and label."""
        group = self.parent
        has_focus = isinstance(group, Widget) and group.has_focus
        has_cursor = has_focus and self.has_class("-selected")
        return _toggle(self, has_cursor, "(•)" if self.value else "( )")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The width of the button and the label."""
        return _toggle_width(self)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the label needs; Textual's own button has one."""
        return len(self.render().wrap(width)) if width else 1


class CheckOption(RemovalSafe, Checkbox):
    """A check box drawn as ``[x]`` or ``[ ]``, with a pointer if it has the focus."""

    def render(self) -> Content:
        """Pointer, box and label."""
        return _toggle(self, self.has_focus, "[x]" if self.value else "[ ]")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The width of the box and the label."""
        return _toggle_width(self)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Redraw the pointer, also if no style changes."""
        super().watch_has_focus(has_focus)
        self.refresh()


def _toggle(widget: RadioButton | Checkbox, has_cursor: bool, button: str) -> Content:
    label = widget.label.pad(1, 1).stylize_before(widget.get_visual_style("toggle--label"))
    return Content.assemble(("▸" if has_cursor else " ") + button, label)


def _toggle_width(widget: RadioButton | Checkbox) -> int:
    label_width = widget.label.cell_length
    return _BUTTON_WIDTH + label_width + (_LABEL_PADDING if label_width else 0)


class OptionSet(RemovalSafe, RadioSet):
    """Radio buttons; the program can press one without a message that says so."""

    class Highlighted(Message):
        """The cursor stands on another option, or left the group.

        Attributes:
            option_set: The group.
            name: The name of the highlighted option, None if the group lost the focus.
        """

        def __init__(self, option_set: OptionSet, name: str | None) -> None:
            super().__init__()
            self.option_set = option_set
            self.name = name

        @property
        def control(self) -> OptionSet:
            """The group, for ``@on`` with a selector."""
            return self.option_set

    def show_selected(self, name: str | None) -> None:
        """Press one option and put the cursor on it, without a message.

        The cursor stays where it is if that option is pressed already: a page that is read again
        must not move what the next Space selects.

        Args:
            name: The option's name, None for no option.
        """
        pressed = self.pressed_button
        if name == (pressed.name if pressed is not None else None):
            return
        with self.prevent(RadioSet.Changed, RadioButton.Changed):
            set_pressed_button(self, None)
            for button in self.query(RadioButton):
                button.value = button.name == name
                if button.value:
                    set_pressed_button(self, button)

    def on_mount(self) -> None:
        """Redraw the pointer when the cursor moves."""
        self.watch(self, RADIO_CURSOR, self._follow_cursor, init=False)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Redraw the pointer, also if no style changes."""
        super().watch_has_focus(has_focus)
        self._draw_pointers()
        self._tell_highlighted()

    def _tell_highlighted(self) -> None:
        buttons = [button for button in self.query(RadioButton) if button.has_class("-selected")]
        name = buttons[0].name if buttons and self.has_focus else None
        self.post_message(self.Highlighted(self, name))

    def _draw_pointers(self) -> None:
        for button in self.query(RadioButton):
            button.refresh()

    def _follow_cursor(self) -> None:
        self._draw_pointers()
        self.call_after_refresh(self._tell_highlighted)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: the option that Space would select."""
        for button in self.query(RadioButton):
            if button.has_class("-selected"):
                return button.content_region.offset
        return self.content_region.offset
