from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.domain.errors import StorageProblem
from csp_tui.exchange import reference


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make the program look for its data in an empty place."""
    module = tmp_path / "site" / "csp_tui" / "exchange" / "reference.py"
    module.parent.mkdir(parents=True)
    monkeypatch.setattr(reference, "__file__", str(module))
    reference.load_region_table.cache_clear()
    yield module.parents[2]
    reference.load_region_table.cache_clear()


def test_all_markets_and_regions_of_the_program_are_there() -> None:
    table = reference.load_region_table()
    assert len(table.markets) == 245
    assert len(table.regions) == 15
    assert table.region_of("FR") == "Europe"
    assert table.region_of("ZA") == "Middle East, Central Europe and Eastern Europe"
    assert table.region_of("PF") == "Africa"
    assert table.region_of("BQ") == "Latin America and the Caribbean"
    assert table.region_of("QQ") == ""


def test_the_oddities_of_the_source_are_kept() -> None:
    markets = reference.load_region_table().markets
    assert sorted(m.name for m in markets if m.country == "BQ") == [
        "Bonaire",
        "Saba",
        "Sint Eustatius",
    ]
    assert len([m for m in markets if not m.currency]) == 5
    assert len({m.name for m in markets}) == 245


def test_it_is_read_once() -> None:
    assert reference.load_region_table() is reference.load_region_table()


def test_an_installed_package_uses_the_folder_inside_it(elsewhere: Path) -> None:
    for folder in ("data", "csp_tui/data"):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "markets.csv").write_text("region,market,iso_alpha2,currency\n")
    assert reference.data_folder() == elsewhere / "csp_tui" / "data"


def test_missing_data_is_a_problem_with_a_next_step(elsewhere: Path) -> None:
    with pytest.raises(StorageProblem) as caught:
        reference.load_region_table()
    assert str(elsewhere) in str(caught.value.message)
    assert "again" in str(caught.value.next_step)


@pytest.mark.parametrize("content", [b"region,market\nEurope,France\n", b"\xff\xfe\xfa\n\n"])
def test_damaged_data_is_a_problem_with_a_next_step(elsewhere: Path, content: bytes) -> None:
    (elsewhere / "data").mkdir()
    (elsewhere / "data" / "markets.csv").write_bytes(content)
    with pytest.raises(StorageProblem, match="damaged"):
        reference.load_region_table()
