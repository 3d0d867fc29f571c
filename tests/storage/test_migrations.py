from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import PartnerQuery
from csp_tui.exchange.reference import demo_database
from csp_tui.storage import schema, schema_version, tables
from csp_tui.storage.connections import connect
from csp_tui.storage.engine import make_engine
from csp_tui.storage.factory import Storage
from csp_tui.storage.migrations import configuration
from tests.reliability.doing import is_migrated
from tests.reliability.earlier_schema import COLUMNS, EARLIER, TABLES, step_back
from tests.reliability.next_schema import NEXT, next_schema, write_next_schema
from tests.storage.make_file import FILES, HELD, write_file

assert tables.OfferRecord  # the metadata is complete once the module is imported


@pytest.fixture
def storage(new_storage: Storage) -> Storage:
    """Creates its database, which is what is tested here."""
    return new_storage


def definitions(connection: sqlite3.Connection) -> dict[str, str]:
    return {
        name: re.sub(r"\s+", "", sql)
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN "
            "('table', 'index') AND name NOT LIKE 'word_index%' AND name NOT LIKE 'sqlite%' "
            "AND name <> 'alembic_version'"
        )
    }


def test_the_migrated_tables_are_those_of_the_models(
    raw: sqlite3.Connection, tmp_path: Path
) -> None:
    """Letter by letter; what plain SQL alone reads and writes has no model."""
    engine = create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    models = connect(tmp_path / "models.sqlite")
    modeled = definitions(models)
    models.close()

    assert modeled.keys() >= {"offer", "history", "support_request", "resale"}
    assert {name: sql for name, sql in definitions(raw).items() if name in modeled} == modeled


def test_alembic_finds_nothing_to_migrate(storage: Storage, path: Path) -> None:
    storage.prepare()

    def ours(thing: Any, name: str | None, kind: str, *_rest: object) -> bool:
        return kind != "table" or name in SQLModel.metadata.tables

    engine = make_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_versions_known_without_alembic_are_those_of_the_scripts() -> None:
    script = ScriptDirectory.from_config(configuration())
    revisions = [revision.revision for revision in script.walk_revisions()]

    assert tuple(reversed(revisions)) == schema_version.VERSIONS
    assert script.get_current_head() == schema_version.SCHEMA_VERSION


def test_a_new_file_and_its_folder_belong_to_their_owner_alone(
    storage: Storage, path: Path
) -> None:
    storage.prepare()

    assert schema_version.version_of(path) == schema_version.SCHEMA_VERSION
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_log_beside_the_file_belongs_to_its_owner_alone(
    storage: Storage, path: Path, put: Callable[..., None], offer: Callable[..., Offer]
) -> None:
    storage.read.offer_rows()
    put(offer())

    log = path.with_name(f"{path.name}-wal")
    assert log.exists()
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_file_with_an_application_id_and_no_tables_gets_them(
    storage: Storage, path: Path
) -> None:
    path.parent.mkdir()
    started = sqlite3.connect(path)
    started.execute(f"PRAGMA application_id = {schema_version.APPLICATION_ID}")
    started.close()

    assert storage.read.offer_rows() == []
    assert storage.database.check().ok


def test_the_first_to_create_the_file_wins(
    storage: Storage, path: Path, monkeypatch: pytest.MonkeyPatch, offer: Callable[..., Offer]
) -> None:
    other = Storage(path, storage.read._regions, storage._clock)
    upgrade = schema.upgrade

    def be_late(draft: Path) -> None:
        upgrade(draft)
        monkeypatch.setattr(schema, "upgrade", upgrade)
        with other.open_unit() as unit:
            unit.offers.add(offer())
            unit.commit()

    monkeypatch.setattr(schema, "upgrade", be_late)

    assert len(storage.read.offer_rows()) == 1
    storage.close()
    other.close()
    assert list(path.parent.iterdir()) == [path]


