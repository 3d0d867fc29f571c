"""Which program's database a file is, and its version, by its first bytes and its schema."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, ForeignDatabase, StorageProblem
from csp_tui.domain.wording import say
from csp_tui.storage.connections import (
    BUSY_TIMEOUT,
    connect,
    has_waiting_log,
    log_of,
    reading_mode,
)
from csp_tui.storage.expected_schema import (
    VERSION_TABLE,
    require_expected,
    stored_objects,
)
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.open_errors import empty_file, is_folder, not_a_database, without_locks
from csp_tui.storage.sqlite_errors import DamagedContent, primary_code

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every schema there has been, oldest first; kept here so that Alembic stays unimported."""
SCHEMA_VERSION = VERSIONS[-1]
APPLICATION_ID = 0x43535054
"""``CSPT`` in the file's header marks a database of this program."""

_VERSION = re.compile("[0-9]{4}", re.ASCII)
_SMALLEST = 512
"""Bytes of the smallest page; SQLite takes less for the beginning of a new file."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
_FIRST_PATIENCE = 0.5
"""Seconds of waiting after which the folder is checked for file locks."""


def version_of(path: DatabaseLocation, *, read_only: bool = False) -> str:
    """The schema version of a file, "" where its creation was broken off before its tables.

    Args:
        path: The database file.
        read_only: Whether it is opened as one that cannot be written, without any lock.

    Raises:
        OSError: The file cannot be read.
        sqlite3.Error: The file cannot be read.
        StorageProblem: It is not a database of this program, or is newer than the program.
    """
    if isinstance(path, Memory):
        return _stamp(path, "rw", BUSY_TIMEOUT)
    facts = path.stat()
    if stat.S_ISDIR(facts.st_mode):
        raise is_folder(path)
    if not stat.S_ISREG(facts.st_mode):
        # Opening a pipe would wait for someone at its other end.
        raise StorageProblem(*not_a_database(path))
    if facts.st_size == 0:
        raise empty_file(path)
    if facts.st_size < _SMALLEST:
        raise DamagedDatabase(*not_a_database(path))
    if application_id(path) != APPLICATION_ID:
        raise ForeignDatabase(
            say("{path} is a database of another program.", path=str(path)),
            say("Choose another file with --db; this one was left as it is."),
        )
    # Closing the last connection writes a waiting log into the file, so a file that has one is
    # opened without the right to; one that has none does not change.
    mode = reading_mode(path, read_only=read_only)
    if mode == "rw" and log_of(path).exists():
        mode = "ro"
    try:
        version = _stamp(path, mode, _FIRST_PATIENCE)
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_BUSY:
            raise
        if not can_lock(path.parent):
            raise without_locks(path) from error
        version = _stamp(path, mode, BUSY_TIMEOUT)
    if version and version not in VERSIONS:
        raise _newer(path, version)
    return version


def require_current(connection: sqlite3.Connection, path: DatabaseLocation) -> None:
    """Require that the schema is still this program's, as in the middle of a session.

    Args:
        connection: In a transaction.
        path: The database file, to name it.

    Raises:
        StorageProblem: A newer program has migrated the file since it was opened.
    """
    version = stamp_in(connection)
    if version != SCHEMA_VERSION:
        raise _newer(path, version)


def _newer(path: DatabaseLocation, version: str) -> StorageProblem:
    return ForeignDatabase(
        say(
            "{path} has schema {version}, which is newer than this program's {known}.",
            path=str(path),
            version=version,
            known=SCHEMA_VERSION,
        ),
        say("Use the newer program that wrote it, or choose another file with --db."),
    )


def application_id(path: Path) -> int:
    """Which program's database it is, by its first bytes, without a lock or a new file.

    The driver reads them, because a file that Python opens and closes itself would take with it
    every lock that this process has on it, and another program could then write over its log.

    Raises:
        sqlite3.Error: It is not a database, or its beginning is damaged.
    """
    try:
        return _signature(path, "ro&immutable=1")
    except sqlite3.DatabaseError as error:
        # A program that was killed while it wrote its log into the file leaves a file that is
        # whole only together with the log.
        if primary_code(error) != sqlite3.SQLITE_CORRUPT or not has_waiting_log(path):
            raise
    return _signature(path, "ro")


def _signature(path: Path, mode: str) -> int:
    with closing(connect(path, mode=mode)) as connection:
        return int(connection.execute("PRAGMA application_id").fetchone()[0])


def _stamp(path: DatabaseLocation, mode: str, busy_timeout: float) -> str:
    with closing(connect(path, mode=mode, busy_timeout=busy_timeout)) as connection:
        return stamp_in(connection)


def stamp_in(connection: sqlite3.Connection) -> str:
    """The schema version that a connection sees, "" where there are no tables yet.

    Raises:
        DamagedContent: The schema is not what its version says, so that no statement of this
            program can be trusted to do what it says.
        sqlite3.Error: The file cannot be read.
    """
    stored = stored_objects(connection)
    if not stored:
        return ""
    if VERSION_TABLE not in stored:
        raise DamagedContent(say("it has no table that names its version"))
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    version = str(row[0]) if row else ""
    if version and not _VERSION.fullmatch(version):
        raise DamagedContent(say("it names the unknown version {version}", version=version))
    require_expected(stored, version)
    return version


def can_lock(folder: Path) -> bool:
    """Whether files of a folder can be locked; where that cannot be tried, they may be."""
    if os.name == "nt":
        return True
    import fcntl
    import tempfile

    try:
        # Never the database itself: closing it would end the locks that are held on it.
        with tempfile.TemporaryFile(dir=folder) as trial:
            fcntl.lockf(trial, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _NO_LOCKS
    return True
