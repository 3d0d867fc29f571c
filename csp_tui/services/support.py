"""Support requests: fill in, submit, complete, decline, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.request_checks import Ask, can_update, out_of_date, unknown_basis
from csp_tui.domain.request_form import form_lines
from csp_tui.domain.support import (
    ListedRequest,
    RequestStatus,
    SeenRequest,
    SupportRequest,
    status_title,
)
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.context import Service
from csp_tui.services.request_blocking import blocked_by
from csp_tui.services.request_changes import (
    close_request,
    complete_request,
    edit_request,
    submit_request,
    update_request_text,
)
from csp_tui.services.request_factory import create_option_change, create_removal
from csp_tui.services.request_rules import current_state
from csp_tui.services.views import PackedRequest, RequestCheck

if TYPE_CHECKING:
    from datetime import datetime

    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.services.read_unit import ReadUnit
    from csp_tui.services.request_details import RequestDetails
    from csp_tui.services.views import BlockedByRequest, RequestOverview


class SupportService(Service):
    """What a publisher does with support requests."""

    def create_removal(
        self,
        offer_id: str,
        tenant_ids: Collection[str],
        *,
        language: str,
        details: RequestDetails | None = None,
    ) -> SupportRequest:
        """Create a request to deauthorize partners; arguments and errors as ``create_removal``."""
        return self._context.commit(
            create_removal, offer_id, tenant_ids, language=language, details=details
        )

    def create_option_change(
        self,
        offer_id: str,
        change_to: ResellerChannel,
        *,
        authorize: Collection[str] = (),
        language: str,
        details: RequestDetails | None = None,
    ) -> SupportRequest:
        """Create a request to change the option of a live offer, as ``create_option_change``."""
        return self._context.commit(
            create_option_change,
            offer_id,
            change_to,
            authorize=authorize,
            language=language,
            details=details,
        )

    def rows(self, offer_id: str | None = None) -> list[SupportRequest]:
        """Requests of one offer or of all, newest first.

        Raises:
            NotFound: There is no such offer.
        """
        return list(self.each(offer_id))

    def overview(self, offer_id: str | None) -> RequestOverview:
        """The open requests of one offer or of all, and the numbers of the closed ones."""
        return self._context.read.request_overview(offer_id)

    def listed(self, numbers: Collection[int]) -> list[ListedRequest]:
        """What a list shows of the requests with these numbers, newest first.

        Those that are gone are left out.
        """
        return self._context.read.listed_requests(numbers)

    def each(self, offer_id: str | None = None) -> Iterator[SupportRequest]:
        """As ``rows``, few in memory at a time.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.audience_state(offer_id)
        return self._context.read.each_request(offer_id)

    def blocked_by(
        self, requests: Iterable[SupportRequest | ListedRequest]
    ) -> dict[int, BlockedByRequest]:
        """What each open request blocks until it is closed, by its number."""
        with self._context.open_read() as unit:
            return blocked_by(unit, requests)

    def show(self, request_id: int) -> SupportRequest:
        """One request.

        Raises:
            NotFound: There is none with that number.
        """
        with self._context.open_read() as unit:
            return unit.requests.get(request_id)

    def edit(
        self, request_id: int, details: RequestDetails, *, seen: SupportRequest | None = None
    ) -> SupportRequest:
        """Write what was entered into a draft request; half-filled is fine.

        Args:
            request_id: Its number.
            details: What was entered; fields that others have changed in the meantime stay theirs.
            seen: The request as it was when that was entered.

        Raises:
            InvalidInput: The request is no longer a draft.
            NotFound: There is none with that number.
            StaleRequest: One of the fields, or the status, has changed since ``seen``.
        """
        return self._context.commit(edit_request, request_id, details, seen=seen)

    def check(self, request: SupportRequest) -> RequestCheck:
        """Compare a request with the present state of its offer, without writing.

        Raises:
            NotFound: There is no such offer.
        """
        with self._context.open_read() as unit:
            return _checked(unit, request)

    def update_text(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Write the description of a draft for the present state of its offer.

        The description as its author has changed it is replaced; undo restores it. Where
        the state is still the one it was written for, nothing is changed.

        Raises:
            InvalidInput: The request is no longer a draft.
            NotFound: There is none with that number.
            RuleRefusal: What the request asks for is no longer possible.
            StaleRequest: It has changed since ``seen``.
        """
        return self._context.commit(update_request_text, request_id, seen=seen)

    def submit(
        self, request_id: int, ticket: str | None = None, *, seen: SupportRequest | None = None
    ) -> SupportRequest:
        """Record that a request was filed in Partner Center, with its ticket number if known.

        A request that is submitted already can be given its ticket number later.

        Raises:
            InvalidInput: Something is missing, or the request is closed.
            NotFound: There is none with that number.
            RuleRefusal: The request is out of date, so what it says is no longer true.
            StaleRequest: It has changed since ``seen``, so another text was filed.
        """
        return self._context.commit(submit_request, request_id, ticket, seen=seen)

    def complete(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Record that support has made the change, and change live and draft audience alike.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
            RuleRefusal: The request is out of date, or the rules no longer allow the change, as
                when a partner has resold since (R30, R42).
            StaleRequest: It has changed since ``seen``.
        """
        return self._context.commit(complete_request, request_id, seen=seen)

    def decline(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Mark a request as declined; the audience stays as it is.

        Raises:
            InvalidInput: The request was not submitted.
            NotFound: There is none with that number.
            StaleRequest: It has changed since ``seen``.
        """
        return self._context.commit(close_request, request_id, RequestStatus.DECLINED, seen=seen)

    def withdraw(self, request_id: int, *, seen: SupportRequest | None = None) -> SupportRequest:
        """Withdraw a request before it is answered.

        Raises:
            InvalidInput: The request is closed.
            NotFound: There is none with that number.
            StaleRequest: It has changed since ``seen``.
        """
        return self._context.commit(close_request, request_id, RequestStatus.WITHDRAWN, seen=seen)

    def submit_all(
        self,
        request_ids: Collection[int],
        *,
        seen: Iterable[SupportRequest | SeenRequest] = (),
    ) -> list[SupportRequest]:
        """Record that requests were filed in Partner Center, as one change with one undo.

        Args:
            request_ids: Their numbers, each once.
            seen: The requests as the person saw them; others trust what is stored.

        Raises:
            WorkbenchError: As ``submit``; the message names the request, and none is changed.
        """
        return self._all(submit_request, request_ids, seen)

    def complete_all(
        self,
        request_ids: Collection[int],
        *,
        seen: Iterable[SupportRequest | SeenRequest] = (),
    ) -> list[SupportRequest]:
        """Record that support has made the changes of requests, as one change with one undo.

        Args:
            request_ids: Their numbers, each once, in the order in which they take effect.
            seen: The requests as the person saw them; others trust what is stored.

        Raises:
            WorkbenchError: As ``complete``; the message names the request, and none is changed.
        """
        return self._all(complete_request, request_ids, seen)

    def pack(self, request_ids: Collection[int] = ()) -> list[PackedRequest]:
        """Open requests with everything that a person needs to file them.

        Args:
            request_ids: Their numbers; all open ones, oldest first, without.

        Raises:
            InvalidInput: One is closed.
            NotFound: There is none with one of the numbers.
        """
        with self._context.open_read() as unit:
            if request_ids:
                requests = [unit.requests.get(one) for one in dict.fromkeys(request_ids)]
            else:
                requests = unit.requests.open_ones()
            return [self._packed(unit, request) for request in requests]

    def submitted_at(self, request: SupportRequest) -> datetime | None:
        """When a request was submitted, UTC; None if it never was, or that was undone."""
        if request.status is RequestStatus.DRAFT:
            return None
        for entry in self._context.read.request_statuses(request.offer_id, request.id):
            after = entry.detail["after"]["status"]
            before = entry.detail.get("before", {}).get("status")
            if after == RequestStatus.SUBMITTED and before == RequestStatus.DRAFT:
                return entry.at
            if RequestStatus.DRAFT in (before, after):
                return None  # it was withdrawn as a draft
        return None

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

    def _packed(self, unit: ReadUnit, request: SupportRequest) -> PackedRequest:
        if not request.status.is_open:
            raise InvalidInput(
                say(
                    "Support request {id} is {status}; there is nothing to file.",
                    id=request.id,
                    status=status_title(request.status),
                ),
                say("Name open requests only, or none for all that are open."),
                field="status",
            )
        offer = unit.offers.get(request.offer_id)
        check = _checked(unit, request)
        return PackedRequest(request, offer.setup.name, check, self.as_text(request))

    def _all(
        self,
        mark: Callable[..., SupportRequest],
        request_ids: Collection[int],
        seen: Iterable[SupportRequest | SeenRequest],
    ) -> list[SupportRequest]:
        known = {one.id: one for one in seen}
        marked = []
        with self._context.open_unit() as unit:
            if len(request_ids) > 1:
                unit.history.begin_batch()
            for request_id in request_ids:
                try:
                    marked.append(mark(unit, self._context, request_id, seen=known.get(request_id)))
                except WorkbenchError as error:
                    if len(request_ids) > 1:
                        error.message = say(
                            "Nothing was changed because of support request {id}: {problem}",
                            id=request_id,
                            problem=error.message,
                        )
                    raise
            unit.commit()
        return marked


def _checked(unit: ReadUnit, request: SupportRequest) -> RequestCheck:
    current = current_state(unit, unit.offers.get(request.offer_id), Ask.of(request))
    return RequestCheck(
        out_of_date=out_of_date(request, current),
        can_update=can_update(request, current),
        note=unknown_basis(request),
    )
