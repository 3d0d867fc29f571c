"""Creates, checks or migrates the file that the program works on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from csp_tui.private_folder import make_private
from csp_tui.storage.connections import (
    connect,
    may_write,
)
from csp_tui.storage.damage import explained
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.open_errors import (
    broken_link,
    no_such_file,
    too_old_to_read,
    without_locks,
)
from csp_tui.storage.schema_version import APPLICATION_ID, SCHEMA_VERSION, can_lock, version_of


def prepare(path: DatabaseLocation, now: Callable[[], datetime]) -> Path | None:
    """Make a file ready to work on: create, check or migrate it.

    Args:
        path: The database file; it and its folder are made where they do not exist.
        now: The time, for the name of the backup before a migration.

    Returns:
        The backup that was made before a migration, else None.

    Raises:
        StorageProblem: It is not a database of this program, is newer than the program, or
            cannot be read or written; it was not changed.
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
        OSError: It cannot be determined.
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


def _create(path: Path) -> bool:
    """Make a new file that only its owner can read; it appears whole or not at all.

    Returns:
        False where another program was faster.
    """
    from csp_tui.storage.backup import give_name, sync_file
    from csp_tui.temp_files import temporary_in

    if not path.parent.exists():
        make_private(path.parent)
    if not can_lock(path.parent):
        raise without_locks(path)
    with temporary_in(path.parent) as draft:
        with closing(connect(draft)) as connection:
            # Signed before all else, so that the header alone always identifies the program.
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(draft)
        sync_file(draft)
        try:
            give_name(draft, path)
        except FileExistsError:
            return False
    return True


def upgrade(path: DatabaseLocation) -> None:
    """Bring a file to the newest schema in one transaction, or leave it as it was.

    Raises:
        StorageProblem: A step failed.
    """
    from csp_tui.storage.migrations import upgrade as migrate

    migrate(path)
