"""Whether the pages and references of a database file are whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.connections import connect

NAMED_AT_MOST = 20
"""How many of one kind of damage are named."""


def damage_of(connection: sqlite3.Connection) -> list[Message]:
    """Damaged pages and broken references; nothing when there are none."""
    found: list[Message] = []
    try:
        for row in connection.execute(f"PRAGMA integrity_check({NAMED_AT_MOST})"):
            if row[0] != "ok":
                found.append(say("The file is damaged: {reason}", reason=row[0]))
        for row in connection.execute("PRAGMA foreign_key_check").fetchmany(NAMED_AT_MOST):
            found.append(
                say("A row of {table} refers to nothing in {parent}.", table=row[0], parent=row[2])
            )
    except sqlite3.DatabaseError as error:
        found.append(say("The file is damaged: {reason}", reason=str(error)))
    return found


def require_sound(copy: Path, source: Path) -> None:
    """Go on only with a copy that has no damaged page and no broken reference.

    Args:
        copy: A copy that nobody else uses.
        source: What it was made of, to name it.

    Raises:
        StorageProblem: It is damaged.
    """
    connection = connect(copy)
    try:
        damage = damage_of(connection)
    finally:
        connection.close()
    if damage:
        raise StorageProblem(
            say(
                "{path} is damaged, so it was not copied: {reason}",
                path=str(source),
                reason=damage[0],
            ),
            say("Use a backup that “csp-tui db check” finds sound."),
        )
