"""The column beside the list of partners: pending changes, the map, and counts by region."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions, AudienceView
from csp_tui.ui.audience.coverage import CoveragePanel
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.blocks import heading, legend, listed
from csp_tui.ui.kit.theme import State
from csp_tui.ui.kit.widgets.steady_text import SteadyText
from csp_tui.ui.kit.widgets.world_map import WorldMapView, map_symbols
from csp_tui.ui.text.market_states import region_states


class AudienceOverview(VerticalScroll, can_focus=False):
    """Figures by region; in a spacious window also pending changes by name, and the map."""

    DEFAULT_CSS = """
    AudienceOverview {
        scrollbar-gutter: stable;
        & > Static { height: auto; margin-bottom: 1; }
        & > .overview-large { display: none; }
        & > WorldMapView { height: auto; }
    }
    """
    app = getters.app(AppBase)

    def __init__(self) -> None:
        super().__init__()
        self._pending = Content("")
        self._figures: AudienceRegions | None = None
        self._is_composed = False

    def compose(self) -> ComposeResult:
        """Pending changes, the map with its legend, and regions."""
        yield SteadyText("", id="overview-pending", classes="overview-large")
        yield WorldMapView(id="overview-map")
        yield SteadyText("", id="overview-legend", classes="overview-large")
        yield CoveragePanel(short=True)

    def on_mount(self) -> None:
        """Show what came before."""
        self._is_composed = True
        self._draw()

    def show_pending(
        self, view: AudienceView, added: Sequence[str], removed: Sequence[str]
    ) -> None:
        """Name what is pending.

        Args:
            view: The state of the offer.
            added: Names of partners that were added and are not saved.
            removed: Names of partners that were removed and are not saved.
        """
        parts: list[Content] = []
        if added or removed:
            parts.append(heading(_("Not saved")))
            parts += [*listed(State.PENDING, added), *listed(State.REQUEST, removed)]
        if view.state.additions:
            if parts:
                parts.append(Content(""))
            parts.append(heading(_("Pending")))
            parts += listed(State.PENDING, view.waiting_names, view.state.additions)
        self._pending = Content("\n").join(parts) if parts else Content(_("Nothing is pending."))
        self._draw()

    def show(self, figures: AudienceRegions) -> None:
        """Show an audience by region, on the map and in figures."""
        self._figures = figures
        self._draw()

    def _draw(self) -> None:
        if not self._is_composed:
            return
        self.query_one("#overview-pending", Static).update(self._pending)
        if (figures := self._figures) is None:
            return
        self.query_one(CoveragePanel).show(figures)
        self.query_one(WorldMapView).show(region_states(figures))
        key = legend(figures, map_symbols(self.app))
        self.query_one("#overview-legend", Static).update(key)
