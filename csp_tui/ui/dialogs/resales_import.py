"""What importing a file of resales would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.intake import ResalesFile
from csp_tui.domain.text import visible
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.exchange.resales_csv import read_resales
from csp_tui.i18n import N_, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import ResalesImport
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.importing import TAKE
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.reject_words import reject_lines

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp

_OFFERS_SHOWN = 5


class ResalesImportDialog(Dialog[str]):
    """Previews an import; the result is a sentence on what was done.

    Args:
        path: The CSV file or the pasted text; it may concern several offers.
    """

    HELP_TEXT = N_(
        "What a CSV file of resales would record, for any number of offers, and which rows "
        "cannot be used. Nothing is written before you choose Import."
    )
    AUTO_FOCUS = "#cancel"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (TAKE,)

    def __init__(self, path: Path | Pasted) -> None:
        super().__init__(_("Import {file}").format(file=path.name))
        self._path = path
        self._file = ResalesFile()
        self._preview: ResalesImport | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The preview."""
        yield Static(_("Reading the file…"), id="import-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Import"), id="import", variant="primary", disabled=True)

    def on_mount(self) -> None:
        """Read the file and ask what it would do, off the event loop."""

        def look() -> tuple[ResalesFile, ResalesImport]:
            file = read_resales(readable(self._path))
            return file, self.app.workbench.resales.preview(file)

        self.job(look, self._show, failed=self._unreadable)

    def _unreadable(self, error: WorkbenchError) -> None:
        step = f"\n→ {render(error.next_step)}" if error.next_step else ""
        self._say(render(error.message) + step)

    def _show(self, looked: tuple[ResalesFile, ResalesImport]) -> None:
        self._file, self._preview = looked
        self._say("\n".join(_lines(self._file, self._preview)))
        if self.why_not_import_take() is None:
            button = self.query_one("#import", Button)
            button.disabled = False
            button.focus()
        self.refresh_commands()

    def _say(self, text: str) -> None:
        self.query_one("#import-preview", Static).update(Content(visible(text)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Import, or change nothing."""
        event.stop()
        if event.button.id == "import":
            self.action_run_command(TAKE.id)
        else:
            self.action_leave()

    def why_not_import_take(self) -> str | None:
        """The file must have been read, and have a row that can be used."""
        if self._preview is None:
            return _("The file has not been read.")
        usable = self._preview.added or self._preview.already
        return None if usable else _("No row of the file can be used.")

    def command_import_take(self) -> None:
        """Record every row that can be used."""
        self.save(lambda: self.app.workbench.resales.import_resales(self._file), self._imported)

    def _imported(self, result: ResalesImport) -> None:
        self.dismiss(
            _("Imported resales: {added} added, {already} recorded already.").format(
                added=Number(result.added), already=Number(result.already)
            )
        )


def ask_for_resales(app: WorkbenchApp, done: Callable[[str | None], None]) -> None:
    """Ask for a file, and open the dialog on it.

    Args:
        app: Shows the dialogs.
        done: Gets a sentence on what was imported, None where nothing was.
    """
    from csp_tui.ui.choosing_file import ask_for_file

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


def _lines(file: ResalesFile, preview: ResalesImport) -> Iterator[str]:
    yield ngettext(
        "{count} resale would be recorded", "{count} resales would be recorded", preview.added
    )
    if preview.already:
        yield ngettext(
            "{count} is recorded already; an earlier day in the file replaces a later one",
            "{count} are recorded already; earlier days in the file replace later ones",
            preview.already,
        )
    offers = _offers(file, preview)
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
    yield from reject_lines(preview.rejects)


def _offers(file: ResalesFile, preview: ResalesImport) -> Counter[str]:
    """How many partners the usable rows name, by offer."""
    rejected = {reject.line for reject in preview.rejects}
    named = {
        (entry.offer_id, entry.tenant_id) for entry in file.entries if entry.line not in rejected
    }
    return Counter(offer_id for offer_id, _tenant in sorted(named))
