"""The history of all changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.widget import Widget

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command, CommandHost
from csp_tui.ui.sections.history import HistorySection
from csp_tui.ui.workbench_screen import WorkbenchScreen


class HistoryScreen(WorkbenchScreen):
    """The place "History"."""

    PLACE = "history"
    HELP_TEXT = N_(
        "Who changed what and when, newest first; times are UTC. Enter shows a change in full: "
        "what was before, what is after, and which partners joined or left a list. "
        "The history is only read here, and nothing removes an entry."
    )
    PART_COMMANDS: ClassVar[Sequence[Command]] = HistorySection.COMMANDS_HERE
    AUTO_FOCUS = "#history-list"
    section = getters.query_one(HistorySection)

    def compose_page(self) -> Iterable[Widget]:
        """The list."""
        yield HistorySection()

    def hosts(self) -> Sequence[CommandHost]:
        """The list, then the screen."""
        return (self.section, self) if self.query(HistorySection) else (self,)

    def load(self) -> None:
        """Read the history."""
        self.section.load()
