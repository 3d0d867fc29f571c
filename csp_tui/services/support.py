"""Support requests: fill in, submit, complete, decline, withdraw."""

from __future__ import annotations

import dataclasses
from typing import Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.setup import checked_email
from csp_tui.domain.support import (
    RequestStatus,
    SupportRequest,
    checked_ticket,
    form_lines,
    missing_for_submission,
    no_such_request,
    require_move,
    status_title,
)
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.inverse_port import Image, Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.request_beginnings import RequestBeginnings
from csp_tui.services.request_details import (
    RequestDetails,
    detail_facts,
    filled,
    require_seen,
)
from csp_tui.services.request_rules import effect


class SupportService(RequestBeginnings):
    """What a publisher does with support requests.

    Args:
        context: Storage, time and who is at work.
    """

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

    def edit(
        self, request_id: int, details: RequestDetails, *, seen: SupportRequest | None = None
    ) -> SupportRequest:
        """Write what was entered into a draft request; half-filled is fine.

        Args:
            request_id: Its number.
            details: What was entered; fields that others have changed meanwhile stay theirs.
            seen: The request as it was when that was entered.

        Raises:
            InvalidInput: The request is not a draft any more.
            NotFound: There is none with that number.
            StaleRequest: One of the fields, or the status, has changed since ``seen``.
        """
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_seen(request, seen, details)
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

    def submit(
        self, request_id: int, ticket: str | None = None, *, seen: SupportRequest | None = None
    ) -> SupportRequest:
        """Note that a request was filed in Partner Center, with its ticket number if known.

        A request that is submitted already can be given its ticket number later.

        Raises:
            InvalidInput: Something is missing, or the request is closed.
            NotFound: There is none with that number.
            StaleRequest: It has changed since ``seen``, so another text was filed.
        """
        number = checked_ticket(ticket)
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_seen(request, seen)
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

    def complete(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Note that support has done it, and change live and draft audience alike.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
            RuleRefusal: The rules no longer allow the change, as when a partner has resold
                meanwhile (R30, R42).
            StaleRequest: It has changed since ``seen``.
        """
        context = self._context
        with context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_seen(request, seen)
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

    def decline(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Note that support has declined it; the audience stays as it is.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
            StaleRequest: It has changed since ``seen``.
        """
        return self._close(request_id, RequestStatus.DECLINED, Action.REQUEST_DECLINED, seen)

    def withdraw(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Give a request up before it is answered.

        Raises:
            InvalidInput: The request is closed.
            NotFound: There is none with that number.
            StaleRequest: It has changed since ``seen``.
        """
        return self._close(request_id, RequestStatus.WITHDRAWN, Action.REQUEST_WITHDRAWN, seen)

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

    def _close(
        self,
        request_id: int,
        status: RequestStatus,
        action: Action,
        seen: SupportRequest | None,
    ) -> SupportRequest:
        with self._context.open_unit() as unit:
            request = unit.requests.get(request_id)
            require_seen(request, seen)
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


def _image(unit: UnitOfWork, request: SupportRequest) -> Image:
    return unit.inverses.take(Touched(offer_id=request.offer_id, requests=(request.id,)))


def _moves(before: SupportRequest, after: SupportRequest) -> dict[str, Any]:
    return {
        "before": {"status": before.status.value, "ticket": before.ticket},
        "after": {"status": after.status.value, "ticket": after.ticket},
    }
