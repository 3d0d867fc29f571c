"""What an open support request blocks until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.views import BlockedByRequest
from csp_tui.services.workbench import Workbench
from tests.conftest import NONE, SOME, tenant


def blocked(workbench: Workbench) -> dict[int, BlockedByRequest]:
    found = workbench.support.blocked_by(workbench.support.overview(None).open)
    assert found == workbench.support.blocked_by(workbench.support.rows())
    return found


def test_a_removal_keeps_access_and_its_plan_waiting(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    wish = OfferWish(offer_id=name, without=(tenant(1),), at_least=True)
    stocked.plans.apply(
        DesiredState(offers=(wish,)), ApplyOptions(), requests=True, title="Tidy up", keep=True
    )
    assert blocked(stocked) == {1: BlockedByRequest(keeping_access=1, plans=("Tidy up",))}
    stocked.support.create_removal(name, [tenant(2)], language="en")
    assert blocked(stocked)[2] == BlockedByRequest(keeping_access=1)
    stocked.support.withdraw(1)
    stocked.support.withdraw(2)
    assert blocked(stocked) == {}


def test_a_change_of_option_keeps_the_live_one(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    stocked.support.create_option_change(name, NONE, language="en")
    assert blocked(stocked) == {1: BlockedByRequest(reseller_channel=(SOME, NONE))}
