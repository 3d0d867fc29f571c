"""What audiences cover, in words and as lines of tables: offers, regions, and pairs of offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from csp_tui.i18n import Number, ngettext, percent, pgettext
from csp_tui.i18n import gettext as _
from csp_tui.services.coverage import (
    CoverageReport,
    OfferCoverage,
    OutsidePartner,
    Overlap,
    Overlaps,
)
from csp_tui.ui.kit.lists.record_list import Column, Record
from csp_tui.ui.text.offers import channel_word

_OUTSIDE_AT_MOST = 3


class CoverageView(StrEnum):
    """What the page lists."""

    OFFERS = "offers"
    REGIONS = "regions"
    PAIRS = "pairs"
    OUTSIDE = "outside"


def sum_line(report: CoverageReport, overlaps: Overlaps | None) -> str:
    """A summary of a report, in a line."""
    offers = ngettext("{count} offer", "{count} offers", Number(len(report.offers)))
    gaps = sum(bool(one.gaps) for one in report.offers)
    outside = report.partners_outside
    parts = [
        _("live") if report.live else _("drafts"),
        offers,
        ngettext("{count} with gaps", "{count} with gaps", Number(gaps)),
    ]
    if outside:
        parts.append(
            ngettext("{count} partner outside", "{count} partners outside", Number(outside))
        )
    if overlaps is not None and overlaps.total:
        shared = ngettext(
            "{count} pair shares partners", "{count} pairs share partners", Number(overlaps.total)
        )
        if overlaps.total > len(overlaps.pairs):
            shared += " " + _("(the first {count} are listed)").format(
                count=Number(len(overlaps.pairs))
            )
        parts.append(shared)
    return " · ".join(parts)


def offer_lines(
    report: CoverageReport, offer: OfferCoverage, overlaps: Overlaps | None
) -> Iterator[str]:
    """An offer in full."""
    counts = sorted(offer.by_region.items(), key=lambda one: (-one[1], one[0]))
    if counts:
        yield _("Partners: {regions}").format(
            regions=", ".join(f"{_(region)} {Number(count)}" for region, count in counts)
        )
    if offer.gaps and offer.regions:
        yield _("Gaps: {regions}").format(regions=", ".join(map(_, offer.gaps)))
    elif offer.gaps:
        yield _("No region is covered.")
    shared = overlaps.nearest.get(offer.offer_id, ()) if overlaps else ()
    if overlaps and shared:
        words = (
            f"{one.right if one.left == offer.offer_id else one.left} {Number(one.both)}"
            for one in shared
        )
        listed = _and_more(words, overlaps.counts[offer.offer_id] - len(shared))
        yield _("Shared partners: {offers}").format(offers=listed)
    names = [one.name or one.tenant_id for one in report.outside if one.offer_id == offer.offer_id][
        :_OUTSIDE_AT_MOST
    ]
    if names:
        listed = _and_more(names, offer.outside - len(names))
        yield _("Outside: {partners}").format(partners=listed)


def _and_more(words: Iterable[str], more: int) -> str:
    text = ", ".join(words)
    if more > 0:
        text += " " + ngettext("and {count} more", "and {count} more", Number(more))
    return text


def region_lines(report: CoverageReport, region: str) -> Iterator[str]:
    """A region in full."""
    covering = [one.offer_id for one in report.offers if region in one.regions]
    missing = [one.offer_id for one in report.offers if region in one.gaps]
    if covering:
        yield _("Covered by: {offers}").format(offers=", ".join(covering))
    if missing:
        yield _("Not covered by: {offers}").format(offers=", ".join(missing))


def pair_lines(report: CoverageReport, pair: Overlap) -> Iterator[str]:
    """What two offers with shared partners do not share."""
    sizes = {one.offer_id: one.partners for one in report.offers}
    for offer_id, other in ((pair.left, pair.right), (pair.right, pair.left)):
        alone = max(0, sizes.get(offer_id, pair.both) - pair.both)
        if not alone:
            yield _("All partners of {offer} are on {other}.").format(offer=offer_id, other=other)
            continue
        yield ngettext(
            "{count} partner of {offer} is not on {other}.",
            "{count} partners of {offer} are not on {other}.",
            Number(alone),
            offer=offer_id,
            other=other,
        )


def outside_lines(report: CoverageReport, key: str) -> Iterator[str]:
    """A partner outside in full, by the key of its line."""
    offer_id, _blank, _tenant = key.partition(" ")
    sold = next((one.sold for one in report.offers if one.offer_id == offer_id), None)
    if sold is not None and report.named:
        yield _("Compared with: {regions}").format(regions=", ".join(map(_, sold)))
    elif sold is not None:
        yield _("{offer} is sold in: {regions}").format(
            offer=offer_id, regions=", ".join(map(_, sold))
        )
    total = sum(one.outside for one in report.offers)
    if total > len(report.outside):
        yield _("The first {count} of {total} are listed.").format(
            count=Number(len(report.outside)), total=Number(total)
        )


def empty_words(view: CoverageView, *, named: bool) -> str:
    """What an empty table says.

    Args:
        view: What it lists.
        named: Whether all offers are compared with the same markets.
    """
    match view:
        case CoverageView.PAIRS:
            return _("No two offers share partners.")
        case CoverageView.OUTSIDE if named:
            return _("No partner is outside the compared regions.")
        case CoverageView.OUTSIDE:
            return _("No partner is in a region where its offer is not sold.")
    return _("No offer is eligible for the CSP program yet.")


def coverage_columns(view: CoverageView) -> list[Column]:
    """The columns of a table."""
    partners = Column("partners", pgettext("column", "Partners"), min_width=6, align="right")
    markets = Column("markets", _("Markets"), min_width=7, align="right", priority=1)
    if view is CoverageView.PAIRS:
        return [
            Column("left", _("Offer"), min_width=14, cut="middle"),
            Column("right", _("Other offer"), min_width=14, cut="middle"),
            Column("both", _("On both"), min_width=6, align="right"),
            Column("share", _("Share"), min_width=5, align="right"),
        ]
    if view is CoverageView.OUTSIDE:
        return [
            Column("partner", _("Partner"), min_width=20, cut="middle"),
            Column("country", _("Country"), min_width=7),
            Column("offer", _("Offer"), min_width=14, cut="middle"),
            Column("tenant", _("Tenant ID"), min_width=36, priority=1),
        ]
    if view is CoverageView.REGIONS:
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


def offer_record(offer: OfferCoverage) -> Record:
    """An offer as a line of the table."""
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


def pair_record(pair: Overlap) -> Record:
    """Two offers as a line of the table."""
    cells = (pair.left, pair.right, str(Number(pair.both)), percent(pair.share))
    return Record(cells, key=f"{pair.left} {pair.right}")


def outside_record(one: OutsidePartner) -> Record:
    """A partner outside as a line of the table."""
    name = one.name or one.tenant_id
    cells = (name, one.country or "–", one.offer_id, one.tenant_id)
    return Record(cells, key=f"{one.offer_id} {one.tenant_id}")


def region_records(report: CoverageReport) -> Iterator[Record]:
    """The regions as lines of the table."""
    for region, markets in report.sold_by_region.items():
        offers = report.offers_in(region)
        yield Record(
            (
                _(region),
                f"{offers}/{report.sold_in(region)}",
                str(Number(report.by_region.get(region, 0))),
                str(Number(markets)),
            ),
            mark="" if offers else "!",
            style="" if offers else "removed",
            key=region,
        )
