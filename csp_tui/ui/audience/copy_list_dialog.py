"""Copying the list of another offer, previewed before it becomes pending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.search_terms import TERM_SEPARATOR
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import OfferRow
from csp_tui.ui.audience.import_plans import ImportPlans, PlannedImport
from csp_tui.ui.commands.catalog.imports import (
    IMPORT_ADD,
    IMPORT_REPLACE_LIST,
    LIST_IMPORT_COMMANDS,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.offers import filter_terms, matches, refusal_words


class CopyListDialog(Dialog[PlannedImport]):
    """Selects an offer and previews copying its list; the result is what that changes.

    Args:
        offer_id: The offer that gets the partners.
        pending: The unsaved changes of its list, to which the copy is added.
    """

    HELP_TEXT = N_(
        "Copies the draft list of another offer to this one. Type part of its name; the preview "
        "shows what would change. Enter adds the partners, Replace also removes those that are "
        "not on the other list. Like every change of the list, it is pending until you save the "
        "draft."
    )
    # What is typed only narrows the list of offers.
    KEEPS_TYPED = False
    AUTO_FOCUS = "#copy-filter"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = LIST_IMPORT_COMMANDS
    DEFAULT_CSS = """
    CopyListDialog > .dialog { width: 78; height: 22; }
    CopyListDialog .dialog-body { height: 1fr; max-height: 100%; }
    CopyListDialog #copy-offers { height: 1fr; min-height: 4; margin: 1 0; }
    CopyListDialog.-tall > .dialog { height: 34; }
    CopyListDialog #copy-preview { height: auto; }
    CopyListDialog #copy-effect { height: auto; max-height: 8; }
    CopyListDialog.-tall #copy-effect { max-height: 20; }
    """
    offers = getters.query_one("#copy-offers", RecordList)
    field = getters.query_one("#copy-filter", Input)

    def __init__(self, offer_id: str, pending: AudienceEdit) -> None:
        super().__init__(_("Copy list from offer"))
        self._offer_id = offer_id
        self._pending = pending
        self._rows: list[OfferRow] = []
        self._plans: ImportPlans | None = None
        self._previewed = ""
        self._enter_waits = False

    def compose_body(self) -> Iterable[Widget]:
        """The filter, the offers that have a list, and what copying would do."""
        field = TextField(placeholder=_("Filter by name or ID"), id="copy-filter")
        field.line_separator = TERM_SEPARATOR
        yield field
        listing = RecordList(_columns(), mark_width=0, id="copy-offers")
        listing.busy = _("Reading the offers…")
        yield listing
        with ScrollText(id="copy-effect"):
            yield Static("", id="copy-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then add or replace."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Add to the list"), IMPORT_ADD, id="add", primary=True, disabled=True)
        yield DialogButton(_("Replace the list"), IMPORT_REPLACE_LIST, id="replace", disabled=True)

    def on_mount(self) -> None:
        """Read the offers."""
        self.tasks.run(self.app.workbench.offers.rows, self._show_offers, group="offers")

    def _show_offers(self, rows: list[OfferRow]) -> None:
        self._rows = [
            row
            for row in rows
            if row.state.draft_partners
            and row.state.offer.draft_channel is ResellerChannel.SOME
            and row.state.offer.offer_id != self._offer_id
        ]
        self.offers.busy = ""
        self._filter(self.field.value)

    @on(Input.Changed, "#copy-filter")
    def filter_offers(self, event: Input.Changed) -> None:
        """Show the offers that match while a name is typed."""
        event.stop()
        self._filter(event.value)

    def _filter(self, text: str) -> None:
        self.offers.empty = (
            _("No offer matches “{text}”.").format(text=visible(text))
            if self._rows
            else _("No other offer has partners on its draft list.")
        )
        terms = filter_terms(text)
        self.offers.set_source(
            ListSource(_record(row) for row in self._rows if matches(row, terms)), filters=True
        )
        self._read_preview()

    @on(Input.Submitted, "#copy-filter")
    @on(RecordList.Selected, "#copy-offers")
    def add_selected(self, event: Input.Submitted | RecordList.Selected) -> None:
        """Enter adds the partners of the highlighted offer, once the preview is of it."""
        event.stop()
        self._enter_waits = not self._is_settled
        if self._is_settled:
            self.action_run_command(IMPORT_ADD.id)

    @on(RecordList.Highlighted, "#copy-offers")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Preview the highlighted offer."""
        event.stop()
        self._read_preview()

    @property
    def _source(self) -> str:
        return self.offers.cursor_key or ""

    @property
    def _is_settled(self) -> bool:
        return self._plans is not None and self._previewed == self._source

    def _read_preview(self) -> None:
        source = self._source
        if self._is_settled:
            return
        self._plans, self._previewed = None, source
        self._show_preview("")
        if not source:
            return
        service = self.app.workbench.audience_import
        self.tasks.run(
            lambda: ImportPlans.read(
                service, self._offer_id, service.list_of(source), self._pending
            ),
            self._show,
            group="preview",
            on_error=self._unreadable,
        )

    def _show(self, plans: ImportPlans) -> None:
        self._plans = plans
        refusal, lines = plans.add.refusal, plans.lines()

        self._show_preview(refusal_words(refusal) if refusal is not None else "\n".join(lines))
        if self._enter_waits and self._is_settled:
            self._enter_waits = False
            self.action_run_command(IMPORT_ADD.id)

    def _unreadable(self, error: WorkbenchError) -> None:
        self._show_preview(render(error.message))

    def _show_preview(self, text: str) -> None:
        self.query_one("#copy-preview", Static).update(Content(visible(text)))
        for name, reason in (
            ("add", self.disabled_reason_import_add()),
            ("replace", self.disabled_reason_import_replace_list()),
        ):
            self.query_one(f"#{name}", Button).disabled = reason is not None
        self.refresh_commands()

    def disabled_reason_import_add(self) -> str | None:
        """The other list must have partners that this one lacks."""
        if self._plans is None:
            return _("Select an offer first.")
        nothing = _("The list already has all partners of that offer.")
        return self._plans.reason_against_adding(nothing)

    def command_import_add(self) -> None:
        """Add the partners that are not on the list."""
        if self._plans is not None:
            self.dismiss(self._plans.planned(replaces=False))

    def disabled_reason_import_replace_list(self) -> str | None:
        """The other list must differ from this one."""
        if self._plans is None:
            return _("Select an offer first.")
        return self._plans.reason_against_replacing()

    def command_import_replace_list(self) -> None:
        """Make the list the same as the other one, as far as the rules allow."""
        if self._plans is not None:
            self.dismiss(self._plans.planned(replaces=True))


def _columns() -> list[Column]:
    return [
        Column("name", _("Offer"), min_width=24, cut="middle"),
        Column("id", _("Offer ID"), min_width=16, priority=1, cut="middle"),
        Column("partners", pgettext("column", "Partners"), min_width=6, align="right"),
    ]


def _record(row: OfferRow) -> Record:
    offer = row.state.offer
    count = str(Number(row.state.draft_partners))
    return Record((offer.setup.name, offer.offer_id, count), key=offer.offer_id)
