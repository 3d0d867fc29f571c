"""The menu of an offer's screen: a column where there is room, one line where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from csp_tui.i18n import N_


class SectionMenu(Widget, can_focus=True):
    """Sections to choose from; moving the mark shows the section at once.

    Args:
        entries: Name, title and short title of each section.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "move(-1)", N_("Previous section"), show=False, id="menu.previous"),
        Binding("down,right", "move(1)", N_("Next section"), show=False, id="menu.next"),
        Binding("enter", "enter", N_("Go into the section"), show=False, id="menu.enter"),
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
        """Another section was chosen.

        Attributes:
            name: The section.
        """

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Entered(Message):
        """The person wants to go into the section that is shown."""

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
        """Tell that another section is wanted."""
        self.post_message(self.Chosen(name))

    def action_move(self, step: int) -> None:
        """Go to the section before or after, round the ends."""
        names = [name for name, *_titles in self._entries]
        self.chosen = names[(names.index(self.chosen) + step) % len(names)]

    def action_enter(self) -> None:
        """Go into the section."""
        self.post_message(self.Entered())

    def on_click(self, event: Click) -> None:
        """Go into the section under the pointer."""
        event.stop()
        place = event.get_content_offset(self)
        for name, x, y, width in self._places:
            if place is not None and place.y == y and x <= place.x < x + width:
                self.chosen = name
                self.post_message(self.Entered())

    def render(self) -> Content:
        """One line a section, or all in one line."""
        tall = self.size.height > 1
        self._places = []
        parts: list[Content] = []
        x = y = 0
        for name, title, short in self._entries:
            part = self._entry(name, title if tall else short)
            parts.append(part)
            self._places.append((name, x, y, part.cell_length))
            if tall:
                y += 1
            else:
                x += part.cell_length
        return Content("\n" if tall else "").join(parts)

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
