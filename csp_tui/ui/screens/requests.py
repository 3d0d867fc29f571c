"""All support requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.widget import Widget

from csp_tui.ui.commands.command import CommandHost
from csp_tui.ui.sections.requests import RequestsSection
from csp_tui.ui.workbench_screen import WorkbenchScreen


class RequestsScreen(WorkbenchScreen):
    """The place "Requests"."""

    PLACE = "requests"
    HELP_TEXT = RequestsSection.HELP_TEXT
    PARTS: ClassVar[Sequence[type[CommandHost]]] = (RequestsSection,)
    AUTO_FOCUS = "#requests-list"
    section = getters.query_one(RequestsSection)
    open_only = False

    def compose_page(self) -> Iterable[Widget]:
        """The list."""
        section = RequestsSection()
        section.open_only = self.open_only
        yield section

    def hosts(self) -> Sequence[CommandHost]:
        """The list, then the screen."""
        return (self.section, self) if self.query(RequestsSection) else (self,)

    def again(self) -> WorkbenchScreen:
        """The same list, all requests or the open ones."""
        fresh = RequestsScreen()
        fresh.open_only = self.section.open_only
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Read the requests."""
        self.section.load()
