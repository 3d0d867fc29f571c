"""The same directory file again: recognized, not read, and reported as before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.services.context import Context
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.factory import Storage

HEADER = "tenant_id,name,country\n"
ROWS = [f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e,Partner {number},FR\n" for number in range(30)]
BAD = "no-id,Nobody,FR\n0000ffff-1b5d-4c1e-9a77-0c6b6f2d9c1e,Nowhere,France\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "directory.csv"
    path.write_text(HEADER + "".join(ROWS) + BAD, encoding="utf-8")
    return path


@pytest.fixture
def take(
    storage: Storage, clock: FixedClock, regions: RegionTable
) -> Callable[..., tuple[DirectoryImport, int]]:
    context = Context(
        storage.open_unit,
        storage.open_draft,
        storage.open_read,
        storage.read,
        clock,
        "ann",
        regions,
    )
    directory = DirectoryService(context, storage.search)

    def run(file: Path, **how: bool) -> tuple[DirectoryImport, int]:
        told: list[int] = []
        with PartnerFileReader(file) as reader:
            result = directory.import_partners(reader, progress=told.append, **how)
            assert reader.bytes_read == file.stat().st_size
            assert (reader.rejected, len(reader.rejects)) == (2, 2)
            assert [reject.line for reject in reader.rejects] == [32, 33]
            assert "two-letter" in str(reader.rejects[1].reason)
        return result, max(told, default=0)

    return run


def counts(result: DirectoryImport) -> tuple[int, int, int, int]:
    return result.added, result.updated, result.unchanged, result.removed


def test_a_file_that_is_held_already_is_not_read_again(
    take: Callable[..., tuple[DirectoryImport, int]], file: Path, storage: Storage
) -> None:
    assert counts(take(file)[0]) == (30, 0, 0, 0)

    for how in ({}, {"replace": True}, {"preview": True}, {"preview": True, "replace": True}):
        result, rows_read = take(file, **how)
        assert counts(result) == (0, 0, 30, 0)
        assert rows_read == 0
    assert len(storage.read.history()) == 1
    assert storage.database.check().ok


def test_a_preview_is_not_remembered(
    take: Callable[..., tuple[DirectoryImport, int]], file: Path
) -> None:
    for _ in range(2):
        assert counts(take(file, preview=True)[0]) == (30, 0, 0, 0)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE partner SET city = 'Lyon' WHERE rank = 3", (0, 1, 29, 0)),
        ("DELETE FROM partner WHERE rank = 30", (1, 0, 29, 0)),
        (
            (
                "INSERT INTO partner SELECT 31, 'ffffffff' || substr(tenant_id, 9), name, folded, "
                "country, type, mpn_id, city, competencies, skills FROM partner WHERE rank = 1"
            ),
            (0, 0, 30, 1),
        ),
    ],
)
def test_a_directory_that_was_changed_since_is_reported_correctly(
    take: Callable[..., tuple[DirectoryImport, int]],
    file: Path,
    storage: Storage,
    raw: sqlite3.Connection,
    change: str,
    expected: tuple[int, int, int, int],
) -> None:
    take(file)
    raw.execute(change)

    result, rows_read = take(file, replace=True)

    assert counts(result) == expected
    assert rows_read == 32 - 2
    assert storage.database.check().ok


def test_another_file_in_between_is_heard(
    take: Callable[..., tuple[DirectoryImport, int]],
    file: Path,
    partner: Callable[..., Partner],
    put: Callable[..., None],
    storage: Storage,
) -> None:
    take(file)
    put(partner(7, "Renamed"), partner(99, "New"))

    assert counts(take(file)[0]) == (0, 1, 29, 0)
    # The new partner is not in the file: a replace names it, for which the file is read again.
    result, rows_read = take(file, preview=True, replace=True)
    assert (counts(result), rows_read) == ((0, 0, 30, 1), 30)
    assert counts(take(file, replace=True)[0]) == (0, 0, 30, 1)
    assert storage.search.count(PartnerQuery()) == 30


def test_one_other_byte_makes_another_file(
    take: Callable[..., tuple[DirectoryImport, int]], file: Path
) -> None:
    take(file)
    file.write_text(file.read_text(encoding="utf-8").replace("Partner 5,", "Partner V,"), "utf-8")

    assert counts(take(file)[0]) == (0, 1, 29, 0)


def test_a_merge_leaves_the_schema_as_the_migration_made_it(
    storage: Storage,
    raw: sqlite3.Connection,
    partner: Callable[..., Partner],
    put: Callable[..., None],
) -> None:
    def schema() -> list[tuple[str, str]]:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted((name, " ".join(sql.split())) for name, sql in rows)

    before = schema()
    put(partner(1, "Alpine"))

    assert schema() == before
