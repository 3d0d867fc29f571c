"""The steps to the wanted state of Partner Center: API calls and manual steps."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from csp_tui.domain.digest import blake2b
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.plan import Actor, Step, StepAction, StepOutcome
from csp_tui.domain.remote import JobKind, RemoteAudience, RemoteJob, SyncState
from csp_tui.domain.tenant_ids import TenantIds
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.services.remote.accounts import AccountService
from csp_tui.services.remote.draft_steps import draft_step
from csp_tui.services.remote.linked import linked_offers, not_linked
from csp_tui.services.remote.views import PAGE, LinkedOffer, RemotePlan, RemoteStep
from csp_tui.services.remote_port import Call, RemoteAccount

if TYPE_CHECKING:
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.context import Context
    from csp_tui.services.read_unit import ReadUnit

SUPPORT_PAGE = "https://aka.ms/marketplacepublishersupport"
EVERYONE = say(
    "Publishing includes all draft changes of this offer in Partner Center, also those made by "
    "others."
)
NOT_PUSHED = say(
    "What was changed here is not in Partner Center yet and is not published; push it first."
)


class PushPlanner:
    """Plans a push; writes and sends nothing.

    Args:
        context: Storage, time and the user.
        accounts: Opens accounts.
    """

    def __init__(self, context: Context, accounts: AccountService) -> None:
        self._context = context
        self._accounts = accounts

    def plan(self, account: str = "", *, offers: Collection[str] = ()) -> RemotePlan:
        """Compare the drafts here with what was last pulled.

        Args:
            account: The account's name, "" for the only one.
            offers: Only these offers; all linked ones without any.

        Raises:
            InvalidInput: There is no such account, or no secret for it.
            NotFound: An offer is not linked to it.
        """
        chosen = self._accounts.find(account)
        remote = self._accounts.open(chosen)
        steps: list[RemoteStep] = []
        warnings: list[Message] = []
        unchanged = 0
        read_at: list[datetime] = []
        with self._context.open_read() as unit:
            newest = _newest_writes(unit)
            unknown = dict.fromkeys(offers)
            for one in linked_offers(unit, chosen):
                unknown.pop(one.link.offer_id, None)
                if offers and one.link.offer_id not in offers:
                    continue
                before = len(steps)
                read_at.append(one.link.seen_at)
                steps += _offer_steps(remote, one, len(steps) + 1, newest.get(one.link.offer_id))
                for request in unit.requests.of_offer(one.link.offer_id):
                    if request.status.is_open:
                        steps.append(_request_step(len(steps) + 1, one, request))
                unchanged += len(steps) == before
        if unknown:
            raise not_linked(next(iter(unknown)))
        if any(one.step.action is StepAction.PUBLISH for one in steps):
            warnings.append(EVERYONE)
        oldest = min(read_at, default=None)
        if oldest is not None:
            warnings.append(say("Compared with what was last read on {when} UTC.", when=oldest))
        facts = [[one.step.offer_id, one.step.action, sorted(one.step.added)] for one in steps]
        digest = blake2b(json.dumps(facts).encode(), digest_size=8).hexdigest()
        return RemotePlan(
            id=digest,
            made_at=self._context.clock.now(),
            steps=tuple(steps),
            warnings=tuple(warnings),
            offers=len(read_at),
            unchanged=unchanged,
        )


def _newest_writes(unit: ReadUnit) -> dict[str, RemoteJob]:
    """The last write of each offer's draft."""
    oldest_first = reversed(unit.remote.jobs())
    return {job.offer_id: job for job in oldest_first if job.kind is JobKind.DRAFT}


def _offer_steps(
    remote: RemoteAccount, one: LinkedOffer, n: int, newest: RemoteJob | None
) -> list[RemoteStep]:
    if one.state in (SyncState.CONFLICT, SyncState.READ_ONLY, SyncState.GONE):
        return [RemoteStep(_refused(n, one), is_withheld=_is_changed_here(one))]
    steps: list[RemoteStep] = []
    if one.state is SyncState.TO_PUSH:
        steps.append(draft_step(remote, one, n, newest))
    after = (n,) if steps else ()
    wished = one.local if steps else one.link.remote
    steps += _live_steps(remote, one, wished, n + len(steps), after)
    return steps


