"""Where an offer's audience stands: all that the rules need to know."""

from __future__ import annotations

from dataclasses import dataclass

from csp_tui.domain.eligibility import Eligibility, assess
from csp_tui.domain.offer import Offer, ResellerChannel


@dataclass(frozen=True, slots=True)
class Member:
    """A partner's place in an offer's audience.

    Attributes:
        tenant_id: The partner.
        name: Its name, or its tenant ID where no name is known.
        in_draft: Whether it is on the draft list.
        in_live: Whether it is on the live list.
        resold: Whether it has already resold this offer.
    """

    tenant_id: str
    name: str
    in_draft: bool
    in_live: bool
    resold: bool

    @property
    def waits(self) -> bool:
        """Whether it is on the draft list only, waiting to be published or synced."""
        return self.in_draft and not self.in_live


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an offer's audience stands: all that the rules need to know, in counts.

    Attributes:
        offer: The offer with both channels.
        draft_partners: Partners on the draft list.
        live_partners: Partners on the live list.
        additions: Partners on the draft list only.
        resold: Partners recorded as having resold the offer, on the list or not (R42).
        resold_names: The names of the first few of them.
    """

    offer: Offer
    draft_partners: int = 0
    live_partners: int = 0
    additions: int = 0
    resold: int = 0
    resold_names: tuple[str, ...] = ()

    @property
    def eligibility(self) -> Eligibility:
        """Whether the options are open to the offer at all."""
        setup = self.offer.setup
        return assess(self.offer.product_type, transactable=setup.transactable, plans=setup.plans)

    @property
    def channel_changed(self) -> bool:
        """Whether a live offer's option in draft differs from the live one."""
        return self.offer.is_live and self.offer.draft_channel != self.offer.live_channel

    @property
    def list_changed(self) -> bool:
        """Whether partners wait to be synced into a live list (R26)."""
        offer = self.offer
        return (
            offer.live_channel is ResellerChannel.SOME
            and offer.draft_channel is ResellerChannel.SOME
            and self.additions > 0
        )

    @property
    def has_changes(self) -> bool:
        """Whether something waits to be published or synced."""
        if not self.offer.is_live:
            return True
        return self.channel_changed or self.list_changed or self.offer.setup_changed
