"""Which regions an offer's audience covers, in draft and live."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.audience.coverage import CoveragePanel
from csp_tui.ui.audience.map_dialog import MapDialog
from csp_tui.ui.kit.blocks import legend
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.theme import is_spacious
from csp_tui.ui.kit.widgets.world_map import WorldMapView, map_symbols
from csp_tui.ui.text.market_states import region_states


class CoverageDialog(Dialog[None]):
    """Bars and words for every region, for where there is no room beside the list.

    Args:
        name: The offer's name.
        figures: Its audience by region.
        is_live: Whether the offer has something live to compare with.
    """

    HELP_TEXT = N_(
        "Which regions the audience opens: one authorized partner opens its whole region "
        "(rule R28). The draft is the list on the page, saved or not; live is what counts "
        "now."
    )
    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    CoverageDialog {
        & > .dialog { width: 90; height: 96%; max-height: 44; }
        & .dialog-body { height: 1fr; }
        & CoveragePanel { margin-bottom: 1; }
        & WorldMapView, & .map-legend { display: none; height: auto; }
        & .map-legend { margin-bottom: 1; }
        &.-spacious > .dialog { width: 130; max-height: 96%; }
        &.-spacious WorldMapView, &.-spacious .map-legend { display: block; }
        &.-spacious WorldMapView { height: 22; }
    }
    """

    def __init__(self, name: str, figures: AudienceRegions, *, is_live: bool) -> None:
        super().__init__(_("Region coverage of {offer}").format(offer=name))
        self._name_shown = name
        self._figures = figures
        self._is_live = is_live

    def compose_body(self) -> Iterable[Widget]:
        """Why regions, then the draft, then what is live."""
        yield self.text(
            _(
                "One authorized partner opens its whole region: it may sell to any customer "
                "there (rule R28). Bars count partners."
            )
        )
        world = WorldMapView()
        world.show(region_states(self._figures))
        yield world
        key = legend(self._figures, map_symbols(self.app), "   ")
        yield Static(key, classes="map-legend")
        yield CoveragePanel(id="coverage-draft")
        if self._is_live:
            yield CoveragePanel(live=True, id="coverage-live")

    def compose_buttons(self) -> Iterable[Button]:
        """The map in full, then Close."""
        yield Button(_("Map"), id="map")
        yield Button(_("Close"), id="close", variant="primary")

    def on_mount(self) -> None:
        """Draw."""
        self.set_class(is_spacious(self.app.size), "-spacious")
        for panel in self.query(CoveragePanel):
            panel.show(self._figures)

    @on(Button.Pressed, "#map")
    def show_map(self, event: Button.Pressed) -> None:
        """Show the map as large as the window."""
        event.stop()
        self.app.push_screen(MapDialog(self._name_shown, self._figures))

    @on(Resize)
    def fit_map(self, event: Resize) -> None:
        """Show the map where there is room for it beside the figures."""
        self.set_class(is_spacious(event.size), "-spacious")
