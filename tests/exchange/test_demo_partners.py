"""The demo's partners are a file that anyone could import."""

from __future__ import annotations

import csv
import unicodedata

import pytest

from csp_tui.domain.partner import Partner, PartnerType
from csp_tui.domain.text import fold
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.reference import data_folder, load_region_table


@pytest.fixture(scope="module")
def reader() -> PartnerFileReader:
    return PartnerFileReader(data_folder() / "demo" / "partners.csv")


@pytest.fixture(scope="module")
def partners(reader: PartnerFileReader) -> list[Partner]:
    return list(reader)


def test_every_row_is_imported_unchanged(
    partners: list[Partner], reader: PartnerFileReader
) -> None:
    assert (len(partners), reader.rejected, reader.cleaned) == (2000, 0, 0)


def test_ids_and_names_are_unique(partners: list[Partner]) -> None:
    assert len({partner.tenant_id for partner in partners}) == 2000
    assert len({fold(partner.name) for partner in partners}) == 2000


def test_every_region_is_there(partners: list[Partner]) -> None:
    table = load_region_table()
    countries = {partner.country for partner in partners}
    assert len(countries) >= 60
    assert table.coverage(countries) == table.whole()


def test_facets_are_there_to_filter_by(partners: list[Partner]) -> None:
    with (data_folder() / "competencies.csv").open(encoding="utf-8", newline="") as file:
        known = {row["name_en"] for row in csv.DictReader(file)}
    assert {name for partner in partners for name in partner.competencies} == known
    assert 30 <= len({skill for partner in partners for skill in partner.skills}) <= 50
    assert {partner.type for partner in partners} == {*PartnerType, None}
    assert any(not partner.competencies and not partner.skills for partner in partners)


def test_names_try_what_screens_find_hard(partners: list[Partner]) -> None:
    names = [partner.name for partner in partners]
    assert sum(not name.isascii() for name in names) > 300
    assert sum(any(unicodedata.east_asian_width(c) == "W" for c in name) for name in names) > 30
    assert (
        sum(any(unicodedata.bidirectional(c) in {"R", "AL"} for c in name) for name in names) > 20
    )
    assert sum(len(name) > 120 for name in names) >= 2
    for mark in "'&,(":
        assert any(mark in name for name in names)
