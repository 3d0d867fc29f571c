"""Ways to damage a database file, and the file that is damaged."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.services.audience import AudienceEdit
from tests.storage.make_file import tenant, write_file

_PAGE = 4096
_TEXT = re.compile(rb"[ -~]{6,}")
_CREATE = re.compile(rb"CREATE [A-Z ]+")
_BYTES = (0x00, 0xFF, 0x80, 0xC3, 0x1B, 0x0A, 0x22, 0x7F)
TABLES = (
    "offer",
    "plan",
    "audience_member",
    "resale",
    "support_request",
    "request_partner",
    "history",
    "inverse",
    "partner",
    "facet",
    "partner_word",
    "partner_gram",
    "directory",
)
_TEXTS = (
    "CAST(x'ff' AS TEXT)",
    "CAST(x'41ff42' AS TEXT)",
    "char(27) || '[2J'",
    "''",
    "'{}'",
    "'[]'",
    "'null'",
    """'{"after": 5, "before": [], "resales": 1, "added": {}, "query": 3}'""",
    "'{\"name\": 1}'",
    "'9999-99-99T00:00:00+00:00'",
    "'2026-01-01T00:00:00'",
    "'2026-13-41'",
    "hex(zeroblob(100000))",
    "'-1'",
    "'all'",
)
_NUMBERS = ("0", "-1", "2", "9223372036854775807", "-9223372036854775808")
_BLOBS = ("x''", "x'00'", "x'ffffffff'", "x'ffffffffff'", "zeroblob(70000)", "x'789c03'")
_STRUCTURES = (
    "CREATE TRIGGER extra AFTER UPDATE ON offer BEGIN DELETE FROM resale; END",
    "CREATE TRIGGER extra AFTER INSERT ON history BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW extra AS SELECT * FROM offer",
    "CREATE TABLE extra (a)",
    "CREATE INDEX extra ON offer (name)",
    "DROP INDEX partner_tenant",
    "DROP INDEX history_offer",
    "DROP TRIGGER history_is_kept",
    "DROP TRIGGER partner_added",
    "DROP TABLE word_index",
    "DROP TABLE word_index_terms",
    "ALTER TABLE offer RENAME COLUMN csp_url TO url",
    "ALTER TABLE partner ADD COLUMN more TEXT",
    "ALTER TABLE resale RENAME TO sale; CREATE VIEW resale AS SELECT * FROM sale",
    """
    ALTER TABLE offer RENAME TO item;
    CREATE VIEW offer AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS offer_id FROM n
    """,
    "DELETE FROM alembic_version",
    "DROP TABLE alembic_version",
    "UPDATE alembic_version SET version_num = CAST(x'ff' AS TEXT)",
    "UPDATE alembic_version SET version_num = 'next'",
    "DELETE FROM directory",
)


def write_full_file(target: Path) -> None:
    """Write a file with data in every table, also what can be undone."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.sqlite"
        write_file(made)
        workbench = open_workbench(made, who="ada")
        try:
            names = ["Northwind", "Northstar", "Contoso", "Fabrikam", "Alpine"]
            rows = "".join(
                f"{tenant(number)},{names[number % 5]} Cloud w{number},"
                f"{('FR', 'DE', 'JP')[number % 3]},Security;Azure {number % 7},"
                f"Backup;Skill {number % 11},indirect reseller\n"
                for number in range(1800)
            )
            source = Path(folder) / "partners.csv"
            source.write_text(
                f"tenant_id,name,country,competencies,skills,type\n{rows}x,Broken,FR,,,\n"
            )
            with PartnerFileReader(source) as reader:
                workbench.directory.import_partners(reader)
            edit = AudienceEdit(add=tuple(map(tenant, range(3, 40))))
            workbench.audience.save_draft("contoso-backup", edit)
            workbench.audience.save_draft("contoso-vault", AudienceEdit(ResellerChannel.SOME))
            workbench.audience.add_matching("contoso-vault", PartnerQuery(text="north"))
        finally:
            workbench.close()
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
            for table in TABLES:
                if not connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]:
                    raise AssertionError(f"{table} is empty")
        target.write_bytes(made.read_bytes())


