"""All support requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import ClassVar

from textual import getters
from textual.widget import Widget

from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.kit.command_screen import CommandPart
from csp_tui.ui.kit.page import Page
from csp_tui.ui.requests.section import RequestsSection, Shown


class RequestsScreen(Page):
    """The place "Requests"."""

    NAV_ITEM = "requests"
    HELP_TEXT = RequestsSection.HELP_TEXT
    PARTS: ClassVar[Sequence[type[CommandPart]]] = (RequestsSection,)
    AUTO_FOCUS = "#requests-list"
    section = getters.query_one(RequestsSection)
    shown = Shown.ALL
    marked: Set[int] = frozenset()

    def compose_page(self) -> Iterable[Widget]:
        """The list."""
        section = RequestsSection()
        section.shown = self.shown
        section.together.marked |= self.marked
        section.read_ahead()
        yield section

    def hosts(self) -> Sequence[CommandPart]:
        """The list, then the screen."""
        return (self.section, self) if self.query(RequestsSection) else (self,)

    def provider_of(self, host: CommandProvider, command: Command) -> CommandProvider:
        """The object that carries out a command; the list leaves some to its controllers."""
        if isinstance(host, RequestsSection):
            host = host.host_of(command)
        return super().provider_of(host, command)

    def recreate(self) -> Page:
        """The same list with the same filter and marks."""
        fresh = RequestsScreen()
        fresh.shown, fresh.marked = self.section.shown, self.section.together.marked
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Read the requests."""
        self.section.load()
