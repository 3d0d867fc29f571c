"""The map is what its script makes, and shows every market that has an outline."""

from __future__ import annotations

import pytest

from csp_tui.domain.world_map import SEA, WorldMap
from csp_tui.exchange.reference import load_region_table, load_world_map
from tests.world_map.make_world_map import TARGET, make


def test_the_map_is_what_the_script_makes() -> None:
    assert TARGET.read_text("utf-8") == make()


def test_every_market_is_on_the_map_or_listed_as_missing() -> None:
    world = load_world_map()
    markets = set(load_region_table().countries)
    assert markets - world.countries == set(world.unmapped)
    assert len(world.unmapped) < len(markets) / 3


@pytest.mark.parametrize(("columns", "lines"), [(1, 1), (40, 22), (96, 52), (240, 132), (300, 160)])
def test_a_scaled_map_has_its_size_and_only_known_countries(columns: int, lines: int) -> None:
    world = load_world_map()
    scaled = world.scaled(columns, lines)
    assert [len(row) for row in scaled] == [columns] * lines
    assert {code for row in scaled for code in row} - {SEA} <= world.countries


def test_a_point_belongs_to_the_largest_country_in_it() -> None:
    world = WorldMap((("FR", "FR", SEA, SEA), ("FR", "ES", SEA, "US")))
    assert world.scaled(2, 1) == (("FR", SEA),)


def test_large_countries_are_where_they_belong() -> None:
    rows = load_world_map().scaled(36, 20)
    row = rows[round((84 - 48) / 7)]
    assert row.index("US") < row.index("FR") < row.index("CN")