def damage(content: bytes, kind: str, chance: random.Random) -> bytes:
    """Damage a file.

    Args:
        content: The intact file.
        kind: One of ``KINDS``.
        chance: Decides what is hit.
    """
    return _WAYS[kind](content, chance)


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _byte(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    start = chance.randrange(len(changed))
    for place in range(start, min(len(changed), start + chance.choice((1, 1, 4, 16)))):
        changed[place] = chance.choice(_BYTES)
    return bytes(changed)


def _page(content: bytes, chance: random.Random) -> bytes:
    pages = [content[start : start + _PAGE] for start in range(0, len(content), _PAGE)]
    one, other = chance.randrange(len(pages)), chance.randrange(len(pages))
    match chance.randrange(4):
        case 0:
            pages[one] = bytes(_PAGE)
        case 1:
            pages[one] = chance.randbytes(_PAGE)
        case 2:
            pages[one] = pages[other]
        case _:
            pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _header(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    # The header of the file, and of the first page of the schema.
    for _ in range(chance.choice((1, 1, 2, 4))):
        changed[chance.randrange(112)] = chance.randrange(256)
    return bytes(changed)


def _length(content: bytes, chance: random.Random) -> bytes:
    """Change the beginning of a cell: how long it is, and the types and lengths in it."""
    changed = bytearray(content)
    leaves = [start for start in range(_PAGE, len(content), _PAGE) if content[start] in (10, 13)]
    for _ in range(chance.choice((1, 1, 3))):
        start = chance.choice(leaves)
        cells = int.from_bytes(content[start + 3 : start + 5], "big")
        if not cells:
            continue
        pointer = start + 8 + 2 * chance.randrange(cells)
        cell = start + int.from_bytes(content[pointer : pointer + 2], "big")
        place = min(len(changed) - 1, cell + chance.randrange(24))
        changed[place] = (changed[place] + chance.choice((1, 2, -1, -2, 12, 64, 128))) % 256
    return bytes(changed)


def _text(content: bytes, chance: random.Random) -> bytes:
    return _in_text(content, chance, list(_TEXT.finditer(content)))


def _schema(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_CREATE.finditer(content)))
    changed = bytearray(content)
    place = min(len(changed) - 1, found.start() + chance.randrange(120))
    changed[place] = chance.choice((*_BYTES, ord("x"), ord("'"), ord("(")))
    return bytes(changed)


def _in_text(content: bytes, chance: random.Random, found: list[re.Match[bytes]]) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 5))):
        run = chance.choice(found)
        changed[chance.randrange(*run.span())] = chance.choice(_BYTES)
    return bytes(changed)


def _size(content: bytes, chance: random.Random) -> bytes:
    match chance.randrange(4):
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            return content[: _PAGE * chance.randrange(len(content) // _PAGE)]
        case 2:
            return content + chance.randbytes(chance.randrange(1, 3 * _PAGE))
        case _:
            start = chance.randrange(len(content))
            return content[:start] + content[start + chance.randrange(1, 2 * _PAGE) :]


def _value(content: bytes, chance: random.Random) -> bytes:
    """Write a value that the program never writes, past the constraints."""

    def change(connection: sqlite3.Connection) -> None:
        for trigger in ("history_is_final", "partner_changed"):
            connection.execute(f"DROP TRIGGER {trigger}")
        table = chance.choice(TABLES)
        columns = connection.execute(f'SELECT name, type FROM pragma_table_info("{table}")')
        name, kind = chance.choice(columns.fetchall())
        values = {"TEXT": _TEXTS, "INTEGER": _NUMBERS}.get(kind, _BLOBS)
        order = "random()" if chance.random() < 0.5 else "1"
        connection.execute(
            f'UPDATE OR IGNORE "{table}" SET "{name}" = {chance.choice(values)} '
            f'WHERE "{name}" IN (SELECT "{name}" FROM "{table}" ORDER BY {order} LIMIT 1)'
        )

    return _by_sql(content, change, keep_schema=True)


def _structure(content: bytes, chance: random.Random) -> bytes:
    def change(connection: sqlite3.Connection) -> None:
        connection.executescript(chance.choice(_STRUCTURES))

    return _by_sql(content, change)


def _by_sql(
    content: bytes, change: Callable[[sqlite3.Connection], None], *, keep_schema: bool = False
) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.sqlite"
        path.write_bytes(content)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA legacy_alter_table = ON")
            connection.create_function("fold", 1, lambda text: text, deterministic=True)
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            change(connection)
            if keep_schema:
                there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
                for name, sql in triggers:
                    if name not in there:
                        connection.execute(sql)
        return path.read_bytes()


_WAYS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "flip": _flip,
    "byte": _byte,
    "page": _page,
    "header": _header,
    "length": _length,
    "text": _text,
    "schema": _schema,
    "size": _size,
    "value": _value,
    "structure": _structure,
}
KINDS = tuple(_WAYS)
"""The kinds of damage."""