def test_a_migration_that_fails_leaves_nothing_behind(
    storage: Storage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from csp_tui.storage import migrations

    def fail(*_args: object) -> None:
        connection = configuration_seen[0].attributes["connection"]
        connection.exec_driver_sql("CREATE TABLE half (done INTEGER)")
        raise OperationalError("x", {}, sqlite3.OperationalError("disk I/O error"))

    configuration_seen: list[Any] = []

    def remember(config: Any, _target: str) -> None:
        configuration_seen.append(config)
        fail()

    with monkeypatch.context() as patch:
        patch.setattr(migrations.command, "upgrade", remember)
        with pytest.raises(StorageProblem):
            storage.prepare()
    assert list(path.parent.iterdir()) == []
    storage.prepare()


@pytest.mark.parametrize("use", ["read", "write", "search", "info"])
def test_a_newer_file_is_refused_and_stays_unchanged(
    storage: Storage, path: Path, use: str
) -> None:
    storage.prepare()
    storage.close()
    newer = connect(path)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    before = path.read_bytes()

    uses: dict[str, Callable[[], object]] = {
        "read": storage.read.offer_rows,
        "write": storage.open_unit,
        "search": lambda: storage.search.find("x"),
        "info": storage.database.info,
    }

    with pytest.raises(StorageProblem, match=r"schema 9999.*newer"):
        uses[use]()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == [path]


def test_a_database_of_another_program_is_refused_and_stays_unchanged(
    storage: Storage, path: Path
) -> None:
    path.parent.mkdir()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.commit()
    foreign.close()
    before = path.read_bytes()

    with pytest.raises(StorageProblem, match="another program"):
        storage.open_unit()
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(storage: Storage, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("tenant_id,name\n" * 20, encoding="utf-8")

    with pytest.raises(StorageProblem, match="not a database"):
        storage.read.offer_rows()
    assert path.read_text(encoding="utf-8").startswith("tenant_id")


def test_an_older_file_is_copied_before_it_is_migrated(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    shutil.copyfile(FILES / "schema-0001.db", path)
    migrated: list[Path] = []
    monkeypatch.setattr(schema, "upgrade", migrated.append)

    backup = schema.prepare(path, clock.now)

    newest = schema_version.SCHEMA_VERSION
    assert backup == path.with_name(f"csp-before-{newest}-20260801-093000.sqlite")
    assert schema_version.version_of(backup) == "0001"
    assert held_in_rows(backup) == held_in_rows(path)
    assert migrated == [path]


def test_reading_and_searching_import_nothing_that_only_writing_needs(
    storage: Storage, path: Path
) -> None:
    storage.prepare()
    storage.close()
    program = f"""
import sys
from pathlib import Path
from csp_tui.domain.clock import SystemClock
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.storage.factory import Storage
storage = Storage(Path({str(path)!r}), RegionTable(()), SystemClock())
assert storage.read.offer_rows() == []
assert storage.search.count(PartnerQuery()) == 0
assert storage.database.info().exists
heavy = {{"sqlmodel", "sqlalchemy", "alembic", "pydantic", "textual"}} & set(sys.modules)
assert not heavy, heavy
with storage.open_unit():
    assert "sqlmodel" in sys.modules and "alembic" not in sys.modules
storage.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def held_in_rows(path: Path) -> dict[str, list[Any]]:
    """Every row of every table, by table."""
    connection = connect(path)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE '%schema'"
    )
    rows = {
        name: sorted(map(tuple, connection.execute(f'SELECT * FROM "{name}"')), key=repr)
        for (name,) in tables.fetchall()
    }
    connection.close()
    return rows


def held_in(path: Path) -> dict[str, object]:
    """What a file holds, through the program, in the shape of ``make_file.HELD``."""
    workbench = open_workbench(path, who="ada")
    try:
        offers = [row.state.offer for row in workbench.offers.rows()]
        return {
            "offers": [
                (offer.offer_id, offer.setup.name, offer.draft_channel, offer.live_channel)
                for offer in offers
            ],
            "audience": sorted(
                (int(row.tenant_id[:8], 16), row.in_draft, row.in_live)
                for row in workbench.audience.rows("contoso-backup")
            ),
            "resales": [
                (int(row.tenant_id[:8], 16), row.first_sold_on) for row in workbench.resales.rows()
            ],
            "requests": [
                (request.offer_id, request.kind, request.status, request.ticket)
                for request in workbench.support.rows()
            ],
            "partners": sorted(row.name for row in workbench.directory.search.page(PartnerQuery())),
            "history": len(workbench.history.entries()),
        }
    finally:
        workbench.close()


def test_there_is_a_file_of_every_schema_there_has_been() -> None:
    assert {file.name for file in FILES.glob("schema-*.db")} == {
        f"schema-{version}.db" for version in schema_version.VERSIONS
    }


@pytest.mark.parametrize("version", schema_version.VERSIONS)
def test_a_file_of_an_earlier_schema_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, version: str
) -> None:
    path = tmp_path / "csp.sqlite"
    shutil.copyfile(FILES / f"schema-{version}.db", path)
    assert schema_version.version_of(path) == version

    assert held_in(path) == {**HELD, "partners": sorted(HELD["partners"])}  # type: ignore[call-overload]

    assert schema_version.version_of(path) == schema_version.SCHEMA_VERSION
    workbench = open_workbench(path)
    assert workbench.database.check().problems == ()
    # What can be done with a new file can be done with it.
    workbench.audience.sync("contoso-backup")
    workbench.support.complete(1)
    assert workbench.database.check().problems == ()
    workbench.close()
    kept = list(tmp_path.glob("csp-before-*.sqlite"))
    assert len(kept) == (version != schema_version.SCHEMA_VERSION)


def test_the_second_schema_adds_columns_and_keeps_every_row(tmp_path: Path) -> None:
    path = tmp_path / "csp.sqlite"
    shutil.copyfile(FILES / "schema-0001.db", path)
    before = held_in_rows(path)
    added = {
        "history": (None,),
        "support_request": (None,),
        "audience_member": (None,),
        "resale": (None,),
        "offer": (None,),
    }
    del before["alembic_version"]

    open_workbench(path).close()

    after = held_in_rows(path)
    assert [table for table, rows in before.items() if not rows] == ["partner_gram"]
    for table, rows in before.items():
        assert after[table] == [row + added.get(table, ()) for row in rows], table


def test_a_large_file_of_the_first_schema_is_the_same_after_its_migration(tmp_path: Path) -> None:
    path = tmp_path / "csp.sqlite"
    shutil.copyfile(demo_database(), path)
    with closing(sqlite3.connect(path)) as connection:
        # The first schema can't keep what a request was based on.
        connection.execute("UPDATE support_request SET basis = NULL")
        # Nor has it a place for what later schemas have added.
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        for table, column in COLUMNS:
            connection.execute(f"UPDATE {table} SET {column} = NULL")
        connection.commit()
    before = held_in_rows(path)
    assert len(before["facet"]) > 100
    assert len(before["history"]) > 50
    step_back(path)
    assert held_in_rows(path) != before

    open_workbench(path).close()

    assert held_in_rows(path) == before


def test_what_was_kept_before_the_second_schema_can_be_undone_and_redone(tmp_path: Path) -> None:
    path = tmp_path / "csp.sqlite"
    shutil.copyfile(FILES / "schema-0001.db", path)
    workbench = open_workbench(path, who="ada")
    before = held_in(path)
    undone = 0
    while workbench.undo.preview().step is not None:
        workbench.undo.undo()
        undone += 1

    for _number in range(undone):
        workbench.undo.redo()

    assert undone > 3
    assert {**held_in(path), "history": 10} == before
    assert workbench.database.check().problems == ()
    workbench.close()


def test_the_earlier_schema_of_the_kills_is_the_real_one(tmp_path: Path) -> None:
    path = tmp_path / "csp.sqlite"
    shutil.copyfile(FILES / f"schema-{schema_version.SCHEMA_VERSION}.db", path)

    step_back(path)

    made, real = connect(path), connect(FILES / f"schema-{EARLIER}.db")
    assert definitions(made) == definitions(real)
    assert schema_version.stamp_in(made) == schema_version.VERSIONS[-2] == EARLIER
    made.close()
    real.close()


def test_todays_program_writes_such_a_file(tmp_path: Path) -> None:
    write_file(tmp_path / "made.sqlite")

    assert held_in(tmp_path / "made.sqlite") == held_in_copy(tmp_path)


def held_in_copy(folder: Path) -> dict[str, object]:
    copy = folder / "copy.sqlite"
    shutil.copyfile(FILES / f"schema-{schema_version.SCHEMA_VERSION}.db", copy)
    return held_in(copy)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A file of this schema, as the next program finds it."""
    path = tmp_path / "old" / "csp.sqlite"
    path.parent.mkdir()
    shutil.copyfile(FILES / f"schema-{schema_version.SCHEMA_VERSION}.db", path)
    return path


def test_a_real_migration_keeps_the_data_and_a_backup_of_before(
    older: Path, tmp_path: Path
) -> None:
    before = older.read_bytes()
    write_next_schema(tmp_path / "next")

    with next_schema(tmp_path / "next"):
        after = held_in(older)
        assert schema_version.version_of(older) == NEXT

    assert after == held_in_copy(tmp_path)
    assert is_migrated(older)
    (kept,) = older.parent.glob(f"csp-before-{NEXT}-*.sqlite")
    assert held_in(kept) == after
    with pytest.raises(StorageProblem, match=rf"schema {NEXT}.*newer"):
        open_workbench(older)
    assert before != older.read_bytes()


def test_a_real_migration_that_fails_at_its_last_step_is_rolled_back_whole(
    older: Path, tmp_path: Path
) -> None:
    before = held_in_copy(tmp_path)
    write_next_schema(tmp_path / "next", then="op.execute('SELECT * FROM no_such_table')")

    with next_schema(tmp_path / "next"), pytest.raises(StorageProblem, match="no_such_table"):
        open_workbench(older)

    assert not is_migrated(older)
    assert schema_version.version_of(older) == schema_version.SCHEMA_VERSION
    assert held_in(older) == before
    (kept,) = older.parent.glob(f"csp-before-{NEXT}-*.sqlite")
    assert held_in(kept) == before


def test_a_program_at_work_writes_nothing_into_a_file_that_was_migrated_since_then(
    older: Path, tmp_path: Path
) -> None:
    at_work = open_workbench(older, who="ada")
    assert len(at_work.offers.rows()) == 2
    write_next_schema(tmp_path / "next")
    with next_schema(tmp_path / "next"):
        open_workbench(older).close()

    with pytest.raises(StorageProblem, match=rf"schema {NEXT}.*newer"):
        at_work.offers.publish("contoso-vault")
    at_work.close()
    assert is_migrated(older)


def test_an_older_backup_is_brought_up_to_date_before_it_takes_the_place(
    older: Path, tmp_path: Path
) -> None:
    write_next_schema(tmp_path / "next")
    path = tmp_path / "newer" / "csp.sqlite"
    with next_schema(tmp_path / "next"):
        workbench = open_workbench(path)
        at_work = connect(path)
        workbench.database.restore(older)
        assert len(workbench.offers.rows()) == 2
        workbench.close()
        # A program that had the file open continues with the newest schema.
        assert at_work.execute("SELECT count(shelf) FROM offer").fetchone() == (2,)
        at_work.close()
    assert is_migrated(path)


def test_an_older_file_that_cannot_be_written_is_reported(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_next_schema(tmp_path / "next")
    before = older.read_bytes()
    monkeypatch.setattr(schema, "may_write", lambda _path: False)

    with (
        next_schema(tmp_path / "next"),
        pytest.raises(StorageProblem, match="older version and is read-only"),
    ):
        open_workbench(older)
    assert older.read_bytes() == before
    assert list(older.parent.iterdir()) == [older]
