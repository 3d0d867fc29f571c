"""What storage says itself of a file or record that it does not take, with a next step."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.storage.location import DatabaseLocation


def read_only_words(path: Path) -> tuple[Message, Message]:
    """What to say of a file that can be read and not be written."""
    return (
        say("The database {path} is read-only.", path=str(path)),
        say(
            "It can be read. To change it, get write permission for the file and its folder, or "
            "open a copy with --db."
        ),
    )


def read_only(path: Path) -> StorageProblem:
    """The error for writing where only reading is possible."""
    return StorageProblem(*read_only_words(path))


def opened_to_read(path: Path) -> StorageProblem:
    """The error for writing what was opened only to be read."""
    return StorageProblem(
        say("The database {path} was opened read-only.", path=str(path)),
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
        say("Copy it to a folder that you can write to, and open the copy with --db."),
    )


def changed_while_read(path: Path) -> StorageProblem:
    """The error for a read-only file that changed while it was read."""
    return StorageProblem(
        say("The database {path} was changed while it was read.", path=str(path)),
        say("Try again, or copy it to this computer and open the copy with --db."),
    )


def file_missing(path: Path) -> StorageProblem:
    """The error for a database that no longer exists."""
    return StorageProblem(
        say("The database {path} no longer exists.", path=str(path)),
        say(
            "Put it back, connect its disk, or restore a backup with “csp-tui db restore”; "
            "it is then reloaded."
        ),
    )


def replaced(path: DatabaseLocation) -> StorageProblem:
    """The error for writing to another file than the one whose contents were seen."""
    return StorageProblem(
        say(
            "The file {path} was replaced by another one, so nothing was saved.",
            path=str(path),
        ),
        say("Check what it contains now, then repeat your change."),
    )


def without_locks(path: Path) -> StorageProblem:
    """The error for a place where files cannot be locked, as on some network folders."""
    return StorageProblem(
        say(
            "The folder of {path} cannot lock files, as some network folders cannot; without "
            "locks two programs would damage the database.",
            path=str(path),
        ),
        say("Copy the database to a folder on this computer, and open the copy with --db."),
    )


def is_folder(path: Path) -> StorageProblem:
    """The error for a folder where a file is meant."""
    return StorageProblem(
        say("{path} is a folder, not a database.", path=str(path)),
        say("Name a file in it with --db."),
    )


def empty_file(path: Path) -> StorageProblem:
    """The error for a file that has been emptied, or that never became a database."""
    return DamagedDatabase(
        say("The file {path} is empty, so it is no longer a database.", path=str(path)),
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
        say("Connect its disk, correct the link, or choose another file with --db."),
    )


def not_a_database(path: Path) -> tuple[Message, Message]:
    """What to say of a file that is not a database at all."""
    return (
        say("{path} is not a database, or its beginning is damaged.", path=str(path)),
        say("Choose another file with --db, or restore a backup over it."),
    )


def already_exists(path: Path) -> StorageProblem:
    """The error for a backup onto a file that exists."""
    return StorageProblem(
        say("{path} already exists.", path=str(path)),
        say("Choose a new name; a backup never overwrites a file."),
    )


def no_such_file(path: Path) -> StorageProblem:
    """The error for a file that does not exist."""
    return StorageProblem(
        say("There is no file {path}.", path=str(path)), say("Check the name and the folder.")
    )
