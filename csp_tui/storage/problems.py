"""The one place that turns a failure of the database into a sentence and a next step."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, DatabaseClosed, StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.open_errors import no_such_file, not_a_database, read_only_words, without_locks
from csp_tui.storage.sqlite_errors import DAMAGE, DamagedContent, primary_code

_LOCKING = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)


@contextmanager
def driver_explained(path: DatabaseLocation) -> Iterator[None]:
    """Turn driver and file errors of the block into a ``StorageProblem``.

    Args:
        path: The database that the block works on.

    Raises:
        StorageProblem: The block failed in the driver or the file system.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise problem_of(error, path) from error


def problem_of(error: BaseException, path: DatabaseLocation) -> StorageProblem:
    """Say what a failure means for the person.

    Args:
        error: An error of the driver, of SQLAlchemy around it, or of the file system.
        path: The database.
    """
    origin = getattr(error, "orig", None) or error
    if isinstance(path, Memory):
        return _closed() if path.is_closed else _memory_problem(origin)
    if isinstance(origin, OSError):
        return _file_problem(origin, path)
    code = getattr(origin, "sqlite_errorcode", None)
    if code in _LOCKING:
        return without_locks(path)
    # Nothing else than a full disk keeps SQLite from making the index of its log longer.
    full = code == sqlite3.SQLITE_IOERR_SHMSIZE
    main = sqlite3.SQLITE_FULL if full else primary_code(origin)
    reason = origin.what if isinstance(origin, DamagedContent) else str(origin)
    kind = DamagedDatabase if main in DAMAGE else StorageProblem
    return kind(*message_of(main, reason, path))


def _closed() -> DatabaseClosed:
    return DatabaseClosed(say("The demo was closed while it was in use."), say("Open it again."))


def _memory_problem(error: BaseException) -> StorageProblem:
    code = primary_code(error)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM):
        return StorageProblem(
            say("The demo is full: its size is limited."),
            say("Reset the demo to start over; nothing was changed."),
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageProblem(
            say("The demo is busy with something else."), say("Wait a moment and try again.")
        )
    return StorageProblem(
        say("The demo's database failed: {reason}.", reason=str(error)),
        say("Leave the demo and open it again."),
    )


def message_of(code: int, reason: str | Message, path: Path | str) -> tuple[Message, Message]:
    """What a failure with an SQLite code means, and what to do next.

    Args:
        code: The primary result code.
        reason: What the driver says of it.
        path: The database.
    """
    file = str(path)
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return (
                say("The database {path} is locked: someone else is writing to it.", path=file),
                say("Wait until the other program has finished, and try again."),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return read_only_words(Path(path))
        case sqlite3.SQLITE_FULL:
            return (
                say("The disk with the database {path} is full.", path=file),
                say("Free some space on that disk, and try again."),
            )
        case sqlite3.SQLITE_NOTADB:
            return not_a_database(Path(path))
        case sqlite3.SQLITE_CORRUPT:
            return (
                say("The database {path} is damaged: {reason}.", path=file, reason=reason),
                say(
                    "Restore a backup: “csp-tui db backups” lists them, “csp-tui db restore” asks."
                ),
            )
        case sqlite3.SQLITE_CANTOPEN:
            return _unopened(Path(path))
        case sqlite3.SQLITE_IOERR:
            return (
                say(
                    "The database {path} could not be read from or written to the disk: {reason}.",
                    path=file,
                    reason=reason,
                ),
                say(
                    "Check that the disk is connected, and that it and your quota have free "
                    "space, then try again."
                ),
            )
        case sqlite3.SQLITE_CONSTRAINT:
            return (
                say(
                    "The database {path} rejected an invalid value: {reason}.",
                    path=file,
                    reason=reason,
                ),
                say("Check what was entered or imported; nothing was changed."),
            )
        case _:
            return (
                say("The database {path} failed: {reason}.", path=file, reason=reason),
                say("Run “csp-tui db check”, and restore a backup if it finds damage."),
            )


def _file_problem(error: OSError, path: Path) -> StorageProblem:
    file = str(error.filename or path)
    folder = _folder_in_the_way(error, path)
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS if folder is not None:
            return StorageProblem(
                say(
                    "You don't have permission to write in the folder {folder}, where {path} "
                    "belongs.",
                    folder=str(folder),
                    path=str(path),
                ),
                say("Choose another location with --db, or get permission to use this one."),
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return StorageProblem(*_no_right_message(Path(file)))
        case errno.ENOSPC | errno.EDQUOT:
            return StorageProblem(*message_of(sqlite3.SQLITE_FULL, "", path))
        case errno.ENOENT if folder is not None:
            return StorageProblem(
                say(
                    "The folder {folder} cannot hold {path}: {reason}.",
                    folder=str(folder),
                    path=str(path),
                    reason=error.strerror,
                ),
                say("Choose another location with --db."),
            )
        case errno.ENOENT:
            return no_such_file(Path(file))
        case _:
            reason = error.strerror or str(error)
            return StorageProblem(
                say("{path} cannot be used: {reason}.", path=file, reason=reason),
                say("Choose another location with --db."),
            )


def _folder_in_the_way(error: OSError, path: Path) -> Path | None:
    """The folder that did not take a file, where what failed was not the file itself.

    Intermediate files, such as a draft or a folder, mean nothing to the person.
    """
    if not error.filename or os.fspath(error.filename) == os.fspath(path):
        return None
    failed, place = Path(os.fsdecode(error.filename)), path.absolute()
    if failed.parent not in (place.parent, *place.parent.parents):
        return None
    return next((folder for folder in failed.parents if folder.exists()), None)


def _unopened(path: Path) -> tuple[Message, Message]:
    """Why the driver could not open a file; it says itself only that it could not."""
    file = str(path)
    if path.is_file() and not os.access(path, os.R_OK):
        return _no_right_message(path)
    if path.is_file() and not os.access(path.parent, os.W_OK):
        return (
            say(
                "The database {path} has changes in its log that cannot be read in a "
                "read-only folder.",
                path=file,
            ),
            say(
                "Copy {path} and {path}-wal together to a folder that you can write to, and open "
                "the copy with --db.",
                path=file,
            ),
        )
    return (
        say("The database {path} cannot be opened.", path=file),
        say("Check that the folder exists and that you can read and write in it."),
    )


def _no_right_message(path: Path) -> tuple[Message, Message]:
    return (
        say("You don't have permission to read or write {path}.", path=str(path)),
        say("Choose another location with --db, or get permission to use this one."),
    )
