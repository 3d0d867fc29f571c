"""The one place that turns a failure of the database into a sentence and a next step."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, NotFound, StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.places import Memory, Place

_LOCKING = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class UnreadableRow(sqlite3.DatabaseError):
    """A row holds what this program never writes, which is damage like any other.

    Args:
        table: The table's name.
        row: What the row is known by.
        cause: What its reader met.
    """

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def __init__(self, table: str, row: object, cause: Exception) -> None:
        reason = str(cause) or type(cause).__name__
        super().__init__(reason)
        self.what = say(
            "row {row} of the table {table} cannot be read: {reason}",
            row=str(row),
            table=table,
            reason=reason,
        )


@contextmanager
def reading_row(table: str, row: object) -> Iterator[None]:
    """Tell of the row that the block cannot read.

    Raises:
        UnreadableRow: Its cells are not what the program writes.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableRow(table, row, error) from error


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
            return _read_only(path)
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


def _read_only(path: Path) -> tuple[Message, Message]:
    return (
        say("The database {path} is read-only.", path=str(path)),
        say(
            "It can be read. To change it, give yourself the right to write to the file and its "
            "folder, or name a copy of it with --db."
        ),
    )


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


def read_only(path: Path) -> StorageProblem:
    """The error for writing where only reading is possible."""
    return StorageProblem(*_read_only(path))


def opened_to_read(path: Path) -> StorageProblem:
    """The error for writing what was opened only to be read."""
    return StorageProblem(
        say("The database {path} was opened to be read only.", path=str(path)),
        say("To change it, open it without “--read-only”."),
    )


def too_old_to_read(path: Path) -> StorageProblem:
    """The error for a file that has to be brought up to date where nothing can be written."""
    return StorageProblem(
        say(
            "The database {path} was made by an older version and is read-only, so it cannot be "
            "brought up to date.",
            path=str(path),
        ),
        say("Copy it to a folder where you may write, and name the copy with --db."),
    )


def changed_meanwhile(path: Path) -> StorageProblem:
    """The error for a read-only file that changed while it was read."""
    return StorageProblem(
        say("The database {path} was changed while it was read.", path=str(path)),
        say("Try again, or copy it to this computer and name the copy with --db."),
    )


def gone(path: Path) -> StorageProblem:
    """The error for a database that was there and is not any more."""
    return StorageProblem(
        say("The database {path} is not there any more.", path=str(path)),
        say(
            "Put it back, connect the disk that it is on, or restore a backup with “csp-tui db "
            "restore”; what it holds is then read anew."
        ),
    )


def replaced(path: Place) -> StorageProblem:
    """The error for writing to another file than the one whose contents were seen."""
    return StorageProblem(
        say(
            "The file {path} was replaced by another one meanwhile, so nothing was saved.",
            path=str(path),
        ),
        say("Look at what it holds now, and make your change again."),
    )


def without_locks(path: Path) -> StorageProblem:
    """The error for a place where files cannot be locked, as on some network folders."""
    return StorageProblem(
        say(
            "The folder of {path} cannot lock files, as some network folders cannot; without "
            "locks two programs would damage the database.",
            path=str(path),
        ),
        say("Copy the database to a folder of this computer, and name the copy with --db."),
    )


def is_folder(path: Path) -> StorageProblem:
    """The error for a folder where a file is meant."""
    return StorageProblem(
        say("{path} is a folder, not a database.", path=str(path)),
        say("Name a file in it with --db."),
    )


def without_a_byte(path: Path) -> StorageProblem:
    """The error for a file that has been emptied, or that never became a database."""
    return DamagedDatabase(
        say("The file {path} is empty, so it is not a database any more.", path=str(path)),
        say(
            "Restore a backup over it with “csp-tui db restore”, or move it away to start "
            "with a new one."
        ),
    )


def broken_link(path: Path) -> StorageProblem:
    """The error for a link whose file is not there, as with a disk that is not connected."""
    return StorageProblem(
        say(
            "{path} is a link to {target}, which does not exist.",
            path=str(path),
            target=os.readlink(path),
        ),
        say("Connect the disk that it is on, correct the link, or choose another file with --db."),
    )


def not_a_database(path: Path) -> tuple[Message, Message]:
    """What to say of a file that is not a database at all."""
    return (
        say("{path} is not a database, or its beginning is damaged.", path=str(path)),
        say("Choose another file with --db, or restore a backup over it."),
    )


def no_such_offer(offer_id: str) -> NotFound:
    """The error for an offer that does not exist."""
    return NotFound(
        say("There is no offer {offer_id}.", offer_id=offer_id),
        say("Check the offer ID, or list the offers to find the one you mean."),
        field="offer_id",
    )


def no_such_file(path: Path) -> StorageProblem:
    """The error for a file that does not exist."""
    return StorageProblem(
        say("There is no file {path}.", path=str(path)), say("Check the name and the folder.")
    )
