"""Changes of support requests as functions of a unit of work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.request_checks import Ask, basis_of, can_update, out_of_date
from csp_tui.domain.request_form import checked_ticket, missing_for_submission
from csp_tui.domain.setup import checked_email, checked_phone
from csp_tui.domain.support import (
    RequestKind,
    RequestStatus,
    SeenRequest,
    SupportRequest,
    require_move,
    status_title,
)
from csp_tui.domain.wording import say
from csp_tui.services.context import Context, require_no_objection
from csp_tui.services.request_details import (
    RequestDetails,
    detail_facts,
    filled,
    require_seen,
)
from csp_tui.services.request_factory import description_of
from csp_tui.services.request_rules import current_state, make_effective, require_current
from csp_tui.services.undo_port import ChangeScope

if TYPE_CHECKING:
    from csp_tui.services.ports import UnitOfWork


def edit_request(
    unit: UnitOfWork,
    context: Context,
    request_id: int,
    details: RequestDetails,
    *,
    seen: SupportRequest | None = None,
) -> SupportRequest:
    """Write what was entered into a draft request in a unit of work; half-filled is fine.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        request_id: Its number.
        details: What was entered; fields that others have changed in the meantime stay theirs.
        seen: The request as it was when that was entered.

    Raises:
        InvalidInput: The request is no longer a draft.
        NotFound: There is none with that number.
        StaleRequest: One of the fields, or the status, has changed since ``seen``.
    """
    request = unit.requests.get(request_id)
    require_seen(request, seen, details)
    _require_draft(request)
    edited = filled(request, details)
    if edited == request:
        return request
    before, after = detail_facts(request), detail_facts(edited)
    changed = [name for name in after if before[name] != after[name]]
    edited = dataclasses.replace(edited, updated_at=context.clock.now())
    if changed:
        detail = {
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        }
        _save(unit, context, Action.REQUEST_EDITED, edited, detail)
    else:
        # The open step of the wizard is kept, but doesn't count as a change.
        unit.requests.save(edited)
    return edited


def update_request_text(
    unit: UnitOfWork, context: Context, request_id: int, *, seen: SupportRequest | None = None
) -> SupportRequest:
    """Write the description of a draft for the present state of its offer.

    The description as its author has changed it is replaced; undo restores it. Where
    the state is still the one it was written for, nothing is changed.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        request_id: Its number.
        seen: The request as the person saw it; None trusts the stored one.

    Raises:
        InvalidInput: The request is no longer a draft.
        NotFound: There is none with that number.
        RuleRefusal: What the request asks for is no longer possible.
        StaleRequest: It has changed since ``seen``.
    """
    request = unit.requests.get(request_id)
    require_seen(request, seen)
    _require_draft(request)
    offer, ask = unit.offers.get(request.offer_id), Ask.of(request)
    current = current_state(unit, offer, ask)
    if not can_update(request, current):
        require_no_objection(out_of_date(request, current))
    basis = basis_of(ask, current)
    if basis == request.basis:
        return request
    updated = dataclasses.replace(
        request,
        description=description_of(unit, offer, ask, current, request.language),
        basis=basis,
        updated_at=context.clock.now(),
    )
    detail = {
        "before": {"description": request.description},
        "after": {"description": updated.description},
    }
    _save(unit, context, Action.REQUEST_EDITED, updated, detail)
    return updated


def submit_request(
    unit: UnitOfWork,
    context: Context,
    request_id: int,
    ticket: str | None = None,
    *,
    seen: SupportRequest | SeenRequest | None = None,
) -> SupportRequest:
    """Record that a request was filed in Partner Center, with its ticket number if known.

    A request that is submitted already can be given its ticket number later; the time of its
    submission stays. The number that it has already writes nothing.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        request_id: Its number.
        ticket: The ticket number, if known.
        seen: The request as the person saw it; None trusts the stored one.

    Raises:
        InvalidInput: Something is missing, or the request is closed.
        NotFound: There is none with that number.
        RuleRefusal: The request is out of date, so what it says is no longer true.
        StaleRequest: It has changed since ``seen``, so another text was filed.
    """
    number = checked_ticket(ticket)
    request = unit.requests.get(request_id)
    require_seen(request, seen)
    if request.status is not RequestStatus.SUBMITTED or number is None:
        require_move(request.status, RequestStatus.SUBMITTED)
        require_current(unit, request, unit.offers.get(request.offer_id))
    checked_email(request.contact.email, "contact_email")
    missing = missing_for_submission(request)
    if missing:
        raise InvalidInput(
            say(
                "Support request {id} is not complete: {missing}",
                id=request_id,
                missing=missing[0][1],
            ),
            say("Fill in the issue details, then submit it again."),
            field=missing[0][0],
        )
    checked_phone(request.contact.phone, "contact_phone")
    if request.status is RequestStatus.SUBMITTED:
        action, submitted = Action.REQUEST_TICKET_SAVED, dataclasses.replace(request, ticket=number)
    else:
        action = Action.REQUEST_SUBMITTED
        submitted = _moved(context, request, RequestStatus.SUBMITTED, ticket=number)
    if submitted == request:
        return request
    _save(unit, context, action, submitted, _moves(request, submitted))
    return submitted


def complete_request(
    unit: UnitOfWork,
    context: Context,
    request_id: int,
    *,
    seen: SupportRequest | SeenRequest | None = None,
) -> SupportRequest:
    """Record that support has made the change, and change live and draft audience alike.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        request_id: Its number.
        seen: The request as the person saw it; None trusts the stored one.

    Raises:
        InvalidInput: The request was not submitted.
        NotFound: There is none with that number.
        RuleRefusal: The request is out of date, or the rules no longer allow the change, as
            when a partner has resold since (R30, R42).
        StaleRequest: It has changed since ``seen``.
    """
    request = unit.requests.get(request_id)
    require_seen(request, seen)
    require_move(request.status, RequestStatus.COMPLETED)
    offer = unit.offers.get(request.offer_id)
    is_change = request.kind is RequestKind.CHANGE_OPTION
    channel = request.change_to if is_change else offer.live_channel
    snapshot = unit.snapshots.capture(
        ChangeScope(
            offer_id=offer.offer_id,
            offer=True,
            members=() if is_change else request.tenant_ids,
            audience=is_change,
            requests=(request.id,),
        )
    )
    lists = make_effective(unit, request, offer)
    now = context.clock.now()
    unit.offers.save(
        dataclasses.replace(offer, draft_channel=channel, live_channel=channel, published_at=now)
    )
    completed = _moved(context, request, RequestStatus.COMPLETED)
    unit.requests.save(completed)
    detail = {"request": request.id, **_moves(request, completed), **lists}
    if channel != offer.live_channel:
        detail["before"]["reseller_channel"] = offer.live_channel
        detail["after"]["reseller_channel"] = channel
    context.record(unit, Action.REQUEST_COMPLETED, offer.offer_id, detail, snapshot)
    return completed


def close_request(
    unit: UnitOfWork,
    context: Context,
    request_id: int,
    status: RequestStatus,
    *,
    seen: SupportRequest | None = None,
) -> SupportRequest:
    """Mark a request as declined or withdrawn; the audience stays as it is.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        request_id: Its number.
        status: ``DECLINED`` or ``WITHDRAWN``.
        seen: The request as the person saw it; None trusts the stored one.

    Raises:
        InvalidInput: Its status does not allow it.
        NotFound: There is none with that number.
        StaleRequest: It has changed since ``seen``.
    """
    request = unit.requests.get(request_id)
    require_seen(request, seen)
    require_move(request.status, status)
    closed = _moved(context, request, status)
    _save(unit, context, _CLOSING[status], closed, _moves(request, closed))
    return closed


_CLOSING = {
    RequestStatus.DECLINED: Action.REQUEST_DECLINED,
    RequestStatus.WITHDRAWN: Action.REQUEST_WITHDRAWN,
}


def _moved(
    context: Context, request: SupportRequest, status: RequestStatus, *, ticket: str | None = None
) -> SupportRequest:
    return dataclasses.replace(
        request,
        status=status,
        ticket=ticket or request.ticket,
        updated_at=context.clock.now(),
    )


def _save(
    unit: UnitOfWork,
    context: Context,
    action: Action,
    request: SupportRequest,
    detail: dict[str, Any],
) -> None:
    """Write a changed request and its history entry, with what undo needs."""
    scope = ChangeScope(offer_id=request.offer_id, requests=(request.id,))
    before = unit.snapshots.capture(scope)
    unit.requests.save(request)
    facts = {"request": request.id, **detail}
    context.record(unit, action, request.offer_id, facts, before)


def _require_draft(request: SupportRequest) -> None:
    if request.status is not RequestStatus.DRAFT:
        raise InvalidInput(
            say(
                "Support request {id} is {status} and cannot be edited.",
                id=request.id,
                status=status_title(request.status),
            ),
            say("Create a new request if there is something else to ask."),
            field="status",
        )


def _moves(before: SupportRequest, after: SupportRequest) -> dict[str, Any]:
    return {
        "before": {"status": before.status.value, "ticket": before.ticket},
        "after": {"status": after.status.value, "ticket": after.ticket},
    }
