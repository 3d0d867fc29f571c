"""Push and publish on the page of Partner Center: the questions, and the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from csp_tui.domain.remote import JobKind, JobState, RemoteJob, SyncState
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render, titled
from csp_tui.services.remote.planning import EVERYONE
from csp_tui.services.remote.service import PartnerCenterService
from csp_tui.services.remote.views import LinkedOffer
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog, confirm
from csp_tui.ui.kit.page import Page
from csp_tui.ui.marketplace.texts import counts_text, job_line, job_results

_NAMED = 12
"""So many offers are named in a question; the others are counted."""


class SendFlow:
    """Asks before something is sent to Partner Center, sends it, and shows the result.

    Args:
        page: The page that it was asked on.
        center: The connection.
        tasks: Runs work of the page.
        names: The names of the offers by their IDs.
    """

    def __init__(
        self,
        page: Page,
        center: PartnerCenterService,
        tasks: BackgroundTasks,
        names: Mapping[str, str],
    ) -> None:
        self._page = page
        self._center = center
        self._tasks = tasks
        self._names = names

    def push(self, offers: Iterable[LinkedOffer]) -> None:
        """Ask, then write the changed drafts."""
        linked = list(offers)
        changed = [one for one in linked if one.state is SyncState.TO_PUSH]
        if not changed:
            return
        conflicts = sum(one.state is SyncState.CONFLICT for one in linked)
        lines = [titled(one.name, counts_text(one)) for one in changed[:_NAMED]]
        if len(changed) > _NAMED:
            more = len(changed) - _NAMED
            lines.append(ngettext("{count} more offer", "{count} more offers", more))
        if conflicts:
            lines.append(
                ngettext(
                    "{count} offer in conflict is not written.",
                    "{count} offers in conflict are not written.",
                    conflicts,
                )
            )
        lines.append(_("Only drafts change in Partner Center; nothing goes live."))
        title, account = _("Write to Partner Center?"), changed[0].link.account
        confirm(self._page.app, title, lines, _("Push"), lambda: self._push(account))

    def _push(self, account: str, offers: Sequence[str] = ()) -> None:
        self._page.tell(_("Writing to Partner Center…"), "busy")
        self._tasks.run_write(lambda: self._center.pushes.push(account, offers=offers), self._sent)

    def publish(self, one: LinkedOffer) -> None:
        """Ask where to, then publish; a draft that is not in Partner Center yet is pushed first."""
        lines = [render(EVERYONE), _("A preview is published first; from there it goes live.")]
        choices = [("preview", _("Publish to preview")), ("live", _("Take the preview live"))]
        offer_id, account = one.link.offer_id, one.link.account
        if one.state is SyncState.TO_PUSH:
            text = _(
                "What was changed here ({counts}) is not in Partner Center yet: push it first."
            )
            lines.insert(0, text.format(counts=counts_text(one)))
            choices.insert(0, ("push", _("Push first")))
        elif one.state is SyncState.CONFLICT:
            text = _(
                "The offer was changed on both sides. What was changed here is not published; "
                "{key} resolves the conflict."
            )
            lines.insert(0, text.format(key=key_label("center.resolve")))

        def answered(way: str | None) -> None:
            if way == "push":
                self._push(account, [offer_id])
            elif way:
                target = JobKind(way)
                self._tasks.run_write(
                    lambda: self._center.pushes.publish(offer_id, target, account),
                    lambda job: self._sent([job]),
                )

        title = _("Publish {offer}?").format(offer=one.name)
        loses = one.state is not SyncState.TO_PUSH
        self._page.app.push_screen(ConfirmDialog(title, lines, choices, loses=loses), answered)

    def _sent(self, jobs: Sequence[RemoteJob]) -> None:
        """Show the result of a push; failures are listed in a dialog, with the reasons."""
        failed = _failed(jobs)
        if not failed:
            self.tell_jobs(jobs)
            return
        # The key of the jobs works once the dialog is closed, so it is named only then.
        self._tell(jobs, "")
        lines = [job_line(job, self._names.get(job.offer_id, job.offer_id)) for job in failed]
        title = ngettext(
            "{count} offer was not written", "{count} offers were not written", len(failed)
        )
        question = ConfirmDialog(title, lines, [("jobs", _("Jobs"))], cancel=_("Close"))

        def answered(way: str | None) -> None:
            self._tell(jobs, _jobs_hint())
            if way:
                self._page.action_run_command("center.jobs")

        self._page.app.push_screen(question, answered)

    def tell_jobs(self, jobs: Sequence[RemoteJob]) -> None:
        """Show the results of jobs in the status line, and which key shows the reasons.

        Args:
            jobs: Jobs that were sent, or that have ended.
        """
        self._tell(jobs, _jobs_hint() if _failed(jobs) else "")

    def _tell(self, jobs: Sequence[RemoteJob], hint: str) -> None:
        self._page.load()
        text = job_results(jobs, self._names) or _("There is nothing to write.")
        words = f"{text} · {hint}" if hint else text
        self._page.tell(words, "refused" if _failed(jobs) else "done")


def _failed(jobs: Sequence[RemoteJob]) -> list[RemoteJob]:
    return [job for job in jobs if job.state in (JobState.FAILED, JobState.CANCELED)]


def _jobs_hint() -> str:
    return _("{key} shows why and all jobs").format(key=key_label("center.jobs"))
