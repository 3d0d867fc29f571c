"""The tables, indexes and triggers that a database of this program has, and nothing else.

A file is compared with them whenever it is opened, because a foreign trigger or a view in the place
of a table would change what every statement does. Each object has a digest of its SQL, so that
opening needs neither Alembic nor a second database.
"""

from __future__ import annotations

import sqlite3

from csp_tui.domain.digest import blake2b
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.storage.schema_digests import CHANGES
from csp_tui.storage.sqlite_errors import DamagedContent

VERSION_TABLE = "table alembic_version"
_ACTIVE = ("trigger", "view")
"""Kinds of objects that change what statements on other tables do."""
_KINDS = {
    "table": say("table"),
    "index": say("index"),
    "trigger": say("trigger"),
    "view": say("view"),
}
# SQLite's own: the numbers of tables, statistics, and what it makes of the index of words.
_OF_SQLITE = ("table sqlite_sequence", "table sqlite_stat1", "table sqlite_stat4")
# Numbers of rows are taken from it, so with other columns no row can be added.
_SEQUENCE = "table sqlite_sequence"
_SEQUENCE_SQL = "CREATE TABLE sqlite_sequence(name,seq)"
_SHADOWS = tuple(f"table word_index_{name}" for name in ("data", "idx", "config"))
_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master"


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """An object that a file should not have, lacks, or has otherwise.

    Attributes:
        message: Which one and in what it differs.
        is_active: Whether statements of this program may do something else because of it.
    """

    message: Message
    is_active: bool


def stored_objects(connection: sqlite3.Connection) -> dict[str, str]:
    """The digest of each object of a file by its kind and name; empty in a new file.

    Raises:
        sqlite3.Error: The schema cannot be read.
    """
    found: dict[str, str] = {}
    for kind, name, table, sql in connection.execute(_OBJECTS).fetchall():
        key = f"{kind} {name}"
        # Keys of tables have indexes that SQLite makes and that have no text.
        is_own = key in _OF_SQLITE and (key != _SEQUENCE or sql == _SEQUENCE_SQL)
        if is_own or (kind == "index" and sql is None):
            continue
        text = "" if key in _SHADOWS else f"{table} {' '.join(str(sql).split())}"
        found[key] = blake2b(text.encode(), digest_size=8).hexdigest()
    return found


def expected_objects(version: str) -> dict[str, str]:
    """The digest of each object of a schema version by its kind and name."""
    objects: dict[str, str | None] = {}
    for changed_in, changes in CHANGES.items():
        objects |= changes
        if changed_in == version:
            break
    return {key: digest for key, digest in objects.items() if digest is not None}


def differences(stored: dict[str, str], version: str) -> list[SchemaDifference]:
    """In what a file's objects differ from those of a schema version."""
    if version not in CHANGES:
        return []
    expected = expected_objects(version)
    if stored == expected:
        return []
    found = []
    for key in sorted({*stored, *expected}):
        if key not in stored:
            text, is_active = say("missing {kind} {name}", **_named(key)), True
        elif key == _SEQUENCE:
            text, is_active = say("changed {kind} {name}", **_named(key)), True
        elif key not in expected:
            text = say("foreign {kind} {name}", **_named(key))
            is_active = key.startswith(_ACTIVE)
        elif stored[key] != expected[key]:
            text, is_active = say("changed {kind} {name}", **_named(key)), True
        else:
            continue
        found.append(SchemaDifference(text, is_active))
    return found


def require_expected(stored: dict[str, str], version: str) -> None:
    """Refuse a file whose schema would make statements do something else.

    Foreign tables and indexes are left to the full check, because they change nothing.

    Raises:
        DamagedContent: An expected object is missing or different, or a foreign trigger or view
            is there.
    """
    for difference in differences(stored, version):
        if difference.is_active:
            raise DamagedContent(
                say("its structure is not that of csp-tui ({what})", what=difference.message)
            )


def _named(key: str) -> dict[str, object]:
    kind, _, name = key.partition(" ")
    return {"kind": _KINDS.get(kind, kind), "name": name}
