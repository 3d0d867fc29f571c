"""The menu of an offer's screen.

A column where there is room, one line of tabs where there is less, and where those do not fit
either, the open page's title alone with its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from csp_tui.ui.commands.bindings import movement

_STEPS = {"-": -1, "+": 1}
"""The keys of the previous and the next section, where the menu is folded."""


class SectionMenu(Widget, can_focus=True):
    """Sections to select from; moving the mark shows the section at once.

    Args:
        entries: Name, title and short title of each section.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("menu.previous", "move(-1)"),
        movement("menu.next", "move(1)"),
        movement("menu.enter", "enter"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"section-menu--chosen"}
    DEFAULT_CSS = """
    SectionMenu {
        height: 1; width: 1fr; background: $surface; color: $text-muted;
        & > .section-menu--chosen { color: $text; text-style: bold; }
        &:focus > .section-menu--chosen { text-style: bold reverse; }
    }
    """
    chosen: reactive[str] = reactive("")

    class Chosen(Message):
        """Another section was selected.

        Attributes:
            name: The section.
        """

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Entered(Message):
        """The user wants to go into the section that is shown."""

    def __init__(self, entries: Sequence[tuple[str, str, str]], chosen: str) -> None:
        super().__init__(id="section-menu")
        self._entries = entries
        self._notes: dict[str, str] = {}
        self._places: list[tuple[str, int, int, int]] = []
        self.set_reactive(SectionMenu.chosen, chosen)

    def note(self, name: str, text: str) -> None:
        """Put a word or number behind a section's title, such as its open requests."""
        if self._notes.get(name, "") != text:
            self._notes[name] = text
            self.refresh()

    def watch_chosen(self, name: str) -> None:
        """Ask for another section."""
        self.post_message(self.Chosen(name))

    def action_move(self, step: int) -> None:
        """Go to the section before or after, round the ends."""
        self.chosen = self.after(step)

    def after(self, step: int) -> str:
        """The name of the section that is some steps after the selected one, round the ends."""
        names = [name for name, *_titles in self._entries]
        return names[(names.index(self.chosen) + step) % len(names)]

    def action_enter(self) -> None:
        """Go into the section."""
        self.post_message(self.Entered())

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: the mark before the open section."""
        places = {name: Offset(x, y) for name, x, y, _width in self._places}
        return self.content_region.offset + places.get(self.chosen, Offset(0, 0))

    def on_click(self, event: Click) -> None:
        """Go into the section under the pointer, or to the one before or after."""
        event.stop()
        place = event.get_content_offset(self)
        for name, x, y, width in self._places:
            if place is not None and place.y == y and x <= place.x < x + width:
                if name in _STEPS:
                    self.action_move(_STEPS[name])
                else:
                    self.chosen = name
                    self.post_message(self.Entered())
                return

    def render(self) -> Content:
        """One line a section, all in one line, or the open one alone."""
        tall = self.size.height > 1
        parts = [
            (name, self._entry(name, title if tall else short))
            for name, title, short in self._entries
        ]
        if not tall and sum(part.cell_length for _name, part in parts) > self.size.width:
            parts = self._folded()
        self._places = []
        x = y = 0
        for name, part in parts:
            self._places.append((name, x, y, part.cell_length))
            x, y = (0, y + 1) if tall else (x + part.cell_length, 0)
        return Content("\n" if tall else "").join([part for _name, part in parts])

    def _folded(self) -> list[tuple[str, Content]]:
        names = [name for name, *_titles in self._entries]
        place = names.index(self.chosen)
        title = f"{self._entries[place][1]} {place + 1}/{len(names)}"
        ways = [(name, Content(f" {sign} ")) for name, sign in (("-", "◂"), ("+", "▸"))]
        return [(self.chosen, self._entry(self.chosen, title)), *ways]

    def _entry(self, name: str, title: str) -> Content:
        note = self._notes.get(name, "")
        text = f"{title} {note}" if note else title
        if name == self.chosen:
            style = self.get_visual_style("section-menu--chosen")
            if self.get_component_styles("section-menu--chosen").text_style.reverse:
                # Textual leaves reverse out of a visual style, and nothing else shows the focus.
                style += Style(reverse=True)
            return Content.styled(f"▸{text} ", style)
        return Content(f" {text} ")