def _live_steps(
    remote: RemoteAccount,
    one: LinkedOffer,
    wished: RemoteAudience,
    n: int,
    after: tuple[int, ...],
) -> Iterator[RemoteStep]:
    """What takes a draft live, once it is in Partner Center."""
    link = one.link
    live = link.live
    if wished.channel is None or (live is not None and live.same_as(wished)) or link.older:
        return
    only_additions = (
        live is not None
        and live.channel is wished.channel is ResellerChannel.SOME
        and live.tenants < wished.tenants
    )
    added = TenantIds(wished.tenants - (live.tenants if live is not None else frozenset()))
    if only_additions:
        step = Step(
            n=n,
            offer_id=link.offer_id,
            action=StepAction.SYNC,
            outcome=StepOutcome.ALLOWED,
            rule="R26",
            message=say("There is no API for Sync CSP audience, so it must be done by hand."),
            added=added,
            by=Actor.PERSON,
            after=after,
        )
        text = say_n(
            "Open the offer {offer_id} in Partner Center, select Resell through CSPs, and press "
            "Sync CSP audience. {count} partner will be able to resell the offer.",
            "Open the offer {offer_id} in Partner Center, select Resell through CSPs, and press "
            "Sync CSP audience. {count} partners will be able to resell the offer.",
            len(added),
            offer_id=link.offer_id,
        )
        yield RemoteStep(step, (), text, PAGE)
        return
    calls: tuple[Call, ...] = (remote.publish_call(link, "preview", ""),)
    step = Step(
        n=n,
        offer_id=link.offer_id,
        action=StepAction.PUBLISH,
        outcome=StepOutcome.PENDING,
        rule="R25",
        message=say("Publishing is a command of its own and asks first."),
        next_step=say(
            "Publish with: csp-tui partner-center publish {offer_id} --to preview",
            offer_id=link.offer_id,
        ),
        warnings=(EVERYONE,),
        reseller_channel=(None if live is None else live.channel, wished.channel),
        added=added,
        removed=TenantIds((live.tenants if live is not None else frozenset()) - wished.tenants),
        after=after,
    )
    yield RemoteStep(step, calls)


def _request_step(n: int, one: LinkedOffer, request: SupportRequest) -> RemoteStep:
    step = Step(
        n=n,
        offer_id=one.link.offer_id,
        action=StepAction.REQUEST,
        outcome=StepOutcome.SUPPORT_REQUEST,
        rule="R31",
        message=say("There is no API for support requests, so they must be filed by hand."),
        removed=TenantIds(request.tenant_ids),
        by=Actor.PERSON,
        request=request.id,
    )
    text = say("{title}\n\n{description}", title=request.title, description=request.description)
    return RemoteStep(step, (), text, SUPPORT_PAGE)


def _is_changed_here(one: LinkedOffer) -> bool:
    """Whether the draft here differs from the one that was last pulled."""
    if one.state is SyncState.CONFLICT:
        return True
    return one.link.base is not None and not one.local.same_as(one.link.base)


def _refused(n: int, one: LinkedOffer) -> Step:
    offer_id = one.link.offer_id
    message, next_step = {
        SyncState.CONFLICT: (
            say("The offer was changed both here and in Partner Center."),
            say("Resolve it with: csp-tui partner-center resolve {offer_id}", offer_id=offer_id),
        ),
        SyncState.READ_ONLY: (
            say("Its option in Partner Center is not known here, so it is never written."),
            say("Change it in Partner Center."),
        ),
        SyncState.GONE: (
            say("Partner Center no longer has this offer."),
            say("Check the account, then pull again."),
        ),
    }[one.state]
    return Step(
        n=n,
        offer_id=offer_id,
        action=StepAction.DRAFT,
        outcome=StepOutcome.REFUSED,
        rule="",
        message=message,
        next_step=next_step,
    )
