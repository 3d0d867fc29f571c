"""Counts the regions that the audience on screen covers, saved or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.commands.catalog.audience import AUDIENCE_COVERAGE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.section import Section

if TYPE_CHECKING:
    pass


class RegionCounts:
    """Counts by region in the background, and draws the result on request."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (AUDIENCE_COVERAGE,)

    def __init__(self, section: Section, draft: AudienceDraft) -> None:
        self._section = section
        self._draft = draft

    def count(self, show: Callable[[AudienceRegions], None]) -> None:
        """Count the regions of the list on screen.

        Args:
            show: Gets the figures, on the event loop.
        """
        edit = self._draft.to_edit()

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, Canceled):
                # A search elsewhere has interrupted this one, which is still wanted.
                self._section.call_later(self.count, show)
            else:
                self._section.app.show_problem(error)

        self._section.tasks.run(
            lambda: self._section.app.workbench.figures.regions(self._section.offer_id, edit),
            show,
            group="coverage",
            on_error=failed,
        )

    def disabled_reason_audience_coverage(self) -> str | None:
        """There must be an audience."""
        view = self._section.view
        if view is None:
            return _("The offer is still being read.")
        eligibility = view.state.eligibility
        return None if eligibility.eligible else render(eligibility.reason)

    def command_audience_coverage(self) -> None:
        """Count by region, and draw it."""
        if self._section.view is None:
            return
        offer = self._section.view.state.offer

        def show(figures: AudienceRegions) -> None:
            from csp_tui.ui.audience.coverage_dialog import CoverageDialog

            self._section.app.push_screen(
                CoverageDialog(offer.setup.name, figures, is_live=offer.is_live)
            )

        self.count(show)
