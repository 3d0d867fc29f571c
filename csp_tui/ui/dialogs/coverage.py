"""Which regions an offer's audience covers, in draft and live."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.sections.coverage import CoveragePanel


class CoverageDialog(Dialog[None]):
    """Bars and words for every region, for where there is no room beside the list.

    Args:
        name: The offer's name.
        figures: Its audience by region.
        is_live: Whether the offer has something live to compare with.
    """

    HELP_TEXT = N_(
        "Which regions the audience opens: one authorized partner opens its whole region (R28). "
        "The draft is what was saved last; live is what counts now."
    )
    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    CoverageDialog {
        & > .dialog { width: 90; height: 96%; max-height: 44; }
        & .dialog-body { height: 1fr; }
        & CoveragePanel { margin-bottom: 1; }
    }
    """

    def __init__(self, name: str, figures: AudienceRegions, *, is_live: bool) -> None:
        super().__init__(_("Region coverage of {offer}").format(offer=name))
        self._figures = figures
        self._is_live = is_live

    def compose_body(self) -> Iterable[Widget]:
        """Why regions, then the draft, then what is live."""
        yield self.text(
            _(
                "One authorized partner opens its whole region: it may sell to any customer "
                "there (R28). Bars count partners."
            )
        )
        yield CoveragePanel(id="coverage-draft")
        if self._is_live:
            yield CoveragePanel(live=True, id="coverage-live")

    def compose_buttons(self) -> Iterable[Button]:
        """One way: on."""
        yield Button(_("Close"), id="close", variant="primary")

    def on_mount(self) -> None:
        """Draw."""
        for panel in self.query(CoveragePanel):
            panel.show(self._figures)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave."""
        event.stop()
        self.dismiss(None)
