"""The one place that turns a failure of the database into a sentence and a next step."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_tui.domain.errors import NotFound, StorageProblem
from csp_tui.domain.wording import Message, say


@contextmanager
def explained(path: Path) -> Iterator[None]:
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


def problem_of(error: BaseException, path: Path) -> StorageProblem:
    """Say what a failure means for the person.

    Args:
        error: An error of the driver, of SQLAlchemy around it, or of the file system.
        path: The database file.
    """
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError):
        return _file_problem(origin, path)
    code = getattr(origin, "sqlite_errorcode", None)
    sentence, step = _sentence(None if code is None else code & 0xFF, str(origin), path)
    return StorageProblem(sentence, step)


def _sentence(code: int | None, reason: str, path: Path) -> tuple[Message, Message]:
    file = str(path)
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return (
                say("The database {path} is locked: someone else is writing to it.", path=file),
                say("Wait until the other program has finished, and try again."),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return (
                say("The database {path} is read-only.", path=file),
                say("Give yourself the right to write to the file and its folder, and try again."),
            )
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
                say("Restore a backup with “csp-tui db restore FILE”."),
            )
        case sqlite3.SQLITE_CANTOPEN:
            return (
                say("The database {path} cannot be opened.", path=file),
                say("Check that the folder exists and that you may read and write in it."),
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
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return StorageProblem(
                say("You may not read or write {path}.", path=file),
                say("Choose another place with --db, or give yourself the right to it."),
            )
        case errno.ENOSPC | errno.EDQUOT:
            return StorageProblem(*_sentence(sqlite3.SQLITE_FULL, "", path))
        case errno.ENOENT:
            return no_such_file(Path(file))
        case _:
            reason = error.strerror or str(error)
            return StorageProblem(
                say("{path} cannot be used: {reason}.", path=file, reason=reason),
                say("Choose another place with --db."),
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
