"""Files whose schema or rows are not what this program writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import DamagedDatabase
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.storage.connections import connect_writer
from csp_tui.storage.expected_schema import expected_objects
from csp_tui.storage.factory import Storage
from csp_tui.storage.schema_digests import CHANGES
from csp_tui.storage.schema_version import SCHEMA_VERSION, VERSIONS

from .make_schema_digests import objects_of

Put = Callable[..., None]
MakeOffer = Callable[..., Offer]
MakeTenant = Callable[[int], str]

REFUSED = {
    "CREATE TRIGGER extra AFTER UPDATE ON offer BEGIN DELETE FROM resale; END": "foreign trigger",
    "CREATE VIEW extra AS SELECT 1": "foreign view extra",
    "ALTER TABLE resale RENAME TO sale; CREATE VIEW resale AS SELECT * FROM sale": "table resale",
    "DROP INDEX partner_tenant": "missing index partner_tenant",
    "DROP TRIGGER history_is_kept": "missing trigger history_is_kept",
    "DROP INDEX history_offer; CREATE INDEX history_offer ON history (id)": "changed index",
    "ALTER TABLE partner ADD COLUMN more TEXT": "changed table partner",
}
REPORTED = {
    "CREATE TABLE extra (a)": "foreign table extra",
    "CREATE INDEX extra ON offer (name)": "foreign index extra",
}


def change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.executescript(script)


def reopened(path: Path, regions: RegionTable, clock: FixedClock) -> Storage:
    return Storage(path, regions, clock, busy_timeout=0.05)


@pytest.fixture
def filled(storage: Storage, put: Put, offer: MakeOffer) -> Storage:
    put(offer())
    storage.close()
    return storage


@pytest.mark.parametrize("version", VERSIONS)
def test_the_digests_are_those_of_what_the_migrations_make(version: str) -> None:
    assert expected_objects(version) == objects_of(version)


@pytest.mark.parametrize("script", REFUSED)
def test_a_changed_structure_is_refused_when_the_file_is_opened(
    filled: Storage, path: Path, regions: RegionTable, clock: FixedClock, script: str
) -> None:
    change(path, script)
    before = path.read_bytes()

    for use in (
        lambda storage: storage.read.offer_rows(),
        lambda storage: storage.open_unit().__enter__(),
        lambda storage: storage.database.info(),
        lambda storage: storage.database.backup(path.with_name("copy.sqlite")),
    ):
        with pytest.raises(DamagedDatabase, match=REFUSED[script]):
            use(reopened(path, regions, clock))
    check = filled.database.check()
    assert not check.ok
    assert REFUSED[script] in check.problems[0]
    assert path.read_bytes() == before


@pytest.mark.parametrize("script", REPORTED)
def test_a_foreign_table_or_index_is_reported_by_the_check_only(
    filled: Storage, path: Path, regions: RegionTable, clock: FixedClock, script: str
) -> None:
    change(path, script)

    assert len(reopened(path, regions, clock).read.offer_rows()) == 1
    check = filled.database.check()
    assert not check.ok
    assert REPORTED[script] in check.problems[0]


def test_a_trigger_that_comes_while_the_file_is_open_stops_every_write(
    storage: Storage, path: Path, put: Put, offer: MakeOffer
) -> None:
    put(offer())
    change(path, next(iter(REFUSED)))

    with pytest.raises(DamagedDatabase, match="foreign trigger"):
        put(offer("contoso-other"))


@pytest.mark.parametrize("byte", [b"\xff", b"\xc3", b"\0"])
@pytest.mark.parametrize("place", [0, 8, 20, 40])
def test_a_damaged_byte_in_the_schema_is_damage(
    filled: Storage,
    path: Path,
    regions: RegionTable,
    clock: FixedClock,
    byte: bytes,
    place: int,
    tmp_path: Path,
) -> None:
    intact = tmp_path / "intact.sqlite"
    change(path, "PRAGMA journal_mode = DELETE")
    intact.write_bytes(path.read_bytes())
    content = bytearray(path.read_bytes())
    start = content.index(b"CREATE TABLE offer") + place
    content[start : start + 1] = byte
    path.write_bytes(bytes(content))

    storage = reopened(path, regions, clock)
    with pytest.raises(DamagedDatabase):
        storage.read.offer_rows()
    assert not storage.database.check().ok
    storage.database.restore(intact)
    assert len(storage.read.offer_rows()) == 1
    assert storage.database.check().ok


VALUES = [
    ("offer", "name", "CAST(x'ff' AS TEXT)"),
    ("offer", "live_setup", "'{}'"),
    ("offer", "product_type", "'unknown'"),
    ("offer", "created_at", "'2026-99-01T00:00:00+00:00'"),
    ("offer", "created_at", "'2026-01-01T00:00:00'"),
    ("history", "detail", "'[]'"),
    ("history", "detail", "'{'"),
    ("history", "action", "'unknown-action'"),
    ("history", "who", "CAST(x'41ff' AS TEXT)"),
]


@pytest.mark.parametrize(("table", "column", "value"), VALUES)
def test_a_value_that_cannot_be_read_is_damage(
    filled: Storage,
    path: Path,
    regions: RegionTable,
    clock: FixedClock,
    table: str,
    column: str,
    value: str,
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if table == "history":
            connection.execute(
                "INSERT INTO history (at, who, action, detail) "
                "VALUES ('2026-08-01T09:30:00+00:00', 'ada', 'offer-created', '{}')"
            )
            (final,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = 'history_is_final'"
            ).fetchone()
            connection.execute("DROP TRIGGER history_is_final")
            connection.execute(f"UPDATE history SET {column} = {value}")
            connection.execute(final)
        else:
            connection.execute(f"UPDATE {table} SET {column} = {value}")

    storage = reopened(path, regions, clock)
    with pytest.raises(DamagedDatabase):
        storage.read.history() if table == "history" else storage.read.offer_rows()
    assert not storage.database.check().ok


def test_damaged_columns_of_the_row_numbers_are_damage(
    filled: Storage, path: Path, regions: RegionTable, clock: FixedClock
) -> None:
    change(path, "PRAGMA journal_mode = DELETE")
    content = path.read_bytes()
    assert b"sqlite_sequence(name,seq)" in content
    path.write_bytes(content.replace(b"sqlite_sequence(name,seq)", b"sqlite_sequence(nxme,seq)"))

    with pytest.raises(DamagedDatabase, match="changed table sqlite_sequence"):
        reopened(path, regions, clock).open_unit().__enter__()
    assert not filled.database.check().ok


@pytest.mark.parametrize("partners", [-1, 2**40, 2**63 - 1])
def test_a_damaged_size_of_the_directory_does_not_take_all_memory(
    filled: Storage, path: Path, regions: RegionTable, clock: FixedClock, partners: int
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE directory SET partners = ?", (partners,))

    storage = reopened(path, regions, clock)
    with pytest.raises(DamagedDatabase):
        storage.search.count(PartnerQuery(text="north"))


def test_an_unknown_type_of_partner_is_damage(
    storage: Storage, path: Path, put: Put, partner: Callable[..., Partner], tenant: MakeTenant
) -> None:
    put(partner(1, "Alpine"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE partner SET type = 'unknown'")

    with pytest.raises(DamagedDatabase, match="its type is unknown"):
        storage.search.find(tenant(1))


def test_a_member_on_no_list_is_not_left_out_of_an_export(
    storage: Storage,
    path: Path,
    put: Put,
    offer: MakeOffer,
    partner: Callable[..., Partner],
    tenant: MakeTenant,
) -> None:
    put(offer(), partner(1, "Alpine"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            "INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live) "
            "VALUES ('contoso-backup', ?, '', 2, 0)",
            (tenant(1),),
        )

    with pytest.raises(DamagedDatabase):
        list(storage.read.exported("contoso-backup"))


def test_a_fault_of_the_program_is_not_called_damage(filled: Storage) -> None:
    def fail() -> None:
        with filled.open_unit():
            raise KeyError("a fault of the program")

    with pytest.raises(KeyError, match="a fault of the program"):
        fail()


def test_every_version_has_digests() -> None:
    assert tuple(CHANGES) == VERSIONS
    assert SCHEMA_VERSION in CHANGES


@pytest.mark.parametrize(
    "query",
    [
        lambda connection: connection.execute("SELECT * FROM sqlite_master"),
        lambda connection: connection.cursor().execute("SELECT * FROM sqlite_master"),
    ],
    ids=["connection", "cursor"],
)
def test_a_query_that_ended_halfway_keeps_no_lock_on_the_closed_file(
    filled: Storage, path: Path, query: Callable[[sqlite3.Connection], sqlite3.Cursor]
) -> None:
    connection = connect_writer(path)
    # As the error of a command does that fails between two rows of a damaged file.
    halfway = query(connection)
    assert next(halfway)
    connection.close()

    with closing(sqlite3.connect(path, timeout=0)) as other:
        assert other.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
