"""The map of where an offer can be sold, as large as the window."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.exchange.reference import load_world_map
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.kit.blocks import legend
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.world_map import WorldMapView, map_symbols
from csp_tui.ui.text.market_states import map_text, region_states


class MapDialog(Dialog[None]):
    """The map, its legend, and the same as text."""

    HELP_TEXT = N_(
        "Where the offer can be sold: covered now, covered in the draft only, lost when the "
        "draft is published, and not covered. One authorized partner opens its whole region "
        "(rule R28). Show as text lists every market, including those too small for the map."
    )
    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    MapDialog {
        & > .dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
        & .dialog-body { height: 1fr; }
        & WorldMapView { height: 1fr; }
        & .map-legend { height: auto; }
        & .buttons { margin-top: 0; }
    }
    """

    def __init__(self, name: str, figures: AudienceRegions) -> None:
        super().__init__(_("Where “{offer}” can be sold").format(offer=name))
        self._figures = figures

    def compose_body(self) -> Iterable[Widget]:
        """The map and what its symbols mean."""
        world = WorldMapView()
        world.show(region_states(self._figures))
        yield world
        key = legend(self._figures, map_symbols(self.app), "   ")
        yield Static(key, classes="map-legend")

    def compose_buttons(self) -> Iterable[Button]:
        """Show as text, then Close."""
        yield Button(_("Show as text"), id="as-text")
        yield Button(_("Close"), id="close", variant="primary")

    @on(Button.Pressed, "#as-text")
    def show_text(self, event: Button.Pressed) -> None:
        """Show the same as text."""
        event.stop()
        from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

        table = self.app.workbench.regions
        names = table.countries
        unmapped = [names[code] for code in load_world_map().unmapped if code in names]
        text = map_text(self._figures, table.markets, unmapped)
        self.app.push_screen(TextViewDialog(self._title, text, file_name="markets.txt"))
