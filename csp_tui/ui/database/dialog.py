"""The database file: its contents, integrity check, backup and restore."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import getters
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import DatabaseCheck, DatabaseInfo
from csp_tui.ui.commands.catalog.database import (
    DATABASE_BACK_UP,
    DATABASE_CHECK,
    DATABASE_COMMANDS,
    DATABASE_COPY_PATH,
    DATABASE_RESTORE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.status_line import StatusLine

_DEMO_NAME = "csp-tui-demo"


class DatabaseDialog(Dialog[None]):
    """Facts on the file and what can be done with it as a whole.

    After a restore it goes to the offers, where everything is reloaded.

    Args:
        leave: Asks the screen below whether it can be left, and calls back when it can.
    """

    HELP_TEXT = N_(
        "All data is in one file on this computer. Here you check it, back it up, or restore "
        "a backup."
    )
    AUTO_FOCUS = "#check"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = DATABASE_COMMANDS
    DEFAULT_CSS = """
    DatabaseDialog {
        & > .dialog { width: 78; }
        & #database-facts { height: auto; margin-bottom: 1; }
        & .buttons { margin-top: 0; }
    }
    """
    facts = getters.query_one("#database-facts", Static)

    def __init__(self, leave: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(_("Database"))
        self._leave = leave
        self._info: DatabaseInfo | None = None
        self._busy = ""
        self._writes = False

    def compose_body(self) -> Iterable[Widget]:
        """The facts, and the results of actions."""
        yield Static(_("Reading the database…"), id="database-facts", markup=False)
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """The actions, then Close."""
        yield DialogButton(_("Check"), DATABASE_CHECK, id="check", primary=True)
        yield DialogButton(_("Back up…"), DATABASE_BACK_UP, id="back-up")
        yield DialogButton(_("Restore…"), DATABASE_RESTORE, id="restore")
        yield DialogButton(_("Copy path"), DATABASE_COPY_PATH, id="copy")
        yield Button(_("Close"), id="close")

    def on_mount(self) -> None:
        """Read the facts."""
        self.tasks.run(self.app.workbench.database.info, self._show, on_error=self._unreadable)

    def action_leave(self) -> None:
        """Leave; what is being written is waited for, so that its outcome is shown."""
        if self._writes:
            self.tell(self._busy, "busy")
        else:
            self.dismiss(None)

    def disabled_reason_database_check(self) -> str | None:
        """One thing at a time."""
        return self._busy or None

    def command_database_check(self) -> None:
        """Check the file for damage."""
        self._begin(_("Checking the database…"), writes=False)
        self.tasks.run(
            self.app.workbench.database.check, self._checked, group="file", on_error=self._failed
        )

    def command_database_back_up(self) -> None:
        """Ask where to, then write a copy."""
        if self._info is not None:
            self._ask_for_backup(self._info)

    def disabled_reason_database_restore(self) -> str | None:
        """The demo has no file that a backup could replace."""
        reason = self._disabled_reason_file()
        if reason is None and self._info is not None and not self._info.path:
            return _(
                "Backups cannot be restored in the demo. Leave the demo to restore one of yours."
            )
        return reason

    def command_database_restore(self) -> None:
        """Ask for the backup, then put it in the database's place."""
        from csp_tui.ui.kit.dialogs.file_path import FilePathDialog

        ask = FilePathDialog(_("Restore a backup"), _("Backup to restore"), must_exist=True)
        self.app.push_screen(ask, self._ask_to_restore)

    def disabled_reason_database_copy_path(self) -> str | None:
        """There must be a file."""
        reason = self._disabled_reason_file()
        if reason is None and self._info is not None and not self._info.path:
            return _("The demo has no file.")
        return reason

    def command_database_copy_path(self) -> None:
        """Copy where the file is."""
        if self._info is not None:
            self.tell(self.app.copy(self._info.path, _("The path")))

    def _disabled_reason_file(self) -> str | None:
        if self._busy:
            return self._busy
        if self._info is None and self.app.policy.files:
            return _("The database has not been read.")
        return self.app.policy.disabled_reason_files()

    disabled_reason_database_back_up = _disabled_reason_file

    def _show(self, info: DatabaseInfo) -> None:
        self._info = info
        self.refresh_commands()
        pairs = (
            (_("Size"), _("{size} bytes").format(size=Number(info.size_bytes))),
            (_("Schema"), info.schema),
            (_("Offers"), str(Number(info.offers))),
            (_("Partners"), str(Number(info.partners))),
        )
        width = max(cell_len(label) for label, _value in pairs) + 2
        path = info.path or _("In memory only; nothing is kept when you quit.")
        lines = [Content.styled(_("Path"), "$text-muted"), Content(visible(path)), Content()]
        for label, value in pairs:
            pad = " " * (width - cell_len(label))
            lines.append(Content.assemble((label + pad, "$text-muted"), visible(value)))
        self.facts.update(Content("\n").join(lines))

    def _unreadable(self, error: WorkbenchError) -> None:
        step = f"\n→ {render(error.next_step)}" if error.next_step else ""
        self.facts.update(Content(visible(render(error.message) + step)))

    def _begin(self, text: str, *, writes: bool) -> None:
        self._busy, self._writes = text, writes
        self.tell(text, "busy")
        self.refresh_commands()

    def _end(self, text: str = "", kind: str = "done") -> None:
        self._busy, self._writes = "", False
        self.tell(text, kind if text else "plain")
        self.refresh_commands()

    def _failed(self, error: WorkbenchError) -> None:
        self._end()
        self.app.show_problem(error)

    def _checked(self, result: DatabaseCheck) -> None:
        from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

        if result.ok:
            self._end(_("The database is intact."))
            return
        found = ngettext(
            "The database is damaged: {count} problem. Restore a backup.",
            "The database is damaged: {count} problems. Restore a backup.",
            Number(len(result.problems)),
        )
        self._end(found, "refused")
        text = "\n".join(result.problems) + "\n"
        self.app.push_screen(
            TextViewDialog(_("The database is damaged"), text, file_name="database-problems.txt")
        )

    def _ask_for_backup(self, info: DatabaseInfo) -> None:
        from csp_tui.ui.kit.dialogs.file_path import FilePathDialog

        now = self.app.workbench.clock.now()
        ask = FilePathDialog(
            _("Back up the database"),
            _("File to write the backup to; a backup never overwrites a file"),
            initial=f"{Path(info.path).stem or _DEMO_NAME}-backup-{now:%Y%m%d-%H%M%S}.sqlite",
            must_be_new=True,
            button=_("Back up"),
        )
        self.app.push_screen(ask, self._back_up)

    def _back_up(self, path: Path | None) -> None:
        if path is None:
            return
        target = path.absolute()
        self._begin(_("Writing the backup…"), writes=True)
        self.tasks.run_write(
            lambda: self.app.workbench.database.backup(target),
            lambda _nothing: self._end(_("Backup written: {path}").format(path=target)),
            on_error=self._failed,
        )

    def _ask_to_restore(self, path: Path | None) -> None:
        from csp_tui.ui.kit.dialogs.confirm import confirm

        info = self._info
        if path is None or info is None:
            return
        source = path.absolute()

        lines = [
            _("{backup} replaces the database {path}.").format(backup=source, path=info.path),
            _("All of it is replaced: {offers}, {partners}, the requests and the history.").format(
                offers=ngettext("{count} offer", "{count} offers", Number(info.offers)),
                partners=ngettext("{count} partner", "{count} partners", Number(info.partners)),
            ),
            _("The replaced file is kept in the same folder, with today's date in its name."),
        ]
        confirm(
            self.app,
            _("Restore the backup?"),
            lines,
            _("Restore"),
            lambda: self._leave(lambda: self._restore(source)),
            loses=True,
        )

    def _restore(self, source: Path) -> None:
        self._begin(_("Restoring the backup…"), writes=True)
        self.tasks.run_write(
            lambda: self.app.workbench.database.restore(source),
            lambda kept: self._restored(source, kept),
            on_error=self._failed,
        )

    def _restored(self, source: Path, kept: Path | None) -> None:
        from csp_tui.ui.kit.page import Page

        text = _("Restored: {path}").format(path=source.name)
        if kept is not None:
            text += " · " + _("The replaced file is kept: {path}").format(path=kept)
        # Whatever is open may not exist in the backup.
        self.app.navigation.go_to("offers")
        home = self.app.screen
        if isinstance(home, Page):
            home.tell(text)
