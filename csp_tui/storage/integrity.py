"""Whether a database file is intact: its pages, its schema, its references and its rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.connections import connect
from csp_tui.storage.contents import unreadable_contents
from csp_tui.storage.expected_schema import differences, stored_objects
from csp_tui.storage.schema_version import SCHEMA_VERSION, stamp_in
from csp_tui.storage.sqlite_errors import DamagedContent, is_damage, primary_code

NAMED_AT_MOST = 20
"""How many of one kind of damage are named."""


def damage_of(connection: sqlite3.Connection) -> list[Message]:
    """Damaged pages, a schema that is not the expected one, broken references.

    Returns:
        What was found, nothing where the file is intact.

    Raises:
        sqlite3.DatabaseError: It could not be read for another reason than damage.
    """
    found: list[Message] = []
    connection.row_factory = sqlite3.Row
    try:
        for row in connection.execute(f"PRAGMA integrity_check({NAMED_AT_MOST})"):
            if row[0] != "ok":
                found.append(say("The file is damaged: {reason}", reason=row[0]))
        found += (
            say("The structure is not that of csp-tui: {what}", what=difference.message)
            for difference in differences(stored_objects(connection), stamp_in(connection))
        )
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(NAMED_AT_MOST)
        found += (
            say("A row of {table} refers to a missing row of {parent}.", table=table, parent=parent)
            for table, _row, parent, _key in broken
        )
    except DamagedContent as error:
        found.append(say("The file is damaged: {reason}", reason=error.what))
    except sqlite3.DatabaseError as error:
        if not is_damage(error) and primary_code(error) != sqlite3.SQLITE_ERROR:
            raise
        found.append(say("The file is damaged: {reason}", reason=str(error)))
    return found


def all_damage_of(connection: sqlite3.Connection) -> list[Message]:
    """As ``damage_of``, and rows that cannot be read.

    Raises:
        sqlite3.DatabaseError: It could not be read for another reason than damage.
    """
    damage = damage_of(connection)
    if not damage and stamp_in(connection) == SCHEMA_VERSION:
        damage = unreadable_contents(connection)
    return damage


def require_intact(copy: Path, source: Path) -> None:
    """Require a copy without damaged pages and broken references.

    Args:
        copy: A copy that no one else uses.
        source: What it was made of, to name it.

    Raises:
        sqlite3.DatabaseError: It could not be read.
        StorageProblem: It is damaged.
    """
    with closing(connect(copy)) as connection:
        damage = all_damage_of(connection)
    if damage:
        raise StorageProblem(
            say(
                "{path} is damaged, so it was not copied: {reason}",
                path=str(source),
                reason=damage[0],
            ),
            say("Use a backup that “csp-tui db check” finds intact."),
        )
