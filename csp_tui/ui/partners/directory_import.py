"""Importing a directory file: say what it would change, ask, then do it."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, ProgressBar, Static

from csp_tui.domain.errors import Canceled, StaleDirectory, WorkbenchError
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.text import visible
from csp_tui.exchange.header import UnusableHeader
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import N_, Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import DirectoryImport
from csp_tui.ui.commands.catalog.imports import (
    DIRECTORY_IMPORT_COMMANDS,
    IMPORT_REPLACE,
    IMPORT_TAKE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.files.column_map import ask_for_columns
from csp_tui.ui.text.imports import imported_text, name_lines, reject_lines, summary_lines
from csp_tui.ui.text.rejected_rows import cannot_import_lines, no_valid_rows

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase

_UPDATES_PER_SECOND = 5


class _Run:
    """One pass over the file: written by its thread, read by the dialog.

    Args:
        path: The file or the pasted text.
        mapping: Titles or numbers of columns by field, where the header does not name them.
    """

    def __init__(self, path: Path | Pasted, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self.rows = 0
        self.bytes_read = 0
        self.bytes_total: int | None = None
        self.began = time.monotonic()
        self.stopped = threading.Event()
        self._path = path

    @property
    def is_read(self) -> bool:
        """Whether the whole file has been read."""
        return bool(self.bytes_total) and self.bytes_read >= (self.bytes_total or 0)

    def __call__(
        self,
        directory: DirectoryService,
        *,
        replace: bool,
        previewed: DirectoryImport | None,
    ) -> DirectoryImport:
        """Import what was previewed, or preview where nothing was.

        Raises:
            Canceled: ``stopped`` was set; nothing was changed.
            InvalidInput: The file cannot be read.
            StaleDirectory: It would do something else than what was previewed.
        """
        with PartnerFileReader(readable(self._path), mapping=self._mapping) as reader:
            self.bytes_total = reader.bytes_total

            def note(rows: int) -> None:
                if self.stopped.is_set():
                    raise Canceled
                self.rows = rows
                self.bytes_read = reader.bytes_read

            result = directory.import_partners(
                reader,
                replace=replace,
                progress=note,
                preview=previewed is None,
                previewed=previewed,
            )
            return dataclasses.replace(
                result,
                cleaned=reader.cleaned,
                rejected=reader.rejected,
                rejects=tuple(reader.rejects),
            )


class DirectoryImportDialog(Dialog[DirectoryImport]):
    """Previews a file and imports it; the result is what was done, None if nothing was.

    Args:
        path: The file or the pasted text.
    """

    HELP_TEXT = N_(
        "What a CSV file would do to the partner directory: who is new, who changes, and "
        "which rows are invalid. The directory is written only after you confirm, all at "
        "once or not at all."
    )
    AUTO_FOCUS = "#stop"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIRECTORY_IMPORT_COMMANDS
    DEFAULT_CSS = """
    DirectoryImportDialog {
        & .dialog-body ContentSwitcher { height: auto; }
        & #running, & #preview { height: auto; }
        & ProgressBar { width: 100%; & Bar { width: 1fr; } }
        & .buttons Button { display: none; }
        & .buttons #stop.-shown, & .buttons .-way.-shown { display: block; }
        & #preview Static { height: auto; }
        & #overtaken.-none { display: none; }
        & .dialog-warning { color: $text-warning; }
    }
    """
    bar = getters.query_one(ProgressBar)

    def __init__(self, path: Path | Pasted) -> None:
        super().__init__(_("Import partners"))
        self._path = path
        self._mapping: Mapping[str, str] = {}
        self._run = _Run(path, self._mapping)
        self._is_import = False
        self._is_running = False
        self._has_no_row = False
        self._preview: DirectoryImport | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Progress, or what the file would change."""
        yield self.text(str(self._path) if self.app.policy.paths_shown else self._path.name)
        with ContentSwitcher(initial="running"):
            with Vertical(id="running"):
                yield Static("", id="phase", markup=False)
                yield ProgressBar(show_eta=False)
                yield Static("", id="pace", markup=False)
            with Vertical(id="preview"):
                yield Static("", id="overtaken", classes="dialog-warning -none", markup=False)
                yield Static("", id="summary", markup=False)
                yield Static("", id="names", markup=False)
                yield Static("", id="rejects", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Stop while it runs; then leave, import, or import and replace."""
        yield Button(_("Stop"), id="stop")
        yield Button(_("Cancel"), id="cancel", classes="-way")
        yield Button(_("Import and replace"), id="replace", classes="-way")
        yield Button(_("Import"), id="import", variant="primary", classes="-way")

    def on_mount(self) -> None:
        """Find out what the file would change."""
        self.set_interval(1 / _UPDATES_PER_SECOND, self._show_progress)
        # With replace, one pass counts those too that the file no longer has.
        self._start(_("Checking what would change. Nothing has been written yet."), replace=True)

    def on_unmount(self) -> None:
        """Stop the import when the program closes; a partial import is rolled back."""
        self._is_running = False
        self._run.stopped.set()

    def action_leave(self) -> None:
        """Stop what runs, or leave without importing."""
        if self._is_running:
            self._stop()
        else:
            self.dismiss(None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Carry out the button."""
        event.stop()
        match event.button.id:
            case "import":
                self.action_run_command(IMPORT_TAKE.id)
            case "replace":
                self.action_run_command(IMPORT_REPLACE.id)
            case "stop":
                self.action_leave()

    def disabled_reason_import_take(self) -> str | None:
        """The file must have been read, and say something new."""
        found = self._preview
        if found is None or self._is_running:
            return self._unread()
        if found.added or found.updated:
            return None
        return _("The directory is already up to date.")

    def _unread(self) -> str:
        return no_valid_rows() if self._has_no_row else _("The file has not been read.")

    def command_import_take(self) -> None:
        """Import; what the file does not name stays."""
        self._import(replace=False)

    def disabled_reason_import_replace(self) -> str | None:
        """There must be something to remove, and something to put in its place."""
        found = self._preview
        if found is None or self._is_running:
            return self._unread()
        return None if found.removed else _("The file contains the whole directory.")

    def short_title_import_replace(self) -> str:
        """How many partners it removes, once that is known."""
        if self._preview is None:
            return IMPORT_REPLACE.shown_short
        return _("Import and remove {count}").format(count=Number(self._preview.removed))

    def command_import_replace(self) -> None:
        """Import, and remove what the file does not name."""
        self._import(replace=True)

    def _import(self, *, replace: bool) -> None:
        self._is_import = True
        self._start(_("Importing…"), replace=replace)

    def _start(self, phase: str, *, replace: bool) -> None:
        run = self._run = _Run(self._path, self._mapping)
        directory = self.app.workbench.directory
        previewed = self._preview if self._is_import else None
        self._is_running = True
        self.query_one(ContentSwitcher).current = "running"
        self._say("#phase", phase)
        self._offer("stop")
        self._show_progress()
        done: Callable[[DirectoryImport], None]
        done = self._show_preview if previewed is None else self._finish
        self.tasks.run_write(
            lambda: run(directory, replace=replace, previewed=previewed),
            done,
            on_error=self._failed,
        )

    def _show_progress(self) -> None:
        run = self._run
        if not self._is_running:
            return
        # The steps after reading can't be measured, so the bar then only shows activity.
        total = None if run.is_read else run.bytes_total
        self.bar.update(total=total or None, progress=run.bytes_read)
        if run.stopped.is_set():
            self._say("#pace", _("Stopping…"))
        else:
            self._say("#pace", _pace(run, time.monotonic() - run.began))

    def _stop(self) -> None:
        self._run.stopped.set()
        self._say("#pace", _("Stopping…"))

    def _failed(self, error: WorkbenchError) -> None:
        self._is_running = False
        if isinstance(error, StaleDirectory):
            # The confirmed preview is out of date, so confirm again.
            self._is_import = False
            self._say("#overtaken", "! " + render(error.message))
            self.query_one("#overtaken").remove_class("-none")
            self._start(
                _("Checking what would change. Nothing has been written yet."), replace=True
            )
            return
        if isinstance(error, NoUsableRow | UnusableHeader):
            self._show_unusable(error)
            return
        if self._preview is not None and not isinstance(error, Canceled):
            # Nothing has been written; it can be tried again.
            self._is_import = False
            self._show_preview(self._preview)
            self.app.show_problem(error)
            return
        self.dismiss(None)
        if not isinstance(error, Canceled):
            self.app.show_problem(error)

    def _show_unusable(self, error: NoUsableRow | UnusableHeader) -> None:
        """Show every invalid row of a file that has no other, or ask for its columns."""
        self._has_no_row = isinstance(error, NoUsableRow)
        self.query_one(ContentSwitcher).current = "preview"
        self._say("#summary", "\n".join(cannot_import_lines(error)))
        self._offer("cancel")
        ask_for_columns(self.app, error, self._read_again)

    def _read_again(self, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._start(_("Checking what would change. Nothing has been written yet."), replace=True)

    def _finish(self, result: DirectoryImport) -> None:
        self._is_running = False
        self.dismiss(result)

    def _show_preview(self, result: DirectoryImport) -> None:
        self._is_running = False
        self._preview = result
        self.query_one(ContentSwitcher).current = "preview"
        self._say("#summary", "\n".join(summary_lines(result)))
        self._say("#names", "\n".join(name_lines(result)))
        self._say("#rejects", "\n".join(reject_lines(result)))
        ways = ["cancel"]
        leave = self.query_one("#cancel", Button)
        changes = result.added or result.updated or result.removed
        leave.label = Content(_("Cancel") if changes else _("Close"))
        if self.disabled_reason_import_take() is None:
            ways.append("import")
        if self.disabled_reason_import_replace() is None:
            replace = self.query_one("#replace", Button)
            replace.label = Content(self.short_title_import_replace())
            ways.append("replace")
        self._offer(*ways)

    def _offer(self, *ways: str) -> None:
        for button in self.query(Button):
            button.set_class(button.id in ways, "-shown")
        # Names that look damaged are looked at before Enter takes them.
        is_safe = self._preview is None or not self._preview.names.damaged
        first = "import" if "import" in ways and is_safe else ways[0]
        self.query_one(f"#{first}").focus()
        self.refresh_commands()

    def _say(self, selector: str, text: str) -> None:
        self.query_one(selector, Static).update(Content(visible(text)))


def _pace(run: _Run, seconds: float) -> str:
    """Rows so far, rate and time left, as far as they are known."""
    parts = [ngettext("{count} row", "{count} rows", Number(run.rows))]
    if run.is_read:
        parts.append(_("file read; finishing"))
    elif seconds >= 1 and run.rows:
        rate = ngettext("{count} per second", "{count} per second", Number(run.rows / seconds))
        parts.append(rate)
        if run.bytes_total and run.bytes_read:
            left = seconds * (run.bytes_total - run.bytes_read) / run.bytes_read
            parts.append(ngettext("{count} second left", "{count} seconds left", Number(left + 1)))
    return " · ".join(parts)


def ask_for_directory(app: AppBase, imported: Callable[[str], object]) -> None:
    """Ask for a CSV file, say what it would change, then import it.

    Args:
        app: The app.
        imported: Gets a sentence on what was imported; not called if nothing was.
    """
    from csp_tui.ui.kit.files.choose_import import ask_for_file

    def done(result: DirectoryImport | None) -> None:
        if result is not None:
            imported(imported_text(result))

    def chosen(path: Path | Pasted | None) -> None:
        if path is not None:
            app.push_screen(DirectoryImportDialog(path), done)

    ask_for_file(
        app,
        "partners",
        _("Import partners"),
        _("CSV file with the columns tenant_id, name, country, competencies, skills"),
        chosen,
        button=_("Preview"),
    )
