"""The history of all changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.widget import Widget

from csp_tui.ui.history.section import HistorySection
from csp_tui.ui.kit.command_screen import CommandPart
from csp_tui.ui.kit.page import Page


class HistoryScreen(Page):
    """The place "History"."""

    NAV_ITEM = "history"
    HELP_TEXT = HistorySection.HELP_TEXT
    PARTS: ClassVar[Sequence[type[CommandPart]]] = (HistorySection,)
    AUTO_FOCUS = "#history-list"
    section = getters.query_one(HistorySection)

    def compose_page(self) -> Iterable[Widget]:
        """The list."""
        section = HistorySection()
        section.read_ahead()
        yield section

    def hosts(self) -> Sequence[CommandPart]:
        """The list, then the screen."""
        return (self.section, self) if self.query(HistorySection) else (self,)

    def load(self) -> None:
        """Read the history."""
        self.section.load()
