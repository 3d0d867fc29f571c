"""The one place that turns a failure of the database into a sentence and a next step."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.places import Memory, Place
from csp_tui.storage.refusals import no_such_file, not_a_database, read_only_words, without_locks
from csp_tui.storage.unreadable import UnreadableRow

_LOCKING = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def explained(path: Place) -> Iterator[None]:
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


def problem_of(error: BaseException, path: Place) -> StorageProblem:
    """Say what a failure means for the person.

    Args:
        error: An error of the driver, of SQLAlchemy around it, or of the file system.
        path: The database.
    """
    origin = getattr(error, "orig", None) or error
    if isinstance(path, Memory):
        return _memory_problem(origin)
    if isinstance(origin, OSError):
        return _file_problem(origin, path)
    code = getattr(origin, "sqlite_errorcode", None)
    if code in _LOCKING:
        return without_locks(path)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        # Nothing else than a full disk keeps SQLite from making the index of its log longer.
        code = sqlite3.SQLITE_FULL
    main = None if code is None else code & 0xFF
    reason = origin.what if isinstance(origin, UnreadableRow) else str(origin)
    kind = DamagedDatabase if main in _DAMAGED else StorageProblem
    return kind(*_sentence(main, reason, path))


def _memory_problem(error: BaseException) -> StorageProblem:
    code = getattr(error, "sqlite_errorcode", None) or 0
    if code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM):
        return StorageProblem(
            say("The demo is full: it holds only so much."),
            say("Reset the demo to begin anew; nothing was changed."),
        )
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageProblem(
            say("The demo is busy with something else."), say("Wait a moment and try again.")
        )
    return StorageProblem(
        say("The demo's database failed: {reason}.", reason=str(error)),
        say("Leave the demo and begin it anew."),
    )


def _sentence(code: int | None, reason: str | Message, path: Path) -> tuple[Message, Message]:
    file = str(path)
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return (
                say("The database {path} is locked: someone else is writing to it.", path=file),
                say("Wait until the other program has finished, and try again."),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return read_only_words(path)
        case sqlite3.SQLITE_FULL:
            return (
                say("The disk with the database {path} is full.", path=file),
                say("Free some space on that disk, and try again."),
            )
        case sqlite3.SQLITE_NOTADB:
            return not_a_database(path)
        case sqlite3.SQLITE_CORRUPT:
            return (
                say("The database {path} is damaged: {reason}.", path=file, reason=reason),
                say(
                    "Restore a backup: “csp-tui db backups” lists them, “csp-tui db restore” asks."
                ),
            )
        case sqlite3.SQLITE_CANTOPEN:
            return _unopened(path)
        case sqlite3.SQLITE_IOERR:
            return (
                say(
                    "The disk did not read or write the database {path}: {reason}.",
                    path=file,
                    reason=reason,
                ),
                say(
                    "Check that the disk is connected and that it and your quota have room, "
                    "and try again."
                ),
            )
        case sqlite3.SQLITE_CONSTRAINT:
            return (
                say(
                    "The database {path} refused a value that it must not hold: {reason}.",
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
                    "You may not write in the folder {folder}, where {path} belongs.",
                    folder=str(folder),
                    path=str(path),
                ),
                say("Choose another place with --db, or give yourself the right to it."),
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return StorageProblem(*_sentence_of_no_right(Path(file)))
        case errno.ENOSPC | errno.EDQUOT:
            return StorageProblem(*_sentence(sqlite3.SQLITE_FULL, "", path))
        case errno.ENOENT if folder is not None:
            return StorageProblem(
                say(
                    "The folder {folder} cannot hold {path}: {reason}.",
                    folder=str(folder),
                    path=str(path),
                    reason=error.strerror,
                ),
                say("Choose another place with --db."),
            )
        case errno.ENOENT:
            return no_such_file(Path(file))
        case _:
            reason = error.strerror or str(error)
            return StorageProblem(
                say("{path} cannot be used: {reason}.", path=file, reason=reason),
                say("Choose another place with --db."),
            )


def _folder_in_the_way(error: OSError, path: Path) -> Path | None:
    """The folder that did not take a file, where what failed was not the file itself.

    What has to be made on the way, a draft or a folder, means nothing to the person.
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
        return _sentence_of_no_right(path)
    if path.is_file() and not os.access(path.parent, os.W_OK):
        return (
            say(
                "The database {path} has changes waiting in its log, and in a read-only folder "
                "they cannot be read.",
                path=file,
            ),
            say(
                "Copy {path} and {path}-wal together to a folder where you may write, and name "
                "the copy with --db.",
                path=file,
            ),
        )
    return (
        say("The database {path} cannot be opened.", path=file),
        say("Check that the folder exists and that you may read and write in it."),
    )


def _sentence_of_no_right(path: Path) -> tuple[Message, Message]:
    return (
        say("You may not read or write {path}.", path=str(path)),
        say("Choose another place with --db, or give yourself the right to it."),
    )
