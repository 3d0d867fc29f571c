from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.offer import Offer
from csp_tui.storage import schema, tables
from csp_tui.storage.connections import connect
from csp_tui.storage.engine import make_engine
from csp_tui.storage.factory import Storage
from csp_tui.storage.migrations import configuration

assert tables.OfferRecord  # the metadata is complete once the module is imported


def definitions(connection: sqlite3.Connection) -> dict[str, str]:
    return {
        name: re.sub(r"\s+", "", sql)
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN "
            "('table', 'index') AND name NOT LIKE 'word_index%' AND name NOT LIKE 'sqlite%' "
            "AND name <> 'alembic_version'"
        )
    }


def test_the_migrated_schema_is_the_one_of_the_models_to_the_letter(
    raw: sqlite3.Connection, tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    models = connect(tmp_path / "models.sqlite")

    assert definitions(raw) == definitions(models)
    models.close()


def test_alembic_finds_nothing_to_migrate(storage: Storage, path: Path) -> None:
    storage.prepare()

    def ours(thing: Any, name: str | None, kind: str, *_rest: object) -> bool:
        return not (kind == "table" and str(name).startswith(("word_index", "alembic")))

    engine = make_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_versions_known_without_alembic_are_those_of_the_scripts() -> None:
    script = ScriptDirectory.from_config(configuration())
    revisions = [revision.revision for revision in script.walk_revisions()]

    assert tuple(reversed(revisions)) == schema.VERSIONS
    assert script.get_current_head() == schema.SCHEMA_VERSION


def test_a_new_file_and_its_folder_belong_to_their_owner_alone(
    storage: Storage, path: Path
) -> None:
    storage.prepare()

    assert schema.version_of(path) == schema.SCHEMA_VERSION
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


def test_a_file_that_was_signed_and_has_no_tables_gets_them(storage: Storage, path: Path) -> None:
    path.parent.mkdir()
    begun = sqlite3.connect(path)
    begun.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    begun.close()

    assert storage.read.offer_rows() == []
    assert storage.database.check().ok


def test_who_makes_the_file_first_has_made_it(
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
def test_a_newer_file_is_refused_and_not_a_byte_of_it_changes(
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


def test_a_database_of_another_program_is_refused_and_not_a_byte_of_it_changes(
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
    storage: Storage, path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.prepare()
    storage.close()
    migrated: list[Path] = []
    monkeypatch.setattr(schema, "VERSIONS", ("0001", "0002"))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "0002")
    monkeypatch.setattr(schema, "upgrade", migrated.append)

    backup = schema.prepare(path, clock.now)

    assert backup == path.with_name("csp-before-0002-20260801-093000.sqlite")
    assert schema.version_of(backup) == "0001"
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
assert storage.search.count(PartnerQuery()).count == 0
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
