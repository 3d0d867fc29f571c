from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.storage import replacement
from csp_tui.storage.connections import connect
from csp_tui.storage.factory import Storage
from csp_tui.storage.schema_version import SCHEMA_VERSION
from csp_tui.temp_files import temporary_in
from tests.storage.importing import import_directory

Put = Callable[..., None]
Tenant = Callable[[int], str]
MakeOffer = Callable[..., Offer]
MakePartner = Callable[..., Partner]


@pytest.fixture
def filled(storage: Storage, offer: MakeOffer, partner: MakePartner, put: Put) -> Storage:
    put(offer(), *(partner(number, f"Partner {number}") for number in range(30)))
    return storage


@pytest.fixture
def copy(filled: Storage, tmp_path: Path) -> Path:
    target = tmp_path / "copy.sqlite"
    filled.database.backup(target)
    return target


def test_facts_on_a_file_that_does_not_exist_do_not_make_it(
    new_storage: Storage, path: Path
) -> None:
    info = new_storage.database.info()

    assert (info.path, info.exists, info.schema) == (str(path), False, "")
    assert (info.offers, info.partners, info.size_bytes) == (0, 0, 0)
    assert not path.parent.exists()


def test_facts_on_a_file_count_what_is_in_it(filled: Storage, path: Path) -> None:
    info = filled.database.info()

    assert (info.exists, info.schema, info.offers, info.partners) == (True, SCHEMA_VERSION, 1, 30)
    assert info.size_bytes >= path.stat().st_size > 0


def test_an_intact_file_has_no_problems(filled: Storage) -> None:
    assert filled.database.check().ok
    assert filled.database.check().problems == ()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("DELETE FROM partner WHERE rank = 4", "not in the order"),
        ("UPDATE partner SET folded = 'a' WHERE rank = 4", "not in the order"),
        ("DELETE FROM partner WHERE rank = 30", "index has 30 partners, the directory 29"),
        ("UPDATE partner SET name = 'Other' WHERE rank = 4", "not in the order"),
        ("UPDATE directory SET partners = 7", "index has 7 partners, the directory 30"),
        ("DELETE FROM directory", "index has -1 partners"),
        ("INSERT INTO word_index (word_index) VALUES ('delete-all')", "index is damaged"),
        ("DELETE FROM word_index_data WHERE id > 10", "index"),
        ("DELETE FROM partner_word WHERE id = 1", "index is damaged"),
        ("UPDATE partner_word SET ranks = x'05000000' WHERE id = 1", "index is damaged"),
        ("INSERT INTO partner_gram VALUES ('p', 1, x'01000000')", "index is damaged"),
        ("UPDATE facet SET ranks = x'01000000'", "counts of the filters"),
        ("UPDATE facet SET partners = 7", "counts of the filters"),
        (
            "INSERT INTO plan VALUES ('no-offer', 0, 'gold', 'standard')",
            "plan refers to a missing row of offer",
        ),
        (
            (
                "INSERT INTO audience_member "
                "(offer_id, tenant_id, label, in_draft, in_live) VALUES "
                "('contoso-backup', '3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e', '', 0, 1)"
            ),
            "contoso-backup has live partners but was never published",
        ),
        (
            "UPDATE offer SET live_setup = '{}', published_at = created_at",
            "row contoso-backup of the table offer cannot be read",
        ),
        (
            (
                "INSERT INTO support_request VALUES (1, 'contoso-backup', 'deauthorize', NULL, "
                "'draft', NULL, '{}', '', '', '', '', '', 'minimal', 'en', 1, "
                "'2026-08-01T09:30:00+00:00', '2026-08-01T09:30:00+00:00', NULL)"
            ),
            "Support request 1 names no partner",
        ),
    ],
)
def test_wrong_states_are_found(filled: Storage, path: Path, damage: str, sentence: str) -> None:
    connection = connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(damage)
    connection.close()

    check = filled.database.check()

    assert not check.ok
    assert any(sentence in problem for problem in check.problems), check.problems


def test_a_live_partner_that_is_not_in_the_draft_is_found(
    filled: Storage, path: Path, tenant: Tenant
) -> None:
    with filled.open_unit() as unit:
        delta = ListDelta(live_added=(tenant(1),))
        unit.audiences.apply("contoso-backup", delta, {})
        unit.commit()
    connection = connect(path)
    connection.execute(
        "UPDATE offer SET published_at = created_at, live_channel = 'some', live_setup = "
        '\'{"name": "x", "transactable": true, "plans": [], "csp_url": "", "csp_contact": {}}\''
    )
    connection.close()

    assert filled.database.check().problems == (
        "contoso-backup has live partners that are not in its draft.",
    )


