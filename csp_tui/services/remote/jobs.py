"""Jobs: the results of writes; a lost response is resolved by reading, never by sending again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput, RemoteMissing, RemoteProblem
from csp_tui.domain.history import Action
from csp_tui.domain.remote import (
    Account,
    JobError,
    JobKind,
    JobState,
    Link,
    RemoteAudience,
    RemoteJob,
)
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.remote.accounts import AccountService
    from csp_tui.services.remote_port import RemoteAccount, RemoteDraft, Sleep

CHANGED_THERE = say("Someone else has changed the draft in Partner Center.")
GIVE_UP_AFTER = 30
"""A write without an answer is given up after this many of the shortest polling intervals."""


class JobService:
    """Follows jobs to their end.

    Args:
        context: Storage, time and the user.
        accounts: Opens accounts.
        sleep: Waits some seconds.
    """

    def __init__(
        self, context: Context, accounts: AccountService, sleep: Sleep = time.sleep
    ) -> None:
        self._context = context
        self._accounts = accounts
        self._sleep = sleep

    def jobs(self, *, open_only: bool = False) -> list[RemoteJob]:
        """Jobs, newest first."""
        with self._context.open_read() as unit:
            return unit.remote.jobs(open_only=open_only)

    def job(self, number: int) -> RemoteJob:
        """One job.

        Raises:
            NotFound: There is none with that number.
        """
        with self._context.open_read() as unit:
            return unit.remote.job(number)

    def resume(self) -> list[RemoteJob]:
        """Ask once about every job that has not ended; nothing is sent again.

        Raises:
            InvalidInput: There is no secret for an account.
            RemoteProblem: Partner Center cannot be reached.
        """
        return [self._advance(job) for job in self.jobs(open_only=True)]

    def wait(self, number: int, *, is_stopped: Callable[[], bool] = lambda: False) -> RemoteJob:
        """Follow a job to its end, polling no more often than is allowed.

        Raises:
            InvalidInput: There is no secret for its account.
            NotFound: There is no such job.
            RemoteProblem: Partner Center cannot be reached.
        """
        while True:
            job = self._advance(self.job(number))
            if not job.state.is_open or is_stopped():
                return job
            self._sleep(self._opened(job).poll_seconds)

    def forget(self, number: int) -> RemoteJob:
        """Abandon a job whose end is not known; nothing is canceled in Partner Center.

        Raises:
            InvalidInput: It has ended.
            NotFound: There is no such job.
        """
        with self._context.open_unit() as unit:
            job = unit.remote.job(number)
            if not job.state.is_open:
                raise InvalidInput(
                    say("Job {id} has ended.", id=number),
                    say("Only a job that has not ended can be abandoned."),
                    field="id",
                )
            closed = _ended(job, JobState.CANCELED, "forgotten", say("It was abandoned here."))
            unit.remote.save_job(closed)
            unit.commit()
        return closed

    def _opened(self, job: RemoteJob) -> RemoteAccount:
        return self._accounts.open(self._account(job))

    def _account(self, job: RemoteJob) -> Account:
        return self._accounts.find(job.account)

    def _advance(self, job: RemoteJob) -> RemoteJob:
        if not job.state.is_open:
            return job
        if job.state is JobState.INTENDED:
            # The program ended before anything was sent.
            return self._save(_ended(job, JobState.CANCELED, "notSent", say("Nothing was sent.")))
        remote = self._opened(job)
        if not self._may_ask(job, remote):
            return job
        if job.state is JobState.RUNNING and job.job_id:
            try:
                report = remote.job(job.job_id)
            except RemoteMissing:
                return self.verify(job, remote)
            job = dataclasses.replace(
                job, polled_at=self._context.clock.now(), state=report.state, errors=report.errors
            )
            if report.state is JobState.SUCCEEDED and job.kind is JobKind.DRAFT:
                return self._confirm(job, remote)
            return self._save(job)
        return self.verify(job, remote)

    def _may_ask(self, job: RemoteJob, remote: RemoteAccount) -> bool:
        """At most once in the time that Microsoft asks for, also after a restart."""
        if job.polled_at is None:
            return True
        passed = self._context.clock.now() - job.polled_at
        return passed.total_seconds() + 1 > remote.poll_seconds or passed < timedelta(0)

    def verify(self, job: RemoteJob, remote: RemoteAccount) -> RemoteJob:
        """Find out by reading whether a write whose response is lost was made.

        Args:
            job: A job that was sent, or may have been.
            remote: Its account.

        Raises:
            RemoteProblem: It cannot be read now; the job stays as it is.
        """
        if job.kind is not JobKind.DRAFT:
            return self._verify_publication(job, remote)
        draft = remote.draft(self._link(job))
        assert job.wished is not None
        if draft.audience.same_as(job.wished):
            return self._finish(job, draft)
        if job.expected is not None and draft.audience.same_as(job.expected):
            if self._is_overdue(job, remote):
                return self._save(
                    _ended(job, JobState.FAILED, "notAccepted", say("The draft did not change."))
                )
            return self._save(self._unknown(job))
        return self._save(_ended(job, JobState.FAILED, "conflict", CHANGED_THERE), draft)

    def _verify_publication(self, job: RemoteJob, remote: RemoteAccount) -> RemoteJob:
        found = remote.submissions(self._link(job))
        target = [one for one in found if one.target == job.kind.value]
        if any(not one.is_completed for one in target):
            return self._save(self._unknown(job))
        if any(one.number != job.before for one in target):
            return self._save(dataclasses.replace(self._asked(job), state=JobState.SUCCEEDED))
        if self._is_overdue(job, remote):
            return self._save(
                _ended(job, JobState.FAILED, "notAccepted", say("There is no new submission."))
            )
        return self._save(self._unknown(job))

    def _confirm(self, job: RemoteJob, remote: RemoteAccount) -> RemoteJob:
        """Read back what a job has written."""
        draft = remote.draft(self._link(job))
        assert job.wished is not None
        if draft.audience.same_as(job.wished):
            return self._finish(job, draft)
        message = say("Partner Center reports success, but the draft is not what was written.")
        return self._save(_ended(job, JobState.FAILED, "mismatch", message), draft)

    def _finish(self, job: RemoteJob, draft: RemoteDraft) -> RemoteJob:
        done = dataclasses.replace(self._asked(job), state=JobState.SUCCEEDED, errors=())
        return self._save(done, draft)

    def _asked(self, job: RemoteJob) -> RemoteJob:
        return dataclasses.replace(job, polled_at=self._context.clock.now())

    def _unknown(self, job: RemoteJob) -> RemoteJob:
        return dataclasses.replace(self._asked(job), state=JobState.UNKNOWN)

    def _is_overdue(self, job: RemoteJob, remote: RemoteAccount) -> bool:
        sent = job.sent_at or job.started_at
        passed = (self._context.clock.now() - sent).total_seconds()
        return passed > GIVE_UP_AFTER * remote.poll_seconds

    def _link(self, job: RemoteJob) -> Link:
        with self._context.open_read() as unit:
            link = unit.remote.link(job.offer_id)
        if link is not None and link.product == job.product:
            return link
        # The offer was deleted here in the meantime; the product is still there.
        return Link(
            offer_id=job.offer_id,
            account=job.account,
            product=job.product,
            type_word="",
            older=job.older,
            base=None,
            remote=job.expected or RemoteAudience(),
            live=None,
            setup={},
            resource={},
            seen_at=job.started_at,
        )

    def _save(self, job: RemoteJob, draft: RemoteDraft | None = None) -> RemoteJob:
        """Store how far a job is, once: another program may have followed it as well.

        Args:
            job: The job.
            draft: The remote draft, where it was read.
        """
        with self._context.open_unit() as unit:
            stored = unit.remote.job(job.id)
            if not stored.state.is_open:
                return stored
            unit.remote.save_job(job)
            if draft is not None:
                note_draft(unit, self._context, job, draft)
            if job.state is JobState.SUCCEEDED:
                action = (
                    Action.REMOTE_PUSHED if job.kind is JobKind.DRAFT else Action.REMOTE_PUBLISHED
                )
                detail = {"job": job.id, "target": job.kind.value}
                self._context.record(unit, action, job.offer_id, detail)
            unit.commit()
        return job


def note_draft(unit: UnitOfWork, context: Context, job: RemoteJob, draft: RemoteDraft) -> None:
    """Store a remote draft that was read for a job, in a unit of work.

    Where the job has succeeded, the draft here is now made equal to the remote one.
    """
    link = unit.remote.link(job.offer_id)
    if link is None or link.product != job.product:
        return
    seen = dataclasses.replace(
        link, remote=draft.audience, resource=draft.resource, seen_at=context.clock.now()
    )
    if job.state is JobState.SUCCEEDED:
        seen = dataclasses.replace(seen, base=draft.audience)
    unit.remote.save_link(seen)


def _ended(
    job: RemoteJob, state: JobState, code: str, message: Message, step: Message | None = None
) -> RemoteJob:
    error = JobError.of(f"reseller/{job.product}", code, message, step)
    return dataclasses.replace(job, state=state, errors=(error,))


def ended_with(job: RemoteJob, state: JobState, problem: RemoteProblem) -> RemoteJob:
    """A job that Partner Center refused."""
    code = problem.codes[-1] if problem.codes else f"HTTP {problem.status}"
    return _ended(job, state, code, problem.message, problem.next_step)
