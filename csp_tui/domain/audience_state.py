"""The state of an offer's audience: all that the rules need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.eligibility import Eligibility, assess
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.evidence import EvidenceNote


@dataclass(frozen=True, slots=True)
class Member:
    """A partner's place in an offer's audience.

    Attributes:
        tenant_id: The partner.
        name: Its name, or its tenant ID where no name is known.
        in_draft: Whether it is on the draft list.
        in_live: Whether it is on the live list.
        resold: Whether it has already resold this offer.
        evidence: Where that is known from, None where someone recorded it by hand.
    """

    tenant_id: str
    name: str
    in_draft: bool
    in_live: bool
    resold: bool
    evidence: EvidenceNote | None = None

    @property
    def name_with_evidence(self) -> str | Message:
        """Its name, with the file and the row that show its resale."""
        if self.evidence is None:
            return self.name
        return say("{name} ({place})", name=self.name, place=self.evidence.place)

    @property
    def waits(self) -> bool:
        """Whether it is on the draft list only, waiting to be published or synced."""
        return self.in_draft and not self.in_live


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Partners of an audience that are not in the partner directory.

    Attributes:
        count: How many they are.
        names: The first few, each by the name it was added with or by its tenant ID.
    """

    count: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceState:
    """The state of an offer's audience: all that the rules need to know, in counts.

    Attributes:
        offer: The offer with both channels.
        draft_partners: Partners on the draft list.
        live_partners: Partners on the live list.
        additions: Partners on the draft list only.
        resold: Partners recorded as having resold the offer, on the list or not (R42).
        resold_names: The names of the first few of them.
        live_resold: Partners on the live list that have resold; they can't be removed (R30).
    """

    offer: Offer
    draft_partners: int = 0
    live_partners: int = 0
    additions: int = 0
    resold: int = 0
    resold_names: tuple[str, ...] = ()
    live_resold: int = 0

    @property
    def removable(self) -> int:
        """Partners on the live list that have not resold; a support request can remove them."""
        return self.live_partners - self.live_resold

    @property
    def eligibility(self) -> Eligibility:
        """Whether the options are open to the offer at all."""
        setup = self.offer.setup
        return assess(self.offer.product_type, transactable=setup.transactable, plans=setup.plans)

    @property
    def listed(self) -> int:
        """Partners on either list."""
        return self.live_partners + self.additions

    @property
    def is_empty_live(self) -> bool:
        """Whether specific partners may resell the offer, and none is on the live list (R14)."""
        return self.offer.live_channel is ResellerChannel.SOME and not self.live_partners

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
        """Whether something should be published or synced.

        An offer that can't be sold through the CSP program and was never published has nothing to
        publish here.
        """
        return self.next_step is not None

    @property
    def next_step(self) -> str | None:
        """What makes the draft live: ``publish``, ``sync``, or None where nothing is pending."""
        if not self.offer.is_live:
            return "publish" if self.eligibility.eligible else None
        if self.channel_changed or self.offer.setup_changed:
            return "publish"
        return "sync" if self.list_changed else None
