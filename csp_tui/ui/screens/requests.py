"""All support requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.widget import Widget

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command, CommandHost
from csp_tui.ui.sections.requests import RequestsSection
from csp_tui.ui.workbench_screen import WorkbenchScreen


class RequestsScreen(WorkbenchScreen):
    """The place "Requests"."""

    PLACE = "requests"
    HELP_TEXT = N_(
        "All support requests of all offers, the open ones first. A draft is still being filled "
        "in, a submitted one was filed in Partner Center and waits for Microsoft's answer. Enter "
        "opens a request: there it is submitted, completed, declined or withdrawn."
    )
    PART_COMMANDS: ClassVar[Sequence[Command]] = RequestsSection.COMMANDS_HERE
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
