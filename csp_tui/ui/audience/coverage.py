"""Which regions an audience covers, drawn beside its list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.regions import Coverage
from csp_tui.i18n import Number, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions, RegionFigure
from csp_tui.ui.kit.widgets.charts import Bar, BarChart
from csp_tui.ui.text.offers import coverage_words

_SHORT_LABEL = 14


class CoveragePanel(VerticalScroll, can_focus=False):
    """The regions of one list: partners as bars, and in words what is opened and what is not.

    Args:
        live: Whether it is about the live audience; otherwise about the saved draft.
        short: Whether there is room only for numbers beside the bars.
    """

    DEFAULT_CSS = """
    CoveragePanel {
        height: auto;
        & > Static { height: auto; }
        & > .coverage-title { text-style: bold; }
        & > .coverage-rest { color: $text-muted; }
    }
    """

    def __init__(self, *, live: bool = False, short: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._live = live
        self._short = short

    def compose(self) -> ComposeResult:
        """Title, sum, bars, and what is not opened."""
        title = _("Regions, live") if self._live else _("Regions, draft")
        yield Static(title, classes="coverage-title", markup=False)
        yield Static("", classes="coverage-sum", markup=False)
        yield BarChart(label_width=_SHORT_LABEL if self._short else 31)
        yield Static("", classes="coverage-rest", markup=False)

    def show(self, figures: AudienceRegions) -> None:
        """Show an audience."""
        opened = [region for region in figures.regions if _is_open(region, live=self._live)]
        channel = figures.live_channel if self._live else figures.draft_channel
        unplaced = figures.live_unplaced if self._live else figures.draft_unplaced
        self.query_one(".coverage-sum", Static).update(
            Content(_sum(figures, opened, channel, live=self._live))
        )
        bars = [
            self._bar(region, by_market=channel is ResellerChannel.ALL)
            for region in sorted(opened, key=lambda r: -_length(r, channel, live=self._live))
        ]
        self.query_one(BarChart).show(bars)
        rest = self._rest(figures.regions, opened)
        if unplaced and channel is ResellerChannel.SOME:
            rest.append(
                ngettext(
                    "{count} partner has no known region.",
                    "{count} partners have no known region.",
                    Number(unplaced),
                )
            )
        self.query_one(".coverage-rest", Static).update(Content("\n".join(rest)))

    def _bar(self, region: RegionFigure, *, by_market: bool) -> Bar:
        partners = region.live if self._live else region.draft
        sold = region.sold(live=self._live)
        markets = ngettext("{count} market", "{count} markets", Number(sold))
        if by_market:
            words = str(Number(sold)) if self._short else markets
            return Bar(_(region.region), sold, words, second=True)
        words = str(Number(partners))
        if not self._short:
            counted = ngettext("{count} partner", "{count} partners", Number(partners))
            words = f"{counted} · {markets}"
        return Bar(_(region.region), partners, words)

    def _rest(self, regions: Sequence[RegionFigure], opened: Sequence[RegionFigure]) -> list[str]:
        closed = [
            _(region.region)
            for region in regions
            if region not in opened and region.sold(live=self._live)
        ]
        if not closed or not opened:
            return []
        if self._short:
            return [ngettext("{count} region closed", "{count} regions closed", len(closed))]
        return [_("Not opened: {regions}").format(regions=", ".join(closed))]


def _is_open(region: RegionFigure, *, live: bool) -> bool:
    return region.opened_live if live else region.opened_in_draft


def _length(region: RegionFigure, channel: ResellerChannel | None, *, live: bool) -> int:
    if channel is ResellerChannel.ALL:
        return region.sold(live=live)
    return region.live if live else region.draft


def _sum(
    figures: AudienceRegions,
    opened: Sequence[RegionFigure],
    channel: ResellerChannel | None,
    *,
    live: bool,
) -> str:
    covered = sum(region.sold(live=live) for region in opened)
    sold = [region for region in figures.regions if region.sold(live=live)]
    match channel:
        case ResellerChannel.ALL:
            coverage = Coverage(tuple(region.region for region in opened), covered)
            return _("Any partner: {coverage}").format(coverage=coverage_words(coverage))
        case ResellerChannel.SOME:
            regions = ngettext(
                "{open} of {count} region",
                "{open} of {count} regions",
                Number(len(sold)),
                open=Number(len(opened)),
            )
            markets = ngettext(
                "{covered} of {count} market",
                "{covered} of {count} markets",
                Number(sum(region.sold(live=live) for region in sold)),
                covered=Number(covered),
            )
            return f"{regions}, {markets}"
        case ResellerChannel.NONE:
            return _("No partner, no region.")
        case None:
            return _("No option is selected yet.")
