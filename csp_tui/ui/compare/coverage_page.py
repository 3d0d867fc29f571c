"""Where many offers can be sold: by offer or by region, with gaps and partners outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.coverage import CoverageReport, OfferCoverage, Overlap, Overlaps
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.audience.map_dialog import MapDialog
from csp_tui.ui.commands.catalog.plans import COVERAGE_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.compare.coverage_rows import (
    CoverageView,
    coverage_columns,
    empty_words,
    offer_lines,
    offer_record,
    outside_lines,
    outside_record,
    pair_lines,
    pair_record,
    region_lines,
    region_records,
    sum_line,
)
from csp_tui.ui.compare.page import ComparePage
from csp_tui.ui.kit.lists.record_list import ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.copyable import Copyable

_PAIRS_AT_MOST = 1_000


class CoveragePage(Page):
    """What the audiences of offers cover.

    Args:
        offer_ids: Only these offers; all that are eligible without.
        highlighted: The highlighted offer at first.
        markets: Codes of markets to compare all offers with, as they were typed.
        live: Whether what is live counts.
        view: What is listed.
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
        view: CoverageView = CoverageView.OFFERS,
    ) -> None:
        super().__init__()
        self._offer_ids = tuple(offer_ids)
        self._markets = markets
        self._live = live
        self._view = view
        self._report: CoverageReport | None = None
        self._overlaps: Overlaps | None = None
        if highlighted:
            self.start_places["coverage-list"] = (highlighted, 0)

    def compose_page(self) -> Iterable[Widget]:
        """The markets, the sum, the list, and the highlighted line in full."""
        with Vertical(classes="page"):
            ask = _("Markets, such as FR DE JP; the markets of each offer if empty")
            yield TextField(self._markets, placeholder=ask, id="coverage-markets")
            yield Static("", id="coverage-words", markup=False)
            listing = RecordList(coverage_columns(self._view), id="coverage-list")
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
                view=self._view,
            )
        )

    def load(self) -> None:
        """Read what the audiences cover."""
        coverage, offer_ids, live = self.app.workbench.coverage, self._offer_ids, self._live
        markets = self.field.value.replace(",", " ").split()
        self.tasks.run(
            lambda: coverage.report(offer_ids, live=live, markets=markets, overlaps=0),
            self._take,
            on_error=self._not_read,
        )

    def _take(self, report: CoverageReport) -> None:
        if not self._is_same_kind(report):
            # Otherwise the pairs stay listed, with the cursor, until they are counted again.
            self._overlaps = None
        self._show(report)
        # Comparing all pairs takes longer than all the rest.
        coverage = self.app.workbench.coverage
        self.tasks.run(
            lambda: coverage.overlaps(report, _PAIRS_AT_MOST), self._show_overlaps, group="overlaps"
        )

    def _is_same_kind(self, report: CoverageReport) -> bool:
        before = self._report
        if before is None or before.live != report.live:
            return False
        ids = [[one.offer_id for one in each.offers] for each in (before, report)]
        return ids[0] == ids[1]

    def _show_overlaps(self, overlaps: Overlaps) -> None:
        self._overlaps = overlaps
        if self._report is not None:
            self._show(self._report)

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
        pairs = self._overlaps.pairs if self._overlaps else ()
        is_counting = self._view is CoverageView.PAIRS and self._overlaps is None
        self.listing.busy = _("Comparing the offers…") if is_counting else ""
        self.listing.empty = empty_words(self._view, named=report.named)
        self.listing.set_columns(coverage_columns(self._view))
        records: Iterable[Record]
        match self._view:
            case CoverageView.OFFERS:
                records = map(offer_record, report.offers)
            case CoverageView.REGIONS:
                records = region_records(report)
            case CoverageView.PAIRS:
                records = map(pair_record, pairs)
            case CoverageView.OUTSIDE:
                records = map(outside_record, report.outside)
        self.listing.set_source(ListSource(records), keep_key=True)
        self.query_one("#coverage-words", Static).update(Content(sum_line(report, self._overlaps)))
        self._show_detail()
        self.refresh_commands()

    def _offer(self) -> OfferCoverage | None:
        if self._report is None or self._view is not CoverageView.OFFERS:
            return None
        key = self.listing.cursor_key
        return next((one for one in self._report.offers if one.offer_id == key), None)

    def _pair(self) -> Overlap | None:
        if self._overlaps is None or self._view is not CoverageView.PAIRS:
            return None
        key, pairs = self.listing.cursor_key, self._overlaps.pairs
        return next((one for one in pairs if f"{one.left} {one.right}" == key), None)

    @on(RecordList.Highlighted, "#coverage-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show the highlighted line in full."""
        event.stop()
        self._show_detail()
        self.refresh_commands()

    @on(RecordList.Selected, "#coverage-list")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows the map."""
        event.stop()
        self.action_run_command("coverage.map")

    def _show_detail(self) -> None:
        report, key = self._report, self.listing.cursor_key
        lines: list[str] = []
        if report is not None and key is not None:
            offer, pair = self._offer(), self._pair()
            if offer is not None:
                lines = [*offer_lines(report, offer, self._overlaps)]
            elif pair is not None:
                lines = [*pair_lines(report, pair)]
            elif self._view is CoverageView.OUTSIDE:
                lines = [*outside_lines(report, key)]
            else:
                lines = [*region_lines(report, key)]
        self.query_one("#coverage-detail", Static).update(Content(visible("\n".join(lines))))

    def disabled_reason_coverage_map(self) -> str | None:
        """A map is that of an offer."""
        match self._view:
            case CoverageView.REGIONS:
                return _("The map is that of one offer. List offers to see it.")
            case CoverageView.PAIRS:
                return None if self._pair() else _("No pair of offers is selected.")
            case CoverageView.OUTSIDE:
                return None if self.listing.cursor_record else _("No partner is selected.")
        return None if self._offer() else _("No offer is selected.")

    def short_title_coverage_map(self) -> str:
        """What the key does with the highlighted line."""
        match self._view:
            case CoverageView.PAIRS:
                return _("Compare")
            case CoverageView.OUTSIDE:
                return _("Partner page")
        return _("Map")

    def command_coverage_map(self) -> None:
        """Show the map of the offer, compare the pair, or open the highlighted partner."""
        offer, figures, pair = self._offer(), self.app.workbench.figures, self._pair()
        if pair is not None:
            suffix = "@live" if self._live else ""
            sides = tuple(f"{one}{suffix}" for one in (pair.left, pair.right))
            self.app.push_screen(ComparePage(*sides))
        key = self.listing.cursor_key
        if self._view is CoverageView.OUTSIDE and key is not None:
            self.app.navigation.open_partner(key.partition(" ")[2])
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
        self._list(CoverageView.REGIONS)

    def short_title_coverage_regions(self) -> str:
        """What the key does now."""
        return _("By offer") if self._view is CoverageView.REGIONS else _("By region")

    def command_coverage_pairs(self) -> None:
        """List pairs of offers that share partners, or offers."""
        self._list(CoverageView.PAIRS)

    def short_title_coverage_pairs(self) -> str:
        """What the key does now."""
        return _("By offer") if self._view is CoverageView.PAIRS else _("Overlaps")

    def command_coverage_outside(self) -> None:
        """List partners in regions where their offer is not sold, or offers."""
        self._list(CoverageView.OUTSIDE)

    def short_title_coverage_outside(self) -> str:
        """What the key does now."""
        is_listed = self._view is CoverageView.OUTSIDE
        return _("By offer") if is_listed else pgettext("column", "Outside")

    def _list(self, view: CoverageView) -> None:
        self._view = CoverageView.OFFERS if self._view is view else view
        if self._report is not None:
            self._show(self._report)

    def copyable(self) -> Copyable | None:
        """The whole report as text."""
        report = self._report
        if report is None:
            return None
        lines = [sum_line(report, self._overlaps), ""]
        for offer in report.offers:
            lines += [
                offer.offer_id,
                *(f"  {line}" for line in offer_lines(report, offer, self._overlaps)),
            ]
        for region in report.sold_by_region:
            lines += ["", _(region), *(f"  {line}" for line in region_lines(report, region))]
        return Copyable("\n".join(lines) + "\n", _("The coverage"), "coverage.txt")
