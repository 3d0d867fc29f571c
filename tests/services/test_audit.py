"""The audit finds what needs attention, wherever it is: in a draft or live."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.services.audience import AudienceEdit
from csp_tui.services.audit import FindingKind
from csp_tui.services.workbench import Workbench
from tests.conftest import tenant

Offer = Callable[..., str]
UNKNOWN, ANOTHER = (f"{n}" * 8 + "-1b5d-4c1e-9a77-0c6b6f2d9c1e" for n in (8, 9))


def unknown_partners(workbench: Workbench) -> list[str]:
    return [
        str(one.message)
        for one in workbench.audit.run()
        if one.kind is FindingKind.UNKNOWN_PARTNERS
    ]


def test_unknown_partners_are_found_before_and_after_they_go_live(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(partners=(1,), live=False)
    stocked.audience.save_draft(offer_id, AudienceEdit(add=(UNKNOWN,)))
    (pending,) = unknown_partners(stocked)
    assert pending.startswith("1 partner is not in the partner directory")
    stocked.offers.publish(offer_id)
    (live,) = unknown_partners(stocked)
    assert live.startswith("1 live partner is not in the partner directory")
    assert UNKNOWN in live
    stocked.audience.save_draft(offer_id, AudienceEdit(add=(ANOTHER,)))
    assert len(unknown_partners(stocked)) == 2
    stocked.audience.sync(offer_id)
    (both,) = unknown_partners(stocked)
    assert both.startswith("2 live partners")


def test_drift_is_told_without_zeros(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(partners=(1,))
    stocked.lists.create("eu", tenant_ids=(tenant(1), tenant(2)))
    stocked.lists.follow("eu", [offer_id])
    (drift,) = (one for one in stocked.audit.run() if one.kind is FindingKind.DRIFT)
    assert str(drift.message) == "Differs from the partner list eu: 1 missing."
