"""Who has resold an offer: record resales, and remove records made by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui import i18n
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow, ResaleRow
from csp_tui.ui.commands.catalog.resales import (
    RESALES_COMMANDS,
    RESALES_IMPORT,
    RESALES_RECORD,
    RESALES_REMOVE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import with_key
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.partners.selection import Selection, unlisted_partner
from csp_tui.ui.resales.removal import ask_to_remove_resale
from csp_tui.ui.text.copyable import Copyable

_ABOUT = N_(
    "A partner that has resold the offer to customers is locked: it can no longer be "
    "deauthorized (rule R30). It stays authorized when the offer changes from any partner to "
    "specific ones (rule R41), and keeps the offer from being closed to all partners "
    "afterwards (rule R42)."
)

_OWN_AT_MOST = 500
"""Partners of the offer's own list that come first when a resale is recorded."""


class ResalesDialog(Dialog[bool]):
    """The resales of an offer; the result is True when something was changed.

    It is the place for an offer that any partner may resell, whose resellers are on no list.
    """

    AUTO_FOCUS = "#resales-list"
    HELP_TEXT = _ABOUT
    KEEPS_TYPED = False
    COMMANDS_HERE: ClassVar[Sequence[Command]] = RESALES_COMMANDS
    DEFAULT_CSS = """
    ResalesDialog {
        & > .dialog { width: 96%; height: 90%; max-width: 110; }
        &.-short > .dialog { height: 100%; }
        & .dialog-body { height: 1fr; }
        & #resales-list { height: 1fr; }
        & #resales-who { height: auto; max-height: 3; color: $text-muted; }
        & .buttons { margin-top: 0; }
    }
    """
    listing = getters.query_one("#resales-list", RecordList)

    def __init__(self, offer_id: str, name: str = "") -> None:
        super().__init__(_("Resales of {offer}").format(offer=name or offer_id))
        self._offer_id = offer_id
        self._rows: dict[str, ResaleRow] = {}
        self._changed = False

    def compose_body(self) -> Iterable[Widget]:
        """What a resale locks, the list, and the highlighted partner in full."""
        yield self.text(_(_ABOUT))
        listing = RecordList(_columns(), id="resales-list", mark_width=0)
        listing.busy = _("Reading the resales…")
        listing.empty = _(
            "No resale is recorded.\n\n{record} records one, {load} imports a CSV file."
        ).format(record=RESALES_RECORD.shown_key, load=RESALES_IMPORT.shown_key)
        yield FindField(listing)
        yield listing
        yield Static("", id="resales-who", markup=False)
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """The actions, then Close."""
        yield DialogButton(
            with_key(_("Record…"), RESALES_RECORD.id), RESALES_RECORD, id="record", primary=True
        )
        yield DialogButton(
            with_key(_("Remove record"), RESALES_REMOVE.id), RESALES_REMOVE, id="remove-record"
        )
        yield DialogButton(
            with_key(_("Import file…"), RESALES_IMPORT.id), RESALES_IMPORT, id="import"
        )
        yield Button(_("Close"), id="close")

    def on_mount(self) -> None:
        """Read what is recorded."""
        self._load()

    def _load(self) -> None:
        self.tasks.run(lambda: self.app.workbench.resales.rows(self._offer_id), self._show)

    def _show(self, rows: list[ResaleRow]) -> None:
        self._rows = {row.tenant_id: row for row in rows}
        self._paint()

    def _paint(self) -> None:
        self.listing.busy = ""
        self.listing.set_source(ListSource(_record(row) for row in self._rows.values()))
        self._show_who()
        self.refresh_commands()

    def on_resize(self, event: Resize) -> None:
        """Tenant IDs are shown whole where there is room."""
        if self._rows:
            self._paint()

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show the highlighted partner in full."""
        event.stop()
        self._show_who()

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the page of the partner."""
        event.stop()
        self.action_run_command("partner.open")

    def disabled_reason_partner_open(self) -> str | None:
        """Opening needs a partner."""
        return None if self._current() else _("No partner is highlighted.")

    def command_partner_open(self) -> None:
        """Open the page of the highlighted partner; Back returns here."""
        row = self._current()
        if row is not None:
            self.app.navigation.open_partner(row.tenant_id)

    def _show_who(self) -> None:
        row = self._current()
        who = Content("")
        if row is not None:
            name = visible(row.name or _("not in directory"))
            who = Content.assemble((name, "bold"), f"\n{row.tenant_id}")
        self.query_one("#resales-who", Static).update(who)

    def _current(self) -> ResaleRow | None:
        return self._rows.get(self.listing.cursor_key or "")

    def action_leave(self) -> None:
        """Leave, and say whether anything was changed."""
        self.dismiss(self._changed)

    def command_resales_record(self) -> None:
        """Select partners in the directory, then ask for the day of their first sale."""
        from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
        from csp_tui.ui.resales.sale_date import SaleDateDialog

        def chosen(selection: Selection | None) -> None:
            if selection is not None and selection.partners:
                dialog = SaleDateDialog(self._offer_id, selection.partners)
                self.app.push_screen(dialog, self._done)

        workbench, offer_id, recorded = self.app.workbench, self._offer_id, frozenset(self._rows)

        def read() -> tuple[list[PartnerRow], list[PartnerRow]]:
            rows = workbench.audience.rows(offer_id, limit=_OWN_AT_MOST)
            own = {row.tenant_id: row.name for row in rows if row.in_live and not row.resold}
            found = workbench.directory.search.find_all(own)
            unlisted = [
                unlisted_partner(tenant_id, name)
                for tenant_id, name in own.items()
                if tenant_id not in found
            ]
            return [found[tenant_id] for tenant_id in own if tenant_id in found], unlisted

        def search(own: tuple[list[PartnerRow], list[PartnerRow]]) -> None:
            first, unlisted = own
            dialog = PartnerSearchDialog(
                recorded,
                title=_("Who has resold the offer?"),
                add_label=_("Record"),
                first=first,
                unlisted=unlisted,
            )
            self.app.push_screen(dialog, chosen)

        # Those who may resell it come first: others have resold it only under another option.
        self.app.key_queue.wait_for(self.tasks.run(read, search))

    def disabled_reason_resales_remove(self) -> str | None:
        """Removing needs a record."""
        return None if self._current() else _("No resale record is selected.")

    def command_resales_remove(self) -> None:
        """Ask, then remove the highlighted record."""
        row = self._current()
        if row is None:
            return

        def failed(error: WorkbenchError) -> None:
            self._load()
            self.app.show_problem(error)

        ask_to_remove_resale(
            self.app,
            self.tasks,
            self._offer_id,
            row.tenant_id,
            row.name or row.tenant_id,
            self._done,
            seen=row,
            failed=failed,
        )

    def command_resales_import(self) -> None:
        """Ask for a file, show what it would do, then do it."""
        from csp_tui.ui.resales.import_dialog import ask_for_resales

        ask_for_resales(self.app, self._done)

    def disabled_reason_resales_figures(self) -> str | None:
        """There must be something to count."""
        return None if self._rows else _("No resale is recorded.")

    def command_resales_figures(self) -> None:
        """Show them as charts."""
        from csp_tui.ui.resales.figures import show_resale_figures

        show_resale_figures(self.tasks, self.app, self._offer_id)

    def copyable(self) -> Copyable | None:
        """The tenant ID of the highlighted partner."""
        row = self._current()
        return Copyable(row.tenant_id, _("The tenant ID"), "tenant-id.txt") if row else None

    def disabled_reason_resales_copy(self) -> str | None:
        """Copying needs a partner."""
        return None if self._current() else _("No partner is selected.")

    def command_resales_copy(self) -> None:
        """Copy the tenant ID."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def _done(self, text: str | None) -> None:
        if text:
            self._changed = True
            self.tell(text)
            self._load()


def _columns() -> list[Column]:
    return [
        Column("name", _("Partner"), min_width=22, cut="middle"),
        Column("tenant", _("Tenant ID"), min_width=13, priority=1, cut="middle"),
        Column("day", _("First sold on"), min_width=15),
    ]


def _record(row: ResaleRow) -> Record:
    day = row.first_sold_on
    return Record(
        cells=(
            row.name or _("not in directory"),
            row.tenant_id,
            i18n.day(day) if day else "–",
        ),
        key=row.tenant_id,
    )
