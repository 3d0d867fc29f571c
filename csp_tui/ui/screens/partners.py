"""The partner directory: search it, look at one partner, refresh it from a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.history import Entry
from csp_tui.domain.partner import PartnerQuery
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved
from csp_tui.services.views import DirectoryImport
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.numbers import Number
from csp_tui.ui.query_recovery import query_typed, query_words
from csp_tui.ui.widgets.finder_commands import FinderCommands
from csp_tui.ui.widgets.partner_finder import FINDER_COMMANDS, PartnerFinder, SearchField
from csp_tui.ui.widgets.partner_results import PartnerResults
from csp_tui.ui.widgets.partner_words import detail_lines
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.workbench_screen import WorkbenchScreen


class PartnersScreen(FinderCommands, WorkbenchScreen):
    """Every CSP partner that the directory knows, found by words and filters."""

    PLACE = "partners"
    HELP_TEXT = N_(
        "The directory of partners in the CSP program, as your last import brought it. Search by "
        "part of a name or by tenant ID, narrow by country, competency and skill, and see what "
        "the directory says about the partner under the cursor. Import refreshes the directory "
        "from a CSV file and says first what would change."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        *FINDER_COMMANDS,
        Command(
            "partners.import",
            N_("Import"),
            N_("Refresh the directory from a CSV file"),
            "i",
            writes=True,
        ),
        Command(
            "partners.copy",
            N_("Copy tenant ID"),
            N_("Copy the partner's tenant ID to the clipboard"),
            "y",
            bar=False,
        ),
    )
    AUTO_FOCUS = "#partner-results"
    DEFAULT_CSS = """
    PartnersScreen {
        & #partners { height: 1fr; padding: 0 1; layout: vertical; }
        & #partner-detail {
            height: auto; max-height: 7; padding: 0 1; background: $panel;
            &:focus { background: $boost; }
        }
        & #partner-detail.-none { display: none; }
        &.-wide #partner-detail.-none { display: block; }
        &.-wide #partners { layout: horizontal; }
        &.-wide PartnerFinder { width: 1fr; }
        &.-wide #partner-detail { width: 42; height: 1fr; max-height: 100%; margin-left: 1; }
    }
    """
    finder = getters.query_one(PartnerFinder)
    start_query = PartnerQuery()

    def compose_page(self) -> Iterable[Widget]:
        """The finder, and the partner under the cursor beside or below it."""
        with Horizontal(id="partners"):
            yield PartnerFinder(
                when_empty=_(
                    "The directory of CSP partners is empty.\n\n"
                    "{key} imports a CSV file with the columns tenant_id, name, country, "
                    "competencies and skills."
                ).format(key=key_of("partners.import")),
            )
            with VerticalScroll(id="partner-detail"):
                yield Static("", id="partner-facts", markup=False)

    def on_mount(self) -> None:
        """Begin with the words and filters that are wanted."""
        self.finder.start_with(self.start_query)

    def again(self) -> WorkbenchScreen:
        """The same search, and the same partner under the cursor."""
        fresh = PartnersScreen()
        fresh.start_query = self.finder.query_asked
        return self.at_same_records(fresh)

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """The words and filters of the search."""
        query, words = self.finder.query_asked, self.finder.field.value
        typed = query_typed(query, words)
        if not typed or not self.app.is_open:
            return None
        lines = query_words(query, words, self.app.workbench.regions.countries)
        told = (f"{_('Partners')} › {_('Search')}", *(f"  {line}" for line in lines))
        return Unsaved("directory", {}, typed, told, fleeting=True)

    def load(self) -> None:
        """Search anew, and stay where one was."""
        self.finder.search(keep_place=self.finder.is_settled)

    def shows(self, entry: Entry) -> bool:
        """Only what changes the directory, which is no offer's."""
        return entry.offer_id is None

    def show_finder(self) -> bool:
        """It is always in view, and searches once the database is open."""
        return self.app.is_open

    def command_partners_import(self) -> None:
        """Ask for a file, then say what it would change."""
        from csp_tui.ui.choosing_file import ask_for_file

        if not self.app.is_open:
            return
        ask_for_file(
            self.app,
            "partners",
            _("Import partners"),
            _("CSV file with the columns tenant_id, name, country, competencies, skills"),
            self._preview,
            button=_("Preview"),
        )

    def why_not_partners_copy(self) -> str | None:
        """Nothing can be copied without a partner under the cursor."""
        return None if self.finder.results.row else _("There is no partner under the cursor.")

    def copyable(self) -> Copyable | None:
        """The tenant ID of the partner under the cursor."""
        row = self.finder.results.row
        return Copyable(row.tenant_id, _("The tenant ID"), "tenant-id.txt") if row else None

    def command_partners_copy(self) -> None:
        """Copy the tenant ID."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def command_back(self) -> None:
        """Leave the field first, then the screen."""
        if isinstance(self.focused, SearchField):
            self.finder.results.focus()
        else:
            super().command_back()

    @on(RecordList.Highlighted)
    def show_partner(self, message: RecordList.Highlighted) -> None:
        """Say everything about the partner under the cursor."""
        message.stop()
        self._show_detail()

    @on(PartnerResults.Counted)
    def show_counted(self, message: PartnerResults.Counted) -> None:
        """Take over new results."""
        message.stop()
        self._show_detail()
        self.refresh_commands()

    @on(PartnerFinder.Submitted)
    def go_to_results(self, message: PartnerFinder.Submitted) -> None:
        """Enter in the field goes on to the results."""
        message.stop()
        self.finder.results.focus()

    def on_resize(self) -> None:
        """Say it in lines that suit the new width, once the width is known."""
        self.call_after_refresh(self._show_detail)

    def _preview(self, path: Path | Pasted | None) -> None:
        from csp_tui.ui.dialogs.directory_import import DirectoryImportDialog

        if path is not None:
            self.app.push_screen(DirectoryImportDialog(path), self._imported)

    def _imported(self, result: DirectoryImport | None) -> None:
        if result is None:
            self.tell(_("The directory is as it was."), "plain")
            return
        self.tell(
            _("Imported: {added} added, {updated} updated, {removed} removed.").format(
                added=Number(result.added),
                updated=Number(result.updated),
                removed=Number(result.removed),
            )
        )

    def _show_detail(self) -> None:
        row = self.finder.results.row
        facts = self.query_one("#partner-facts", Static)
        box = self.query_one("#partner-detail")
        box.set_class(row is None, "-none")
        if row is None:
            facts.update("")
            return
        countries = self.app.workbench.regions.countries
        facts.update(detail_lines(row, countries, tall=self.has_class("-wide")))
        box.scroll_home(animate=False)
