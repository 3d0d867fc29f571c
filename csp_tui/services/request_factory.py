"""Creates support requests with everything filled in that is known."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from csp_tui.domain import identifiers
from csp_tui.domain.audience import ChooseOption, RemovePartners, decide
from csp_tui.domain.decisions.warnings import some_names
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.request_checks import Ask, CurrentState, basis_of, names_resold
from csp_tui.domain.request_form import describe, selections_for, title_for
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Severity,
    SupportRequest,
)
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import say, say_n
from csp_tui.i18n import render
from csp_tui.services.request_details import RequestDetails, filled
from csp_tui.services.request_rules import (
    current_state,
    require_no_contradiction,
    require_request,
)
from csp_tui.services.undo_port import ChangeScope, Snapshot

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.services.context import Context
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


def create_removal(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    tenant_ids: Collection[str],
    *,
    language: str,
    details: RequestDetails | None = None,
) -> SupportRequest:
    """Create a request to deauthorize partners in a unit of work, everything filled in (R31).

    Args:
        unit: The unit of work.
        context: Time and the current user.
        offer_id: The offer.
        tenant_ids: The partners.
        language: ``en`` or ``fr``, the language of the request's texts.
        details: What its author has entered already.

    Raises:
        InvalidInput: No partner is named, or one is not on the live list.
        NotFound: There is no such offer.
        RuleRefusal: One has resold (R30), no request is needed, or an open request contradicts
            it (R44).
    """
    wanted = tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in tenant_ids))
    if not wanted:
        raise InvalidInput(
            say("No partner is named."), say("Name at least one partner to deauthorize.")
        )
    offer = unit.offers.get(offer_id)
    ask = Ask(RequestKind.DEAUTHORIZE, None, wanted)
    current = current_state(unit, offer, ask)
    _require_removal_request(unit, current.state, wanted)
    return _create(unit, context, offer, ask, current, language, details)


def create_option_change(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    change_to: ResellerChannel,
    *,
    authorize: Collection[str] = (),
    language: str,
    details: RequestDetails | None = None,
) -> SupportRequest:
    """Create a request to change the option of a live offer in a unit of work (R40, R42).

    Args:
        unit: The unit of work.
        context: Time and the current user.
        offer_id: The offer.
        change_to: The option to ask for.
        authorize: For a change to specific partners, those to authorize in addition to the partners
            that have resold, which are on the list by default (R41).
        language: ``en`` or ``fr``, the language of the request's texts.
        details: What its author has entered already.

    Raises:
        InvalidInput: Partners are named for another option.
        NotFound: There is no such offer.
        RuleRefusal: The change is refused (R42), needs no request (R43), or an open request
            contradicts it (R44).
    """
    wanted = tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in authorize))
    if wanted and change_to is not ResellerChannel.SOME:
        raise InvalidInput(
            say("Partners are named, but the option asked for has no list."),
            say("Name partners only for a change to specific partners."),
            field="tenant_id",
        )
    offer = unit.offers.get(offer_id)
    ask = Ask(RequestKind.CHANGE_OPTION, change_to, wanted)
    current = current_state(unit, offer, ask)
    require_request(decide(current.state, ChooseOption(change_to)), offer)
    return _create(unit, context, offer, ask, current, language, details)


def _require_removal_request(unit: ReadUnit, state: AudienceState, wanted: Collection[str]) -> None:
    offer_id = state.offer.offer_id
    known = unit.audiences.members(offer_id, wanted)
    absent = [tenant for tenant in wanted if tenant not in known]
    if absent:
        raise InvalidInput(
            say(
                "{tenant} is not on the list of {offer_id}.",
                tenant=absent[0],
                offer_id=offer_id,
            ),
            say("Name partners of the live list.")
            if state.live_partners
            else say("The offer has no live list, so no partner can be deauthorized."),
            field="tenant_id",
        )
    verdict = decide(state, RemovePartners(tuple(known[tenant] for tenant in wanted)))
    not_live = [known[tenant].name for tenant in wanted if not known[tenant].in_live]
    if verdict.outcome is Outcome.SUPPORT_REQUEST and not_live:
        raise InvalidInput(
            say_n(
                "{names} is not live yet, so no request is needed.",
                "{names} are not live yet, so no request is needed.",
                len(not_live),
                names=some_names(not_live, len(not_live)),
            ),
            say("Ask only for partners that are live, and remove the others from the draft."),
            field="tenant_id",
        )
    require_request(verdict, state.offer)


def _create(
    unit: UnitOfWork,
    context: Context,
    offer: Offer,
    ask: Ask,
    current: CurrentState,
    language: str,
    details: RequestDetails | None,
) -> SupportRequest:
    require_no_contradiction(unit, offer.offer_id, ask)
    now = context.clock.now()
    request = SupportRequest(
        id=0,
        offer_id=offer.offer_id,
        kind=ask.kind,
        change_to=ask.change_to,
        tenant_ids=ask.tenant_ids,
        status=RequestStatus.DRAFT,
        ticket=None,
        selections=selections_for(offer.product_type, language),
        title=title_for(language),
        description=description_of(unit, offer, ask, current, language),
        contact=_initial_contact(unit, details),
        severity=Severity.MODERATE,
        language=language,
        step=1,
        created_at=now,
        updated_at=now,
        basis=basis_of(ask, current),
    )
    if details is not None:
        request = filled(request, details)
    request = unit.requests.add(request)
    facts = {
        "kind": ask.kind.value,
        "change_to": ask.change_to,
        "tenant_ids": list(ask.tenant_ids),
        "status": request.status.value,
    }
    nothing = Snapshot(ChangeScope(offer_id=offer.offer_id, requests=(request.id,)))
    detail = {"request": request.id, "after": facts}
    context.record(unit, Action.REQUEST_CREATED, offer.offer_id, detail, nothing)
    return request


def _initial_contact(unit: ReadUnit, details: RequestDetails | None) -> RequestContact:
    """The contact that a new request starts with: the last one used, unless one is entered.

    Fields of two contacts are never mixed.
    """
    if details is not None and details.has_contact:
        return RequestContact()
    return unit.requests.last_contact() or RequestContact()


def description_of(
    unit: ReadUnit, offer: Offer, ask: Ask, current: CurrentState, language: str
) -> str:
    """Write the description of a request for the current state of its offer.

    Args:
        unit: The unit of work.
        offer: The offer.
        ask: What is asked for.
        current: The state of the offer.
        language: ``en`` or ``fr``.
    """
    resold = sorted((name, tenant) for tenant, name in current.resold.items())
    lines = describe(
        offer,
        ask.kind,
        ask.change_to,
        _names(unit, offer.offer_id, ask.tenant_ids),
        resold if names_resold(ask.change_to) else (),
    )
    return "\n".join(render(line, language) for line in lines)


def _names(unit: ReadUnit, offer_id: str, tenant_ids: Collection[str]) -> list[tuple[str, str]]:
    members = unit.audiences.members(offer_id, tenant_ids)
    known = unit.directory.names(tenant_ids)
    listed = {tenant: member.name for tenant, member in members.items()} | known
    return [(listed.get(tenant, tenant), tenant) for tenant in tenant_ids]
