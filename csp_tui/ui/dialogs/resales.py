"""Who has resold an offer: the recorded resales, more of them, and mistakes taken back."""

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
from csp_tui.services.views import ResaleRow
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import with_key
from csp_tui.ui.copying import COPY_COMMANDS, Copyable, Copying
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.partner_choice import Chosen
from csp_tui.ui.widgets.partner_words import short_tenant
from csp_tui.ui.widgets.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.widgets.status_line import StatusLine

_RECORD = Command(
    "resales.record",
    N_("Record"),
    N_("Record that partners have resold the offer"),
    "m",
    writes=True,
)
_IMPORT = Command(
    "resales.import", N_("Import"), N_("Record the resales of a CSV file"), "i", writes=True
)
_COMMANDS = (
    _RECORD,
    Command(
        "resales.take_back", N_("Take back"), N_("Remove a mistaken record"), "delete", writes=True
    ),
    _IMPORT,
    Command(
        "resales.figures",
        N_("In figures"),
        N_("See its resellers by the offers that they have resold, and its first sales by month"),
        "g",
    ),
    Command(
        "resales.copy", N_("Copy tenant ID"), N_("Copy the partner's tenant ID"), "y", bar=False
    ),
    *COPY_COMMANDS,
)
_ABOUT = N_(
    "A partner that has resold the offer to customers is locked: it can no longer be deauthorized "
    "(R30). It stays authorized when the offer changes from any partner to specific ones (R41), "
    "and keeps the offer from being closed to all partners afterwards (R42)."
)
_WIDE = 100


