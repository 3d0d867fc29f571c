"""Push: the intent is stored, the draft is read again, and one request is sent, once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import TYPE_CHECKING

from csp_tui.domain.errors import (
    AnswerLost,
    InvalidInput,
    RemoteConflict,
    RemoteProblem,
)
from csp_tui.domain.remote import Account, JobError, JobKind, JobState, Link, RemoteJob, SyncState
from csp_tui.domain.wording import say
from csp_tui.services.remote.accounts import AccountService, chosen_account
from csp_tui.services.remote.jobs import CHANGED_THERE, JobService, ended_with, note_draft
from csp_tui.services.remote.linked import linked_offer, linked_offers, not_linked
from csp_tui.services.remote_port import RemoteAccount, RemoteDraft

if TYPE_CHECKING:
    from csp_tui.services.context import Context


class PushService:
    """Writes drafts to Partner Center, and publishes there.

    Args:
        context: Storage, time and the user.
        accounts: Opens accounts.
        jobs: Follows what was sent.
    """

    def __init__(self, context: Context, accounts: AccountService, jobs: JobService) -> None:
        self._context = context
        self._accounts = accounts
        self._jobs = jobs

    def push(self, account: str = "", *, offers: Collection[str] = ()) -> list[RemoteJob]:
        """Write the drafts that were changed here.

        Args:
            account: The account's name, "" for the only one.
            offers: Only these offers; without any, all that have something to write.

        Returns:
            A job for each offer; those of offers in conflict are canceled, with the reason.

        Raises:
            InvalidInput: An offer is not linked or not written, or there is no secret.
            RemoteConflict: An offer that was named is in conflict.
        """
        chosen = self._accounts.find(account)
        remote = self._accounts.open(chosen)
        with self._context.open_read() as unit:
            linked = {one.link.offer_id: one.state for one in linked_offers(unit, chosen)}
        for offer_id in offers:
            self._require_writable(offer_id, linked.get(offer_id))
        names = list(dict.fromkeys(offers)) or [
            offer_id for offer_id, state in linked.items() if state is SyncState.TO_PUSH
        ]
        return [
            self._push_one(chosen, remote, offer_id)
            for offer_id in names
            if linked[offer_id] is SyncState.TO_PUSH
        ]

    def _require_writable(self, offer_id: str, state: SyncState | None) -> None:
        if state is None:
            raise not_linked(offer_id)
        if state in (SyncState.CONFLICT, SyncState.TO_PULL):
            raise in_conflict(offer_id)
        if state in (SyncState.GONE, SyncState.READ_ONLY):
            raise InvalidInput(
                say("The offer {offer_id} cannot be written to Partner Center.", offer_id=offer_id),
                say("See why with: csp-tui partner-center plan"),
                field="offer",
            )

    def _push_one(self, account: Account, remote: RemoteAccount, offer_id: str) -> RemoteJob:
        job = self._intend(account, remote, offer_id)
        if job.state is not JobState.INTENDED:
            return job
        try:
            draft = remote.draft(self._link(offer_id))
        except RemoteProblem as problem:
            return self._close(ended_with(job, JobState.CANCELED, problem))
        assert job.expected is not None
        assert job.wished is not None
        if draft.audience.same_as(job.wished):
            # Someone made the same change in Partner Center: nothing is left to send.
            return self._close(dataclasses.replace(job, state=JobState.SUCCEEDED), draft)
        if not draft.audience.same_as(job.expected):
            error = JobError.of(f"reseller/{job.product}", "conflict", CHANGED_THERE)
            changed = dataclasses.replace(job, state=JobState.CANCELED, errors=(error,))
            return self._close(changed, draft)
        call = remote.write_call(self._link(offer_id), draft, job.wished).as_facts()
        return self._send(dataclasses.replace(job, call=call), remote)

    def _intend(self, account: Account, remote: RemoteAccount, offer_id: str) -> RemoteJob:
        """Store what is to be written, before anything is sent; or return the open job."""
        with self._context.open_unit() as unit:
            for job in unit.remote.jobs(open_only=True):
                if job.offer_id == offer_id:
                    return job
            one = linked_offer(unit, offer_id)
            if (
                one is None
                or one.link.account != account.name
                or one.state is not SyncState.TO_PUSH
            ):
                raise in_conflict(offer_id)
            draft = RemoteDraft(one.link.remote, one.link.resource)
            call = remote.write_call(one.link, draft, one.local)
            job = unit.remote.add_job(
                RemoteJob(
                    offer_id=offer_id,
                    account=account.name,
                    product=one.link.product,
                    older=one.link.older,
                    kind=JobKind.DRAFT,
                    wished=one.local,
                    expected=one.link.remote,
                    call=call.as_facts(),
                    started_at=self._context.clock.now(),
                )
            )
            unit.commit()
        return job

    def _link(self, offer_id: str) -> Link:
        with self._context.open_read() as unit:
            link = unit.remote.link(offer_id)
        if link is None:
            raise not_linked(offer_id)
        return link

    def _send(self, job: RemoteJob, remote: RemoteAccount) -> RemoteJob:
        """Send a job's request, once, whatever then happens to the program."""
        sent = self._mark_sent(job)
        if sent is None:
            return self._jobs.job(job.id)
        try:
            number = remote.send(sent.call, older=sent.older)
        except AnswerLost as problem:
            error = JobError.of("", "answerLost", problem.message, problem.next_step)
            return self._close(dataclasses.replace(sent, state=JobState.UNKNOWN, errors=(error,)))
        except RemoteProblem as problem:
            return self._close(ended_with(sent, JobState.FAILED, problem))
        if number:
            return self._close(dataclasses.replace(sent, state=JobState.RUNNING, job_id=number))
        accepted = self._close(dataclasses.replace(sent, state=JobState.UNKNOWN))
        return self._read_back(accepted, remote) if sent.older else accepted

    def _read_back(self, job: RemoteJob, remote: RemoteAccount) -> RemoteJob:
        """The older API makes no job: what it kept is read at once."""
        try:
            draft = remote.draft(self._link(job.offer_id))
        except RemoteProblem:
            return job
        if job.wished is not None and draft.audience.same_as(job.wished):
            return self._jobs.verify(job, remote)
        message = say("Partner Center accepted the request but did not keep it.")
        error = JobError.of(f"resellerConfiguration/{job.product}", "mismatch", message)
        return self._close(dataclasses.replace(job, state=JobState.FAILED, errors=(error,)))

    def _mark_sent(self, job: RemoteJob) -> RemoteJob | None:
        with self._context.open_unit() as unit:
            stored = unit.remote.job(job.id)
            if stored.state is not JobState.INTENDED:
                return None
            sent = dataclasses.replace(job, state=JobState.SENT, sent_at=self._context.clock.now())
            unit.remote.save_job(sent)
            unit.commit()
        return sent

    def _close(self, job: RemoteJob, draft: RemoteDraft | None = None) -> RemoteJob:
        with self._context.open_unit() as unit:
            unit.remote.save_job(job)
            if draft is not None:
                note_draft(unit, self._context, job, draft)
            unit.commit()
        return job

    def publish(self, offer_id: str, target: JobKind, account: str = "") -> RemoteJob:
        """Publish an offer's whole draft to preview, or its preview to live.

        Args:
            offer_id: The offer.
            target: PREVIEW or LIVE.
            account: The account's name, "" for the only one.

        Raises:
            InvalidInput: The offer is not linked, or there is nothing to publish.
            RemoteConflict: Something of the offer is still running.
            RemoteProblem: Partner Center cannot be read.
        """
        with self._context.open_read() as unit:
            link = unit.remote.link(offer_id)
            chosen = chosen_account(unit, account or ("" if link is None else link.account))
        if link is None or link.older:
            raise InvalidInput(
                say("The offer {offer_id} cannot be published from here.", offer_id=offer_id),
                say("Pull first; Azure applications are published in Partner Center."),
                field="offer",
            )
        remote = self._accounts.open(chosen)
        submissions = remote.submissions(link)
        if any(not one.is_completed for one in submissions):
            raise RemoteConflict(
                say("A publication of {offer_id} is still running.", offer_id=offer_id),
                say("Wait until it is finished, then try again."),
            )
        current = {one.target: one for one in submissions}
        preview, live = current.get("preview"), current.get("live")
        if target is JobKind.LIVE and (
            preview is None or (live is not None and live.number == preview.number)
        ):
            raise InvalidInput(
                say(
                    "{offer_id} has nothing in preview that is not live already.", offer_id=offer_id
                ),
                say("Publish to preview first, with --to preview."),
                field="to",
            )
        before = current.get(target.value)
        call = remote.publish_call(link, target.value, preview.id if preview is not None else "")
        with self._context.open_unit() as unit:
            for job in unit.remote.jobs(open_only=True):
                if job.offer_id == offer_id:
                    raise RemoteConflict(
                        say("Job {id} of this offer has not ended.", id=job.id),
                        say("Follow it with: csp-tui partner-center jobs wait {id}", id=job.id),
                    )
            job = unit.remote.add_job(
                RemoteJob(
                    offer_id=offer_id,
                    account=chosen.name,
                    product=link.product,
                    kind=target,
                    call=call.as_facts(),
                    before="" if before is None else before.number,
                    started_at=self._context.clock.now(),
                )
            )
            unit.commit()
        return self._send(job, remote)


def in_conflict(offer_id: str) -> RemoteConflict:
    """What to say of an offer that was changed on both sides."""
    return RemoteConflict(
        say(
            "The offer {offer_id} has changed in Partner Center, so nothing was sent.",
            offer_id=offer_id,
        ),
        say(
            "Pull, then resolve it with: csp-tui partner-center resolve {offer_id}",
            offer_id=offer_id,
        ),
    )
