"""What the tour's story does, through the services as a user would through the screens."""

from __future__ import annotations

from datetime import timedelta

from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.product import Plan, ProductType
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.i18n import current
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.views import AudienceRow
from csp_tui.services.workbench import Workbench

OFFER_ID = "contoso-archive"
_TICKET = "2611160040001234"
_CONTACT = CspContact("Amélie Roux", "csp@contoso.example", "+33 1 55 55 01 00")


@dataclass(frozen=True, slots=True)
class Facts:
    """How far the story has come.

    Attributes:
        option: The option of the draft.
        drafted: Partners on the draft list.
        live: Whether the offer is published.
        live_partners: Partners on the live list.
        waiting: Partners that wait for a sync.
        request: The request of the story, None before it.
    """

    option: ResellerChannel | None = None
    drafted: int = 0
    live: bool = False
    live_partners: int = 0
    waiting: int = 0
    request: SupportRequest | None = None

    def has_request(self, *among: RequestStatus) -> bool:
        """Whether there is a request, in one of some states where any are named."""
        return self.request is not None and (not among or self.request.status in among)


def facts(workbench: Workbench) -> Facts:
    """Read how far the story has come."""
    state = workbench.audience.show(OFFER_ID).state
    requests = workbench.support.rows(OFFER_ID)
    return Facts(
        option=state.offer.draft_channel,
        drafted=state.draft_partners,
        live=state.offer.is_live,
        live_partners=state.live_partners,
        waiting=state.additions if state.offer.is_live else 0,
        request=requests[0] if requests else None,
    )


def make_offer(workbench: Workbench) -> None:
    """Put the tour's own offer into the demo: a draft that no partner may resell yet."""
    if any(row.state.offer.offer_id == OFFER_ID for row in workbench.offers.rows()):
        return
    setup = Setup(
        name="Contoso Archive",
        transactable=True,
        plans=(Plan.parse("standard:standard"),),
        csp_url="https://contoso.example/csp/archive",
        csp_contact=_CONTACT,
    )
    workbench.offers.create(OFFER_ID, ProductType.SAAS, setup)


def suggested(workbench: Workbench, number: int) -> dict[str, str]:
    """Partners to select, by tenant ID with their names: French ones, always the same."""
    query = PartnerQuery(countries=frozenset({"FR"}))
    rows = workbench.directory.search.page(query, limit=number)
    return {row.tenant_id: row.name for row in rows}


def selection_edit(picked: dict[str, str]) -> AudienceEdit:
    """The edit that selects specific partners, given as names by tenant ID."""
    return AudienceEdit(channel=ResellerChannel.SOME, add=tuple(picked), labels=picked)


def save_edit(workbench: Workbench, edit: AudienceEdit) -> None:
    """Save a change of the audience in the draft."""
    workbench.audience.save_draft(OFFER_ID, edit)


def publish(workbench: Workbench) -> None:
    """Make the draft live."""
    workbench.offers.publish(OFFER_ID)


def add_one(workbench: Workbench) -> None:
    """Put one more partner into the draft."""
    listed = {row.tenant_id for row in workbench.audience.rows(OFFER_ID)}
    new = [tenant for tenant in suggested(workbench, len(listed) + 1) if tenant not in listed]
    workbench.audience.save_draft(OFFER_ID, AudienceEdit(add=(tenant_id(new[0]),)))


def sync(workbench: Workbench) -> None:
    """Make the added partner live."""
    workbench.audience.sync(OFFER_ID)


def let_resell(workbench: Workbench) -> None:
    """Let time pass until the first partner has resold the offer."""
    rows = _live(workbench)
    if rows and not any(row.resold for row in rows):
        on = (workbench.clock.now() - timedelta(days=1)).date()
        workbench.resales.record(OFFER_ID, rows[0].tenant_id, on=on)


def ask_for_removal(workbench: Workbench) -> None:
    """Create a request to remove a live partner that has not resold."""
    free = [row.tenant_id for row in _live(workbench) if not row.resold]
    workbench.support.create_removal(OFFER_ID, free[:1], language=current())


def submit(workbench: Workbench) -> None:
    """Fill in the contact, and submit the request with a ticket number."""
    request = facts(workbench).request
    if request is None:
        return
    details = RequestDetails(
        contact_name=_CONTACT.name, contact_email=_CONTACT.email, contact_phone=_CONTACT.phone
    )
    workbench.support.edit(request.id, details)
    workbench.support.submit(request.id, _TICKET)


def complete(workbench: Workbench) -> None:
    """Mark the request as completed."""
    request = facts(workbench).request
    if request is not None:
        workbench.support.complete(request.id)


def _live(workbench: Workbench) -> list[AudienceRow]:
    return [row for row in workbench.audience.rows(OFFER_ID) if row.in_live]
