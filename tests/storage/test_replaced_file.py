"""A path that comes to stand for another file: noticed at once, and never written by mistake."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.offer import Offer
from csp_tui.domain.regions import RegionTable
from csp_tui.services.views import ListOrder
from csp_tui.storage.factory import Storage

REPLACED = "was replaced by another one, so nothing was saved"


@pytest.fixture
def other(path: Path, regions: RegionTable, clock: FixedClock, offer: Callable[..., Offer]) -> Path:
    """Another database, with one offer of the same ID and version as ``storage`` gets."""
    target = path.with_name("other.sqlite")
    with closing(Storage(target, regions, clock)) as storage, storage.open_unit() as unit:
        unit.offers.add(offer(name="Of the other file"))
        unit.commit()
    return target


def names(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM offer ORDER BY name")]


def shown(storage: Storage) -> list[str]:
    return [row.state.offer.setup.name for row in storage.read.offer_rows()]


def test_another_file_of_the_name_is_read_and_refused_until_it_was_seen(
    storage: Storage, path: Path, other: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    put(offer())
    assert shown(storage) == ["Contoso Backup"]
    assert storage.changes.has_changed()
    assert not storage.changes.has_changed()
    os.replace(other, path)
    with pytest.raises(StorageProblem, match=REPLACED), storage.open_unit():
        pytest.fail("started")
    assert storage.changes.has_changed()
    assert storage.changes.is_replaced()
    assert shown(storage) == ["Of the other file"]
    # It is reported once more, not only to the first writer: no page has been read again.
    with pytest.raises(StorageProblem, match=REPLACED):
        storage.open_unit()
    storage.changes.accept()
    put(offer("second", "Second"))
    assert shown(storage) == names(path) == ["Of the other file", "Second"]
    assert not storage.changes.is_replaced()


def test_the_log_of_the_replaced_file_is_not_read_into_the_other(
    storage: Storage, path: Path, other: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    log = path.with_name(f"{path.name}-wal")
    put(offer())
    assert shown(storage) == ["Contoso Backup"]
    put(offer("second", "Second"))
    assert log.stat().st_size > 0
    os.replace(other, path)
    assert shown(storage) == ["Of the other file"]
    assert storage.database.check().ok
    assert log.with_name(f"{log.name}.replaced").stat().st_size > 0


def test_a_search_reads_the_other_file_as_well(
    storage: Storage,
    path: Path,
    other: Path,
    put: Callable[..., None],
    partner: Callable[..., object],
) -> None:
    put(partner(1, "Adatum"))
    assert storage.search.find(partner(1, "").tenant_id) is not None  # type: ignore[attr-defined]
    os.replace(other, path)
    assert storage.search.find(partner(1, "").tenant_id) is None  # type: ignore[attr-defined]


def test_no_answer_about_one_file_is_given_for_the_other(
    storage: Storage,
    path: Path,
    other: Path,
    put: Callable[..., None],
    offer: Callable[..., Offer],
    tenant: Callable[[int], str],
) -> None:
    put(offer())
    for file, number in ((path, 1), (other, 2)):
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(
                "INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live)"
                " VALUES (?, ?, ?, 1, 0)",
                (offer().offer_id, tenant(number), f"Partner {number}"),
            )

    def partners() -> list[list[str]]:
        read, offer_id = storage.read, offer().offer_id
        by_name = ListOrder("name", is_reversed=True)
        orders = (None, by_name)
        pages = [read.audience_rows(offer_id, offset=0, limit=9, order=order) for order in orders]
        return [[row.name for row in page] for page in pages]

    assert partners() == [["Partner 1"], ["Partner 1"]]
    os.replace(other, path)
    assert partners() == [["Partner 2"], ["Partner 2"]]


@pytest.mark.parametrize("moment", ["begin", "commit"])
def test_a_file_that_is_replaced_during_a_unit_of_work_is_not_written(
    storage: Storage,
    path: Path,
    other: Path,
    put: Callable[..., None],
    offer: Callable[..., Offer],
    moment: str,
) -> None:
    put(offer())
    unit = storage.open_unit()
    if moment == "begin":
        os.replace(other, path)

    def work() -> None:
        with unit:
            assert moment == "commit"
            unit.offers.add(offer("second", "Second"))
            os.replace(other, path)
            unit.commit()

    with pytest.raises(StorageProblem, match=REPLACED):
        work()
    assert names(path) == ["Of the other file"]


def test_a_link_that_is_changed_names_another_file(
    storage: Storage, path: Path, other: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    real = path.with_name("real.sqlite")
    put(offer())
    storage.close()
    os.replace(path, real)
    path.symlink_to(real)
    assert shown(storage) == ["Contoso Backup"]
    path.unlink()
    path.symlink_to(other)
    assert shown(storage) == ["Of the other file"]
    assert storage.changes.is_replaced()


def test_a_file_that_no_longer_exists_is_reported_and_not_created(
    storage: Storage, path: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    put(offer())
    assert shown(storage) == ["Contoso Backup"]
    away = path.with_name("away.sqlite")
    os.replace(path, away)
    for use in (storage.changes.has_changed, storage.read.offer_rows, storage.open_unit):
        with pytest.raises(StorageProblem, match="no longer exists"):
            use()
    assert not path.exists()
    os.replace(away, path)
    put(offer("second", "Second"))
    assert shown(storage) == ["Contoso Backup", "Second"]


def test_an_empty_file_that_was_restored_by_another_program_is_noticed(
    storage: Storage,
    path: Path,
    other: Path,
    put: Callable[..., None],
    offer: Callable[..., Offer],
    regions: RegionTable,
    clock: FixedClock,
) -> None:
    put(offer())
    assert shown(storage) == ["Contoso Backup"]
    os.truncate(path, 0)
    with pytest.raises(StorageProblem, match="is empty"):
        storage.read.offer_rows()
    with closing(Storage(path, regions, clock)) as elsewhere:
        elsewhere.database.restore(other)
        assert storage.changes.has_changed()
        assert storage.changes.is_replaced()
        assert shown(storage) == ["Of the other file"]
        with elsewhere.open_unit() as unit:
            unit.offers.add(offer("second", "Second"))
            unit.commit()
    assert storage.changes.has_changed()
    assert shown(storage) == ["Of the other file", "Second"]


def test_an_emptied_file_that_is_filled_again_is_another_one(
    storage: Storage, path: Path, other: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    put(offer())
    assert shown(storage) == ["Contoso Backup"]
    os.truncate(path, 0)
    with pytest.raises(StorageProblem, match="is empty"):
        storage.read.offer_rows()
    path.write_bytes(other.read_bytes())
    assert storage.changes.has_changed()
    assert storage.changes.is_replaced()
    assert shown(storage) == ["Of the other file"]
    assert storage.database.check().ok


def test_ones_own_restore_is_no_replacement(
    storage: Storage, path: Path, other: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    put(offer())
    path.unlink()
    storage.database.restore(other)
    put(offer("second", "Second"))
    assert shown(storage) == ["Of the other file", "Second"]
