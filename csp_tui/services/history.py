"""The history, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.services.context import Service
from csp_tui.services.past import require_known

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry
    from csp_tui.services.reading_ports import HistoryLines


class HistoryService(Service):
    """Reads the log of changes."""

    @property
    def lines(self) -> HistoryLines:
        """The history as a list shows it, a page at a time."""
        return self._context.read.history_lines

    def entries(
        self, offer_id: str | None = None, *, limit: int = 100, before: int | None = None
    ) -> list[Entry]:
        """Entries newest first, of one offer or all.

        Args:
            offer_id: The offer, also one that has been deleted since.
            limit: How many at most.
            before: Only entries with a lower number, for paging.

        Raises:
            NotFound: There is no such offer, and there never was.
        """
        found = self._context.read.history(offer_id, limit=limit, before=before)
        if offer_id is not None and not found:
            with self._context.open_read() as unit:
                require_known(unit, offer_id)
        return found

    def of_partner(self, tenant_id: str, *, limit: int) -> list[Entry]:
        """The newest entries that name a partner, newest first.

        Args:
            tenant_id: The partner.
            limit: How many at most.
        """
        return self._context.read.partner_history(tenant_id, limit=limit)
