"""The audit on screen: what needs attention, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audit import Finding
from csp_tui.ui.commands.catalog.plans import AUDIT_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.view_request import ViewRequest


class AuditPage(Page):
    """Findings, one in each line."""

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "What needs attention: offers that are in no channel, empty lists, unknown partners, "
        "missing marketing material, changes and requests that have been pending for a long time, "
        "offers that differ from their lists, and removals that are not possible. Enter opens the "
        "highlighted one."
    )
    AUTO_FOCUS = "#findings"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = AUDIT_COMMANDS
    DEFAULT_CSS = "AuditPage #finding-detail { height: auto; max-height: 6; }"
    listing = getters.query_one("#findings", RecordList)

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] = []

    def compose_page(self) -> Iterable[Widget]:
        """The findings, and the highlighted one in full."""
        with Vertical(classes="page"):
            listing = RecordList(_columns(), mark_width=0, id="findings")
            listing.busy = _("Checking everything…")
            listing.frame(_("Audit"))
            yield listing
            yield Static("", id="finding-detail", markup=False)

    def load(self) -> None:
        """Audit."""
        self.tasks.run(self.app.workbench.audit.run, self._show)

    def _show(self, findings: list[Finding]) -> None:
        self._findings = findings
        self.listing.busy = ""
        self.listing.empty = _("Nothing needs attention.")
        self.listing.set_source(
            ListSource(_record(place, one) for place, one in enumerate(findings))
        )
        self._show_detail()
        self.refresh_commands()

    def _current(self) -> Finding | None:
        key = self.listing.cursor_key
        return None if key is None else self._findings[int(key)]

    @on(RecordList.Highlighted, "#findings")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show what to do about the highlighted finding."""
        event.stop()
        self._show_detail()
        self.refresh_commands()

    def _show_detail(self) -> None:
        finding, text = self._current(), ""
        if finding is not None:
            text = render(finding.message)
            if finding.next_step is not None:
                text += "\n" + render(finding.next_step)
        self.query_one("#finding-detail", Static).update(Content(visible(text)))

    @on(RecordList.Selected, "#findings")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the finding."""
        event.stop()
        self.command_plan_open_offer()

    def disabled_reason_plan_open_offer(self) -> str | None:
        """Opening needs a finding."""
        return None if self._current() else _("Nothing is selected.")

    def command_plan_open_offer(self) -> None:
        """Open the request, the offer or the list that the finding is about."""
        finding = self._current()
        if finding is None:
            return
        if finding.request is not None:
            self.app.navigation.open_request(finding.request)
        elif finding.offer_id is not None:
            self.app.navigation.open_offer(finding.offer_id)
        else:
            self.app.navigation.open_view(ViewRequest(view="lists"))


def _columns() -> list[Column]:
    return [
        Column("where", _("Where"), min_width=16, cut="middle"),
        Column("rule", _("Rule"), min_width=4),
        Column("finding", _("Finding"), min_width=30),
    ]


def _record(place: int, finding: Finding) -> Record:
    where = finding.offer_id or finding.list_name or "–"
    return Record((where, finding.rule, render(finding.message)), key=str(place))
