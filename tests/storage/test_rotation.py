from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.history import Action
from csp_tui.domain.offer import Offer
from csp_tui.storage.connections import connect
from csp_tui.storage.factory import Storage
from csp_tui.storage.rotation import expired

Put = Callable[..., None]
MakeOffer = Callable[..., Offer]
DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)


def day_by_day(days: int) -> list[datetime]:
    """What is left when a backup is made every day, and those that may go have gone."""
    left: list[datetime] = []
    for day in range(days):
        left.append(FIRST + day * DAY)
        left = sorted(set(left) - expired(left))
    return left


def test_a_year_of_days_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    left = day_by_day(400)
    last = FIRST + 399 * DAY

    assert [last - moment for moment in left[-7:]] == [day * DAY for day in range(6, -1, -1)]
    weeks = {moment.isocalendar()[:2] for moment in left}
    assert {(last - week * 7 * DAY).isocalendar()[:2] for week in range(4)} <= weeks
    months = {(moment.year, moment.month) for moment in left}
    assert len(months) == 12
    assert len(left) <= 7 + 4 + 12


def test_what_was_made_a_week_ago_stays_while_nothing_changes() -> None:
    long_ago = FIRST - 3_000 * DAY

    assert expired([long_ago, FIRST]) == set()


moments = st.lists(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), max_size=60
)


@given(moments)
def test_the_newest_always_stays_and_what_has_gone_once_is_not_missed(
    made: list[datetime],
) -> None:
    gone = expired(made)

    assert gone <= set(made)
    assert not made or max(made) not in gone
    assert len(set(made) - gone) <= 7 + 4 + 12
    assert expired(set(made) - gone) == set()


def test_there_is_one_backup_a_day_of_what_has_changed(
    new_storage: Storage, path: Path, clock: FixedClock, offer: MakeOffer
) -> None:
    storage = new_storage
    assert storage.database.back_up_daily() is None
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        unit.commit()

    made = storage.database.back_up_daily()
    assert made == path.parent / "backups" / "csp.sqlite-daily-20260801-093000.sqlite"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    clock.moment += timedelta(hours=2)
    note(storage, clock)
    assert storage.database.back_up_daily() is None

    clock.moment += DAY
    again = storage.database.back_up_daily()
    clock.moment += DAY
    assert storage.database.back_up_daily() is None
    assert again is not None
    assert [backup.path for backup in storage.database.backups()] == [str(again), str(made)]
    copy = Storage(again, storage.read._regions, clock)
    assert copy.database.check().ok
    assert copy.read.offer_rows() == storage.read.offer_rows()
    copy.close()


def note(storage: Storage, clock: FixedClock) -> None:
    """Change something, which leaves a row in the history."""
    with storage.open_unit() as unit:
        unit.history.append(clock.now(), "ada", Action.OFFER_EDITED, None, {})
        unit.commit()


def test_a_restore_counts_as_a_change(
    storage: Storage, clock: FixedClock, tmp_path: Path, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    storage.database.backup(tmp_path / "copy.sqlite")
    note(storage, clock)
    assert storage.database.back_up_daily() is not None
    clock.moment += DAY
    storage.database.restore(tmp_path / "copy.sqlite")

    assert storage.database.back_up_daily() is not None


def test_rotation_deletes_only_what_it_has_made_itself(
    storage: Storage, path: Path, clock: FixedClock, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    first = storage.database.back_up_daily()
    assert first is not None
    folder = first.parent
    others = (
        "csp.sqlite",
        "mine.sqlite",
        "csp.sqlite-daily-20200101-000000.sqlite.bak",
        "other.sqlite-daily-20200101-000000.sqlite",
        "csp.sqlite-daily-20209999-000000.sqlite",
    )
    for name in others:
        shutil.copyfile(first, folder / name)
    # Named as if it had been made here, but no database of this program.
    text = folder / "csp.sqlite-daily-20200101-000000.sqlite"
    text.write_text("a letter")
    for _day in range(40):
        clock.moment += DAY
        note(storage, clock)
        assert storage.database.back_up_daily() is not None

    left = {file.name for file in folder.iterdir()}
    assert {*others, text.name} <= left
    assert len(storage.database.backups()) <= 7 + 4 + 3 + 1
    assert first.name not in left


def test_a_damaged_file_makes_no_backup_and_takes_none_away(
    storage: Storage, path: Path, clock: FixedClock, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    first = storage.database.back_up_daily()
    clock.moment += DAY
    note(storage, clock)
    connection = connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO plan VALUES ('no-offer', 0, 'gold', 'standard')")
    connection.close()

    with pytest.raises(StorageProblem, match="damaged"):
        storage.database.back_up_daily()
    assert first is not None
    assert [file.name for file in first.parent.iterdir()] == [first.name]


def test_a_folder_that_cannot_be_made_is_reported(
    storage: Storage, path: Path, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    (path.parent / "backups").write_text("in the way")

    with pytest.raises(StorageProblem, match="backups"):
        storage.database.back_up_daily()
    assert os.listdir(path.parent).count("backups") == 1


def test_a_backup_of_a_later_date_stops_none_and_is_not_rotated(
    storage: Storage, path: Path, clock: FixedClock, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    made = storage.database.back_up_daily()
    assert made is not None
    later = made.with_name(f"{path.name}-daily-20990101-000000.sqlite")
    shutil.copyfile(made, later)
    clock.moment += DAY
    note(storage, clock)

    again = storage.database.back_up_daily()

    assert again is not None
    assert {Path(backup.path) for backup in storage.database.backups()} == {made, again, later}
