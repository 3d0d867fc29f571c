"""The commands of a partner finder, for the screens and dialogs that hold one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar, Protocol

from csp_tui.domain.partner import Facet
from csp_tui.ui.commands.catalog.partners import FINDER_COMMANDS
from csp_tui.ui.commands.command import Command

if TYPE_CHECKING:
    from csp_tui.ui.partners.finder import PartnerFinder


class HoldsFinder(Protocol):
    """A screen or dialog with a partner finder."""

    @property
    def finder(self) -> PartnerFinder:
        """The finder."""

    def show_finder(self) -> bool:
        """Bring the finder into view.

        Returns:
            Whether it can be used now.
        """


class FinderCommands:
    """Carries out ``FINDER_COMMANDS``."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = FINDER_COMMANDS

    def __init__(self, screen: HoldsFinder) -> None:
        self._screen = screen

    def command_find_words(self) -> None:
        """Go to the search field."""
        if self._screen.show_finder():
            self._screen.finder.focus_field()

    def command_find_clear(self) -> None:
        """Remove all filters."""
        if self._screen.show_finder():
            self._screen.finder.clear_filters()

    def _pick(self, facet: Facet) -> None:
        if self._screen.show_finder():
            self._screen.finder.pick(facet)

    command_find_country = partialmethod(_pick, Facet.COUNTRY)
    command_find_competency = partialmethod(_pick, Facet.COMPETENCY)
    command_find_skill = partialmethod(_pick, Facet.SKILL)
