"""How each offer compares with Partner Center, for lists; does not use the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.remote import RemoteAudience, SyncState, sync_state

if TYPE_CHECKING:
    from csp_tui.domain.offer import Offer
    from csp_tui.services.context import Context
    from csp_tui.services.read_unit import ReadUnit


@dataclass(frozen=True, slots=True)
class OfferSync:
    """How an offer compares with Partner Center.

    Attributes:
        state: How its draft compares with what was last read there.
        days: How many days ago that was.
    """

    state: SyncState
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterSummary:
    """Whether the program is connected, and how the offers compare.

    Attributes:
        is_connected: Whether there is an account.
        is_emulated: Whether an emulator stands in for Partner Center.
        jobs_open: How many jobs have not ended.
        offers: The linked offers by ID; an offer that is missing was never pulled.
    """

    is_connected: bool = False
    is_emulated: bool = False
    jobs_open: int = 0
    offers: Mapping[str, OfferSync]

    @property
    def counts(self) -> Mapping[SyncState, int]:
        """How many offers are in each state."""
        return Counter(one.state for one in self.offers.values())


class StateService:
    """Compares the offers with what was last read of them.

    Args:
        context: Storage, time and the user.
        is_emulated: Tells whether an emulator stands in for Partner Center.
    """

    def __init__(self, context: Context, is_emulated: Callable[[], bool]) -> None:
        self._context = context
        self._is_emulated = is_emulated

    def read(self) -> CenterSummary:
        """Compare all linked offers; cheap where there is no account."""
        with self._context.open_read() as unit:
            if not unit.remote.accounts():
                return CenterSummary(offers={})
            return CenterSummary(
                is_connected=True,
                is_emulated=self._is_emulated(),
                jobs_open=len(unit.remote.jobs(open_only=True)),
                offers=self._compared(unit),
            )

    def _compared(self, unit: ReadUnit) -> dict[str, OfferSync]:
        now = self._context.clock.now()
        offers = {one.offer_id: one for one in unit.offers.all()}
        found = {}
        for link in unit.remote.drafts():
            offer = offers.get(link.offer_id)
            if offer is not None:
                state = sync_state(link, _draft(unit, offer))
                found[link.offer_id] = OfferSync(state, max(0, (now - link.seen_at).days))
        return found


def _draft(unit: ReadUnit, offer: Offer) -> RemoteAudience:
    """The draft as far as it is compared: names don't matter."""
    if offer.draft_channel is not ResellerChannel.SOME:
        return RemoteAudience(offer.draft_channel)
    tenants = unit.audiences.draft_ids(offer.offer_id)
    return RemoteAudience(ResellerChannel.SOME, dict.fromkeys(tenants, ""))
