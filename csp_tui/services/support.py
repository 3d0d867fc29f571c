"""Support requests: begin, fill in, submit, complete, decline, withdraw."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from typing import Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import ChooseOption, RemovePartners, decide
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.setup import checked_email
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Severity,
    SupportRequest,
    checked_ticket,
    describe,
    form_lines,
    missing_for_submission,
    no_such_request,
    require_move,
    selections_for,
    status_title,
    title_for,
)
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.context import Context
from csp_tui.services.inverse_port import Image, Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.request_details import RequestDetails, detail_facts, filled
from csp_tui.services.request_rules import effect, refuse_twice, require_request


class SupportService:
    """What a publisher does with support requests.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, offer_id: str | None = None) -> list[SupportRequest]:
        """Requests of one offer or of all, newest first.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.standing(offer_id)
        return self._context.read.requests(offer_id)

    def show(self, request_id: int) -> SupportRequest:
        """One request.

        Raises:
            NotFound: There is none with that number.
        """
        # Not in a unit of work: who only reads waits for nobody and needs no right to write.
        for request in self._context.read.requests():
            if request.id == request_id:
                return request
        raise no_such_request(request_id)

    def begin_removal(
        self,
        offer_id: str,
        tenant_ids: Collection[str],
        *,
        language: str,
        details: RequestDetails | None = None,
    ) -> SupportRequest:
        """Begin a request to deauthorize partners, everything filled in (R31).

        Raises:
            InvalidInput: No partner is named, one is not on the live list, or it is asked already.
            NotFound: There is no such offer.
            RuleRefusal: One has resold (R30), or no request is needed.
        """
        wanted = tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in tenant_ids))
        if not wanted:
            raise InvalidInput(
                say("No partner is named."), say("Name at least one partner to deauthorize.")
            )

        def check(unit: UnitOfWork, standing: Standing) -> Verdict:
            offer = standing.offer
            known = unit.audiences.members(offer_id, wanted)
            absent = [tenant for tenant in wanted if tenant not in known]
            if absent:
                raise InvalidInput(
                    say(
                        "{tenant} is not on the list of {offer_id}.",
                        tenant=absent[0],
                        offer_id=offer_id,
                    ),
                    say("Name partners of the live list."),
                    field="tenant_id",
                )
            refuse_twice(unit, offer_id, RequestKind.DEAUTHORIZE, wanted=wanted)
            verdict = decide(standing, RemovePartners(tuple(known[tenant] for tenant in wanted)))
            not_live = [known[tenant].name for tenant in wanted if not known[tenant].in_live]
            if verdict.outcome is Outcome.SUPPORT_REQUEST and not_live:
                raise InvalidInput(
                    say(
                        "{names} is not live yet, so no request is needed.",
                        names=", ".join(not_live),
                    ),
                    say("Remove it from the draft, and ask only for partners that are live."),
                    field="tenant_id",
                )
            return require_request(verdict, offer)

        return self._begin(
            offer_id, RequestKind.DEAUTHORIZE, None, wanted, language, details, check
        )

    def begin_option_change(
        self,
        offer_id: str,
        change_to: ResellerChannel,
        *,
        authorize: Collection[str] = (),
        language: str,
        details: RequestDetails | None = None,
    ) -> SupportRequest:
        """Begin a request to change the option of a live offer, everything filled in (R40, R42).

        Args:
            offer_id: The offer.
            change_to: The option to ask for.
            authorize: For a change to specific partners, whom to authorize beside the partners
                that have resold, who are on the list by default (R41).
            language: ``en`` or ``fr``, the language of the request's texts.
            details: What its author has entered already.

        Raises:
            InvalidInput: Partners are named for another option, or it is asked already.
            NotFound: There is no such offer.
            RuleRefusal: The change is refused (R42) or needs no request (R43).
        """
        wanted = tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in authorize))
        if wanted and change_to is not ResellerChannel.SOME:
            raise InvalidInput(
                say("Partners are named, but the option asked for has no list."),
                say("Name partners only for a change to specific partners."),
                field="tenant_id",
            )

        def check(unit: UnitOfWork, standing: Standing) -> Verdict:
            refuse_twice(unit, offer_id, RequestKind.CHANGE_OPTION, change_to=change_to)
            return require_request(decide(standing, ChooseOption(change_to)), standing.offer)

        return self._begin(
            offer_id, RequestKind.CHANGE_OPTION, change_to, wanted, language, details, check
        )

    def edit(self, request_id: int, details: RequestDetails) -> SupportRequest:
        """Write what was entered into a draft request; half-filled is fine.

        Raises:
            InvalidInput: The request is not a draft any more.
            NotFound: There is none with that number.
        """
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            if request.status is not RequestStatus.DRAFT:
                raise InvalidInput(
                    say(
                        "Support request {id} is {status} and cannot be edited.",
                        id=request_id,
                        status=status_title(request.status),
                    ),
                    say("Create a new request if there is something else to ask."),
                    field="status",
                )
            edited = filled(request, details)
            if edited == request:
                return request
            before, after = detail_facts(request), detail_facts(edited)
            changed = [name for name in after if before[name] != after[name]]
            edited = dataclasses.replace(edited, updated_at=self._context.clock.now())
            image = _image(unit, request)
            unit.requests.save(edited)
            # Which step of the wizard is open is kept, but is no change anyone would look up.
            if changed:
                self._write(
                    unit,
                    Action.REQUEST_EDITED,
                    edited,
                    {
                        "before": {name: before[name] for name in changed},
                        "after": {name: after[name] for name in changed},
                    },
                    image,
                )
            unit.commit()
        return edited

    def submit(self, request_id: int, ticket: str | None = None) -> SupportRequest:
        """Note that a request was filed in Partner Center, with its ticket number if known.

        A request that is submitted already can be given its ticket number later.

        Raises:
            InvalidInput: Something is missing, or the request is closed.
            NotFound: There is none with that number.
        """
        number = checked_ticket(ticket)
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            if request.status is not RequestStatus.SUBMITTED or number is None:
                require_move(request.status, RequestStatus.SUBMITTED)
            checked_email(request.contact.email)
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
            submitted = self._moved(request, RequestStatus.SUBMITTED, ticket=number)
            image = _image(unit, request)
            unit.requests.save(submitted)
            moves = _moves(request, submitted)
            self._write(unit, Action.REQUEST_SUBMITTED, submitted, moves, image)
            unit.commit()
        return submitted

    def complete(self, request_id: int) -> SupportRequest:
        """Note that support has done it, and change live and draft audience alike.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
            RuleRefusal: The rules no longer allow the change, as when a partner has resold
                meanwhile (R30, R42).
        """
        context = self._context
        with context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_move(request.status, RequestStatus.COMPLETED)
            offer = unit.offers.get(request.offer_id)
            channel, delta = effect(unit, request, offer)
            image = unit.inverses.take(
                Touched(
                    offer_id=offer.offer_id,
                    offer=True,
                    members=delta.touched,
                    requests=(request.id,),
                )
            )
            labels = unit.directory.names((*delta.draft_added, *delta.live_added))
            unit.audiences.apply(offer.offer_id, delta, labels)
            now = context.clock.now()
            unit.offers.save(
                dataclasses.replace(
                    offer, draft_channel=channel, live_channel=channel, published_at=now
                )
            )
            completed = self._moved(request, RequestStatus.COMPLETED)
            unit.requests.save(completed)
            detail = {**_moves(request, completed), **delta.as_detail()}
            if channel != offer.live_channel:
                detail["before"]["reseller_channel"] = offer.live_channel
                detail["after"]["reseller_channel"] = channel
            self._write(unit, Action.REQUEST_COMPLETED, completed, detail, image)
            unit.commit()
        return completed

    def decline(self, request_id: int) -> SupportRequest:
        """Note that support has declined it; the audience stays as it is.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
        """
        return self._close(request_id, RequestStatus.DECLINED, Action.REQUEST_DECLINED)

    def withdraw(self, request_id: int) -> SupportRequest:
        """Give a request up before it is answered.

        Raises:
            InvalidInput: The request is closed.
            NotFound: There is none with that number.
        """
        return self._close(request_id, RequestStatus.WITHDRAWN, Action.REQUEST_WITHDRAWN)

    def as_text(self, request: SupportRequest) -> str:
        """The request as plain text, to be typed or pasted into Partner Center's form."""
        lines = []
        for label, value in form_lines(request):
            name = render(label, request.language)
            text = value if isinstance(value, str) else render(value, request.language)
            if "\n" in text:
                line = say("{name}:\n{value}", name=name, value=text)
            else:
                line = say("{name}: {value}", name=name, value=text)
            lines.append(render(line, request.language))
        return "\n".join(lines) + "\n"

    def _begin(
        self,
        offer_id: str,
        kind: RequestKind,
        change_to: ResellerChannel | None,
        tenant_ids: tuple[str, ...],
        language: str,
        details: RequestDetails | None,
        check: Callable[[UnitOfWork, Standing], Verdict],
    ) -> SupportRequest:
        now = self._context.clock.now()
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            check(unit, unit.audiences.standing(offer))
            names = _names(unit, offer_id, tenant_ids)
            resold = sorted(
                ((name, tenant) for tenant, name in unit.audiences.resold(offer_id).items())
            )
            lines = describe(offer, kind, change_to, names, resold)
            request = SupportRequest(
                id=0,
                offer_id=offer_id,
                kind=kind,
                change_to=change_to,
                tenant_ids=tenant_ids,
                status=RequestStatus.DRAFT,
                ticket=None,
                selections=selections_for(offer.product_type, language),
                title=title_for(language),
                description="\n".join(render(line, language) for line in lines),
                contact=RequestContact(),
                severity=Severity.MODERATE,
                language=language,
                step=1,
                created_at=now,
                updated_at=now,
            )
            if details is not None:
                request = filled(request, details)
            request = unit.requests.add(request)
            facts = {
                "kind": kind.value,
                "change_to": change_to,
                "tenant_ids": list(tenant_ids),
                "status": request.status.value,
            }
            nothing = Image(Touched(offer_id=offer_id, requests=(request.id,)))
            self._write(unit, Action.REQUEST_CREATED, request, {"after": facts}, nothing)
            unit.commit()
        return request

    def _close(self, request_id: int, status: RequestStatus, action: Action) -> SupportRequest:
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_move(request.status, status)
            closed = self._moved(request, status)
            image = _image(unit, request)
            unit.requests.save(closed)
            self._write(unit, action, closed, _moves(request, closed), image)
            unit.commit()
        return closed

    def _moved(
        self, request: SupportRequest, status: RequestStatus, *, ticket: str | None = None
    ) -> SupportRequest:
        return dataclasses.replace(
            request,
            status=status,
            ticket=ticket or request.ticket,
            updated_at=self._context.clock.now(),
        )

    def _write(
        self,
        unit: UnitOfWork,
        action: Action,
        request: SupportRequest,
        detail: dict[str, Any],
        before: Image,
    ) -> None:
        facts = {"request": request.id, **detail}
        self._context.note(unit, action, request.offer_id, facts, before)


def _image(unit: UnitOfWork, request: SupportRequest) -> Image:
    return unit.inverses.take(Touched(offer_id=request.offer_id, requests=(request.id,)))


def _names(unit: UnitOfWork, offer_id: str, tenant_ids: Collection[str]) -> list[tuple[str, str]]:
    members = unit.audiences.members(offer_id, tenant_ids)
    known = unit.directory.names(tenant_ids)
    names = []
    for tenant in tenant_ids:
        listed = members[tenant].name if tenant in members else tenant
        names.append((known.get(tenant, listed), tenant))
    return names


def _moves(before: SupportRequest, after: SupportRequest) -> dict[str, Any]:
    return {
        "before": {"status": before.status.value, "ticket": before.ticket},
        "after": {"status": after.status.value, "ticket": after.ticket},
    }
