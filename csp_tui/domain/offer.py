"""A marketplace offer: what is entered for it, and its option in draft and live."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.domain.errors import NotFound
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.product import Plan, ProductType

NO_VERSION = 0
"""The version of what is not known to be stored; every write on it is refused."""


class ResellerChannel(StrEnum):
    """The three options of the CSP reseller audience (R10), in the API's words."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class OfferStatus(StrEnum):
    """Whether the offer has ever been published."""

    DRAFT = "draft"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class CspContact:
    """The CSP program contact of the offer listing (R50); empty texts where not entered."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a reseller can reach someone: a name with an e-mail address or a phone."""
        return bool(self.name and (self.email or self.phone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a publisher enters for an offer beside its audience.

    Attributes:
        name: The offer's name (``product.alias``).
        transactable: For SaaS, whether it sells through Microsoft; True for every other type.
        plans: The plans in the publisher's order, their IDs unique.
        markets: Codes of the markets where its plans are sold, in order; all markets if empty.
        csp_url: Where the CSP program marketing materials are, or "" (R50).
        csp_contact: The contact for resellers (R50).
    """

    name: str
    transactable: bool = True
    plans: tuple[Plan, ...] = ()
    markets: tuple[str, ...] = ()
    csp_url: str = ""
    csp_contact: CspContact = CspContact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer as it is stored.

    Attributes:
        offer_id: The external ID.
        product_type: The product type; never changes.
        setup: The draft of the setup.
        live_setup: The setup as last published, None while never published.
        draft_channel: The chosen option in draft, None while none was chosen.
        live_channel: The option that is live, None while none is.
        version: Grows by one with every write; a write on an older version is refused. No stored
            offer has ``NO_VERSION``.
        created_at: When it was created, UTC.
        published_at: When it was last published or synced, UTC, or None.
    """

    offer_id: str
    product_type: ProductType
    setup: Setup
    live_setup: Setup | None = None
    draft_channel: ResellerChannel | None = None
    live_channel: ResellerChannel | None = None
    version: int = 1
    created_at: datetime
    published_at: datetime | None = None

    @property
    def status(self) -> OfferStatus:
        """Draft until it is published for the first time, then live."""
        return OfferStatus.DRAFT if self.live_setup is None else OfferStatus.LIVE

    @property
    def is_live(self) -> bool:
        """Whether it has been published."""
        return self.live_setup is not None

    @property
    def live_markets(self) -> tuple[str, ...]:
        """The markets of the published setup; those of the draft while there is none."""
        return (self.live_setup or self.setup).markets

    @property
    def setup_changed(self) -> bool:
        """Whether a live offer's setup differs from what is published."""
        live, draft = self.live_setup, self.setup
        # Those of most offers are one object, which takes no comparison.
        return live is not None and live is not draft and live != draft


def channel_title(channel: ResellerChannel | None) -> Message:
    """The option as Partner Center words it (R11 to R13)."""
    match channel:
        case ResellerChannel.ALL:
            return say("Any partner in the CSP program")
        case ResellerChannel.SOME:
            return say("Specific partners in the CSP program I select")
        case ResellerChannel.NONE:
            return say("No partners in the CSP program")
        case None:
            return say("Not set")


def no_such_offer(offer_id: str) -> NotFound:
    """The error for an offer that does not exist."""
    return NotFound(
        say("There is no offer {offer_id}.", offer_id=offer_id),
        say("Check the offer ID, or list the offers to find the one you mean."),
        field="offer_id",
    )
