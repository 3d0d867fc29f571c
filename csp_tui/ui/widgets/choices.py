"""Radio buttons and check boxes whose state can be read without colour."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Offset, Size
from textual.widgets import Checkbox, RadioButton, RadioSet


class Option(RadioButton):
    """A radio button drawn as ``(•)`` or ``( )``, with a pointer where the focus is."""

    @property
    def _button(self) -> Content:
        is_here = self.has_class("-selected") and getattr(self.parent, "has_focus", False)
        return Content(_pointer(is_here) + ("(•)" if self.value else "( )"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as its label takes; Textual's own has one."""
        return len(self.render().wrap(width)) if width else 1


class Tick(Checkbox):
    """A check box drawn as ``[x]`` or ``[ ]``, with a pointer where the focus is."""

    @property
    def _button(self) -> Content:
        return Content(_pointer(self.has_focus) + ("[x]" if self.value else "[ ]"))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the pointer or take it away, also where nothing else changes."""
        super().watch_has_focus(has_focus)
        self.refresh()


def _pointer(is_here: bool) -> str:
    return "▸" if is_here else " "


class OptionSet(RadioSet):
    """Options of which the program can show one as chosen without it counting as a choice."""

    def show_chosen(self, name: str | None) -> None:
        """Show one option as chosen and put the cursor on it.

        Args:
            name: The option's name, None for no option.
        """
        with self.prevent(RadioSet.Changed, RadioButton.Changed):
            self._pressed_button = None
            for place, button in enumerate(self.query(RadioButton)):
                button.value = button.name == name
                if button.value:
                    self._pressed_button = button
                    self._selected = place

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the pointer or take it away, also where nothing else changes."""
        super().watch_has_focus(has_focus)
        self._draw_pointers()

    def watch__selected(self) -> None:
        """Take the pointer along."""
        super().watch__selected()
        self._draw_pointers()

    def _draw_pointers(self) -> None:
        for button in self.query(RadioButton):
            button.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: the option that space would choose."""
        for button in self.query(RadioButton):
            if button.has_class("-selected"):
                return button.content_region.offset
        return self.content_region.offset
