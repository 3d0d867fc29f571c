"""Filters the list of offers by their state in Partner Center."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.ui.commands.catalog.offers import OFFERS_CENTER
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.background import AFTER_FRAME
from csp_tui.ui.kit.page import Page
from csp_tui.ui.offers.center_column import CenterColumn

if TYPE_CHECKING:
    from csp_tui.services.remote.states import CenterSummary


class CenterFilter:
    """Reads what the column "Partner Center" shows, and goes through its filters.

    Args:
        page: The list of offers.
        column: The column, with the filter that is in use.
        offer_ids: Returns the IDs of all offers.
        show: Shows the offers that pass the filter now, and returns how many do.
        columns_changed: Called when the column comes, goes or has other cells.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (OFFERS_CENTER,)

    def __init__(
        self,
        page: Page,
        column: CenterColumn,
        *,
        offer_ids: Callable[[], Sequence[str]],
        show: Callable[[], int],
        columns_changed: Callable[[], object],
    ) -> None:
        self._page = page
        self._column = column
        self._offer_ids = offer_ids
        self._show = show
        self._columns_changed = columns_changed

    def read(self) -> None:
        """Read the states of all linked offers."""
        workbench = self._page.app.workbench
        # The service is imported in the thread, too.
        self._page.tasks.run(
            lambda: workbench.partner_center.states.read(),
            self._take,
            group="center",
            delay=AFTER_FRAME,
        )

    def _take(self, summary: CenterSummary) -> None:
        self._page.show_connection(summary)
        if self._column.take(summary):
            self._columns_changed()

    def disabled_reason_offers_center(self) -> str | None:
        """An offer must be linked."""
        return self._column.why_no_filter()

    def command_offers_center(self) -> None:
        """Show what differs, then what was never pulled, then what is old, then all."""
        self._column.next_filter(self._offer_ids())
        shown = self._show()
        self._page.refresh_commands()
        self._page.tell(self._column.filter_words(shown), "plain")

    def clear(self) -> None:
        """Show all offers, if some are left out."""
        if self._column.is_filtered:
            self._column.clear()
            self._show()
