"""What having been published opens and closes (R25), and what keeps an offer eligible (R2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.offer import Offer, ResellerChannel, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.publication import against_deletion, against_resale, against_setup

SETUP = Setup(name="Contoso Backup")
DRAFT = Offer(
    offer_id="contoso-backup",
    product_type=ProductType.SAAS,
    setup=SETUP,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)
LIVE = replace(DRAFT, live_setup=SETUP)
OUTSIDE = replace(SETUP, transactable=False)


def test_only_what_was_never_published_is_deleted() -> None:
    assert against_deletion(AudienceState(offer=DRAFT)) is None
    refused = against_deletion(AudienceState(offer=LIVE))
    assert refused is not None
    assert refused.rule == "R25"


def test_only_what_was_published_is_resold() -> None:
    assert against_resale(LIVE) is None
    refused = against_resale(DRAFT)
    assert refused is not None
    assert refused.rule == "R25"


@pytest.mark.parametrize("channel", [None, *ResellerChannel])
@pytest.mark.parametrize("side", ["draft_channel", "live_channel"])
def test_an_offer_in_the_channel_stays_eligible(channel: ResellerChannel | None, side: str) -> None:
    offer = replace(LIVE, **{side: channel})  # type: ignore[arg-type]
    refused = against_setup(AudienceState(offer=offer), OUTSIDE)
    in_channel = channel in (ResellerChannel.ALL, ResellerChannel.SOME)
    assert (refused is not None) is in_channel
    assert against_setup(AudienceState(offer=offer), SETUP) is None
