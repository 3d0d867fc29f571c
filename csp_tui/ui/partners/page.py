"""One partner: every offer it may resell, has resold or is waiting for, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.history import Entry
from csp_tui.domain.history_words import summarize
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, day, moment, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.bulk import BulkChange, bulk_wishes
from csp_tui.services.views import OfferRow, PartnerDetails, PartnerOffer
from csp_tui.ui.commands.catalog.plans import (
    PARTNER_COMMANDS,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.theme import State, symbol
from csp_tui.ui.kit.view_request import ViewRequest
from csp_tui.ui.partners.offers_dialog import OffersDialog
from csp_tui.ui.text.copyable import Copyable

_HISTORY_SHOWN = 8
_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the page shows."""

    details: PartnerDetails
    entries: list[Entry]
    offers: list[OfferRow]
    known_until: dict[str, datetime | None]


class PartnerPage(Page):
    """Everything about one partner."""

    NAV_ITEM = "partners"
    HELP_TEXT = N_(
        "One partner: the offers that it may resell, has resold or is waiting for, since when and "
        "through which list, and its changes. Enter opens the offer; the partner can join or "
        "leave many offers at once, as one plan with one undo."
    )
    AUTO_FOCUS = "#partner-offers"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = PARTNER_COMMANDS
    DEFAULT_CSS = """
    PartnerPage {
        #partner-title { height: auto; }
        #partner-offers { height: 1fr; min-height: 5; }
        #partner-history { height: auto; max-height: 10; }
    }
    """
    listing = getters.query_one("#partner-offers", RecordList)

    def __init__(self, tenant_id: str) -> None:
        super().__init__()
        self.tenant_id = tenant_id
        self._reading: _Reading | None = None

    def compose_page(self) -> Iterable[Widget]:
        """The partner, its offers, and what was changed."""
        with Vertical(classes="page"):
            yield Static("", id="partner-title", markup=False)
            listing = RecordList(_columns(), mark_width=2, id="partner-offers")
            listing.busy = _("Reading the partner…")
            listing.frame(_("Offers"))
            yield listing
            yield Static("", id="partner-history", markup=False)

    def recreate(self) -> Page:
        """The same partner."""
        return self.at_same_records(PartnerPage(self.tenant_id))

    def load(self) -> None:
        """Read the partner."""
        workbench, tenant = self.app.workbench, self.tenant_id

        def read() -> _Reading:
            details = workbench.directory.details(tenant)
            known_until = workbench.evidence.known_until
            return _Reading(
                details,
                workbench.history.of_partner(tenant, limit=_ENTRIES),
                workbench.offers.rows(),
                {one.offer_id: known_until(one.offer_id) for one in details.offers},
            )

        self.tasks.run(read, self._show)

    def _show(self, reading: _Reading) -> None:
        self._reading = reading
        self.query_one("#partner-title", Static).update(Content(self._title(reading.details)))
        since = live_since(self.tenant_id, reading.entries)
        self.listing.busy = ""
        self.listing.empty = _("No offer lists this partner, and it has resold none.")
        self.listing.set_source(
            ListSource(
                _record(one, since.get(one.offer_id, ""), reading.known_until.get(one.offer_id))
                for one in reading.details.offers
            )
        )
        lines = [
            f"{moment(entry.at)}  {entry.offer_id or '–'}  {render(summarize(entry))}"
            for entry in reading.entries[:_HISTORY_SHOWN]
        ]
        text = "\n".join([_("{title}:").format(title=_("History")), *(lines or ["–"])])
        self.query_one("#partner-history", Static).update(Content(visible(text)))
        self.refresh_commands()

    def _title(self, details: PartnerDetails) -> str:
        row = details.partner
        facts = [row.country, row.region, row.city, row.tenant_id]
        if not details.in_directory:
            facts.append(_("not in the partner directory"))
        lines = [row.name or row.tenant_id, " · ".join(filter(None, facts))]
        for label, values in ((_("Competencies"), row.competencies), (_("Skills"), row.skills)):
            if values:
                lines.append(_("{title}: {values}").format(title=label, values=", ".join(values)))
        return visible("\n".join(lines))

    @on(RecordList.Highlighted, "#partner-offers")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the highlighted offer."""
        event.stop()
        self.refresh_commands()

    @on(RecordList.Selected, "#partner-offers")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the offer."""
        event.stop()
        self.app.navigation.open_offer(event.record.key)

    @property
    def chosen_offers(self) -> tuple[str, ...]:
        """The highlighted offer."""
        current = self.listing.cursor_key
        return () if current is None else (current,)

    def disabled_reason_plan_open_offer(self) -> str | None:
        """Opening needs an offer."""
        return None if self.listing.cursor_key else _("No offer is selected.")

    def command_plan_open_offer(self) -> None:
        """Open the highlighted offer."""
        current = self.listing.cursor_key
        if current is not None:
            self.app.navigation.open_offer(current)

    def copyable(self) -> Copyable | None:
        """The tenant ID."""
        return Copyable(self.tenant_id, _("The tenant ID"), "tenant-id.txt")

    def command_partner_add(self) -> None:
        """Select offers, then plan that the partner joins them."""
        reading = self._reading
        if reading is None:
            return
        on_draft = {one.offer_id for one in reading.details.offers if one.in_draft}
        rows = [
            row
            for row in reading.offers
            if row.state.eligibility.eligible and row.state.offer.offer_id not in on_draft
        ]
        title = _("Add {name} to offers").format(name=self._partner_name())
        self._ask(title, rows, BulkChange(add=(self.tenant_id,)))

    def command_partner_remove(self) -> None:
        """Select offers, then plan that the partner leaves them."""
        reading = self._reading
        if reading is None:
            return
        on_draft = {one.offer_id for one in reading.details.offers if one.in_draft}
        rows = [row for row in reading.offers if row.state.offer.offer_id in on_draft]
        title = _("Remove {name} from offers").format(name=self._partner_name())
        self._ask(title, rows, BulkChange(remove=(self.tenant_id,)))

    def _partner_name(self) -> str:
        return (self._reading.details.partner.name if self._reading else "") or self.tenant_id

    def _ask(self, title: str, rows: list[OfferRow], change: BulkChange) -> None:
        def selected(offers: tuple[str, ...] | None) -> None:
            if offers:
                desired: DesiredState = bulk_wishes(offers, change)
                self.app.navigation.open_view(
                    ViewRequest(view="plan", desired=desired, title=title)
                )

        self.app.push_screen(OffersDialog(title, rows), selected)