class ResalesDialog(Copying, Dialog[bool]):
    """The resales of an offer; the result is True when something was changed.

    It is the place for an offer that any partner may resell, whose resellers are on no list.

    Args:
        offer_id: The offer.
    """

    AUTO_FOCUS = "#resales-list"
    HELP_TEXT = _ABOUT
    COMMANDS_HERE: ClassVar[Sequence[Command]] = _COMMANDS
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

    def __init__(self, offer_id: str) -> None:
        super().__init__(_("Resales of {offer}").format(offer=offer_id))
        self._offer_id = offer_id
        self._rows: dict[str, ResaleRow] = {}
        self._changed = False

    def compose_body(self) -> Iterable[Widget]:
        """What a resale locks, the list, and the partner under the cursor in full."""
        yield self.text(_(_ABOUT))
        listing = RecordList(_columns(), id="resales-list", mark_width=0)
        listing.busy = _("Reading the resales…")
        listing.empty = _(
            "No resale is recorded.\n\n{record} records one, {load} imports a CSV file."
        ).format(record=_RECORD.shown_key, load=_IMPORT.shown_key)
        yield listing
        yield Static("", id="resales-who", markup=False)
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """What can be done, and the way out."""
        yield Button(with_key(_("Record…"), "resales.record"), id="record", variant="primary")
        yield Button(with_key(_("Take back"), "resales.take_back"), id="take-back")
        yield Button(with_key(_("Import file…"), "resales.import"), id="import")
        yield Button(_("Close"), id="close")

    def on_mount(self) -> None:
        """Read what is recorded."""
        self._load()

    def _load(self) -> None:
        self.job(lambda: self.app.workbench.resales.rows(self._offer_id), self._show)

    def _show(self, rows: list[ResaleRow]) -> None:
        self._rows = {row.tenant_id: row for row in rows}
        self._paint()

    def _paint(self) -> None:
        wide = self.size.width >= _WIDE
        self.listing.busy = ""
        self.listing.set_columns(_columns(wide=wide))
        self.listing.set_source(ListSource(_record(row, wide=wide) for row in self._rows.values()))
        self._show_who()
        self.refresh_commands()

    def on_resize(self, event: Resize) -> None:
        """Tenant IDs are shown whole where there is room."""
        if self._rows:
            self._paint()

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Say who is under the cursor, in full."""
        event.stop()
        self._show_who()

    def _show_who(self) -> None:
        row = self._current()
        who = Content("")
        if row is not None:
            name = visible(row.name or _("not in directory"))
            who = Content.assemble((name, "bold"), f"\n{row.tenant_id}")
        self.query_one("#resales-who", Static).update(who)

    def _current(self) -> ResaleRow | None:
        record = self.listing.cursor_record
        return self._rows.get(record.key) if record is not None else None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.id:
            case "record":
                self.action_run_command(_RECORD.id)
            case "take-back":
                self.action_run_command("resales.take_back")
            case "import":
                self.action_run_command(_IMPORT.id)
            case _:
                self.action_leave()

    def action_leave(self) -> None:
        """Leave, and say whether anything was changed."""
        self.dismiss(self._changed)

    def command_resales_record(self) -> None:
        """Choose partners in the directory, then ask for the day of their first sale."""
        from csp_tui.ui.dialogs.partner_search import PartnerSearchDialog
        from csp_tui.ui.dialogs.resale_day import ResaleDayDialog

        def chosen(partners: Sequence[Chosen] | None) -> None:
            if partners:
                self.app.push_screen(ResaleDayDialog(self._offer_id, partners), self._done)

        self.app.push_screen(
            PartnerSearchDialog(
                frozenset(self._rows), title=_("Who has resold the offer?"), add_label=_("Record")
            ),
            chosen,
        )

    def command_resales_take_back(self) -> None:
        """Ask, then remove the record under the cursor."""
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        row = self._current()
        if row is None:
            self.tell(_("There is no resale to take back."), "refused")
            return

        def answered(way: str | None) -> None:
            if way:
                self._take_back(row)

        text = _(
            "{name} is recorded as having resold the offer. Take it back only if that was "
            "recorded by mistake."
        ).format(name=row.name or row.tenant_id)
        ask = ConfirmDialog(_("Take the resale back?"), [text], [("back", _("Take it back"))])
        self.app.push_screen(ask, answered)

    def _take_back(self, row: ResaleRow) -> None:
        def failed(error: WorkbenchError) -> None:
            self._load()
            self.app.show_problem(error)

        self.save(
            lambda: self.app.workbench.resales.remove(self._offer_id, row.tenant_id, seen=row),
            lambda _nothing: self._done(_("The resale record was taken back.")),
            failed=failed,
        )

    def command_resales_import(self) -> None:
        """Ask for a file, show what it would do, then do it."""
        from csp_tui.ui.dialogs.resales_import import ask_for_resales

        ask_for_resales(self.app, self._done)

    def why_not_resales_figures(self) -> str | None:
        """There must be something to count."""
        return None if self._rows else _("No resale is recorded.")

    def command_resales_figures(self) -> None:
        """Draw them."""
        from csp_tui.ui.dialogs.resale_figures import show_resale_figures

        show_resale_figures(self, self.app, self._offer_id)

    def copyable(self) -> Copyable | None:
        """The tenant ID of the partner under the cursor."""
        row = self._current()
        return Copyable(row.tenant_id, _("The tenant ID"), "tenant-id.txt") if row else None

    def why_not_resales_copy(self) -> str | None:
        """Copying needs a partner."""
        return None if self._current() else _("There is no partner to copy from.")

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


def _columns(*, wide: bool = False) -> list[Column]:
    return [
        Column("name", _("Partner"), flex=1, min_width=22),
        Column("tenant", _("Tenant ID"), width=36 if wide else 13, priority=1),
        Column("day", _("First sold on"), width=15),
    ]


def _record(row: ResaleRow, *, wide: bool) -> Record:
    day = row.first_sold_on
    return Record(
        cells=(
            row.name or _("not in directory"),
            row.tenant_id if wide else short_tenant(row.tenant_id),
            i18n.day(day) if day else "–",
        ),
        key=row.tenant_id,
    )
