"""Resales in figures: by partner, and by the month of the first sale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Static

from csp_tui.i18n import N_, Number, ngettext, pgettext
from csp_tui.i18n import gettext as _
from csp_tui.services.views import MonthFigure, PartnerFigure, ResaleFigures
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.charts import Bar, BarChart
from csp_tui.ui.text.partners import short_tenant

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase


class ResaleFiguresDialog(Dialog[None]):
    """Two pictures with their numbers: who has resold how many offers, and when that began.

    Args:
        figures: The counts.
        offer_id: The offer they are about, "" for all offers.
    """

    HELP_TEXT = N_(
        "How many of your offers each partner has resold, and in which months partners sold an "
        "offer for the first time, as far as recorded."
    )
    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    ResaleFiguresDialog {
        & > .dialog { width: 96; height: 96%; max-height: 44; }
        & .dialog-body { height: 1fr; }
        & .figures-title { height: auto; text-style: bold; margin-top: 1; }
        & .figures-rest { height: auto; color: $text-muted; }
    }
    """

    def __init__(self, figures: ResaleFigures, offer_id: str = "", name: str = "") -> None:
        super().__init__(
            _("Resales of {offer} in figures").format(offer=name or offer_id)
            if offer_id
            else _("Resales in figures")
        )
        self._figures = figures
        self._offer_id = offer_id

    def compose_body(self) -> Iterable[Widget]:
        """The sum, partners, months."""
        figures = self._figures
        if not figures.resales:
            yield self.text(_("No resale is recorded yet, so there is nothing to show."))
            return
        resales = ngettext("{count} resale", "{count} resales", Number(figures.resales))
        partners = ngettext("{count} partner", "{count} partners", Number(figures.partners))
        yield Static(
            _("{resales} by {partners}").format(resales=resales, partners=partners), markup=False
        )
        yield from self._by_partner()
        yield from self._by_month()

    def on_mount(self) -> None:
        """Draw."""
        for chart in self.query("#figures-partners").results(BarChart):
            chart.show([_partner_bar(partner) for partner in self._figures.top])
        for chart in self.query("#figures-months").results(BarChart):
            chart.show(_month_bars(self._figures.months))

    def _by_partner(self) -> Iterable[Widget]:
        title = (
            _("Its resellers, by all offers that they have resold")
            if self._offer_id
            else _("Partners, by offers that they have resold")
        )
        yield Static(title, classes="figures-title", markup=False)
        yield BarChart(label_width=40, id="figures-partners")
        more = self._figures.partners - len(self._figures.top)
        if more:
            rest = ngettext("and {count} more partner", "and {count} more partners", Number(more))
            yield Static(rest, classes="figures-rest", markup=False)

    def _by_month(self) -> Iterable[Widget]:
        figures = self._figures
        yield Static(_("First sales by month"), classes="figures-title", markup=False)
        if figures.months:
            yield BarChart(id="figures-months")
        rest = []
        if figures.earlier:
            rest.append(ngettext("{count} earlier", "{count} earlier", Number(figures.earlier)))
        if figures.undated:
            rest.append(
                ngettext(
                    "{count} without a date", "{count} without a date", Number(figures.undated)
                )
            )
        if rest:
            yield Static(" · ".join(rest), classes="figures-rest", markup=False)


def show_resale_figures(tasks: BackgroundTasks, app: AppBase, offer_id: str = "") -> None:
    """Count in a thread, then open the dialog.

    Args:
        tasks: Of the screen or dialog it is opened from.
        app: The app.
        offer_id: One offer, or "" for all.
    """
    tasks.run(
        lambda: app.workbench.figures.resales(offer_id or None),
        lambda figures: _open(app, figures, offer_id),
        group="figures",
    )


def _open(app: AppBase, figures: ResaleFigures, offer_id: str) -> None:
    app.push_screen(ResaleFiguresDialog(figures, offer_id, app.offer_name(offer_id)))


def _partner_bar(partner: PartnerFigure) -> Bar:
    name = partner.name or _("{tenant}, not in directory").format(
        tenant=short_tenant(partner.tenant_id)
    )
    return Bar(name, partner.offers, ngettext("{count} offer", "{count} offers", partner.offers))


def _month_bars(months: Sequence[MonthFigure]) -> list[Bar]:
    pattern = pgettext("month", "%Y-%m")
    return [
        Bar(month.month.strftime(pattern), month.resales, str(Number(month.resales)), second=True)
        for month in months
    ]
