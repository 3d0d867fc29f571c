"""What must never happen: forbidden states and forbidden moves of an audience.

Written from the program's rules alone, so that it can judge the code that follows them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.eligibility import assess
from csp_tui.domain.offer import Offer, ResellerChannel, Setup
from csp_tui.domain.product import ProductType

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
NOW = datetime(2026, 11, 16, tzinfo=UTC)
CHANNEL = (ALL, SOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """An offer with its lists, as plain values.

    Attributes:
        kind: The product type.
        setup: The setup in draft.
        live_setup: The setup that is live, None while never published.
        chosen: The option in draft.
        live_option: The option that is live.
        draft: Tenant IDs on the draft list.
        live: Tenant IDs on the live list.
        resold: Tenant IDs that have resold the offer.
    """

    kind: ProductType
    setup: Setup
    live_setup: Setup | None = None
    chosen: ResellerChannel | None = None
    live_option: ResellerChannel | None = None
    draft: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()
    resold: frozenset[str] = frozenset()

    @property
    def is_published(self) -> bool:
        """Whether it was ever published."""
        return self.live_setup is not None

    @property
    def waits(self) -> bool:
        """Whether the draft says something that is not live."""
        joining = self.chosen is self.live_option is SOME and not self.draft <= self.live
        return joining or (self.chosen, self.setup) != (self.live_option, self.live_setup)

    @property
    def is_eligible(self) -> bool:
        """Whether an option can be chosen (R2)."""
        return _may_join(self.kind, self.setup)

    @property
    def has_material(self) -> bool:
        """Whether the draft says what R50 asks for."""
        return _is_complete(self.setup)

    def published(self) -> Audience:
        """The same once its draft is live (R25)."""
        listed = self.draft if self.chosen is SOME else frozenset()
        return dataclasses.replace(
            self, live_setup=self.setup, live_option=self.chosen, draft=listed, live=listed
        )

    def synced(self) -> Audience:
        """The same once its added partners are live (R26)."""
        return dataclasses.replace(self, live=self.live | self.draft)

    def to_state(self) -> AudienceState:
        """The state that the rules decide on."""
        return AudienceState(
            offer=Offer(
                offer_id="an-offer",
                product_type=self.kind,
                setup=self.setup,
                live_setup=self.live_setup,
                draft_channel=self.chosen,
                live_channel=self.live_option,
                created_at=NOW,
            ),
            draft_partners=len(self.draft),
            live_partners=len(self.live),
            additions=len(self.draft - self.live),
            resold=len(self.resold),
            resold_names=tuple(sorted(self.resold))[:5],
            live_resold=len(self.live & self.resold),
        )

    def members(self, tenant_ids: frozenset[str]) -> tuple[Member, ...]:
        """The partners among these that are on a list."""
        return tuple(
            Member(tenant, tenant, tenant in self.draft, tenant in self.live, tenant in self.resold)
            for tenant in sorted(tenant_ids & (self.draft | self.live))
        )


def broken_by_state(audience: Audience) -> Iterator[str]:
    """The laws that a state breaks; none where it may be."""
    at = audience
    if not at.is_published:
        if at.live_option is not None or at.live:
            yield "R25: what was never published is live for someone"
        if at.resold:
            yield "R25: someone has resold what was never published"
    if at.live and at.live_option is not SOME:
        yield "R12: there is a live list under another option"
    if at.live_option in CHANNEL:
        if at.chosen is not at.live_option:
            yield "R40, R42: the draft has left a live option without a request"
        if not at.live <= at.draft:
            yield "R31: a live partner has left the draft without a request"
        if at.live_setup is not None and not _is_complete(at.live_setup):
            yield "R50: live for partners without material or contact"
        if at.live_setup is not None and not _may_join(at.kind, at.live_setup):
            yield "R2: an ineligible offer is live for partners"
    if (at.chosen in CHANNEL or at.live_option in CHANNEL) and not at.is_eligible:
        yield "R2: an ineligible offer is in the channel"


def broken_by_move(deed: str, before: Audience, after: Audience) -> Iterator[str]:
    """The laws that a move breaks.

    Args:
        deed: What was done, as a verb: ``publish``, ``sync``, ``complete``, or anything else, which
            may change the draft only.
        before: What was.
        after: What is.
    """
    if deed not in ("publish", "sync", "complete"):
        live = ("live_setup", "live_option", "live")
        if any(getattr(before, name) != getattr(after, name) for name in live):
            yield f"R25: {deed} has changed what is live"
    if before.live_option is SOME:
        if after.live_option is SOME and before.live & before.resold - after.live:
            yield "R30: a partner that has resold was deauthorized"
        if after.live_option is NONE and before.resold:
            yield "R42: closed although a partner has resold"
    if before.live_option is ALL and after.live_option is SOME and not before.resold <= after.live:
        yield "R41: a partner that has resold is not on the new list"
    if deed != "complete":
        if not before.live <= after.live:
            yield f"R31: {deed} has deauthorized a partner"
        if before.live_option in CHANNEL and before.live_option is not after.live_option:
            yield f"R40: {deed} has left a live option"
    if deed == "sync" and after != before.synced():
        yield "R26: a sync has done more than add partners"
    if deed == "publish" and after != before.published():
        yield "R25: publishing has not made the draft live"
    if deed in ("publish", "sync") and after.resold != before.resold:
        yield f"{deed} has changed who has resold"
    if deed == "publish" and after.waits:
        yield "R25: something still waits after publishing"
    if deed == "complete" and after.setup != before.setup:
        yield "a request has changed the setup"


def _may_join(kind: ProductType, setup: Setup) -> bool:
    return assess(kind, transactable=setup.transactable, plans=setup.plans).eligible


def _is_complete(setup: Setup) -> bool:
    contact = setup.csp_contact
    return bool(setup.csp_url and contact.name and (contact.email or contact.phone))
