"""What the tour of ten offers does, through the services as a user would through the screens."""

from __future__ import annotations

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.plan import GoLive
from csp_tui.domain.product import Plan, ProductType
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import current
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.bulk import BulkChange, bulk_wishes
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.workbench import Workbench

FILTER = "suite"
"""What shows the offers of the story, and no others."""
_APPS = "Calendar Chat Drive Forms Mail Notes Board Sheets Slides Tasks"
OFFER_IDS = tuple(f"contoso-suite-{app.lower()}" for app in _APPS.split())
LIST_NAME = "suite-launch"
"""The list whose partners join all offers of the story."""
DRIFTED_LIST = "eu-retail"
"""The list of the demo from which an offer has drifted."""
CHANGE = BulkChange(add_lists=(LIST_NAME,))
_CONTACT = CspContact("Amélie Roux", "csp@contoso.example", "+33 1 55 55 01 00")


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """How far the story has come.

    Attributes:
        changed: How many of its offers have everyone of its list on the live list.
        drifted: How many offers differ from the list of the demo.
    """

    changed: int = 0
    drifted: int = 0


def make_offers(workbench: Workbench) -> None:
    """Put the story's own offers and list into the demo: live for three partners each."""
    known = {row.state.offer.offer_id for row in workbench.offers.rows()}
    first = _suggested(workbench, "FR", 3)
    for app, offer_id in zip(_APPS.split(), OFFER_IDS, strict=True):
        if offer_id in known:
            continue
        setup = Setup(
            name=f"Contoso Suite {app}",
            transactable=True,
            plans=(Plan.parse("standard:standard"),),
            csp_url="https://contoso.example/csp/suite",
            csp_contact=_CONTACT,
        )
        workbench.offers.create(offer_id, ProductType.SAAS, setup)
        edit = AudienceEdit(channel=ResellerChannel.SOME, add=tuple(first), labels=first)
        workbench.audience.save_draft(offer_id, edit)
        workbench.offers.publish(offer_id)
    if LIST_NAME not in workbench.lists.names():
        joining = {**_suggested(workbench, "DE", 4), **_suggested(workbench, "JP", 2)}
        title = _("Partners of the launch")
        workbench.lists.create(LIST_NAME, title=title, tenant_ids=tuple(joining), labels=joining)


def facts(workbench: Workbench) -> BulkFacts:
    """Read how far the story has come."""
    states = {row.state.offer.offer_id: row.state for row in workbench.offers.rows()}
    wanted = workbench.lists.show(LIST_NAME).partners + 3
    changed = sum(
        offer_id in states and states[offer_id].live_partners >= wanted for offer_id in OFFER_IDS
    )
    return BulkFacts(changed, workbench.lists.show(DRIFTED_LIST).drifted)


def desired() -> DesiredState:
    """What the change of all offers asks for."""
    return bulk_wishes(OFFER_IDS, CHANGE)


def change_all(workbench: Workbench) -> None:
    """Add the list to all offers and take them live, as one batch."""
    workbench.plans.apply(
        desired(), ApplyOptions(language=current()), go_live=GoLive.NEXT, title=plan_title()
    )


def plan_title() -> str:
    """What the plan of the change is called."""
    return _("Partners of the launch for ten offers")


def apply_list(workbench: Workbench) -> None:
    """Bring the offers in line with the list of the demo."""
    workbench.lists.apply(DRIFTED_LIST, ApplyOptions(language=current()))


def _suggested(workbench: Workbench, country: str, number: int) -> dict[str, str]:
    query = PartnerQuery(countries=frozenset({country}))
    return {row.tenant_id: row.name for row in workbench.directory.search.page(query, limit=number)}
