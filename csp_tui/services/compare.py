"""Two audiences side by side: who is on both, only left and only right, and what that means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.import_rows import AudienceFile
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner_list import checked_list_name
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.regions import Coverage, Market
from csp_tui.domain.wording import quoted, say
from csp_tui.services.context import Service
from csp_tui.services.past import audience_on

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit
    from csp_tui.services.views import LocatedPartner

SOME, ALL = ResellerChannel.SOME, ResellerChannel.ALL
ReadFile = Callable[[str], AudienceFile]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two audiences that are compared.

    Attributes:
        label: What it is, as it was named.
        channel: The option, None where it has none.
        partners: Tenant IDs on it.
        names: Names of partners that the directory may lack.
        sold: Codes of the markets where its offer is sold, none for all; None where it has no
            offer, so that those of the other side count.
    """

    label: str
    channel: ResellerChannel | None
    partners: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)
    sold: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two audiences have in common, and what not.

    Attributes:
        left: One.
        right: The other.
        both: How many partners are on both.
        only_left: Partners that are on the left one only, in the order of names.
        only_right: Partners that are on the right one only.
        regions_both: Regions that both cover.
        regions_left: Regions that only the left one covers.
        regions_right: Regions that only the right one covers.
        markets_left: Markets that the left one covers.
        markets_right: Markets that the right one covers.
        sold_left: Codes of the markets that count for the left one, all if empty.
        sold_right: Codes of the markets that count for the right one, all if empty.
    """

    left: Side
    right: Side
    both: int
    only_left: tuple[LocatedPartner, ...]
    only_right: tuple[LocatedPartner, ...]
    regions_both: tuple[str, ...]
    regions_left: tuple[str, ...]
    regions_right: tuple[str, ...]
    markets_left: int
    markets_right: int
    sold_left: tuple[str, ...] = ()
    sold_right: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether both are the same."""
        same_option = self.left.channel is self.right.channel or None in (
            self.left.channel,
            self.right.channel,
        )
        return same_option and not self.only_left and not self.only_right

    def covering(self, market: Market) -> tuple[bool, bool] | None:
        """Whether the left and the right one cover a market; None where neither is sold."""
        counts = [not sold or market.country in sold for sold in (self.sold_left, self.sold_right)]
        if not any(counts):
            return None
        is_both = market.region in self.regions_both
        return (
            counts[0] and (is_both or market.region in self.regions_left),
            counts[1] and (is_both or market.region in self.regions_right),
        )


class CompareService(Service):
    """Compares audiences."""

    def compare(self, left: str, right: str, read_file: ReadFile) -> Comparison:
        """Compare two audiences.

        Each is named as ``OFFER`` (its draft), ``OFFER@live``, ``OFFER@YYYY-MM-DD``,
        ``remote:OFFER`` (the draft in Partner Center when it was last pulled), ``list:NAME`` or
        ``file:PATH``.

        Args:
            left: One.
            right: The other.
            read_file: Reads a CSV file by its path.

        Raises:
            InvalidInput: A side is named in another way, its day is in the future, or its file
                can't be read.
            NotFound: There is no such offer or list.
        """
        with self._context.open_read() as unit:
            now = self._context.clock.now()
            sides = tuple(_side(unit, one, read_file, now) for one in (left, right))
            return self._compared(unit, *sides)

    def _compared(self, unit: ReadUnit, left: Side, right: Side) -> Comparison:
        only_left, only_right = left.partners - right.partners, right.partners - left.partners
        shared = left.partners & right.partners
        left_rows = self._context.located(unit, only_left, left.names)
        right_rows = self._context.located(unit, only_right, right.names)
        common = self._regions(unit.planning.countries(shared)) if shared else set()
        sold_left = left.sold if left.sold is not None else right.sold or ()
        sold_right = right.sold if right.sold is not None else left.sold or ()
        covered_left = self._covered(left, left_rows, common, sold_left)
        covered_right = self._covered(right, right_rows, common, sold_right)
        regions_left, regions_right = set(covered_left.regions), set(covered_right.regions)
        return Comparison(
            left,
            right,
            len(shared),
            left_rows,
            right_rows,
            tuple(sorted(regions_left & regions_right)),
            tuple(sorted(regions_left - regions_right)),
            tuple(sorted(regions_right - regions_left)),
            covered_left.markets,
            covered_right.markets,
            sold_left,
            sold_right,
        )

    def _covered(
        self,
        side: Side,
        rows: Collection[LocatedPartner],
        common: set[str],
        sold: tuple[str, ...],
    ) -> Coverage:
        if side.channel is ALL:
            return self._context.regions.whole(sold)
        if side.channel is ResellerChannel.NONE:
            return Coverage()
        return self._context.regions.within(common | {row.region for row in rows}, sold)

    def _regions(self, countries: Collection[str]) -> set[str]:
        return set(self._context.regions.coverage(countries).regions)


def _side(unit: ReadUnit, name: str, read_file: ReadFile, now: datetime) -> Side:
    kind, colon, rest = name.partition(":")
    if colon and kind == "list":
        return _list_side(unit, name, rest)
    if colon and kind == "file":
        file = read_file(rest)
        names = {entry.tenant_id: entry.label for entry in file.entries}
        return Side(name, None, frozenset(names), names)
    if colon and kind == "remote":
        return _remote_side(unit, name, rest)
    offer_id, at, when = name.partition("@")
    offer = unit.offers.get(identifiers.offer_id(offer_id))
    if at and when != "live":
        past = audience_on(unit, offer.offer_id, _day(when), now)
        return Side(name, past.channel, past.partners, sold=offer.live_markets)
    draft_only, both, live_only = unit.planning.places(offer.offer_id)
    channel = offer.live_channel if at else offer.draft_channel
    partners = both | (live_only if at else draft_only)
    sold = offer.live_markets if at else offer.setup.markets
    return Side(name, channel, partners if channel is SOME else frozenset(), sold=sold)


def _list_side(unit: ReadUnit, label: str, name: str) -> Side:
    listed = unit.lists.get(checked_list_name(name))
    if listed.query is None:
        names = {row[0]: row[1] for row in unit.lists.members(listed.name)}
        return Side(label, None, frozenset(names), names)
    unit.directory.stage_matching(listed.query)
    return Side(label, None, unit.planning.ids(unit.planning.add_staged()))


def _remote_side(unit: ReadUnit, label: str, name: str) -> Side:
    offer = unit.offers.get(identifiers.offer_id(name))
    offer_id = offer.offer_id
    link = unit.remote.link(offer_id)
    if link is None:
        raise InvalidInput(
            say("{offer_id} was never pulled from Partner Center.", offer_id=offer_id),
            say("Connect to Partner Center and pull first."),
        )
    if link.is_gone:
        raise InvalidInput(
            say("Partner Center no longer has {offer_id}.", offer_id=offer_id),
            say("Compare with OFFER@live instead, or pull again."),
        )
    if link.remote.word:
        # An option that is unknown does not say who is on the audience.
        raise InvalidInput(
            say(
                "Partner Center has an option for {offer_id} that is unknown here: {value}.",
                offer_id=offer_id,
                value=quoted(link.remote.word[:40]),
            ),
            say("Look at the offer in Partner Center."),
        )
    return Side(
        label,
        link.remote.channel,
        link.remote.tenants,
        link.remote.partners,
        sold=offer.setup.markets,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            say("{value} is neither “live” nor a date.", value=quoted(text[:40])),
            say("Write OFFER@live, or OFFER@ and a date, like contoso-backup@2026-03-01."),
        ) from None
