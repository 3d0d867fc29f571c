"""The partner directory: search it, look at one partner, refresh it from a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.history import Entry
from csp_tui.domain.partner import PartnerQuery
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import DirectoryImport, PartnerRow
from csp_tui.ui.commands.catalog.partners import (
    PARTNERS_COMMANDS,
)
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.partners.detail import read_detail
from csp_tui.ui.partners.finder import PartnerFinder
from csp_tui.ui.partners.finder_commands import FinderCommands
from csp_tui.ui.partners.results import PartnerResults
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.imports import imported_text
from csp_tui.ui.text.partners import detail_lines


class PartnersScreen(Page):
    """Every CSP partner that the directory knows, found by words and filters."""

    NAV_ITEM = "partners"
    HELP_TEXT = N_(
        "The directory of partners in the CSP program, as of your last import. Search by "
        "part of a name, city, tenant ID or MPN ID, filter by country, competency and skill, "
        "and see the details of the highlighted partner. Import refreshes the directory from "
        "a CSV file and shows first what would change."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = PARTNERS_COMMANDS
    AUTO_FOCUS = "#partner-results"
    DEFAULT_CSS = """
    PartnersScreen {
        & #partners { padding: 0 1; }
        & #partner-detail {
            height: auto; max-height: 7; margin: 0 1; padding: 0 1; background: $panel;
            &:focus { background: $boost; }
        }
        & #partner-detail.-none, &.-beside #partner-detail { display: none; }
    }
    """
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (FinderCommands,)
    finder = getters.query_one(PartnerFinder)
    start_query = PartnerQuery()
    _row_shown: PartnerRow | None = None

    def compose_page(self) -> Iterable[Widget]:
        """The finder, and the highlighted partner beside or below it."""
        finder = PartnerFinder(
            when_empty=_(
                "The directory of CSP partners is empty.\n\n"
                "{key} imports a CSV file with the columns tenant_id, name, country, "
                "competencies and skills."
            ).format(key=key_label("partners.import")),
            frame_title=_("Partners"),
        )
        yield MasterDetail(finder, self._read_detail, id="partners")
        with VerticalScroll(id="partner-detail"):
            yield Static("", id="partner-facts", markup=False)

    def on_mount(self) -> None:
        """Begin with the words and filters that are wanted."""
        self.finder.start_with(self.start_query)
        # At once, not with the message that follows, so that both are painted in one frame.
        self.watch(self.finder.results, "cursor", self._show_detail, init=False)

    def recreate(self) -> Page:
        """The same search, and the same partner under the cursor."""
        fresh = PartnersScreen()
        fresh.start_query = self.finder.query_asked
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Search again and keep the cursor where it is."""
        self.finder.search(keep_place=self.finder.is_settled)

    def shows(self, entry: Entry) -> bool:
        """Only what changes the directory, which is no offer's."""
        return entry.offer_id is None

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The finder's commands are carried out by an object of their own."""
        return (FinderCommands(self),)

    def show_finder(self) -> bool:
        """It is always in view, and searches once the database is open."""
        return self.app.is_open

    def command_partners_import(self) -> None:
        """Ask for a file, then say what it would change."""
        from csp_tui.ui.kit.files.choose_import import ask_for_file

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

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the page of the partner."""
        event.stop()
        self.command_partner_open()

    def command_partner_open(self) -> None:
        """Open the page of the highlighted partner."""
        row = self.finder.results.row
        if row is not None:
            self.app.navigation.open_partner(row.tenant_id)

    def disabled_reason_partners_copy(self) -> str | None:
        """Nothing can be copied without a partner under the cursor."""
        return None if self.finder.results.row else _("No partner is highlighted.")

    disabled_reason_partner_open = disabled_reason_partners_copy

    def copyable(self) -> Copyable | None:
        """The tenant ID of the highlighted partner."""
        row = self.finder.results.row
        return Copyable(row.tenant_id, _("The tenant ID"), "tenant-id.txt") if row else None

    def command_partners_copy(self) -> None:
        """Copy the tenant ID."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def end_search(self) -> bool:
        """Leave the field first, and then show all partners that the filters leave."""
        if isinstance(self.focused, SearchField):
            self.finder.results.focus()
            return True
        has_words = bool(self.finder.field.value)
        self.finder.field.value = ""
        return has_words

    @on(RecordList.Highlighted)
    def show_partner(self, message: RecordList.Highlighted) -> None:
        """Show everything about the highlighted partner."""
        message.stop()
        self._show_detail()

    @on(PartnerResults.Counted)
    def show_counted(self, message: PartnerResults.Counted) -> None:
        """Show new results."""
        message.stop()
        self._show_detail()
        self.query_one(MasterDetail).share_room()
        self.refresh_commands()

    @on(PartnerFinder.Submitted)
    def go_to_results(self, message: PartnerFinder.Submitted) -> None:
        """Enter in the field moves to the results."""
        message.stop()
        self.finder.results.focus()

    @on(MasterDetail.Arranged)
    def place_detail(self, message: MasterDetail.Arranged) -> None:
        """Show the partner either beside the list or below it."""
        message.stop()
        self.set_class(message.is_shown, "-beside")

    def _read_detail(self, tenant_id: str) -> Detail:
        return read_detail(self.app.workbench, tenant_id)

    def _preview(self, path: Path | Pasted | None) -> None:
        from csp_tui.ui.partners.directory_import import DirectoryImportDialog

        if path is not None:
            self.app.push_screen(DirectoryImportDialog(path), self._imported)

    def _imported(self, result: DirectoryImport | None) -> None:
        if result is None:
            self.tell(_("The directory was not changed."), "plain")
            return
        self.tell(imported_text(result))

    def _show_detail(self) -> None:
        row = self.finder.results.row
        if row is not None and row == self._row_shown:
            return
        self._row_shown = row
        facts = self.query_one("#partner-facts", Static)
        box = self.query_one("#partner-detail")
        box.set_class(row is None, "-none")
        if row is None:
            facts.update("")
            return
        countries = self.app.workbench.regions.countries
        facts.update(detail_lines(row, countries, tall=False))
        box.scroll_home(animate=False)