def live_since(tenant_id: str, entries: Iterable[Entry]) -> dict[str, str]:
    """Since when a partner is on the live list of each offer, as far as the history tells.

    Args:
        tenant_id: The partner.
        entries: Entries that name it, newest first.
    """
    since: dict[str, str] = {}
    for entry in entries:
        if entry.offer_id is None or entry.offer_id in since:
            continue
        if tenant_id in entry.detail.get("live", {}).get("added", ()):
            since[entry.offer_id] = moment(entry.at)[:10]
    return since


def _columns() -> list[Column]:
    return [
        Column("offer", _("Offer"), min_width=18, cut="middle"),
        Column("state", _("State"), min_width=10),
        Column("since", _("Live since"), min_width=10, priority=1),
        Column("resold", _("Resold"), min_width=10, priority=2),
        Column("request", _("Request"), min_width=7, priority=3),
        Column("lists", _("Lists"), min_width=8, priority=4),
    ]


def _record(one: PartnerOffer, since: str, known_until: datetime | None) -> Record:
    if one.in_live and one.in_draft:
        state = pgettext("partner", "live")
    elif one.in_draft:
        state = pgettext("partner", "draft only")
    elif one.in_live:
        state = pgettext("partner", "live only")
    else:
        state = "–"
    mark = ""
    style: LineStyle = ""
    if one.resold and one.in_live:
        mark, style = symbol(State.LOCKED), "locked"
    elif one.in_draft and not one.in_live:
        mark, style = symbol(State.PENDING), "added"
    resold = "–"
    if known_until is not None:
        # Not knowing of a resale is no proof that there was none.
        resold = _("none known as of {date}").format(date=day(known_until.date()))
    if one.resold:
        resold = one.first_sold_on.isoformat() if one.first_sold_on else _("yes")
    return Record(
        (
            one.name,
            state,
            since or "–",
            resold,
            f"#{one.request}" if one.request is not None else "–",
            ", ".join(one.lists) or "–",
        ),
        mark=mark,
        style=style,
        key=one.offer_id,
    )
