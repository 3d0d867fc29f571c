"""Which database this program works on, told from its first bytes and its version."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, OthersDatabase, StorageProblem
from csp_tui.domain.wording import say
from csp_tui.private_folder import make_private
from csp_tui.storage.connections import (
    BUSY_TIMEOUT,
    connect,
    has_waiting_log,
    log_of,
    may_write,
    reading_mode,
)
from csp_tui.storage.places import Memory, Place
from csp_tui.storage.problems import explained
from csp_tui.storage.refusals import (
    broken_link,
    is_folder,
    no_such_file,
    not_a_database,
    too_old_to_read,
    without_a_byte,
    without_locks,
)

VERSIONS = ("0001",)
"""Every schema there has been, oldest first; kept here so that Alembic stays unimported."""
SCHEMA_VERSION = VERSIONS[-1]
APPLICATION_ID = 0x43535054
"""``CSPT`` in the file's header marks a database of this program."""

_SMALLEST = 512
"""Bytes of the smallest page; SQLite takes less for the beginning of a new file."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
_FIRST_PATIENCE = 0.5
"""Seconds of waiting after which it is asked whether the folder can lock files at all."""


def prepare(path: Place, now: Callable[[], datetime]) -> Path | None:
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
    if isinstance(path, Memory):
        with explained(path):
            version = version_of(path)
            if not version:
                with closing(connect(path)) as connection:
                    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            if version != SCHEMA_VERSION:
                upgrade(path)
        return None
    with explained(path):
        if is_missing(path) and _create(path):
            return None
        version = version_of(path)
        if version == SCHEMA_VERSION:
            return None
        if not may_write(path):
            raise too_old_to_read(path)
        backup = None
        if version:
            from csp_tui.storage.backup import copy_dated

            backup = copy_dated(path, f"before-{SCHEMA_VERSION}", now())
        upgrade(path)
        return backup


def is_missing(path: Path) -> bool:
    """Whether there is no file, so that one can be made.

    Raises:
        OSError: It cannot be told.
        StorageProblem: There is a link to nothing, and where it leads nothing must be made.
    """
    try:
        path.stat()
    except FileNotFoundError:
        for place in (path, *path.parents):
            if place.is_symlink() and not place.exists():
                raise broken_link(place) from None
        return True
    return False


def prepare_to_read(path: Path) -> None:
    """Make sure that a file can be read as it is; nothing is made or brought up to date.

    Raises:
        StorageProblem: It is not a database of this program and its version, or cannot be read.
    """
    with explained(path):
        if is_missing(path):
            raise no_such_file(path)
        if version_of(path, read_only=True) != SCHEMA_VERSION:
            raise too_old_to_read(path)


def version_of(path: Place, *, read_only: bool = False) -> str:
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
        raise without_a_byte(path)
    if facts.st_size < _SMALLEST:
        raise DamagedDatabase(*not_a_database(path))
    if application_id(path) != APPLICATION_ID:
        raise OthersDatabase(
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
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        if not can_lock(path.parent):
            raise without_locks(path) from error
        version = _stamp(path, mode, BUSY_TIMEOUT)
    if version and version not in VERSIONS:
        raise _newer(path, version)
    return version


def require_current(connection: sqlite3.Connection, path: Place) -> None:
    """Go on only where the schema is still this program's, as in the middle of a day's work.

    Args:
        connection: In a transaction.
        path: The database file, to name it.

    Raises:
        StorageProblem: A newer program has migrated the file since it was opened.
    """
    version = stamp_in(connection)
    if version != SCHEMA_VERSION:
        raise _newer(path, version)


def _newer(path: Place, version: str) -> StorageProblem:
    return OthersDatabase(
        say(
            "{path} has schema {version}, which is newer than this program's {known}.",
            path=str(path),
            version=version,
            known=SCHEMA_VERSION,
        ),
        say("Use the newer program that wrote it, or choose another file with --db."),
    )


def application_id(path: Path) -> int:
    """Whose database it is, told from its first bytes, with no lock taken and no file made.

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
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT or not has_waiting_log(path):
            raise
    return _signature(path, "ro")


def _signature(path: Path, mode: str) -> int:
    connection = connect(path, mode=mode)
    try:
        return int(connection.execute("PRAGMA application_id").fetchone()[0])
    finally:
        connection.close()


def _stamp(path: Place, mode: str, busy_timeout: float) -> str:
    connection = connect(path, mode=mode, busy_timeout=busy_timeout)
    try:
        return stamp_in(connection)
    finally:
        connection.close()


def stamp_in(connection: sqlite3.Connection) -> str:
    """The schema version that a connection sees, "" where there are no tables yet."""
    query = "SELECT count(*) FROM sqlite_master"
    if connection.execute(query).fetchone()[0] == 0:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


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


def _create(path: Path) -> bool:
    """Make a new file that only its owner can read; it appears whole or not at all.

    Returns:
        False where another program was faster.
    """
    from csp_tui.storage.backup import give_name, sync_file
    from csp_tui.storage.drafts import draft_in

    if not path.parent.exists():
        make_private(path.parent)
    if not can_lock(path.parent):
        raise without_locks(path)
    with draft_in(path.parent) as draft:
        with closing(connect(draft)) as connection:
            # Signed before all else, so that the header alone always tells whose it is.
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(draft)
        sync_file(draft)
        try:
            give_name(draft, path)
        except FileExistsError:
            return False
    return True


def upgrade(path: Place) -> None:
    """Bring a file to the newest schema in one transaction, or leave it as it was.

    Raises:
        StorageProblem: A step failed.
    """
    from csp_tui.storage.migrations import upgrade as migrate

    migrate(path)
