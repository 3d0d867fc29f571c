"""The database that the screens work with: opens it after the first paint, and switches it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.database_opener import DatabaseOpener, Opened

NOT_OPENED = 3
"""The exit code where the database could not be opened."""


class DatabaseSession:
    """The open database, or what can be done where it cannot be opened.

    Args:
        app: The app.
        open_workbench: Opens the database; called in a thread.
        opener: What can be done where it cannot be opened; the program ends without it.
        opened: Called when it is open; gets where to keep what is typed, where that has changed.

    Attributes:
        has_failed: Whether it could not be opened, so that ending the program is a failure.
        backs_up_daily: Whether a backup is made on every day of use.
    """

    backs_up_daily = False

    def __init__(
        self,
        app: AppBase,
        open_workbench: Callable[[], Workbench],
        opener: DatabaseOpener | None,
        opened: Callable[[RecoveryFiles | None], object],
    ) -> None:
        self._app = app
        self._open_workbench = open_workbench
        self._opener = opener
        self._when_opened = opened
        self._workbench: Workbench | None = None
        self._why_not_write: Message | None = None
        self._has_begun = False
        self.has_failed = False

    def begin(self) -> None:
        """Open the database in a thread, unless that has begun."""
        if self._has_begun:
            return
        self._has_begun = True
        self._app.tasks.run(
            lambda: self.checked(self._open_workbench),
            self._opened,
            group="open",
            on_error=self._not_opened,
        )

    @property
    def is_open(self) -> bool:
        """Whether the database is open."""
        return self._workbench is not None

    @property
    def is_writable(self) -> bool:
        """Whether the database can be changed, as it was when that was checked last."""
        return self._why_not_write is None

    @property
    def workbench(self) -> Workbench:
        """The services of the open database."""
        assert self._workbench is not None
        return self._workbench

    def checked(self, open_workbench: Callable[[], Workbench]) -> Workbench:
        """Open the database and check whether it can be written; called in a thread."""
        workbench = open_workbench()
        self._why_not_write = workbench.database.why_not_write()
        return workbench

    def why_read_only(self) -> str | None:
        """Why nothing can be changed in the database, None if it can."""
        if self._app.demo or self.is_writable:
            return None
        return _("The database is open read-only, so nothing can be changed.")

    def check_rights(self) -> None:
        """Check again whether the database can be written."""
        if self._workbench is not None and not self._app.demo:
            self._app.tasks.run(
                self._workbench.database.why_not_write, self._has_rights, group="rights"
            )

    def show(self, workbench: Workbench) -> None:
        """Work with another database from now on, starting at its offers."""
        self._workbench = workbench
        self._app.kept_marks.clear()
        self._app.navigation.go_to("offers")
        self._show_kind()
        self.load_page()

    def load_page(self) -> None:
        """Let the page that is shown read the database."""
        page = self._app.screen
        if isinstance(page, Page):
            page.load()

    def _has_rights(self, reason: Message | None) -> None:
        self._why_not_write = reason
        self._show_kind()

    def _show_kind(self) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(TopBar):
                bar.show_kind()
            if isinstance(screen, CommandScreen):
                screen.refresh_commands()

    def _opened(self, workbench: Workbench, files: RecoveryFiles | None = None) -> None:
        self._workbench = workbench
        self._show_kind()
        if self.backs_up_daily and self.is_writable:
            from csp_tui.ui.database.daily_backup import DailyBackup

            DailyBackup(self._app).begin(workbench)
        self._when_opened(files)

    def _not_opened(self, error: WorkbenchError) -> None:
        from csp_tui.ui.database.cannot_open import CannotOpenDialog
        from csp_tui.ui.kit.dialogs.problem import ProblemDialog

        self.has_failed = True
        app = self._app
        app.key_queue.discard()
        app.call_later(app.key_queue.release)
        if self._opener is None or not app.policy.files:
            app.push_screen(ProblemDialog(error), lambda _answer: app.exit(NOT_OPENED))
        else:
            app.push_screen(
                CannotOpenDialog(error, self._opener, self.checked), self._opened_after_all
            )

    def _opened_after_all(self, opened: Opened | None) -> None:
        if opened is None:
            self._app.exit(NOT_OPENED)
            return
        self.has_failed = False
        self._opened(opened.workbench, opened.recovery_files)
        if opened.message:
            self._app.tell(opened.message)
