"""A pull: its changes are shown, and applied once they are confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.remote.pull import PulledAccount, PullService
from csp_tui.services.remote.views import PullReport
from csp_tui.services.remote.words import pull_counts, takes_away
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.marketplace.texts import pull_lines


class PullFlow:
    """Reads an account, asks, and applies the changes.

    Args:
        page: The page that it was asked on.
        pulls: Reads and applies changes.
        tasks: Runs work of the page.
        names: The names of offers by their IDs.
    """

    def __init__(
        self, page: Page, pulls: PullService, tasks: BackgroundTasks, names: Mapping[str, str]
    ) -> None:
        self._page = page
        self._pulls = pulls
        self._tasks = tasks
        self._names = names

    def start(self, account: str, done: Callable[[PullReport], None]) -> None:
        """Read an account, then ask.

        Args:
            account: The account's name.
            done: Called with the changes that were applied.
        """

        def ask(pulled: PulledAccount) -> None:
            self._page.tell("", "plain")
            self._ask(pulled, done)

        self._page.tell(_("Reading Partner Center…"), "busy")
        self._tasks.run(lambda: self._pulls.read(account), ask, group="pull")

    def _ask(self, pulled: PulledAccount, done: Callable[[PullReport], None]) -> None:
        if not pulled.report:
            self._take(pulled, done)
            return
        lines = [*pull_lines(pulled.report, self._names), _("A pull cannot be undone here.")]
        question = ConfirmDialog(
            _("Apply these changes from Partner Center?"),
            lines,
            [("take", _("Apply"))],
            loses=bool(takes_away(pulled.report)),
        )

        def answered(way: str | None) -> None:
            if way:
                self._take(pulled, done)
            else:
                self._page.tell(_("Nothing was changed."), "plain")

        self._page.app.push_screen(question, answered)

    def _take(self, pulled: PulledAccount, done: Callable[[PullReport], None]) -> None:
        def taken(report: PullReport) -> None:
            done(report)
            text = render(pull_counts(report))
            if report.conflicts:
                words = _("{key} resolves a conflict.")
                text += " " + words.format(key=key_label("center.resolve"))
            self._page.tell(text)

        self._page.tell(_("Pulling from Partner Center…"), "busy")
        self._tasks.run_write(lambda: self._pulls.take(pulled), taken)
