"""``csp-tui figures``: the figures behind the pictures of the workbench."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.output import cell, facts, table
from csp_tui.domain import identifiers
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import Number, ngettext, pgettext
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.views import AudienceRegions, RegionFigure, ResaleFigures


@dataclass(frozen=True, slots=True)
class _OfferFigures:
    """The figures of one offer.

    Attributes:
        offer_id: The offer.
        regions: Its audience by region (R28).
        resales: Its resales.
    """

    offer_id: str
    regions: AudienceRegions
    resales: ResaleFigures


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "figures",
        show_figures,
        summary_of("figures"),
        "csp-tui figures",
        "csp-tui figures contoso-backup --json",
        details=_(
            "Without an offer it counts the pending changes and resales of all offers; for each "
            "offer that is named, the partners of every region and its own resales."
        ),
    )
    parser.add_argument(
        "offers",
        nargs="*",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("offer IDs"),
    )


def show_figures(session: Session, args: argparse.Namespace) -> None:
    """Print figures of all offers, or of those that are named."""
    named = list(dict.fromkeys(args.offers))
    with session.workbench() as workbench:
        if named:
            figures = workbench.figures
            offers = [
                _OfferFigures(offer, figures.regions(offer), figures.resales(offer))
                for offer in named
            ]
            session.show(
                lambda: {"offers": [_offer_shape(offer) for offer in offers]},
                lambda: _offers_lines(offers),
            )
            return
        waiting, resales = workbench.figures.waiting(), workbench.figures.resales()
    session.show(
        lambda: {"waiting": waiting, "resales": _resales_shape(resales)},
        lambda: _all_lines(waiting, resales),
    )


def _all_lines(waiting: Mapping[str, int], resales: ResaleFigures) -> Iterator[str]:
    titles = {
        "settled": _("Up to date"),
        "publish": _("To publish"),
        "sync": _("To sync"),
        "request": _("By request"),
    }
    yield from facts((titles[name], str(Number(count))) for name, count in waiting.items())
    yield ""
    yield from _resales_lines(resales, _("Offers"))


def _offers_lines(offers: list[_OfferFigures]) -> Iterator[str]:
    for number, offer in enumerate(offers):
        if number:
            yield ""
        yield offer.offer_id
        yield ""
        yield from _regions_lines(offer.regions)
        yield ""
        yield from _resales_lines(offer.resales, _("All offers"))


def _regions_lines(audience: AudienceRegions) -> Iterator[str]:
    draft, live = audience.draft_channel, audience.live_channel
    rows = [
        (
            _(region.region),
            str(Number(region.markets)),
            _opened(region.draft, draft, is_open=region.opened_in_draft),
            _opened(region.live, live, is_open=region.opened_live),
        )
        for region in audience.regions
    ]
    if audience.draft_unplaced or audience.live_unplaced:
        unplaced = str(Number(audience.draft_unplaced)), str(Number(audience.live_unplaced))
        rows.append((_("of no known region"), "", *unplaced))
    yield from table((_("Region"), _("Markets") + "#", _("Draft") + "#", _("Live") + "#"), rows)


def _opened(partners: int, channel: ResellerChannel | None, *, is_open: bool) -> str:
    """Partners of a region, a word where any partner may sell there, a dash where none may."""
    if not is_open:
        return "–"
    return pgettext("option", "any") if channel is ResellerChannel.ALL else str(Number(partners))


def _resales_lines(resales: ResaleFigures, offers: str) -> Iterator[str]:
    pairs = [
        (_("Resales"), str(Number(resales.resales))),
        (_("Partners"), str(Number(resales.partners))),
    ]
    if resales.earlier:
        pairs.append((_("Earlier months"), str(Number(resales.earlier))))
    if resales.undated:
        pairs.append((_("No date"), str(Number(resales.undated))))
    yield from facts(pairs)
    if resales.months:
        yield ""
        yield from table(
            (_("First sales by month"), _("Resales") + "#"),
            ((f"{month.month:%Y-%m}", str(Number(month.resales))) for month in resales.months),
        )
    if resales.top:
        yield ""
        yield from table(
            (_("Partner"), _("Tenant ID"), offers + "#"),
            ((top.name or "–", top.tenant_id, str(Number(top.offers))) for top in resales.top),
        )
        more = resales.partners - len(resales.top)
        if more > 0:
            yield cell(ngettext("and {count} more partner", "and {count} more partners", more))


def _offer_shape(offer: _OfferFigures) -> dict[str, object]:
    regions = offer.regions
    live = {"reseller_channel": regions.live_channel, "unplaced": regions.live_unplaced}
    return {
        "offer_id": offer.offer_id,
        "draft": {"reseller_channel": regions.draft_channel, "unplaced": regions.draft_unplaced},
        "live": live if regions.live_channel is not None else None,
        "regions": [_region_shape(region) for region in regions.regions],
        "resales": _resales_shape(offer.resales),
    }


def _region_shape(region: RegionFigure) -> dict[str, object]:
    return {
        "region": region.region,
        "markets": region.markets,
        "draft": {"partners": region.draft, "open": region.opened_in_draft},
        "live": {
            "partners": region.live,
            "open": region.opened_live,
            "markets": region.live_markets,
        },
    }


def _resales_shape(resales: ResaleFigures) -> dict[str, object]:
    shape = asdict(resales)
    shape["months"] = [
        {"month": f"{month.month:%Y-%m}", "resales": month.resales} for month in resales.months
    ]
    return shape
