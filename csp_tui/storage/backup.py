"""Copies of a database file that are whole at every moment, and where they are put."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from csp_tui.storage.connections import connect, log_of, reading_mode
from csp_tui.storage.location import DatabaseLocation
from csp_tui.temp_files import sync_folder, temporary_in


def copy_dated(path: Path, word: str, moment: datetime) -> Path:
    """Copy a database beside itself as ``name-WORD-YYYYMMDD-HHMMSS.sqlite``, numbered where taken.

    Returns:
        The copy.

    Raises:
        OSError: It cannot be written.
        sqlite3.Error: The database cannot be read.
    """
    return under_free_name(path, word, moment, lambda target: copy_database(path, target))


def under_free_name(path: Path, word: str, moment: datetime, write: Callable[[Path], None]) -> Path:
    """Write a file beside another one under a dated name that is free.

    Args:
        path: The file that it is beside.
        word: What it is for.
        moment: The time in its name.
        write: Makes it; raises ``FileExistsError`` where someone was faster.
    """
    stem = f"{path.stem}-{word}-{moment:%Y%m%d-%H%M%S}"
    number = 1
    while True:
        target = path.with_name(f"{stem}.sqlite" if number == 1 else f"{stem}-{number}.sqlite")
        if not target.exists():
            try:
                write(target)
                return target
            except FileExistsError:
                pass
        number += 1


def copy_database(
    source: DatabaseLocation, target: Path, *, inspect: Callable[[Path], None] | None = None
) -> None:
    """Copy a database that may be in use; the target appears whole or not at all.

    The copy is readable by its owner only.

    Args:
        source: The database to copy.
        target: The new file.
        inspect: Looks at the copy before it gets its name, and raises to keep it from that.

    Raises:
        FileExistsError: There is something at the target already.
        OSError: The target cannot be written.
        sqlite3.Error: The source cannot be read or the target not written.
    """
    with temporary_in(target.parent) as draft:
        copy_pages(source, draft)
        if inspect is not None:
            inspect(draft)
        give_name(draft, target)


def give_name(draft: Path, target: Path) -> None:
    """Give a finished draft its name, never that of a file that is there.

    Raises:
        FileExistsError: There is something at the target already.
        OSError: It cannot be renamed.
    """
    try:
        # Unlike a rename, a second link never replaces what another program put there.
        os.link(draft, target)
        draft.unlink()
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no second links.
        if os.path.lexists(target):
            raise FileExistsError(f"{target} exists already") from None
        os.rename(draft, target)
    sync_folder(target.parent)


def copy_pages(source: DatabaseLocation, draft: Path) -> None:
    """Copy a database as it is at one moment into a file that no one else uses.

    Raises:
        OSError: The draft cannot be written.
        sqlite3.Error: The source cannot be read or the draft not written.
    """
    # A file with a log is opened without the right to write, so that closing it changes nothing.
    mode = reading_mode(source)
    if mode == "rw" and isinstance(source, Path) and log_of(source).exists():
        mode = "ro"
    with (
        closing(connect(source, mode=mode)) as reader,
        closing(sqlite3.connect(draft, isolation_level=None)) as writer,
    ):
        reader.backup(writer)
        # A copy is one file: its log is switched off, and on again by the first writer.
        writer.execute("PRAGMA journal_mode = DELETE")
    sync_file(draft)


def end_log(draft: Path) -> None:
    """Make a draft that was written one file again; its log is switched on by the first writer."""
    with closing(connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    sync_file(draft)


def sync_file(file: Path) -> None:
    """Bring a finished draft to the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
