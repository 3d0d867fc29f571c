"""The desired state of many offers and lists, as a state file or a bulk change says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.domain.plan import GoLive


@dataclass(frozen=True, slots=True)
class ListWish:
    """What a named partner list should be.

    Attributes:
        name: Its name.
        title: Its title, None to keep it.
        partners: Tenant IDs of a fixed list, read once; None for a search.
        query: The search that defines it, None for a fixed list.
    """

    name: str
    title: str | None = None
    partners: Iterable[str] | None = None
    query: PartnerQuery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWish:
    """What an offer's audience should be, or how it should change.

    Attributes:
        offer_id: The offer.
        channel: The option, None to keep it.
        exact: Whether ``lists`` and ``partners`` are the whole list; else they only join it.
        lists: Names of partner lists whose members are on the list.
        follows: Whether the offer follows exactly ``lists`` from then on.
        partners: Tenant IDs on the list besides, read once.
        queries: Searches whose results are on the list besides.
        without: Tenant IDs that are not on it although a list names them, read once.
        without_lists: Names of partner lists whose members are not on it.
        at_least: Whether partners that are not named stay.
        drift_of: The list that the offer is brought in line with: partners that came through it
            and have left it leave the offer too.
        go_live: How far to go beyond the draft, None for what the whole plan says.
    """

    offer_id: str
    channel: ResellerChannel | None = None
    exact: bool = False
    lists: tuple[str, ...] = ()
    follows: bool = False
    partners: Iterable[str] = ()
    queries: tuple[PartnerQuery, ...] = ()
    without: Iterable[str] = ()
    without_lists: tuple[str, ...] = ()
    at_least: bool = False
    drift_of: str | None = None
    go_live: GoLive | None = None


@dataclass(frozen=True, slots=True)
class DesiredState:
    """Lists and offers as they should be; an offer that is not named is left alone.

    Attributes:
        offers: The offers, each once.
        lists: The lists, each once; they are made or changed when the state is applied.
    """

    offers: tuple[OfferWish, ...] = ()
    lists: tuple[ListWish, ...] = ()
