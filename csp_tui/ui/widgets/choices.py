"""Radio buttons and check boxes whose state can be read without colour."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox, RadioButton, RadioSet


class Option(RadioButton):
    """A radio button drawn as ``(•)`` or ``( )``."""

    @property
    def _button(self) -> Content:
        return Content("(•)" if self.value else "( )")


class Tick(Checkbox):
    """A check box drawn as ``[x]`` or ``[ ]``."""

    @property
    def _button(self) -> Content:
        return Content("[x]" if self.value else "[ ]")


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
