"""Where many offers can be sold: by offer or by region, with gaps and partners outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.coverage import CoverageReport, OfferCoverage
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.audience.map_dialog import MapDialog
from csp_tui.ui.commands.catalog.plans import COVERAGE_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.offers import channel_word

_SHARED_AT_MOST = 4
_OUTSIDE_AT_MOST = 3


class CoveragePage(Page):
    """What the audiences of offers cover.

    Args:
        offer_ids: Only these offers; all that are eligible without.
        highlighted: The offer under the cursor at first.
        markets: Codes of markets to compare all offers with, as they were typed.
        live: Whether what is live counts.
        by_region: Whether regions are listed instead of offers.
    """

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "Where offers can be sold: one authorized partner opens its whole region (rule R28). Gaps "
        "are regions where an offer is sold and that no partner covers; partners in other regions "
        "are counted as outside. Each offer is compared with its own markets, which are set on "
        "its page Plans; type other markets, such as FR DE JP, to compare all offers with those. "
        "Enter shows the map of an offer."
    )
    AUTO_FOCUS = "#coverage-list"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = COVERAGE_COMMANDS
    DEFAULT_CSS = """
    CoveragePage {
        #coverage-list { height: 1fr; }
        #coverage-detail { height: auto; max-height: 6; }
        #coverage-words { height: auto; }
    }
    """
    listing = getters.query_one("#coverage-list", RecordList)
    field = getters.query_one("#coverage-markets", Input)

    def __init__(
        self,
        offer_ids: Sequence[str] = (),
        highlighted: str = "",
        *,
        markets: str = "",
        live: bool = False,
        by_region: bool = False,
    ) -> None:
        super().__init__()
        self._offer_ids = tuple(offer_ids)
        self._markets = markets
        self._live = live
        self._by_region = by_region
        self._report: CoverageReport | None = None
        if highlighted:
            self.start_places["coverage-list"] = (highlighted, 0)

    def compose_page(self) -> Iterable[Widget]:
        """The markets, the sum, the list, and the highlighted line in full."""
        with Vertical(classes="page"):
            ask = _("Markets, such as FR DE JP; the markets of each offer if empty")
            yield TextField(self._markets, placeholder=ask, id="coverage-markets")
            yield Static("", id="coverage-words", markup=False)
            listing = RecordList(_columns(by_region=self._by_region), id="coverage-list")
            listing.busy = _("Reading the audiences…")
            listing.frame(_("Coverage"))
            yield listing
            yield Static("", id="coverage-detail", markup=False)

    def recreate(self) -> Page:
        """The same list of the same offers."""
        return self.at_same_records(
            CoveragePage(
                self._offer_ids,
                markets=self.field.value,
                live=self._live,
                by_region=self._by_region,
            )
        )

    def load(self) -> None:
        """Read what the audiences cover."""
        coverage, offer_ids, live = self.app.workbench.coverage, self._offer_ids, self._live
        markets = self.field.value.replace(",", " ").split()
        self.tasks.run(
            lambda: coverage.report(offer_ids, live=live, markets=markets),
            self._show,
            on_error=self._not_read,
        )

    def _not_read(self, error: WorkbenchError) -> None:
        step = "" if error.next_step is None else " " + render(error.next_step)
        self.tell(render(error.message) + step, "refused")
        self.field.focus()

    @on(Input.Submitted, "#coverage-markets")
    def choose_markets(self, event: Input.Submitted) -> None:
        """Enter counts with these markets, and goes to the list."""
        event.stop()
        self.listing.focus()
        self.load()

    def _show(self, report: CoverageReport) -> None:
        self._report = report
        self.listing.busy = ""
        self.listing.empty = _("No offer is open to the CSP program yet.")
        self.listing.set_columns(_columns(by_region=self._by_region))
        offers = (_record(one) for one in report.offers)
        self.listing.set_source(ListSource(_region_records(report) if self._by_region else offers))
        self.query_one("#coverage-words", Static).update(Content(_sum(report)))
        self._show_detail()
        self.refresh_commands()

    def _offer(self) -> OfferCoverage | None:
        record = self.listing.cursor_record
        if record is None or self._report is None or self._by_region:
            return None
        return next((one for one in self._report.offers if one.offer_id == record.key), None)

    @on(RecordList.Highlighted, "#coverage-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show the line under the cursor in full."""
        event.stop()
        self._show_detail()
        self.refresh_commands()

    @on(RecordList.Selected, "#coverage-list")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows the map."""
        event.stop()
        self.action_run_command("coverage.map")

    def _show_detail(self) -> None:
        report, record = self._report, self.listing.cursor_record
        lines: list[str] = []
        if report is not None and record is not None:
            offer = self._offer()
            found = _offer_lines(report, offer) if offer else _region_lines(report, record.key)
            lines = list(found)
        self.query_one("#coverage-detail", Static).update(Content(visible("\n".join(lines))))

    def disabled_reason_coverage_map(self) -> str | None:
        """A map is that of an offer."""
        if self._by_region:
            return _("The map is that of one offer. List offers to see it.")
        return None if self._offer() else _("No offer is selected.")

    def command_coverage_map(self) -> None:
        """Show the map of the highlighted offer."""
        offer, figures = self._offer(), self.app.workbench.figures
        if offer is None:
            return

        def show(found: AudienceRegions) -> None:
            self.app.push_screen(MapDialog(offer.name, found))

        self.tasks.run(lambda: figures.regions(offer.offer_id), show, group="map")

    def command_coverage_markets(self) -> None:
        """Go to the field of the markets."""
        self.field.focus()

    def command_coverage_live(self) -> None:
        """Count what is live, or the drafts."""
        self._live = not self._live
        self.load()

    def short_title_coverage_live(self) -> str:
        """What the key does now."""
        return _("Drafts") if self._live else _("Live")

    def command_coverage_regions(self) -> None:
        """List regions, or offers."""
        self._by_region = not self._by_region
        if self._report is not None:
            self._show(self._report)

    def short_title_coverage_regions(self) -> str:
        """What the key does now."""
        return _("By offer") if self._by_region else _("By region")

    def copyable(self) -> Copyable | None:
        """The whole report as text."""
        report = self._report
        if report is None:
            return None
        lines = [_sum(report), ""]
        for offer in report.offers:
            lines += [offer.offer_id, *(f"  {line}" for line in _offer_lines(report, offer))]
        for region in report.sold_by_region:
            lines += ["", _(region), *(f"  {line}" for line in _region_lines(report, region))]
        return Copyable("\n".join(lines) + "\n", _("The coverage"), "coverage.txt")


def _sum(report: CoverageReport) -> str:
    offers = ngettext("{count} offer", "{count} offers", Number(len(report.offers)))
    gaps = sum(bool(one.gaps) for one in report.offers)
    outside = sum(one.outside for one in report.offers)
    parts = [
        _("live") if report.live else _("drafts"),
        offers,
        ngettext("{count} with gaps", "{count} with gaps", Number(gaps)),
    ]
    if outside:
        parts.append(
            ngettext("{count} partner outside", "{count} partners outside", Number(outside))
        )
    return " · ".join(parts)


def _offer_lines(report: CoverageReport, offer: OfferCoverage) -> Iterator[str]:
    counts = sorted(offer.by_region.items(), key=lambda one: (-one[1], one[0]))
    if counts:
        yield _("Partners: {regions}").format(
            regions=", ".join(f"{_(region)} {Number(count)}" for region, count in counts)
        )
    if offer.gaps and offer.regions:
        yield _("Gaps: {regions}").format(regions=", ".join(map(_, offer.gaps)))
    elif offer.gaps:
        yield _("No region is covered.")
    shared = [one for one in report.overlaps if offer.offer_id in (one.left, one.right)]
    if shared:
        words = (
            f"{one.right if one.left == offer.offer_id else one.left} {Number(one.both)}"
            for one in shared[:_SHARED_AT_MOST]
        )
        yield _("Shared partners: {offers}").format(offers=", ".join(words))
    names = [one.name or one.tenant_id for one in report.outside if one.offer_id == offer.offer_id][
        :_OUTSIDE_AT_MOST
    ]
    if names:
        more = offer.outside - len(names)
        words_outside = ", ".join(names)
        if more > 0:
            words_outside += " " + ngettext("and {count} more", "and {count} more", Number(more))
        yield _("Outside: {partners}").format(partners=words_outside)


def _region_lines(report: CoverageReport, region: str) -> Iterator[str]:
    covering = [one.offer_id for one in report.offers if region in one.regions]
    missing = [one.offer_id for one in report.offers if region in one.gaps]
    if covering:
        yield _("Covered by: {offers}").format(offers=", ".join(covering))
    if missing:
        yield _("Not covered by: {offers}").format(offers=", ".join(missing))


def _columns(*, by_region: bool) -> list[Column]:
    partners = Column("partners", pgettext("column", "Partners"), min_width=6, align="right")
    markets = Column("markets", _("Markets"), min_width=7, align="right", priority=1)
    if by_region:
        return [
            Column("region", _("Region"), min_width=20, cut="middle"),
            Column("offers", _("Offers"), min_width=6, align="right"),
            partners,
            markets,
        ]
    return [
        Column("offer", _("Offer"), min_width=20, cut="middle"),
        Column("option", _("Option"), min_width=8),
        partners,
        Column("regions", _("Regions"), min_width=5, align="right"),
        markets,
        Column("outside", pgettext("column", "Outside"), min_width=4, align="right", priority=2),
        Column("gaps", _("Gaps"), min_width=16, priority=3),
    ]


def _record(offer: OfferCoverage) -> Record:
    regions, markets = len(offer.sold), sum(offer.sold.values())
    return Record(
        (
            offer.name,
            channel_word(offer.channel),
            str(Number(offer.partners)),
            f"{len(offer.regions)}/{regions}",
            f"{offer.markets}/{markets}",
            str(Number(offer.outside)) if offer.outside else "–",
            ", ".join(map(_, offer.gaps)) or "–",
        ),
        mark="" if offer.regions else "!",
        style="" if offer.regions else "removed",
        key=offer.offer_id,
    )


def _region_records(report: CoverageReport) -> Iterator[Record]:
    for region, markets in report.sold_by_region.items():
        offers = report.offers_in(region)
        yield Record(
            (
                _(region),
                f"{offers}/{report.sold_in(region)}",
                str(Number(sum(one.by_region.get(region, 0) for one in report.offers))),
                str(Number(markets)),
            ),
            mark="" if offers else "!",
            style="" if offers else "removed",
            key=region,
        )
