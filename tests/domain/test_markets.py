"""Codes of markets as people type and paste them, and the regions that they limit."""

from __future__ import annotations

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.markets import checked_markets, markets_in
from csp_tui.domain.regions import Market, RegionTable

TABLE = RegionTable(
    (
        Market("Europe", "France", "FR", "EUR"),
        Market("Europe", "Germany", "DE", "EUR"),
        Market("Japan", "Japan", "JP", "JPY"),
    )
)
KNOWN = TABLE.countries


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("fr, DE;fr", ("DE", "FR")),
        ("DE\nFR\n\nDE", ("DE", "FR")),
        (" jp ", ("JP",)),
        ("All", ()),
        ("JP DE FR", ()),
    ],
)
def test_codes_are_read_in_any_case_and_with_any_separator(
    text: str, codes: tuple[str, ...]
) -> None:
    assert markets_in(text, KNOWN) == codes


@pytest.mark.parametrize("text", ["", " , ", "FR XX", "France", "FR all", "F R"])
def test_what_is_not_a_market_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        markets_in(text, KNOWN)
    assert caught.value.field == "markets"


def test_codes_that_only_partner_center_knows_are_kept() -> None:
    assert checked_markets(["zz", "FR", "fr"]) == ("FR", "ZZ")
    with pytest.raises(InvalidInput):
        checked_markets(["FRA"])


def test_only_regions_where_the_offer_is_sold_are_covered() -> None:
    assert TABLE.whole().markets == 3
    assert TABLE.whole(("JP",)).regions == ("Japan",)
    assert TABLE.coverage(["FR"], ("DE", "JP")).markets == 1
    assert TABLE.coverage(["FR"], ("JP",)).regions == ()


def test_the_difference_counts_markets_and_names_whole_regions() -> None:
    both = {"Europe", "Japan"}
    found = TABLE.difference((both, ()), ({"Europe"}, ("FR",)))
    assert (found.regions, found.markets) == (("Japan",), 2)
    assert TABLE.difference(({"Europe"}, ("FR",)), (both, ())).markets == 0


def test_a_code_that_markets_share_counts_for_all_of_them() -> None:
    islands = tuple(
        Market("Caribbean", name, "BQ", "USD") for name in ("Bonaire", "Saba", "Sint Eustatius")
    )
    table = RegionTable((*TABLE.markets, *islands))
    assert table.count(table.countries) == len(table.markets) == 6
    assert table.count(("BQ", "FR")) == sum(table.sold_by_region(("BQ", "FR")).values()) == 4
    assert table.count(("FR", "ZZ")) == 2
