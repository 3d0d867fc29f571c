"""How a changed draft gets to Partner Center: the program, a running job, or a user writes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.plan import Actor, Step, StepAction, StepOutcome
from csp_tui.domain.remote import JobState, RemoteJob
from csp_tui.domain.tenant_ids import TenantIds
from csp_tui.domain.wording import Listed, Message, say
from csp_tui.services.remote.views import PAGE, LinkedOffer, RemoteStep
from csp_tui.services.remote_port import RemoteAccount, RemoteDraft

if TYPE_CHECKING:
    from csp_tui.services.remote.views import RemotePlan

UNPROVEN = say(
    "The older API is known to accept “specific partners” without keeping the list. The result "
    "is read back and compared."
)


def draft_step(
    remote: RemoteAccount, one: LinkedOffer, n: int, newest: RemoteJob | None
) -> RemoteStep:
    """The step that writes a changed draft to Partner Center.

    Args:
        remote: The account.
        one: An offer whose draft was changed here.
        n: The number of the step.
        newest: The last write of this draft, None where there was none.
    """
    step = _program_step(n, one)
    if newest is not None and newest.state.is_open:
        message = say("Job {id} is writing the draft to Partner Center.", id=newest.id)
        waiting = dataclasses.replace(
            step, action=StepAction.WAIT, outcome=StepOutcome.PENDING, message=message, warnings=()
        )
        return RemoteStep(waiting)
    if newest is not None and _was_not_kept(newest, one):
        message = say("Partner Center did not keep the draft, so it has to be set there by hand.")
        by_person = dataclasses.replace(step, by=Actor.PERSON, message=message, warnings=())
        return RemoteStep(by_person, (), _what_to_set(one), PAGE)
    draft = RemoteDraft(one.link.remote, one.link.resource)
    return RemoteStep(step, (remote.write_call(one.link, draft, one.local),))


def _was_not_kept(job: RemoteJob, one: LinkedOffer) -> bool:
    """Whether Partner Center accepted exactly this draft and did not keep it."""
    return (
        job.state is JobState.FAILED
        and any(error.code == "mismatch" for error in job.errors)
        and job.wished is not None
        and job.wished.same_as(one.local)
    )


def _program_step(n: int, one: LinkedOffer) -> Step:
    link, local = one.link, one.local
    moved = local.channel != link.remote.channel
    return Step(
        n=n,
        offer_id=link.offer_id,
        action=StepAction.DRAFT,
        outcome=StepOutcome.ALLOWED,
        rule="R24",
        message=say("The draft in Partner Center becomes the draft here."),
        warnings=(UNPROVEN,) if link.older and local.channel is ResellerChannel.SOME else (),
        reseller_channel=(link.remote.channel, local.channel) if moved else None,
        added=TenantIds(local.tenants - link.remote.tenants),
        removed=TenantIds(link.remote.tenants - local.tenants),
    )


def _what_to_set(one: LinkedOffer) -> Message:
    """What a person selects in Partner Center so that the draft there is the one here."""
    local, remote = one.local, one.link.remote
    lines: list[object] = [
        say(
            "Open the offer {offer_id} in Partner Center, select Resell through CSPs, and select "
            "“{option}”.",
            offer_id=one.link.offer_id,
            option=channel_title(local.channel),
        )
    ]
    added = list(_named(local.tenants - remote.tenants, local.partners))
    removed = list(_named(remote.tenants - local.tenants, remote.partners))
    if added:
        lines.append(say("Add: {names}.", names=Listed(tuple(added))))
    if removed and local.channel is ResellerChannel.SOME:
        lines.append(say("Remove: {names}.", names=Listed(tuple(removed))))
    lines.append(say("Save the draft there, then pull."))
    fields = {f"line{number}": line for number, line in enumerate(lines)}
    return Message("\n".join(f"{{{name}}}" for name in fields), values=fields)


def _named(tenants: Set[str], names: Mapping[str, str]) -> Iterator[str]:
    for tenant in sorted(tenants, key=lambda tenant: names[tenant].casefold()):
        yield f"{names[tenant]} ({tenant})" if names[tenant] else tenant


def comes_first(plan: RemotePlan, step: Step) -> Message | None:
    """What has to happen before a step of a plan, None where it can be done now.

    Args:
        plan: The plan.
        step: One of its steps.
    """
    if not step.after:
        return None
    first = [one.step for one in plan.steps if one.step.n in step.after]
    waiting = next((one for one in first if one.action is StepAction.WAIT), None)
    if waiting is not None:
        return waiting.message
    if any(one.by is Actor.PERSON for one in first):
        return say("Set the draft in Partner Center first.")
    return say("Push the draft first.")
