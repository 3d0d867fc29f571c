"""The connection to Partner Center as JSON; keys and values never depend on the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp_tui.domain.plan import Actor, StepAction, StepOutcome
from csp_tui.domain.remote import Account, RemoteAudience, RemoteJob
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.domain.plan import Step
    from csp_tui.services.remote.views import (
        ConflictView,
        ConnectionStatus,
        PullReport,
        RemotePlan,
        RemoteStep,
    )


def status(value: ConnectionStatus) -> dict[str, Any]:
    """Whether and how the program is connected."""
    return {
        "account": value.account or None,
        "tenant_id": value.tenant_id or None,
        "client_id": value.client_id or None,
        "endpoint": value.endpoint,
        "signed_in": value.signed_in,
        "products": value.products,
        "linked": value.linked,
        "pulled_at": value.pulled_at,
        "jobs_open": value.jobs_open,
        "states": {state.value: count for state, count in sorted(value.states.items())},
    }


def account(value: Account) -> dict[str, Any]:
    """One account."""
    return {
        "account": value.name,
        "tenant_id": value.tenant_id,
        "client_id": value.client_id,
        "certificate": value.certificate or None,
        "api_version": value.api_version,
        "item_shape": value.item_shape,
        "products": value.products,
        "pulled_at": value.pulled_at,
    }


def audience(value: RemoteAudience | None, label: str) -> dict[str, Any]:
    """One version of an audience.

    Args:
        value: The audience, None where there is none.
        label: Which version it is.
    """
    value = value or RemoteAudience()
    return {
        "label": label,
        "reseller_channel": value.channel,
        "partners": len(value.partners),
        "tenant_ids": sorted(value.tenants),
    }


def conflict(value: ConflictView) -> dict[str, Any]:
    """The three versions of an offer."""
    return {
        "offer_id": value.offer_id,
        "base": audience(value.base, "base"),
        "local": audience(value.local, "local"),
        "remote": audience(value.remote, "remote"),
        "choices": [
            {
                "tenant_id": one.tenant_id,
                "name": one.name,
                "base": one.in_base,
                "local": one.in_local,
                "remote": one.in_remote,
            }
            for one in value.choices
        ],
    }


def pull(value: PullReport) -> dict[str, Any]:
    """What a pull did."""
    return {
        "new": list(value.new),
        "changed": [
            {
                "offer_id": one.offer_id,
                "reseller_channel": None
                if one.reseller_channel is None
                else list(one.reseller_channel),
                "added": one.added,
                "removed": one.removed,
                "fields": list(one.fields),
                "live": None
                if one.live is None
                else {
                    "published": one.live.is_published,
                    "reseller_channel": [one.live.before, one.live.after],
                    "added": one.live.added,
                    "removed": one.live.removed,
                },
            }
            for one in value.changed
        ],
        "gone": list(value.gone),
        "unchanged": value.unchanged,
        "conflicts": [conflict(one) for one in value.conflicts],
        "unreadable": [
            {"product": one.product, "reason": render(one.reason)} for one in value.unreadable
        ],
        "dry_run": value.dry_run,
    }


def job(value: RemoteJob) -> dict[str, Any]:
    """One job."""
    return {
        "id": value.id,
        "offer_id": value.offer_id,
        "kind": value.kind.value,
        "state": value.state.value,
        "started_at": value.started_at,
        "job_id": value.job_id or None,
        "errors": [
            {"resource": one.resource, "code": one.code, "message": one.message}
            for one in value.errors
        ],
    }


def refused(step: Step) -> dict[str, Any]:
    """A change made here that can't be written."""
    return {
        "offer_id": step.offer_id,
        "message": render(step.message, "en"),
        "next_step": None if step.next_step is None else render(step.next_step, "en"),
    }


def plan(value: RemotePlan) -> dict[str, Any]:
    """What would be written, and the manual steps."""
    steps = [one.step for one in value.steps]

    def count(action: StepAction) -> int:
        return sum(one.action is action for one in steps)

    return {
        "format": 1,
        "id": value.id,
        "made_at": value.made_at,
        "steps": [_step(one) for one in value.steps],
        "effects": [
            {
                "offer_id": one.offer_id,
                "gaining": len(one.added),
                "losing": len(one.removed),
                "regions_opened": [],
                "regions_closed": [],
                "markets_opened": 0,
                "markets_closed": 0,
            }
            for one in steps
            if one.action in (StepAction.SYNC, StepAction.PUBLISH)
        ],
        "summary": {
            "offers": value.offers,
            "unchanged": value.unchanged,
            "draft": sum(
                one.action is StepAction.DRAFT and one.outcome is StepOutcome.ALLOWED
                for one in steps
            ),
            "publish": count(StepAction.PUBLISH),
            "sync": count(StepAction.SYNC),
            "request": count(StepAction.REQUEST),
            "pending": sum(one.outcome is StepOutcome.PENDING for one in steps),
            "refused": sum(one.outcome is StepOutcome.REFUSED for one in steps),
        },
        "warnings": [render(one) for one in value.warnings],
    }


def _step(value: RemoteStep) -> dict[str, Any]:
    step = value.step
    facts: dict[str, Any] = {
        "n": step.n,
        "offer_id": step.offer_id,
        "action": step.action.value,
        "outcome": step.outcome.value,
        "rule": step.rule,
        "message": render(step.message),
        "next_step": None if step.next_step is None else render(step.next_step),
        "warnings": [render(one) for one in step.warnings],
        "reseller_channel": None if step.reseller_channel is None else list(step.reseller_channel),
        "added": sorted(step.added),
        "removed": sorted(step.removed),
        "by": step.by.value,
        "after": list(step.after),
        "request": step.request,
    }
    if step.by is Actor.PERSON:
        facts["text"] = "" if value.text is None else render(value.text)
        facts["page"] = value.page
    else:
        facts["calls"] = [one.as_facts() for one in value.calls]
    return facts
