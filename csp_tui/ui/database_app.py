"""An app on a database: opens it behind the first paint, and goes on where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.ui.guarded_app import GuardedApp
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.place_bar import PlaceBar

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.opening import DatabaseOpener, Opened


class DatabaseApp(Jobs, GuardedApp):
    """An app whose screens show what is in a database.

    Args:
        open_workbench: Opens the database; called in a thread.
        opener: The ways on where it cannot be opened; leaving is the only one without.

    Attributes:
        demo: Whether the database is the throwaway one of the demo.
        backs_up_daily: Whether a backup is made on every day of use.
    """

    demo = False
    backs_up_daily = False

    def __init__(
        self, open_workbench: Callable[[], Workbench], opener: DatabaseOpener | None
    ) -> None:
        super().__init__()
        self._open_workbench = open_workbench
        self._opener = opener
        self._workbench: Workbench | None = None
        self._why_not_write: Message | None = None
        self._has_failed = False

    def work_begins(self) -> None:
        """Show what is in the database that was opened, and look after it from now on."""
        raise NotImplementedError

    def go_to(self, place: str) -> None:
        """Go to a place, leaving every screen above the offers."""
        raise NotImplementedError

    def keep_unsaved_in(self, files: RecoveryFiles) -> None:
        """Keep what is typed for another database than was asked for."""
        raise NotImplementedError

    def begin_opening(self) -> None:
        """Open the database behind the first paint."""
        self.job(
            lambda: self.opened_by(self._open_workbench),
            self._opened,
            group="open",
            failed=self._not_opened,
        )

    @property
    def is_open(self) -> bool:
        """Whether the database is open."""
        return self._workbench is not None

    @property
    def workbench(self) -> Workbench:
        """The services; screens ask for them only after the database is open."""
        assert self._workbench is not None
        return self._workbench

    def opened_by(self, way: Callable[[], Workbench]) -> Workbench:
        """Open the database, and know whether it can be written; called in a thread.

        Args:
            way: Opens it.
        """
        workbench = way()
        self._why_not_write = workbench.database.why_not_write()
        return workbench

    def why_read_only(self) -> str | None:
        """Why nothing can be changed in the database, None where it can."""
        if self.demo or self._why_not_write is None:
            return None
        return _("The database is open to be read only, so nothing can be changed.")

    def look_at_rights(self) -> None:
        """Look anew whether the database can be written."""
        if self._workbench is not None and not self.demo:
            self.job(self._workbench.database.why_not_write, self._has_rights, group="rights")

    def _has_rights(self, reason: Message | None) -> None:
        self._why_not_write = reason
        self._show_kind()

    def _show_kind(self) -> None:
        for screen in self.screen_stack:
            for bar in screen.query(PlaceBar):
                bar.show_kind()
            refresh = getattr(screen, "refresh_commands", None)
            if refresh is not None:
                refresh()

    def _opened(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._show_kind()
        if self.backs_up_daily and self._why_not_write is None:
            from csp_tui.ui.daily_backup import DailyBackup

            DailyBackup(self).begin(workbench)
        self.work_begins()

    def load_screen(self) -> None:
        """Let the screen that is up read the database."""
        load = getattr(self.screen, "load", None)
        if load is not None:
            load()

    def show_workbench(self, workbench: Workbench, *, demo: bool) -> None:
        """Work with another database from now on, at its offers.

        Args:
            workbench: Its services.
            demo: Whether it is the throwaway one of the demo.
        """
        self._workbench, self.demo = workbench, demo
        self.go_to("offers")
        for bar in self.screen.query(PlaceBar):
            bar.show_kind()
        self.load_screen()

    def _not_opened(self, error: WorkbenchError) -> None:
        from csp_tui.ui.dialogs.problem import ProblemDialog
        from csp_tui.ui.dialogs.unopened import UnopenedDialog

        self._has_failed = True
        if self._opener is None or not self.policy.files:
            self.push_screen(ProblemDialog(error), lambda _answer: self.exit(3))
        else:
            self.push_screen(UnopenedDialog(error, self._opener), self._opened_after_all)

    def _opened_after_all(self, opened: Opened | None) -> None:
        if opened is None:
            self.exit(3)
            return
        self._has_failed = False
        if opened.recovery_files is not None:
            self.keep_unsaved_in(opened.recovery_files)
        self._opened(opened.workbench)
        tell = getattr(self.screen, "tell", None)
        if tell is not None and opened.told:
            tell(opened.told)

    def action_leave_program(self) -> None:
        """Leave from wherever one is; without a database, as the failure that it is."""
        if self._has_failed:
            self.exit(3)
        else:
            super().action_leave_program()
