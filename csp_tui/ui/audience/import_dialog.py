"""What importing a list would do, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.text import visible
from csp_tui.exchange.audience_csv import read_audience
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.ui.audience.import_plans import ImportPlans, PlannedImport
from csp_tui.ui.commands.catalog.imports import (
    IMPORT_ADD,
    IMPORT_REPLACE_LIST,
    LIST_IMPORT_COMMANDS,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.files.column_map import ask_for_columns
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.text.rejected_rows import cannot_import_lines, no_valid_rows


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
        self._has_no_row = False
        self._plans: ImportPlans | None = None

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

        def read() -> ImportPlans:
            file = read_audience(readable(self._path), mapping=mapping)
            return ImportPlans.read(service, self._offer_id, file, self._pending)

        self.tasks.run(read, self._show, on_error=self._unreadable)

    def _unreadable(self, error: WorkbenchError) -> None:
        self._has_no_row = isinstance(error, NoUsableRow)
        text = visible("\n".join(cannot_import_lines(error)))
        self.query_one("#import-preview", Static).update(Content(text))
        ask_for_columns(self.app, error, self._read)

    def _show(self, plans: ImportPlans) -> None:
        self._plans = plans
        text = "\n".join(plans.lines())
        self.query_one("#import-preview", Static).update(Content(visible(text)))
        self.query_one("#add", Button).disabled = self.disabled_reason_import_add() is not None
        self.query_one("#replace", Button).disabled = (
            self.disabled_reason_import_replace_list() is not None
        )
        if plans.add.added:
            self.query_one("#add").focus()
        self.refresh_commands()

    def disabled_reason_import_add(self) -> str | None:
        """The file must have been read, and name someone who is not on the list."""
        if self._plans is None:
            return self._unread()
        nothing = _("The file contains no partners that can be added.")
        return self._plans.reason_against_adding(nothing)

    def _unread(self) -> str:
        return no_valid_rows() if self._has_no_row else _("The file has not been read.")

    def command_import_add(self) -> None:
        """Add what is not on the list."""
        if self._plans is not None:
            self.dismiss(self._plans.planned(replaces=False))

    def disabled_reason_import_replace_list(self) -> str | None:
        """The file must have been read, and differ from the list."""
        return self._unread() if self._plans is None else self._plans.reason_against_replacing()

    def command_import_replace_list(self) -> None:
        """Make the list the same as the file, as far as the rules allow."""
        if self._plans is not None:
            self.dismiss(self._plans.planned(replaces=True))
