"""The commands of a partner finder, for the screens and dialogs that hold one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.partner import Facet

if TYPE_CHECKING:
    from csp_tui.ui.widgets.partner_finder import PartnerFinder


class FinderCommands:
    """Carries out ``FINDER_COMMANDS`` on its ``finder``."""

    finder: PartnerFinder

    def show_finder(self) -> bool:
        """Bring the finder into view.

        Returns:
            Whether it can be used now.
        """
        return True

    def command_find_words(self) -> None:
        """Go to the words."""
        if self.show_finder():
            self.finder.focus_field()

    def command_find_country(self) -> None:
        """Filter by country."""
        self._pick(Facet.COUNTRY)

    def command_find_competency(self) -> None:
        """Filter by competency."""
        self._pick(Facet.COMPETENCY)

    def command_find_skill(self) -> None:
        """Filter by skill."""
        self._pick(Facet.SKILL)

    def command_find_clear(self) -> None:
        """Take all filters off."""
        if self.show_finder():
            self.finder.clear_filters()

    def _pick(self, facet: Facet) -> None:
        if self.show_finder():
            self.finder.pick(facet)