def test_checking_changes_nothing(filled: Storage, path: Path) -> None:
    filled.close()
    before = path.read_bytes()

    filled.database.check()

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_damaged_pages_are_found(filled: Storage, path: Path) -> None:
    filled.close()
    whole = bytearray(path.read_bytes())
    whole[3 * 4096 : 8 * 4096] = b"\xa5" * (5 * 4096)
    path.write_bytes(whole)

    check = filled.database.check()
    assert not check.ok
    assert "damaged" in check.problems[0]


@pytest.mark.parametrize("content", [b"", b"x", b"tenant_id,name\n" * 50])
def test_a_file_that_is_no_database_is_a_problem(
    new_storage: Storage, path: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    assert "a database" in new_storage.database.check().problems[0]
    for use in (new_storage.prepare, new_storage.database.info, new_storage.read.offer_rows):
        with pytest.raises(StorageProblem, match="a database"):
            use()
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_file_is_a_problem(new_storage: Storage) -> None:
    with pytest.raises(StorageProblem, match="There is no file"):
        new_storage.database.check()


def test_a_backup_is_one_whole_file_of_its_owner(filled: Storage, copy: Path) -> None:
    other = Storage(copy, filled.read._regions, filled._clock)

    assert other.database.check().ok
    assert other.read.offer_rows() == filled.read.offer_rows()
    assert other.search.count(PartnerQuery(text="partner")) == 30
    other.close()
    assert [file.name for file in copy.parent.iterdir() if file.is_file()] == ["copy.sqlite"]
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_backup_is_made_while_someone_writes(
    filled: Storage, offer: MakeOffer, tmp_path: Path
) -> None:
    with filled.open_unit() as unit:
        unit.offers.add(offer("half-done", "Half done"))
        filled.database.backup(tmp_path / "copy.sqlite")
        unit.commit()

    copied = connect(tmp_path / "copy.sqlite")
    assert copied.execute("SELECT offer_id FROM offer").fetchall() == [("contoso-backup",)]
    copied.close()


def test_a_backup_overwrites_nothing(filled: Storage, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious")

    for taken in (target, path, tmp_path):
        with pytest.raises(StorageProblem, match="already exists"):
            filled.database.backup(taken)
    assert target.read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(filled: Storage, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem):
        filled.database.backup(tmp_path / "nowhere" / "copy.sqlite")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("damage", ["cut off", "overwritten"])
def test_a_damaged_file_makes_no_backup(
    filled: Storage, path: Path, tmp_path: Path, damage: str
) -> None:
    filled.close()
    whole = path.read_bytes()
    if damage == "cut off":
        path.write_bytes(whole[:-5000])
    else:
        path.write_bytes(whole[: 3 * 4096] + b"\xa5" * (5 * 4096) + whole[8 * 4096 :])
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(StorageProblem, match="damaged"):
        filled.database.backup(folder / "copy.sqlite")
    assert list(folder.iterdir()) == []


def test_there_is_no_backup_of_nothing(new_storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="no file"):
        new_storage.database.backup(tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_restored_backup_takes_the_place_and_keeps_what_was_there(
    filled: Storage, copy: Path, path: Path, offer: MakeOffer, put: Put
) -> None:
    put(offer("later-offer", "Later"))
    before = copy.read_bytes()

    kept = filled.database.restore(copy)

    assert [row.state.offer.offer_id for row in filled.read.offer_rows()] == ["contoso-backup"]
    assert filled.search.count(PartnerQuery()) == 30
    assert kept == path.with_name("csp-before-restore-20260801-093000.sqlite")
    old = connect(kept)
    assert old.execute("SELECT count(*) FROM offer").fetchone() == (2,)
    old.close()
    assert copy.read_bytes() == before
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    again = filled.database.restore(copy)
    assert again == path.with_name("csp-before-restore-20260801-093000-2.sqlite")


def test_a_reader_while_a_backup_is_restored_reads_on_and_then_reads_the_backup(
    filled: Storage, copy: Path, path: Path, offer: MakeOffer, put: Put
) -> None:
    put(offer("later-offer", "Later"))
    other = connect(path)
    other.execute("BEGIN")
    count = "SELECT count(*) FROM offer"
    assert other.execute(count).fetchone() == (2,)

    filled.database.restore(copy)

    assert other.execute(count).fetchone() == (2,)
    other.execute("ROLLBACK")
    assert other.execute(count).fetchone() == (1,)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM offer")
    other.execute("COMMIT")
    other.close()
    assert filled.read.offer_rows() == []
    assert filled.database.check().ok


def test_other_programs_search_again_after_a_restore(
    filled: Storage, copy: Path, path: Path, partner: MakePartner
) -> None:
    other = Storage(path, filled.read._regions, filled._clock)
    import_directory(filled, [partner(99, "Cloud Last")], replace=True)
    assert other.search.count(PartnerQuery(text="cloud")) == 1

    filled.database.restore(copy)

    assert other.search.count(PartnerQuery(text="cloud")) == 0
    assert other.search.count(PartnerQuery(text="partner")) == 30
    other.close()


def test_a_backup_with_pages_of_another_size_is_restored(
    filled: Storage, copy: Path, path: Path
) -> None:
    connection = connect(copy)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("VACUUM")
    connection.close()
    reader = connect(path)
    reader.execute("SELECT count(*) FROM offer").fetchone()

    filled.database.restore(copy)

    assert filled.database.check().ok
    assert reader.execute("SELECT count(*) FROM partner").fetchone() == (30,)
    reader.close()


def test_facts_on_a_file_in_use_keep_its_locks(filled: Storage, path: Path) -> None:
    """Closing a file that Python opened would end them, and another program take the log away."""
    filled.close()
    assert len(filled.read.offer_rows()) == 1
    filled.database.info()
    filled.database.check()
    program = (
        "import sys; from pathlib import Path; from csp_tui.storage.connections import connect;"
        "c = connect(Path(sys.argv[1])); c.execute('DELETE FROM offer'); c.close()"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(path)], check=True, cwd=Path(__file__).parents[2]
    )

    assert path.with_name(f"{path.name}-wal").exists()
    assert filled.read.offer_rows() == []


def test_a_search_after_restoring_finds_partners_of_the_backup(
    storage: Storage, path: Path, tmp_path: Path, partner: MakePartner
) -> None:
    def merge(*partners: Partner) -> None:
        import_directory(storage, partners, replace=True)

    asked, copy = PartnerQuery(text="cloud"), tmp_path / "copy.sqlite"
    merge(partner(1, "Cloud First"), partner(2, "Zeta"))
    storage.database.backup(copy)
    storage.close()
    path.unlink()
    # Another directory that has been changed as often as the one of the backup.
    merge(partner(3, "Alpha"), partner(4, "Cloud Second"), partner(5, "Cloud Third"))
    assert storage.search.count(asked) == 2

    storage.database.restore(copy)

    assert storage.search.count(asked) == 1
    assert [row.name for row in storage.search.page(asked)] == ["Cloud First"]


def test_a_backup_is_restored_where_nothing_was(
    filled: Storage, copy: Path, tmp_path: Path
) -> None:
    target = tmp_path / "fresh" / "csp.sqlite"
    fresh = Storage(target, filled.read._regions, filled._clock)

    assert fresh.database.restore(copy) is None
    assert len(fresh.read.offer_rows()) == 1
    fresh.close()
    assert list(target.parent.iterdir()) == [target]


def test_a_backup_is_restored_over_a_file_that_is_beyond_repair(
    filled: Storage, copy: Path, path: Path
) -> None:
    filled.close()
    path.write_bytes(b"no database at all")

    kept = filled.database.restore(copy)

    assert kept is not None
    assert kept.read_bytes() == b"no database at all"
    assert len(filled.read.offer_rows()) == 1


def test_what_is_not_an_intact_backup_is_refused_and_nothing_changes(
    filled: Storage, copy: Path, path: Path, tmp_path: Path
) -> None:
    text = tmp_path / "text.csv"
    text.write_text("tenant_id,name\n" * 20)
    foreign = tmp_path / "foreign.sqlite"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    damaged = tmp_path / "damaged.sqlite"
    whole = bytearray(copy.read_bytes())
    whole[3 * 4096 : 8 * 4096] = b"\xa5" * (5 * 4096)
    damaged.write_bytes(whole)
    newer = tmp_path / "newer.sqlite"
    newer.write_bytes(copy.read_bytes())
    connection = connect(newer)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    filled.close()
    before = path.read_bytes()

    for source in (text, foreign, damaged, newer, tmp_path / "missing.sqlite", path):
        with pytest.raises(StorageProblem):
            filled.database.restore(source)
        assert path.read_bytes() == before, source
        assert list(path.parent.iterdir()) == [path], source


def test_a_file_that_another_program_keeps_writing_is_not_replaced(
    filled: Storage, copy: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacement, "BUSY_TIMEOUT", 0.05)
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageProblem, match="locked"):
        filled.database.restore(copy)
    other.execute("ROLLBACK")
    other.close()

    assert filled.database.check().ok
    assert not list(path.parent.glob("*before-restore*"))
    assert not list(path.parent.glob(".csp-tui*"))


def test_a_restore_that_fails_halfway_changes_nothing(
    filled: Storage,
    copy: Path,
    path: Path,
    offer: MakeOffer,
    put: Put,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(offer("later-offer", "Later"))

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(replacement, "copy_database", full)
    with pytest.raises(StorageProblem, match="full"):
        filled.database.restore(copy)

    assert len(filled.read.offer_rows()) == 2
    assert filled.database.check().ok
    assert not list(path.parent.glob("*before-restore*"))


def test_a_file_whose_log_was_half_written_into_it_is_intact_again(
    filled: Storage, path: Path, tmp_path: Path, partner: MakePartner
) -> None:
    """What a program leaves that is killed between two pages of a checkpoint."""
    filled.close()
    before = path.stat().st_size
    reader = connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM partner").fetchone()
    more = (partner(number, f"Partner {number}") for number in range(5_000))
    import_directory(filled, more, replace=True)
    log = path.with_name(f"{path.name}-wal")
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    left.with_name(log.name).write_bytes(log.read_bytes())
    reader.close()
    filled.close()
    whole = path.read_bytes()
    assert len(whole) > 2 * before
    left.write_bytes(whole[:before])

    opened = Storage(left, filled.read._regions, filled._clock)
    assert opened.search.count(PartnerQuery()) == 5_000
    assert opened.database.check().ok
    opened.close()


def test_a_damaged_file_is_kept_with_its_log(filled: Storage, copy: Path, path: Path) -> None:
    filled.close()
    path.write_bytes(b"no database at all")
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"and no log")

    kept = filled.database.restore(copy)

    assert kept is not None
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"and no log"
    assert filled.database.check().ok


def test_a_link_to_the_file_stays_a_link(
    filled: Storage, copy: Path, path: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(path)
    linked = Storage(link, filled.read._regions, filled._clock)
    path.write_bytes(b"damaged")
    filled.close()

    kept = linked.database.restore(copy)

    assert link.is_symlink()
    assert kept is not None
    assert kept.parent == path.parent
    assert linked.database.check().ok
    linked.close()


def test_what_a_killed_program_left_is_removed(filled: Storage, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with temporary_in(folder) as draft:
        mine = draft.name
        ended = mine.replace(f"-{os.getpid()}-", f"-{2**22 + 1}-")
        elsewhere = f".csp-tui-draft-00000000-{os.getpid()}-00000000"
        ancient = elsewhere[:-1] + "1-wal"
        of_earlier, recent = ".csp-tui-0123456789ab.part", ".csp-tui-ba9876543210.part"
        for name in (ended, f"{ended}-journal", elsewhere, ancient, "mine.sqlite"):
            (folder / name).touch()
        for name in (of_earlier, recent, "a.part"):
            (folder / name).touch()
        os.utime(folder / ancient, (0, 0))
        os.utime(folder / of_earlier, (0, 0))

        filled.database.backup(folder / "copy.sqlite")

        left = sorted(file.name for file in folder.iterdir())
        assert left == sorted([mine, elsewhere, recent, "a.part", "copy.sqlite", "mine.sqlite"])
    assert not (folder / mine).exists()


def test_storage_can_be_closed_while_another_thread_reads(filled: Storage) -> None:
    stop = threading.Event()
    problems: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                filled.read.offer_rows()
        except BaseException as error:
            problems.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(20):
        filled.close()
    stop.set()
    thread.join()

    assert problems == []
