"""What importing a list would do, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import AudienceFile, NoUsableRow
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.exchange.audience_csv import read_audience
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.import_report import audience_notes, audience_summary
from csp_tui.services.views import ImportPreview
from csp_tui.ui.commands.catalog.imports import (
    IMPORT_ADD,
    IMPORT_REPLACE_LIST,
    LIST_IMPORT_COMMANDS,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.files.column_map import ask_for_columns
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.text.rejected_rows import cannot_import_lines, no_valid_rows, reject_lines


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """How an import changes a list, for the unsaved changes of the page.

    Attributes:
        added: Names by tenant ID of the partners that join the list, "" without a name.
        removed: Tenant IDs of the partners that leave it.
        replaces: Whether the list becomes that of the file, without unsaved searches.
        summary: What it does, in a sentence.
    """

    added: dict[str, str]
    removed: tuple[str, ...]
    replaces: bool
    summary: str

    @classmethod
    def of(cls, preview: ImportPreview, file: AudienceFile, *, replaces: bool) -> PlannedImport:
        """What a preview promises.

        Args:
            preview: What adding or replacing would do.
            file: The imported rows.
            replaces: Whether the list is replaced.
        """
        labels = {entry.tenant_id: entry.label for entry in file.entries}
        return cls(
            added={tenant_id: labels[tenant_id] for tenant_id in preview.added},
            removed=preview.removed,
            replaces=replaces,
            summary=render(audience_summary(preview)),
        )


class AudienceImportDialog(Dialog[PlannedImport]):
    """Previews an import; the result is what it changes, None when it is left.

    Args:
        offer_id: The offer.
        path: The CSV file or the pasted text.
        pending: The unsaved changes of the list, to which the import is added.
    """

    HELP_TEXT = N_(
        "Shows what a CSV file of partners would change on the list of this offer: which partners "
        "are new, which are already on the list, and which rows are invalid. Add and Replace "
        "change the list on the page; like every change there, they are pending until you save "
        "the draft."
    )
    AUTO_FOCUS = "#cancel"
    NOTICES = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = LIST_IMPORT_COMMANDS

    def __init__(
        self,
        offer_id: str,
        path: Path | Pasted,
        pending: AudienceEdit,
    ) -> None:
        super().__init__(_("Import {file}").format(file=path.name))
        self._offer_id = offer_id
        self._path = path
        self._pending = pending
        self._file = AudienceFile()
        self._has_no_row = False
        self._add: ImportPreview | None = None
        self._replace: ImportPreview | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The preview."""
        yield Static(_("Reading the file…"), id="import-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then the two ways."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Add to the list"), IMPORT_ADD, id="add", primary=True, disabled=True)
        yield DialogButton(_("Replace the list"), IMPORT_REPLACE_LIST, id="replace", disabled=True)

    def on_mount(self) -> None:
        """Read the file and ask what it would do, off the event loop."""
        self._read({})

    def _read(self, mapping: Mapping[str, str]) -> None:
        service = self.app.workbench.audience_import

        def look() -> tuple[AudienceFile, ImportPreview, ImportPreview]:
            file = read_audience(readable(self._path), mapping=mapping)
            return (
                file,
                service.preview(self._offer_id, file, pending=self._pending),
                service.preview(self._offer_id, file, replace=True, pending=self._pending),
            )

        self.tasks.run(look, self._show, on_error=self._unreadable)

    def _unreadable(self, error: WorkbenchError) -> None:
        self._has_no_row = isinstance(error, NoUsableRow)
        text = visible("\n".join(cannot_import_lines(error)))
        self.query_one("#import-preview", Static).update(Content(text))
        ask_for_columns(self.app, error, self._read)

    def _show(self, looked: tuple[AudienceFile, ImportPreview, ImportPreview]) -> None:
        self._file, self._add, self._replace = looked
        text = "\n".join(preview_lines(self._add, self._replace, self._pending))
        self.query_one("#import-preview", Static).update(Content(visible(text)))
        self.query_one("#add", Button).disabled = self.disabled_reason_import_add() is not None
        self.query_one("#replace", Button).disabled = (
            self.disabled_reason_import_replace_list() is not None
        )
        if self._add.added:
            self.query_one("#add").focus()
        self.refresh_commands()

    def disabled_reason_import_add(self) -> str | None:
        """The file must have been read, and name someone who is not on the list."""
        if self._add is None:
            return self._unread()
        return None if self._add.added else _("The file contains no partners that can be added.")

    def _unread(self) -> str:
        return no_valid_rows() if self._has_no_row else _("The file has not been read.")

    def command_import_add(self) -> None:
        """Add what is not on the list."""
        if self._add is not None:
            self._finish(self._add, replaces=False)

    def disabled_reason_import_replace_list(self) -> str | None:
        """The file must have been read, and differ from the list."""
        if self._replace is None:
            return self._unread()
        changes = self._replace.removed or self._replace.added or self._pending.queries
        return None if changes else _("The list has all of this already.")

    def command_import_replace_list(self) -> None:
        """Make the list the same as the file, as far as the rules allow."""
        if self._replace is not None:
            self._finish(self._replace, replaces=True)

    def _finish(self, preview: ImportPreview, *, replaces: bool) -> None:
        self.dismiss(PlannedImport.of(preview, self._file, replaces=replaces))


def preview_lines(add: ImportPreview, replace: ImportPreview, pending: AudienceEdit) -> list[str]:
    """What adding and replacing would do, a line each.

    Args:
        add: What adding would do.
        replace: What replacing would do.
        pending: The unsaved changes of the list.
    """
    lines = [_("Add to the list: {what}").format(what=render(audience_summary(add)))]
    if replace.removed or replace.by_request or replace.resold or replace.kept:
        what = render(audience_summary(replace))
        lines.append(_("Replace the list: {what}").format(what=what))
    notes = [render(note) for note in audience_notes(replace)]
    if pending.queries:
        notes.append(_("Replacing the list also discards the search results added before."))
    if notes:
        lines += ["", *(f"! {note}" for note in notes)]
    return [*lines, *reject_lines(add.rejects, add.rejected)]
