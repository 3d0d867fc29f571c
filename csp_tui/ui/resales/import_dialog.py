"""What importing a file of resales would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import NoUsableRow, ResalesFile
from csp_tui.domain.text import visible
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.exchange.resales_csv import read_resales
from csp_tui.i18n import N_, Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.import_report import resales_summary
from csp_tui.services.views import ResalesImport
from csp_tui.ui.commands.catalog.imports import IMPORT_TAKE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.files.column_map import ask_for_columns
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.text.rejected_rows import cannot_import_lines, no_valid_rows, reject_lines

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase

_OFFERS_SHOWN = 5


class ResalesImportDialog(Dialog[str]):
    """Previews an import; the result is a sentence on what was done.

    Args:
        path: The CSV file or the pasted text; it may concern several offers.
    """

    HELP_TEXT = N_(
        "What a CSV file of resales would record, for any number of offers, and which rows "
        "are invalid. Nothing is written before you select Import."
    )
    AUTO_FOCUS = "#cancel"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (IMPORT_TAKE,)

    def __init__(self, path: Path | Pasted) -> None:
        super().__init__(_("Import {file}").format(file=path.name))
        self._path = path
        self._file = ResalesFile()
        self._preview: ResalesImport | None = None
        self._has_no_row = False

    def compose_body(self) -> Iterable[Widget]:
        """The preview."""
        yield Static(_("Reading the file…"), id="import-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Import"), IMPORT_TAKE, id="import", primary=True, disabled=True)

    def on_mount(self) -> None:
        """Read the file and ask what it would do, off the event loop."""
        self._read({})

    def _read(self, mapping: Mapping[str, str]) -> None:
        def read() -> tuple[ResalesFile, ResalesImport]:
            file = read_resales(readable(self._path), mapping=mapping)
            return file, self.app.workbench.resales.preview(file)

        self.tasks.run(read, self._show, on_error=self._unreadable)

    def _unreadable(self, error: WorkbenchError) -> None:
        self._has_no_row = isinstance(error, NoUsableRow)
        self._say("\n".join(cannot_import_lines(error)))
        ask_for_columns(self.app, error, self._read)

    def _show(self, found: tuple[ResalesFile, ResalesImport]) -> None:
        self._file, self._preview = found
        self._say("\n".join(_lines(self._preview)))
        if self.disabled_reason_import_take() is None:
            button = self.query_one("#import", Button)
            button.disabled = False
            button.focus()
        self.refresh_commands()

    def _say(self, text: str) -> None:
        self.query_one("#import-preview", Static).update(Content(visible(text)))

    def disabled_reason_import_take(self) -> str | None:
        """The file must have been read, and have a valid row."""
        if self._has_no_row:
            return no_valid_rows()
        return _("The file has not been read.") if self._preview is None else None

    def command_import_take(self) -> None:
        """Record every valid row."""
        self.tasks.run_write(
            lambda: self.app.workbench.resales.import_resales(self._file), self._imported
        )

    def _imported(self, result: ResalesImport) -> None:
        self.dismiss(_("Imported resales: {what}").format(what=render(resales_summary(result))))


def ask_for_resales(app: AppBase, done: Callable[[str | None], None]) -> None:
    """Ask for a file, and open the dialog on it.

    Args:
        app: Shows the dialogs.
        done: Gets a sentence on what was imported, None if nothing was.
    """
    from csp_tui.ui.kit.files.choose_import import ask_for_file

    def chosen(path: Path | Pasted | None) -> None:
        if path is not None:
            app.push_screen(ResalesImportDialog(path), done)

    ask_for_file(
        app,
        "resales",
        _("Import resales"),
        _("CSV file with the columns offer_id, tenant_id and optionally first_sold_on"),
        chosen,
        button=_("Preview"),
    )


def _lines(preview: ResalesImport) -> Iterator[str]:
    if preview.added:
        yield ngettext(
            "{count} resale would be recorded", "{count} resales would be recorded", preview.added
        )
    if preview.already:
        yield ngettext(
            "{count} is already recorded; an earlier date in the file replaces a later one",
            "{count} are already recorded; earlier dates in the file replace later ones",
            preview.already,
        )
    if preview.early:
        yield "! " + ngettext(
            "{count} sale is older than the first publication of its offer here.",
            "{count} sales are older than the first publication of their offers here.",
            Number(preview.early),
        )
    offers = Counter(preview.offers)
    if offers:
        yield ""
        yield ngettext(
            "The file concerns {count} offer:", "The file concerns {count} offers:", len(offers)
        )
        for offer_id, count in offers.most_common(_OFFERS_SHOWN):
            partners = ngettext("{count} partner", "{count} partners", Number(count))
            yield f"  {offer_id} · {partners}"
        if len(offers) > _OFFERS_SHOWN:
            more = len(offers) - _OFFERS_SHOWN
            yield ngettext("  and {count} more", "  and {count} more", more)
    yield from reject_lines(preview.rejects, preview.rejected)
