"""The column and the filter "Partner Center" of the list of offers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from csp_tui.domain.remote import SyncState
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.services.remote.states import CenterSummary, OfferSync
from csp_tui.ui.kit.lists.record_list import Column
from csp_tui.ui.text.center import OLD_DAYS, sync_cell

_DIFFERENT = (SyncState.TO_PUSH, SyncState.TO_PULL, SyncState.CONFLICT, SyncState.GONE)


class _Filter(NamedTuple):
    """What the key goes through, with what passes it."""

    title: str
    passes: Callable[[OfferSync | None], bool]


def _differs(sync: OfferSync | None) -> bool:
    return sync is not None and sync.state in _DIFFERENT


def _is_old(sync: OfferSync | None) -> bool:
    return sync is not None and sync.days >= OLD_DAYS


_FILTERS = (
    _Filter("", lambda _sync: True),
    _Filter(N_("differs from Partner Center"), _differs),
    _Filter(N_("never pulled"), lambda sync: sync is None),
    _Filter(N_("pulled more than a week ago"), _is_old),
)


class CenterColumn:
    """What the list of offers shows of Partner Center; nothing while no offer is linked."""

    def __init__(self) -> None:
        self._summary = CenterSummary(offers={})
        self._filter = 0

    @property
    def is_shown(self) -> bool:
        """Whether an offer is linked."""
        return bool(self._summary.offers)

    @property
    def is_filtered(self) -> bool:
        """Whether some offers are left out."""
        return self._filter > 0

    def take(self, summary: CenterSummary) -> bool:
        """Take what was read; whether anything is different now."""
        is_new = summary != self._summary
        self._summary = summary
        if not self.is_shown:
            self._filter = 0
        return is_new

    def columns(self) -> list[Column]:
        """The column, which leaves first where there is no room."""
        if not self.is_shown:
            return []
        return [Column("center", _("Partner Center"), min_width=14, priority=4)]

    def cells(self, offer_id: str) -> tuple[str, ...]:
        """The cell of an offer."""
        return (sync_cell(self._summary.offers.get(offer_id)),) if self.is_shown else ()

    def passes(self, offer_id: str) -> bool:
        """Whether an offer passes the filter."""
        return _FILTERS[self._filter].passes(self._summary.offers.get(offer_id))

    def why_no_filter(self) -> str | None:
        """Why nothing can be filtered, None if it can."""
        return None if self.is_shown else _("No offer is linked to Partner Center.")

    def next_filter(self, offer_ids: Collection[str]) -> None:
        """Go to the next filter that something passes; after the last one come all offers."""
        while True:
            self._filter = (self._filter + 1) % len(_FILTERS)
            if not self._filter or any(map(self.passes, offer_ids)):
                return

    def clear(self) -> None:
        """Show all offers again."""
        self._filter = 0

    def filter_words(self, shown: int) -> str:
        """What the filter shows."""
        if not self._filter:
            return _("All offers are shown.")
        chosen = _FILTERS[self._filter]
        what = _(chosen.title)
        return ngettext(
            "Filter: {what} ({count} offer).", "Filter: {what} ({count} offers).", shown, what=what
        )
