"""Importing a file from Microsoft: show what it is and what it contains, then import it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, Static

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.domain.evidence import TABLE_FIELDS, DayOrder, FileKind
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.text import visible
from csp_tui.exchange.microsoft.json_files import NO_DOMAIN
from csp_tui.exchange.microsoft.opening import EvidenceFile, Recognized
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import N_, Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.evidence_port import EvidenceImport
from csp_tui.services.evidence_report import import_notes, import_summary, kind_sentence
from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog.evidence import EVIDENCE_IMPORT_COMMANDS
from csp_tui.ui.commands.catalog.imports import IMPORT_TAKE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.rejected_rows import reject_lines

_UPDATES_PER_SECOND = 5
_FIRST_PACE = 1.0
"""Seconds after which there is something to say about the pace."""
_ORDERS = (None, DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)


class _Pass:
    """One pass over the file: written by its thread, read by the dialog."""

    def __init__(self, path: Path | Pasted) -> None:
        self.rows = 0
        self.began = time.monotonic()
        self.recognized: Recognized | None = None
        self.stopped = threading.Event()
        self._path = path

    def pace(self, expected: int) -> str:
        """How far it is, how fast it goes, and how long it still takes, as far as that is known.

        Args:
            expected: The rows of the file, 0 where it was not read before.
        """
        if not self.rows:
            return ""
        parts = [ngettext("{count} row", "{count} rows", Number(self.rows))]
        seconds = time.monotonic() - self.began
        if seconds >= _FIRST_PACE:
            rate = self.rows / seconds
            text = ngettext("{count} per second", "{count} per second", Number(rate))
            parts.append(text)
            if expected > self.rows:
                left = Number((expected - self.rows) / rate + 1)
                parts.append(ngettext("{count} second left", "{count} seconds left", left))
        return " · ".join(parts)

    def __call__(
        self,
        workbench: Workbench,
        mapping: Mapping[str, str],
        order: DayOrder | None,
        *,
        kind: FileKind | None = None,
        domain: str = "",
        preview: bool,
    ) -> tuple[Recognized, EvidenceImport | None]:
        """Import the file or preview that; no result while its columns are not named.

        Raises:
            Canceled: ``stopped`` was set; nothing was changed.
            InvalidInput: The file can't be read, or proves nothing.
        """
        with EvidenceFile(readable(self._path)) as file:
            recognized = file.recognize(kind, mapping, workbench.evidence.mappings())
            self.recognized = recognized
            if recognized.kind is None:
                return recognized, None
            today = workbench.clock.now().astimezone().date()
            with file.read(recognized, order=order, domain=domain, today=today) as rows:
                result = workbench.evidence_import.import_file(
                    rows, file.facts(recognized), preview=preview, progress=self._note
                )
        return recognized, result

    def _note(self, rows: int) -> None:
        self.rows = rows
        if self.stopped.is_set():
            raise Canceled


class EvidenceImportDialog(Dialog[EvidenceImport]):
    """Recognizes, previews and imports a file; the result is what was done.

    Args:
        path: The file or the pasted text.
    """

    HELP_TEXT = N_(
        "What the file is and what it contains: which partners have resold which offers, or "
        "partners for the directory. Nothing is written before you select Import."
    )
    # Its file has to be selected again first.
    REOPENS = False
    KEEPS_FIELDS = True
    AUTO_FOCUS = "#cancel"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = EVIDENCE_IMPORT_COMMANDS
    DEFAULT_CSS = """
    EvidenceImportDialog {
        & #columns, & #domain { height: auto; display: none; }
        & #columns.-shown, & #domain.-shown { display: block; }
        & Select { width: 40; }
        & #columns Static { height: auto; }
    }
    """

    def __init__(self, path: Path | Pasted) -> None:
        super().__init__(_("Import {file}").format(file=path.name))
        self._path = path
        self._pass = _Pass(path)
        self._mapping: dict[str, str] = {}
        self._order: DayOrder | None = None
        self._kind: FileKind | None = None
        self._preview: EvidenceImport | None = None
        self._is_running = False
        self._phase = ""

    def compose_body(self) -> Iterable[Widget]:
        """What the file is and does, or the columns of an unknown table."""
        yield Static("", id="evidence-preview", markup=False)
        with Vertical(id="columns"):
            yield Static("", id="evidence-columns", markup=False)
            for name, label in _labels().items():
                yield Label(label)
                yield TextField(id=f"column-{name.replace('_', '-')}")
        with Vertical(id="domain"):
            yield Label(_("Domain that was asked about, e.g. contoso.com"))
            yield TextField(id="evidence-domain", max_length=253)
        yield Label(_("Kind of file"))
        yield Select(
            [(kind.value, kind.value) for kind in FileKind],
            prompt=_("as recognized"),
            id="evidence-kind",
            compact=True,
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Preview"), id="preview", disabled=True)
        yield DialogButton(_("Import"), IMPORT_TAKE, id="import", primary=True, disabled=True)

    def on_mount(self) -> None:
        """Find out what the file is and what it would do."""
        super().on_mount()
        self.set_interval(1 / _UPDATES_PER_SECOND, self._show_progress)
        self._start(_("Reading the file…"), preview=True)

    def on_unmount(self) -> None:
        """Stop the import when the program closes; a partial import is rolled back."""
        self._is_running = False
        self._pass.stopped.set()

    def action_leave(self) -> None:
        """Stop what runs, or leave without importing."""
        if self._is_running:
            self._pass.stopped.set()
            self._phase = _("Stopping…")
        else:
            super().action_leave()

    @on(Button.Pressed, "#preview")
    @on(Input.Submitted)
    def name_columns(self, message: Button.Pressed | Input.Submitted) -> None:
        """Enter in a field previews with the columns that are named."""
        message.stop()
        if not self.query_one("#columns").has_class("-shown"):
            self._start(_("Reading the file…"), preview=True)
            return
        mapping = {}
        for name in TABLE_FIELDS:
            value = self.query_one(f"#column-{name.replace('_', '-')}", Input).value.strip()
            if value:
                mapping[name] = value
        if not mapping.keys() & {"tenant_id", "name"}:
            self.complain(_("Name the column of the partner: its tenant ID or its name."))
            return
        self.complain("")
        self._mapping = mapping
        self._start(_("Reading the file…"), preview=True)

    def disabled_reason_import_take(self) -> str | None:
        """The file must have been read, and contain something to import."""
        if self._preview is None or self._is_running:
            return _("The file has not been read.")
        if self._preview.new or self._preview.known:
            return None
        return _("The file contains nothing that can be used here.")

    def command_import_take(self) -> None:
        """Import everything that can be used."""
        self._start(_("Importing…"), preview=False)

    def disabled_reason_evidence_dates(self) -> str | None:
        """Only where dates can be read in two ways."""
        if self._preview is not None and (self._preview.unclear_days or self._order):
            return None
        return _("No date in the file is ambiguous.")

    def command_evidence_dates(self) -> None:
        """Read dates with the day first, then with the month first, then not at all."""
        self._order = _ORDERS[(_ORDERS.index(self._order) + 1) % len(_ORDERS)]
        self._start(_("Reading the file…"), preview=True)

    def _start(self, phase: str, *, preview: bool) -> None:
        if self._is_running:
            return
        work = self._pass = _Pass(self._path)
        workbench, mapping, order = self.app.workbench, dict(self._mapping), self._order
        kind, domain = self._kind, self.query_one("#evidence-domain", Input).value.strip()
        self._is_running, self._phase = True, phase
        self._set_buttons()
        self._show_progress()
        run = self.tasks.run if preview else self.tasks.run_write
        run(
            lambda: work(workbench, mapping, order, kind=kind, domain=domain, preview=preview),
            self._show if preview else self._finish,
            on_error=self._failed,
        )

    def _show_progress(self) -> None:
        if self._is_running:
            expected = self._preview.rows if self._preview is not None else 0
            self._say(f"{self._phase} {self._pass.pace(expected)}".strip())

    def _failed(self, error: WorkbenchError) -> None:
        self._is_running = False
        if isinstance(error, Canceled):
            self.dismiss(None)
            return
        recognized = self._pass.recognized
        asks = (
            recognized is not None
            and recognized.kind is FileKind.TENANT_INFORMATION
            and isinstance(error, NoUsableRow)
            and any(one.reason == NO_DOMAIN for one in error.rejects)
        )
        step = step_words(error.next_step) if error.next_step else ""
        if asks:
            step = _("Enter the domain below, then preview again.")
        self._say(render(error.message) + (f"\n→ {step}" if step else ""))
        self.query_one("#domain").set_class(asks, "-shown")
        if asks:
            self.query_one("#evidence-domain").focus()
        self._set_buttons()

    def _finish(self, done: tuple[Recognized, EvidenceImport | None]) -> None:
        self._is_running = False
        self.dismiss(done[1])

    def _show(self, found: tuple[Recognized, EvidenceImport | None]) -> None:
        self._is_running = False
        recognized, preview = found
        self._preview = preview
        if preview is None:
            self._ask_for_columns(recognized)
        else:
            self.query_one("#columns").set_class(bool(self._mapping), "-shown")
            self._say("\n".join(self._lines(recognized, preview)))
        self._set_buttons()
        if self.disabled_reason_import_take() is None:
            self.query_one("#import", Button).focus()

    def _lines(self, recognized: Recognized, preview: EvidenceImport) -> Iterator[str]:
        sure = recognized.is_sure
        yield render(kind_sentence(preview.kind, preview.file, is_sure=sure))
        yield ngettext("{count} row", "{count} rows", Number(preview.rows))
        yield render(import_summary(preview))
        for note in import_notes(preview):
            yield "• " + render(note)
        if self._order is not None:
            day_first = self._order is DayOrder.DAY_FIRST
            yield _("Dates are read day first.") if day_first else _("Dates are read month first.")
        yield from reject_lines(preview.rejects, preview.rejected)

    def _ask_for_columns(self, recognized: Recognized) -> None:
        """Show the columns of an unknown table, and ask which one holds what."""
        self._say(
            _(
                "This table is of an unknown kind. Say which column holds what: enter the number "
                "of each column, and leave out what the file does not have. Offer and partner "
                "make it evidence of sales; without an offer it is a list of partners."
            )
        )
        titles = recognized.columns
        listed = "\n".join(f"{number}  {title}" for number, title in enumerate(titles, 1))
        self.query_one("#evidence-columns", Static).update(Content(visible(listed)))
        for name in TABLE_FIELDS:
            column = recognized.mapping.get(name, "")
            number = str(titles.index(column) + 1) if column in titles else column
            self.query_one(f"#column-{name.replace('_', '-')}", Input).value = field_text(number)
        # The columns that were recognized are not typed; leaving does not ask about them.
        super().on_mount()
        self.query_one("#columns").add_class("-shown")
        self.query_one("#column-tenant-id").focus()

    @on(Select.Changed, "#evidence-kind")
    def name_kind(self, message: Select.Changed) -> None:
        """Read the file as what someone says that it is."""
        message.stop()
        kind = FileKind(message.value) if isinstance(message.value, str) else None
        if kind is not self._kind:
            self._kind, self._preview = kind, None
            self._start(_("Reading the file…"), preview=True)

    def _set_buttons(self) -> None:
        take = self.query_one("#import", Button)
        take.disabled = self.disabled_reason_import_take() is not None
        is_asking = bool(self.query("#columns.-shown, #domain.-shown"))
        self.query_one("#preview", Button).disabled = self._is_running or not is_asking
        self.refresh_commands()

    def _say(self, text: str) -> None:
        self.query_one("#evidence-preview", Static).update(Content(visible(text)))


def _labels() -> dict[str, str]:
    return {
        "tenant_id": _("Column of the partner's tenant ID"),
        "name": _("Column of the partner's name"),
        "country": _("Column of the partner's country"),
        "offer": _("Column of the offer's ID or name"),
        "date": _("Column of the date of sale"),
    }
