"""The connection to Partner Center as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.output import cell, facts, table
from csp_tui.domain.field_names import WITHIN_A_SENTENCE
from csp_tui.domain.offer import channel_title
from csp_tui.domain.plan import Actor, StepAction, StepOutcome
from csp_tui.domain.remote import JobState
from csp_tui.domain.remote_words import job_error, job_kind, job_state, job_step
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render, titled

if TYPE_CHECKING:
    from csp_tui.domain.remote import Account, RemoteAudience, RemoteJob
    from csp_tui.services.remote.views import (
        ConflictView,
        ConnectionStatus,
        PulledChange,
        PullReport,
        RemotePlan,
    )


def status_lines(value: ConnectionStatus) -> Iterator[str]:
    """Whether and how the program is connected."""
    pulled = value.pulled_at.isoformat(" ", "minutes") if value.pulled_at else _("never")
    yield from facts(
        (
            (_("Account"), value.account or "–"),
            (_("Tenant ID"), value.tenant_id or "–"),
            (_("Application"), value.client_id or "–"),
            (_("Address"), value.endpoint),
            (_("Signed in"), _("yes") if value.signed_in else _("no")),
            (_("Products"), str(value.products)),
            (_("Linked offers"), str(value.linked)),
            (_("Last pull"), pulled),
            (_("Open jobs"), str(value.jobs_open)),
        )
    )


def account_lines(accounts: Iterable[Account]) -> Iterator[str]:
    """The accounts as a table."""
    yield from table(
        (_("Account"), _("Tenant ID"), _("Application"), _("Signs in with")),
        (
            (
                one.name,
                one.tenant_id,
                one.client_id,
                one.certificate or _("secret"),
            )
            for one in accounts
        ),
    )


def pull_lines(report: PullReport) -> Iterator[str]:
    """What a pull did, an offer per line, and below it how its live audience changes."""
    others = {one.offer_id: one for one in report.changed}
    for offer_id in report.new:
        yield f"+ {offer_id}  " + _("new")
    for one in report.only_changed:
        yield f"~ {one.offer_id}  {_changed(one)}"
        yield from _live_lines(one)
    for offer_id in report.gone:
        yield f"- {offer_id}  " + _("no longer in Partner Center")
    for conflict in report.conflicts:
        yield f"! {conflict.offer_id}  " + _("changed here and in Partner Center")
        yield from _live_lines(others.get(conflict.offer_id))
    for product in report.unreadable:
        yield f"? {cell(product.product)}  {cell(render(product.reason))}"
        yield from _live_lines(others.get(product.product))


def _changed(one: PulledChange) -> str:
    parts = []
    if one.reseller_channel is not None:
        parts.append(render(channel_title(one.reseller_channel[1])))
    if one.added:
        parts.append(f"+{one.added}")
    if one.removed:
        parts.append(f"-{one.removed}")
    parts.extend(_field_word(name) for name in one.fields)
    return ", ".join(parts)


def _field_word(name: str) -> str:
    return _("live list") if name == "live" else render(WITHIN_A_SENTENCE[name])


def _live_lines(one: PulledChange | None) -> Iterator[str]:
    from csp_tui.services.remote.words import live_words

    if one is not None and one.live is not None:
        yield from (f"    {cell(render(text))}" for text in live_words(one.live))


def conflict_lines(value: ConflictView) -> Iterator[str]:
    """The three versions of an offer."""
    yield from facts(
        (
            (_("Last pull"), _version(value.base)),
            (_("Here"), _version(value.local)),
            (_("Partner Center"), _version(value.remote)),
        )
    )
    yield from table(
        (_("Partner"), _("Tenant ID"), _("Last pull"), _("Here"), _("Partner Center")),
        (
            (
                one.name or "–",
                one.tenant_id,
                *(_("yes") if on else "–" for on in (one.in_base, one.in_local, one.in_remote)),
            )
            for one in value.choices
        ),
    )


def _version(value: RemoteAudience | None) -> str:
    if value is None:
        return "–"
    title = render(channel_title(value.channel))
    if not value.partners:
        return title
    count = len(value.partners)
    partners = ngettext("{count} partner", "{count} partners", count).format(count=count)
    return titled(title, partners)


def job_lines(jobs: Sequence[RemoteJob]) -> Iterator[str]:
    """Jobs as a table, and below it what failed."""
    yield from table(
        (_("Job") + "#", _("Offer ID"), _("Action"), _("State"), _("Started")),
        (
            (
                str(one.id),
                one.offer_id,
                render(job_kind(one.kind)),
                render(job_state(one.state)),
                one.started_at.isoformat(" ", "minutes"),
            )
            for one in jobs
        ),
    )
    for one in jobs:
        for error in one.errors:
            yield cell(titled(one.id, titled(error.code, render(job_error(error)))))
            step = job_step(error)
            if step is not None and one.state is not JobState.SUCCEEDED:
                yield cell(f"   {render(step)}")


def plan_lines(plan: RemotePlan, *, with_calls: bool) -> Iterator[str]:
    """A plan in words, and its calls where they are wanted."""
    actions = {
        StepAction.DRAFT: _("write the draft"),
        StepAction.PUBLISH: _("publish"),
        StepAction.SYNC: _("Sync CSP audience"),
        StepAction.REQUEST: _("file the support request"),
        StepAction.WAIT: _("wait"),
    }
    for one in plan.steps:
        step = one.step
        who = _("by hand") if step.by is Actor.PERSON else _("csp-tui")
        counts = [f"+{len(step.added)}"] if step.added else []
        counts += [f"-{len(step.removed)}"] if step.removed else []
        refused = _("refused") if step.outcome is StepOutcome.REFUSED else ""
        parts = [actions[step.action], *counts, refused, f"({who})"]
        yield titled(f"{step.n}. {step.offer_id}", " ".join(filter(None, parts)))
        yield f"   {cell(render(step.message))}"
        if step.next_step is not None:
            yield f"   {cell(render(step.next_step))}"
        for warning in step.warnings:
            yield f"   {cell(render(warning))}"
        if one.text is not None:
            yield from (f"   | {cell(line)}" for line in render(one.text).split("\n"))
        if one.page:
            yield f"   {one.page}"
        if with_calls:
            for call in one.calls:
                yield f"   {call.method} {call.url}"
                body = json.dumps(dict(call.body), indent=2)
                yield from (f"   {line}" for line in body.split("\n"))
