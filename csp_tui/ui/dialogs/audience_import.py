"""What importing a list would do, before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import StaleOffer, WorkbenchError
from csp_tui.domain.intake import AudienceFile
from csp_tui.domain.text import visible
from csp_tui.exchange.audience_csv import read_audience
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import N_, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import ImportPreview
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.importing import ADD_TO_LIST, REPLACE_LIST
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.reject_words import reject_lines


class AudienceImportDialog(Dialog[str]):
    """Previews an import; the result is a sentence on what was done.

    Args:
        offer_id: The offer.
        path: The CSV file or the pasted text.
        overtaken: Hears that the offer was changed since the preview, when the dialog has closed,
            with what the import would have done.
    """

    HELP_TEXT = N_(
        "What a CSV file of partners would do to the list of this offer: who is new, who is "
        "on it already, and which rows cannot be used. Nothing is written until you choose "
        "how; the list is then kept by Save draft."
    )
    AUTO_FOCUS = "#cancel"
    NOTICES = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (ADD_TO_LIST, REPLACE_LIST)

    def __init__(
        self,
        offer_id: str,
        path: Path | Pasted,
        overtaken: Callable[[StaleOffer, str], object] | None = None,
    ) -> None:
        super().__init__(_("Import {file}").format(file=path.name))
        self._offer_id = offer_id
        self._path = path
        self._overtaken = overtaken
        self._file = AudienceFile()
        self._add: ImportPreview | None = None
        self._replace: ImportPreview | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The preview."""
        yield Static(_("Reading the file…"), id="import-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then the two ways."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Add to the list"), id="add", variant="primary", disabled=True)
        yield Button(_("Replace the list"), id="replace", disabled=True)

    def on_mount(self) -> None:
        """Read the file and ask what it would do, off the event loop."""
        service = self.app.workbench.audience_import

        def look() -> tuple[AudienceFile, ImportPreview, ImportPreview]:
            file = read_audience(readable(self._path))
            return (
                file,
                service.preview(self._offer_id, file),
                service.preview(self._offer_id, file, replace=True),
            )

        self.job(look, self._show, failed=self._unreadable)

    def _unreadable(self, error: WorkbenchError) -> None:
        step = f"\n→ {render(error.next_step)}" if error.next_step else ""
        text = visible(render(error.message) + step)
        self.query_one("#import-preview", Static).update(Content(text))

    def _show(self, looked: tuple[AudienceFile, ImportPreview, ImportPreview]) -> None:
        self._file, self._add, self._replace = looked
        text = "\n".join(_lines(self._add, self._replace))
        self.query_one("#import-preview", Static).update(Content(visible(text)))
        self.query_one("#add", Button).disabled = self.why_not_import_add() is not None
        self.query_one("#replace", Button).disabled = self.why_not_import_replace_list() is not None
        if self._add.added:
            self.query_one("#add").focus()
        self.refresh_commands()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says, or change nothing."""
        event.stop()
        ways = {"add": ADD_TO_LIST, "replace": REPLACE_LIST}
        if event.button.id in ways:
            self.action_run_command(ways[event.button.id].id)
        else:
            self.action_leave()

    def why_not_import_add(self) -> str | None:
        """The file must have been read, and name someone who is not on the list."""
        if self._add is None:
            return _("The file has not been read.")
        return None if self._add.added else _("The file names nobody who could be added.")

    def command_import_add(self) -> None:
        """Add what is not on the list."""
        if self._add is not None:
            self._run(self._add)

    def why_not_import_replace_list(self) -> str | None:
        """The file must have been read, and differ from the list."""
        if self._replace is None:
            return _("The file has not been read.")
        changes = self._replace.removed or self._replace.added
        return None if changes else _("The list has all of this already.")

    def command_import_replace_list(self) -> None:
        """Make the list the same as the file, as far as the rules allow."""
        if self._replace is not None:
            self._run(self._replace)

    def _run(self, preview: ImportPreview) -> None:
        text = _("Imported into the draft: {added} added, {removed} removed.").format(
            added=len(preview.added), removed=len(preview.removed)
        )
        self.save(
            lambda: self.app.workbench.audience_import.run(preview, self._file),
            lambda _nothing: self._done(text),
            failed=lambda error: self._failed(error, preview),
        )

    def _failed(self, error: WorkbenchError, preview: ImportPreview) -> None:
        overtaken = self._overtaken
        if not isinstance(error, StaleOffer) or overtaken is None:
            self.app.show_problem(error)
            return
        planned = "\n".join(_planned(preview))
        self.dismiss(None)
        self.app.call_later(overtaken, error, planned)

    def _done(self, text: str) -> None:
        self.dismiss(text)


def _planned(preview: ImportPreview) -> list[str]:
    lines = [
        ngettext(
            "{count} partner would be added", "{count} partners would be added", len(preview.added)
        )
    ]
    if preview.removed:
        lines.append(
            ngettext(
                "{count} partner would be removed",
                "{count} partners would be removed",
                len(preview.removed),
            )
        )
    return lines


def _lines(add: ImportPreview, replace: ImportPreview) -> list[str]:
    lines = [
        _planned(add)[0],
        ngettext("{count} is already on the list", "{count} are already on the list", add.already),
    ]
    if add.unknown:
        lines.append(
            ngettext(
                "{count} of the added is not in the directory",
                "{count} of the added are not in the directory",
                len(add.unknown),
            )
        )
    if replace.removed:
        lines.append(
            ngettext(
                "{count} partner is not in the file; Replace would remove it",
                "{count} partners are not in the file; Replace would remove them",
                len(replace.removed),
            )
        )
    lines += reject_lines(add.rejects)
    return lines
