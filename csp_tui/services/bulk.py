"""One change to many offers, as the desired state that a plan is made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.plan import GoLive
from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.offer import ResellerChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChange:
    """The same change for many offers.

    Attributes:
        channel: The option to select, None to keep it.
        add: Tenant IDs of partners that join the drafts.
        remove: Tenant IDs of partners that leave them.
        add_lists: Names of lists whose partners join.
        remove_lists: Names of lists whose partners leave.
        go_live: Whether the drafts are published or synced.
    """

    channel: ResellerChannel | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    add_lists: tuple[str, ...] = ()
    remove_lists: tuple[str, ...] = ()
    go_live: GoLive = GoLive.NO


def bulk_wishes(offer_ids: Iterable[str], change: BulkChange) -> DesiredState:
    """What a change asks of each of the offers."""
    return DesiredState(
        tuple(
            OfferWish(
                offer_id=offer_id,
                channel=change.channel,
                lists=change.add_lists,
                partners=change.add,
                without=change.remove,
                without_lists=change.remove_lists,
                # Without a wish of its own, the whole plan says whether it goes live.
                go_live=None if change.go_live is GoLive.NO else change.go_live,
            )
            for offer_id in dict.fromkeys(offer_ids)
        )
    )
