"""``csp-tui report coverage``: where offers can be sold, and where they can't."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from csp_tui import i18n
from csp_tui.cli.document_output import add_format, show_document
from csp_tui.cli.values import amount
from csp_tui.domain import identifiers
from csp_tui.exchange.documents import Document, Part
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.services.coverage import OVERLAPS_AT_MOST

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.coverage import CoverageReport


def register_coverage(group: Commands) -> None:
    """Add ``coverage``."""
    parser = group.add(
        "coverage",
        report_coverage,
        _("regions and markets that audiences cover, gaps, and partners outside"),
        "csp-tui report coverage",
        "csp-tui report coverage contoso-backup --live --markets FR DE JP --format html",
    )
    parser.add_argument(
        "offers",
        nargs="*",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only these offers (default: all eligible offers)"),
    )
    parser.add_argument("--live", action="store_true", help=_("what is live, not the drafts"))
    parser.add_argument(
        "--markets",
        nargs="+",
        action="extend",
        default=[],
        metavar="CC",
        help=_(
            "country codes of markets to compare all offers with; without, each offer is compared "
            "with its own markets"
        ),
    )
    parser.add_argument(
        "--overlaps",
        type=amount,
        default=OVERLAPS_AT_MOST,
        metavar="N",
        help=_("list at most N pairs of offers that share partners (default: {count})").format(
            count=OVERLAPS_AT_MOST
        ),
    )
    add_format(parser)


def report_coverage(session: Session, args: argparse.Namespace) -> None:
    """Print what the audiences of offers cover."""
    markets = [code for words in args.markets for code in words.replace(",", " ").split()]
    with session.workbench() as workbench:
        report = workbench.coverage.report(
            args.offers, live=args.live, markets=markets, overlaps=args.overlaps
        )
    show_document(args, lambda: _document(report), lambda: _shape(report))
    if report.offers:
        session.say(_gap_words(report))
    rest = report.overlaps.total - len(report.overlaps.pairs)
    if rest > 0 and args.overlaps:
        session.say(
            ngettext(
                "{count} more pair of offers shares partners; --overlaps names more.",
                "{count} more pairs of offers share partners; --overlaps names more.",
                rest,
            )
        )


def _gap_words(report: CoverageReport) -> str:
    gaps = sum(bool(one.gaps) for one in report.offers)
    if not gaps and report.named:
        return _("Every offer covers every compared region.")
    if not gaps:
        return _("Every offer covers every region where it is sold.")
    if report.named:
        return ngettext(
            "{count} offer does not cover every compared region.",
            "{count} offers do not cover every compared region.",
            gaps,
        )
    return ngettext(
        "{count} offer does not cover every region where it is sold.",
        "{count} offers do not cover every region where they are sold.",
        gaps,
    )


def _document(report: CoverageReport) -> Document:
    title = _("Coverage, live") if report.live else _("Coverage, drafts")
    offers = Part(
        _("Offers"),
        (_("Offer ID"), _("Partners"), _("Regions"), _("Markets"), _("Gaps"), _("Outside")),
        [
            (
                one.offer_id,
                str(one.partners),
                f"{len(one.regions)}/{len(one.sold)}",
                f"{one.markets}/{sum(one.sold.values())}",
                ", ".join(map(_, one.gaps)) or "–",
                str(one.outside),
            )
            for one in report.offers
        ],
    )
    regions = Part(
        _("Regions"),
        (_("Region"), _("Markets"), _("Offers"), _("Partners")),
        [
            (
                _(region),
                str(markets),
                f"{report.offers_in(region)}/{report.sold_in(region)}",
                str(report.by_region.get(region, 0)),
            )
            for region, markets in report.sold_by_region.items()
        ],
    )
    overlaps = Part(
        _("Shared partners"),
        (_("Offer ID"), _("Other offer"), _("On both"), _("Share of the shorter list")),
        [
            (one.left, one.right, str(one.both), i18n.percent(one.share))
            for one in report.overlaps.pairs
        ],
    )
    outside = Part(
        _("Partners outside the compared regions")
        if report.named
        else _("Partners in regions where the offer is not sold"),
        (_("Offer ID"), _("Tenant ID"), _("Name"), _("Country")),
        [
            (one.offer_id, one.tenant_id, one.name or "–", one.country or "–")
            for one in report.outside
        ],
    )
    parts = [part for part in (offers, regions, overlaps, outside) if part.rows]
    return Document(title, i18n.current(), (), parts)


def _shape(report: CoverageReport) -> dict[str, Any]:
    return {
        "live": report.live,
        "markets": sum(report.sold_by_region.values()),
        "regions": [
            {
                "region": region,
                "markets": markets,
                "offers": report.offers_in(region),
                "offers_sold": report.sold_in(region),
                "partners": report.by_region.get(region, 0),
            }
            for region, markets in report.sold_by_region.items()
        ],
        "offers": [
            {
                "offer_id": one.offer_id,
                "name": one.name,
                "reseller_channel": one.channel,
                "partners": one.partners,
                "partners_by_region": dict(one.by_region),
                "regions": list(one.regions),
                "regions_sold": list(one.sold),
                "markets_sold": sum(one.sold.values()),
                "markets": one.markets,
                "gaps": list(one.gaps),
                "outside": one.outside,
            }
            for one in report.offers
        ],
        "overlaps": [
            {
                "left": one.left,
                "right": one.right,
                "both": one.both,
                "share": round(one.share, 4),
            }
            for one in report.overlaps.pairs
        ],
        "overlap_pairs": report.overlaps.total,
        "partners_outside": report.partners_outside,
        "outside": [
            {
                "offer_id": one.offer_id,
                "tenant_id": one.tenant_id,
                "name": one.name,
                "country": one.country,
            }
            for one in report.outside
        ],
    }
