"""A database that cannot be opened: which one, why, and the repair options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message
from csp_tui.i18n import N_, moment, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import BackupFile, RepairOptions
from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog.common import BASIC
from csp_tui.ui.commands.catalog.database import (
    CANNOT_OPEN_COMMANDS,
    UNOPENED_AGAIN,
    UNOPENED_OTHER,
    UNOPENED_READ,
    UNOPENED_RESTORE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.database_opener import DatabaseOpener, Opened
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.dialog_button import DialogButton


class CannotOpenDialog(Dialog[Opened]):
    """Explains why, and offers ways to open a database; the result is what was opened.

    Leaving it gives None. An option that cannot work says why.

    Args:
        error: Why it cannot be opened.
        opener: Opens it.
        checked: Opens it with one of the opener's methods, and checks whether it can be written.
    """

    HELP_TEXT = N_(
        "The database cannot be opened, and it was not changed. Restore a backup, open it "
        "read-only, or open another file; Escape quits the program."
    )
    AUTO_FOCUS = "#again"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = CANNOT_OPEN_COMMANDS
    COMMANDS_SHARED: ClassVar[Sequence[Command]] = BASIC
    DEFAULT_CSS = """
    CannotOpenDialog {
        & > .dialog { width: 78; }
        & .buttons { margin-top: 0; }
    }
    """
    cause = getters.query_one("#unopened-cause", Static)
    ways = getters.query_one("#unopened-ways", Static)

    def __init__(
        self,
        error: WorkbenchError,
        opener: DatabaseOpener,
        checked: Callable[[Callable[[], Workbench]], Workbench],
    ) -> None:
        super().__init__(_("The database cannot be opened"))
        self._error = error
        self._opener = opener
        self._checked = checked
        self._ways: RepairOptions | None = None
        self._busy = ""

    def compose_body(self) -> Iterable[Widget]:
        """Path and cause, then the options."""
        yield Static(id="unopened-cause", classes="dialog-text")
        yield Static(id="unopened-ways", classes="dialog-text")

    def compose_buttons(self) -> Iterable[Button]:
        """A button for each option, Leave last."""
        yield DialogButton(_("Restore…"), UNOPENED_RESTORE, id="restore")
        yield DialogButton(_("Open read-only"), UNOPENED_READ, id="read")
        yield DialogButton(_("Other file…"), UNOPENED_OTHER, id="other")
        yield DialogButton(_("Try again"), UNOPENED_AGAIN, id="again", primary=True)
        yield Button(_("Leave"), id="close")

    def on_mount(self) -> None:
        """Say why, and check the repair options."""
        self._show(self._error)

    def action_leave(self) -> None:
        """Close, after waiting for a running restore."""
        if self._busy:
            self.tell(self._busy)
        else:
            self.dismiss(None)

    def disabled_reason_unopened_restore(self) -> str | None:
        """There must be an intact backup, and damage that it repairs."""
        reason = self._ways.why_not_restore if self._ways is not None else None
        if reason is not None and self._is_the_cause(reason):
            return self._not_yet() or _("A backup cannot fix this.")
        return self._not_yet() or (render(reason) if reason is not None else None)

    def disabled_reason_unopened_read(self) -> str | None:
        """It must be readable as it is."""
        reason = self._ways.why_not_read if self._ways is not None else None
        if reason is not None and self._is_the_cause(reason):
            return self._not_yet() or _("It cannot be read either.")
        return self._not_yet() or (render(reason) if reason is not None else None)

    def disabled_reason_unopened_other(self) -> str | None:
        """One action at a time; a browser user cannot open paths on this computer."""
        if self.app.is_web:
            return _("Not in a browser: it would open files of the server.")
        return self._busy or None

    def disabled_reason_unopened_again(self) -> str | None:
        """One thing at a time."""
        return self._busy or None

    def command_unopened_restore(self) -> None:
        """Ask, then put the backup in the database's place."""
        from csp_tui.ui.kit.dialogs.confirm import confirm

        backup = self._backup
        if backup is None:
            return

        lines = [
            _("{backup} replaces the database {path}.").format(
                backup=backup.path, path=self._opener.path
            ),
            _("It is from {moment}; later changes are not in it.").format(moment=moment(backup.at)),
            _("The replaced file is kept in the same folder, with today's date in its name."),
        ]
        confirm(
            self.app,
            _("Restore the backup?"),
            lines,
            _("Restore"),
            lambda: self._restore(Path(backup.path)),
            loses=True,
        )

    def command_unopened_read(self) -> None:
        """Open it read-only."""
        self._open(self._opener.read, _("Opened read-only."))

    def command_unopened_other(self) -> None:
        """Ask for a file, then open it."""
        from csp_tui.ui.kit.dialogs.file_path import FilePathDialog

        def answered(path: Path | None) -> None:
            if path is not None:
                target = path.absolute()
                message = _("Opened: {path}").format(path=target)
                self._open(lambda: self._opener.take(target), message)

        ask = FilePathDialog(
            _("Open another file"),
            _("Database to open, or to create if it does not exist"),
            may_exist=True,
            button=_("Open"),
        )
        self.app.push_screen(ask, answered)

    def command_unopened_again(self) -> None:
        """Try to open the same file again."""
        self._open(self._opener.open)

    def _is_the_cause(self, reason: Message) -> bool:
        return render(reason) == render(self._error.message)

    @property
    def _backup(self) -> BackupFile | None:
        return self._ways.backups[0] if self._ways is not None and self._ways.backups else None

    def _not_yet(self) -> str | None:
        if self._busy:
            return self._busy
        return _("Checking what can still be done…") if self._ways is None else None

    def _restore(self, backup: Path) -> None:
        self._begin(_("Restoring the backup…"))

        def restored(kept: Path | None) -> None:
            self._end()
            message = _("Restored: {path}").format(path=backup.name)
            if kept is not None:
                message += " · " + _("The replaced file is kept: {path}").format(path=kept)
            self._open(self._opener.open, message)

        self.tasks.run_write(lambda: self._opener.restore(backup), restored, on_error=self._failed)

    def _open(self, way: Callable[[], Workbench], message: str = "") -> None:
        self._begin(_("Opening the database…"))

        def opened(workbench: Workbench) -> None:
            self._end()
            self.dismiss(Opened(workbench, message, self._opener.recovery_files()))

        self.tasks.run(
            lambda: self._checked(way),
            opened,
            group="open",
            exclusive=False,
            on_error=self._failed,
        )

    def _begin(self, text: str) -> None:
        self._busy = text
        self.tell(text)
        self.refresh_commands()

    def _end(self) -> None:
        self._busy = ""
        self.tell("")
        self.refresh_commands()

    def _failed(self, error: WorkbenchError) -> None:
        self._end()
        self._show(error)

    def _show(self, error: WorkbenchError) -> None:
        self._error, self._ways = error, None
        self.cause.update(Content(visible(render(error.message))))
        self.ways.update(Content(_("Checking your options…")))
        self.refresh_commands()
        self.tasks.run(
            self._opener.repair_options, self._found, group="ways", on_error=self._found_none
        )

    def _found(self, ways: RepairOptions) -> None:
        self._ways = ways
        backup = self._backup
        lines = []
        if self._error.next_step is not None and ways.why_not_restore and ways.why_not_read:
            lines.append("→ " + render(self._error.next_step))
        if backup is not None:
            at = moment(backup.at)
            lines.append(_("Restore: the newest intact backup is of {moment}.").format(moment=at))
        else:
            reason = self.disabled_reason_unopened_restore()
            lines.append(_("Restore: {reason}").format(reason=reason))
        if ways.why_not_read is None:
            lines.append(_("Read-only: everything can be read, nothing can be changed."))
        else:
            reason = self.disabled_reason_unopened_read()
            lines.append(_("Read-only: {reason}").format(reason=reason))
        self.ways.update(Content("\n".join(map(visible, lines))))
        self.refresh_commands()

    def _found_none(self, error: WorkbenchError) -> None:
        ways = RepairOptions(why_not_restore=error.message, why_not_read=error.message)
        self._found(ways)
        if not self._is_the_cause(error.message):
            # Once, and not for each option.
            self.ways.update(Content(visible(render(error.message))))
