"""Which offers differ from the partner lists that they follow, beside the list of offers."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.background import AFTER_FRAME
from csp_tui.ui.kit.page import Page


class DriftedOffers:
    """Reads which offers differ, after the list is shown, and again only after a change.

    Args:
        page: The page with the list of offers.
        show: Called when other offers differ than before.

    Attributes:
        offer_ids: The offers that differ.
    """

    def __init__(self, page: Page, show: Callable[[], object]) -> None:
        self._page = page
        self._show = show
        self._read_at: tuple[Workbench, int] | None = None
        self.offer_ids: frozenset[str] = frozenset()

    def read(self, newest: int) -> None:
        """Read them.

        Args:
            newest: The newest change of the database.
        """
        workbench = self._page.app.workbench
        if self._read_at == (workbench, newest):
            return

        def differing() -> frozenset[str]:
            return frozenset(
                drift.offer_id
                for row in workbench.lists.rows()
                for drift in row.offers
                if drift.has_drifted
            )

        def take(found: frozenset[str]) -> None:
            self._read_at = workbench, newest
            if found != self.offer_ids:
                self.offer_ids = found
                self._show()

        self._page.tasks.run(differing, take, group="drift", delay=AFTER_FRAME)
