"""Which database this program works on, told from its first bytes and its version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import say
from csp_tui.storage.connections import connect
from csp_tui.storage.problems import explained, not_a_database

VERSIONS = ("0001",)
"""Every schema there has been, oldest first; kept here so that Alembic stays unimported."""
SCHEMA_VERSION = VERSIONS[-1]
APPLICATION_ID = 0x43535054
"""``CSPT`` in the file's header marks a database of this program."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_LENGTH = 100


def prepare(path: Path, now: Callable[[], datetime]) -> Path | None:
    """Make a file ready to work on: create, check or migrate it.

    Args:
        path: The database file; it and its folder are made where they do not exist.
        now: The time, for the name of the backup before a migration.

    Returns:
        The backup that was made before a migration, else None.

    Raises:
        StorageProblem: It is not a database of this program, is newer than the program, or
            cannot be read or written; not a byte of it was changed.
    """
    with explained(path):
        if not path.exists() or path.stat().st_size == 0:
            _create(path)
            _migrate(path)
            return None
        version = version_of(path)
        if version == SCHEMA_VERSION:
            return None
        backup = None
        if version:
            from csp_tui.storage.backup import copy_database, dated

            backup = dated(path, f"before-{SCHEMA_VERSION}", now())
            copy_database(path, backup)
        _migrate(path)
        return backup


def version_of(path: Path) -> str:
    """The schema version of a file, "" where its creation was broken off before its tables.

    Raises:
        OSError: The file cannot be read.
        sqlite3.Error: The file cannot be read.
        StorageProblem: It is not a database of this program, or is newer than the program.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_LENGTH)
    if len(header) < _HEADER_LENGTH or not header.startswith(_MAGIC):
        raise StorageProblem(*not_a_database(path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StorageProblem(
            say("{path} is a database of another program.", path=str(path)),
            say("Choose another file with --db; this one was left as it is."),
        )
    # Closing the last connection writes a waiting log into the file, so a file that has one is
    # opened without the right to; one that has none does not change.
    waiting = path.with_name(f"{path.name}-wal").exists()
    connection = connect(path, mode="ro" if waiting else "rw")
    try:
        version = _stamp(connection)
    finally:
        connection.close()
    if version and version not in VERSIONS:
        raise StorageProblem(
            say(
                "{path} has schema {version}, which is newer than this program's {known}.",
                path=str(path),
                version=version,
                known=SCHEMA_VERSION,
            ),
            say("Use the newer program that wrote it, or choose another file with --db."),
        )
    return version


def _stamp(connection: sqlite3.Connection) -> str:
    query = "SELECT count(*) FROM sqlite_master"
    if connection.execute(query).fetchone()[0] == 0:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _create(path: Path) -> None:
    """Begin an empty file that only its owner can read, and sign it."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = connect(path)
    try:
        # Signed before the log is switched on, so that the header alone always tells whose it is.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        connection.close()


def _migrate(path: Path) -> None:
    from csp_tui.storage.migrations import upgrade

    upgrade(path)
