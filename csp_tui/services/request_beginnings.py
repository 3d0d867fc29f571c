"""The ways a support request begins, with everything filled in that is known."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import ChooseOption, RemovePartners, decide
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Severity,
    SupportRequest,
    describe,
    selections_for,
    title_for,
)
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.context import Context
from csp_tui.services.inverse_port import Image, Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.request_details import RequestDetails, filled
from csp_tui.services.request_rules import refuse_twice, require_request


class RequestBeginnings:
    """Begins support requests.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

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


def _names(unit: UnitOfWork, offer_id: str, tenant_ids: Collection[str]) -> list[tuple[str, str]]:
    members = unit.audiences.members(offer_id, tenant_ids)
    known = unit.directory.names(tenant_ids)
    names = []
    for tenant in tenant_ids:
        listed = members[tenant].name if tenant in members else tenant
        names.append((known.get(tenant, listed), tenant))
    return names
