"""The connection to Partner Center as texts of its page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from csp_tui.domain.eligibility import Eligibility
from csp_tui.domain.plan import Actor, StepAction
from csp_tui.domain.remote import JobState, RemoteAudience, RemoteJob
from csp_tui.domain.remote_words import job_error, job_kind, job_state, job_step, sync_word
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, ngettext, render, titled
from csp_tui.services.remote.views import (
    ConnectionStatus,
    LinkedOffer,
    PulledChange,
    PullReport,
    RemotePlan,
)
from csp_tui.services.remote.words import live_words
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.text.offers import channel_word, option_word


def connection_line(status: ConnectionStatus, accounts: int = 1) -> str:
    """Whether and how the program is connected, in a line.

    Args:
        status: The account that is shown.
        accounts: How many there are.
    """
    if not status.account:
        return _("Not connected")
    parts = [
        _("Account {name}").format(name=status.account),
        _("emulator") if status.endpoint == "emulator" else status.endpoint,
        _("pulled {when}").format(when=moment(status.pulled_at))
        if status.pulled_at
        else _("never pulled"),
    ]
    if accounts > 1:
        text = ngettext("{count} account", "{count} accounts", accounts)
        parts.insert(1, text.format(count=accounts))
    if not status.signed_in:
        parts.append(_("not signed in"))
    if status.jobs_open:
        jobs = ngettext("{count} open job", "{count} open jobs", status.jobs_open)
        parts.append(jobs.format(count=status.jobs_open))
    return " · ".join(parts)


def version_words(audience: RemoteAudience | None, eligibility: Eligibility | None = None) -> str:
    """One version of an audience, in a few words.

    Args:
        audience: The version, None if there is none.
        eligibility: Whether an option can be selected for the offer, None if it is not known.
    """
    if audience is None:
        return "–"
    if audience.word:
        return audience.word
    channel = audience.channel
    title = option_word(channel, eligibility) if eligibility else channel_word(channel)
    if not audience.partners:
        return title
    count = len(audience.partners)
    partners = ngettext("{count} partner", "{count} partners", count)
    return f"{title} · {partners}"


def detail_text(one: LinkedOffer) -> str:
    """An offer with its versions, in full."""
    link = one.link

    def words(audience: RemoteAudience | None) -> str:
        return version_words(audience, one.eligibility)

    lines = [
        render(sync_word(one.state)),
        "",
        _("Here: {version}").format(version=words(one.local)),
        _("Partner Center, draft: {version}").format(version=words(link.remote)),
        _("Partner Center, live: {version}").format(version=words(link.live)),
        _("Last pull: {version}").format(version=words(link.base)),
        _("Read on {when} UTC").format(when=moment(link.seen_at)),
    ]
    if link.older:
        lines += ["", _("Read and written through the older API.")]
    return "\n".join([*lines, *_differences(one)])


def _differences(one: LinkedOffer) -> Iterator[str]:
    local, remote = one.local, one.link.remote
    for sign, tenants, names in (
        ("+", local.tenants - remote.tenants, local.partners),
        ("-", remote.tenants - local.tenants, remote.partners),
    ):
        for tenant in sorted(tenants, key=lambda tenant: names[tenant])[:50]:
            yield f"{sign} {names[tenant] or tenant}"


_NAMED = 12
"""So many offers of a pull are named in a line; the others are counted."""


def pull_lines(report: PullReport, names: Mapping[str, str]) -> Iterator[str]:
    """What a pull would change, a paragraph each.

    Args:
        report: What was read.
        names: The names of offers by their IDs.
    """
    if report.new:
        yield _("New here: {names}.").format(names=_listed(report.new, names))
    for one in report.changed[:_NAMED]:
        yield titled(names.get(one.offer_id, one.offer_id), _change(one))
    if len(report.changed) > _NAMED:
        more = len(report.changed) - _NAMED
        text = ngettext("{count} more offer changes.", "{count} more offers change.", more)
        yield text.format(count=more)
    if report.gone:
        text = _("No longer in Partner Center, kept here: {names}.")
        yield text.format(names=_listed(report.gone, names))
    if report.conflicts:
        conflicts = [one.offer_id for one in report.conflicts]
        text = _("Changed on both sides, the draft here stays: {names}.")
        yield text.format(names=_listed(conflicts, names))
    if report.unreadable:
        products = [one.product for one in report.unreadable]
        yield _("Not readable: {names}.").format(names=_listed(products, names))


def counts_text(one: LinkedOffer) -> str:
    """How many partners a draft has more and fewer than Partner Center, or its option."""
    counts = [f"+{one.added}"] if one.added else []
    counts += [f"-{one.removed}"] if one.removed else []
    return " ".join(counts) or channel_word(one.local.channel)


def _change(one: PulledChange) -> str:
    parts = []
    if one.reseller_channel is not None:
        text = _("The draft's option becomes “{option}”.")
        parts.append(text.format(option=channel_word(one.reseller_channel[1])))
    counts = [f"+{one.added}"] if one.added else []
    counts += [f"-{one.removed}"] if one.removed else []
    if counts:
        parts.append(_("Draft list {counts}.").format(counts=" ".join(counts)))
    if set(one.fields) - {"live"}:
        parts.append(_("Setup and listing follow Partner Center."))
    if one.live is not None:
        parts += map(render, live_words(one.live))
    return " ".join(parts)


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    shown = [names.get(one, one) for one in ids[:_NAMED]]
    more = len(ids) - len(shown)
    if more:
        shown.append(ngettext("{count} more", "{count} more", more))
    return ", ".join(shown)


def job_line(job: RemoteJob, name: str) -> str:
    """The result of a job, with why it failed and what to do."""
    parts = [titled(name, render(job_state(job.state)))]
    for error in job.errors:
        parts.append(render(job_error(error)))
        step = job_step(error)
        if step is not None:
            parts.append(f"→ {step_words(step)}")
    return "\n".join(parts)


def job_results(jobs: Sequence[RemoteJob], names: Mapping[str, str]) -> str:
    """The results of several jobs in a line: those that failed by name, the others counted."""
    failed = [job for job in jobs if job.state in (JobState.FAILED, JobState.CANCELED)]
    results = [
        titled(names.get(job.offer_id, job.offer_id), render(job_state(job.state)))
        for job in (jobs if len(jobs) <= 3 else failed[:3])
    ]
    others = len(jobs) - len(results)
    if others:
        results.append(ngettext("{count} more", "{count} more", others))
    return " · ".join(results)


def plan_text(plan: RemotePlan) -> str:
    """A plan with the exact calls, to read and copy."""
    if not plan.steps:
        return _("Nothing to do: everything is in sync.")
    titles = {
        StepAction.DRAFT: _("write the draft"),
        StepAction.PUBLISH: _("publish"),
        StepAction.SYNC: _("Sync CSP audience"),
        StepAction.REQUEST: _("file the support request"),
        StepAction.WAIT: _("wait"),
    }
    lines = [render(warning) for warning in plan.warnings]
    for one in plan.steps:
        step = one.step
        who = _("by hand") if step.by is Actor.PERSON else _("csp-tui")
        lines += ["", titled(f"{step.n}. {step.offer_id}", f"{titles[step.action]} ({who})")]
        lines.append(render(step.message))
        if step.next_step is not None:
            lines.append(step_words(step.next_step))
        lines += [render(warning) for warning in step.warnings]
        if one.text is not None:
            lines += ["", render(one.text)]
        if one.page:
            lines.append(one.page)
        for call in one.calls:
            lines += ["", f"{call.method} {call.url}", json.dumps(dict(call.body), indent=2)]
    return "\n".join(lines)


def jobs_text(jobs: Sequence[RemoteJob]) -> str:
    """Jobs with what failed, newest first."""
    lines = []
    for job in jobs:
        kind, state = render(job_kind(job.kind)), render(job_state(job.state))
        what = titled(kind, state)
        lines.append(f"{job.id}  {moment(job.started_at)}  {job.offer_id}  {what}")
        for error in job.errors:
            lines.append("    " + titled(error.code, render(job_error(error))))
            step = job_step(error)
            if step is not None:
                lines.append(f"    → {step_words(step)}")
    return "\n".join(lines) or _("No jobs.")
