"""The current step of a wizard."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.theme import CURRENT, DONE

_GAP = "  "


class StepLine(Widget):
    """All steps in one line, the open one in words, and the others too where there is room.

    A click goes to a step.

    Args:
        titles: The steps' titles, translated.
    """

    COMPONENT_CLASSES = {"step-line--here"}
    DEFAULT_CSS = """
    StepLine {
        height: 1; color: $text-muted; background: $surface;
        & > .step-line--here { color: $text; text-style: bold; }
    }
    """
    step: reactive[int] = reactive(1)

    class Clicked(Message):
        """A step was clicked.

        Attributes:
            step: Its number, from 1.
        """

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = titles
        self._places: list[tuple[int, int]] = []

    def on_click(self, event: Click) -> None:
        """Report which step was clicked."""
        event.stop()
        for number, (start, stop) in enumerate(self._places, 1):
            if start <= event.x < stop:
                self.post_message(self.Clicked(number))

    def render(self) -> Content:
        """The line."""
        line = self._line(short=False)
        return line if line.cell_length <= self.size.width else self._line(short=True)

    def _line(self, *, short: bool) -> Content:
        parts: list[Content] = []
        self._places = []
        start = 0
        for number, title in enumerate(self._titles, 1):
            if number == self.step:
                text = _("Step {step} of {steps} · {title}").format(
                    step=number, steps=len(self._titles), title=title
                )
                part = Content.styled(f"{CURRENT}{text}", self.get_visual_style("step-line--here"))
            else:
                mark = DONE if number < self.step else " "
                part = Content(f"{mark}{number}" if short else f"{mark}{number} · {title}")
            self._places.append((start, start + part.cell_length))
            start += part.cell_length + len(_GAP)
            parts.append(part)
        return Content(_GAP).join(parts)
