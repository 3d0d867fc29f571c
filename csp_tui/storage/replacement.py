"""Putting a backup in the place of a database that others may have open."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from csp_tui.private_folder import make_private
from csp_tui.storage.backup import (
    copy_database,
    copy_pages,
    end_log,
    give_name,
    sync_file,
    under_free_name,
)
from csp_tui.storage.connections import BUSY_TIMEOUT, connect, connect_writer, may_write
from csp_tui.storage.damage import explained
from csp_tui.storage.integrity import require_intact
from csp_tui.storage.open_errors import read_only
from csp_tui.storage.problems import problem_of
from csp_tui.storage.schema import is_missing, upgrade
from csp_tui.storage.schema_version import SCHEMA_VERSION, application_id, version_of
from csp_tui.storage.sqlite_errors import ENVIRONMENT, UNREADABLE, primary_code
from csp_tui.temp_files import sync_folder, temporary_in

_COMPANIONS = ("-wal", "-journal", "-shm")
_STEP = 8
"""Pages of the first step; fewer than any database of this program has."""
_WORD = "before-restore"
_PATIENCE = 1.0
"""Seconds to wait until no one has a damaged file open."""


class Replacement:
    """One restore.

    Args:
        path: The database that is replaced.
        source: The backup.
        moment: The time, for the name of what is kept.
        release: Closes every connection of this program to the file.
    """

    def __init__(
        self, path: Path, source: Path, moment: datetime, release: Callable[[], None]
    ) -> None:
        self._path = path.resolve()
        self._source = source
        self._moment = moment
        self._release = release

    def run(self) -> Path | None:
        """Do it.

        Returns:
            Where the replaced file is kept, None where there was none.

        Raises:
            StorageProblem: The backup cannot be used or the file not be written; nothing was
                changed.
        """
        path, source = self._path, self._source
        with explained(source):
            version = version_of(source)
        with explained(path):
            empty = is_missing(path) or path.stat().st_size == 0
            if not empty and not may_write(path):
                raise read_only(path)
            if not path.parent.exists():
                make_private(path.parent)
            with temporary_in(path.parent) as draft:
                self._copy(draft)
                if version != SCHEMA_VERSION:
                    upgrade(draft)
                    end_log(draft)
                sync_file(draft)
                if empty:
                    return self._rename(draft)
                try:
                    # Opened for writing, a file with a damaged beginning would lose its log.
                    application_id(path)
                    return self._overwrite(draft)
                except (sqlite3.DatabaseError, *UNREADABLE) as error:
                    # Whatever else keeps the file from being overwritten is wrong in the file.
                    if primary_code(error) in ENVIRONMENT:
                        raise
                self._wait_alone()
                return self._rename(draft)

    def _copy(self, draft: Path) -> None:
        source = self._source
        try:
            copy_pages(source, draft)
            require_intact(draft, source)
        except sqlite3.Error as error:
            # A disk that is full is the one that is written to, not the backup's.
            full = primary_code(error) == sqlite3.SQLITE_FULL
            raise problem_of(error, self._path if full else source) from error

    def _overwrite(self, draft: Path) -> Path:
        """Write the pages of a draft over the database, in one transaction of SQLite's own.

        What is replaced is kept under the lock of that transaction, so nothing that anyone wrote
        until then is missing in it.
        """
        path = self._path
        kept: list[Path] = []

        def keep(status: int, _remaining: int, _total: int) -> None:
            # The driver would try forever to get the lock that it waited for in vain.
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _busy()
            if not kept:
                kept.append(
                    under_free_name(
                        path, _WORD, self._moment, lambda target: copy_database(path, target)
                    )
                )

        with closing(connect_writer(path, busy_timeout=BUSY_TIMEOUT)) as writer:
            _match(draft, writer)
            with closing(connect(draft)) as reader:
                try:
                    reader.backup(writer, pages=_STEP, progress=keep)
                except BaseException:
                    for file in kept:
                        file.unlink(missing_ok=True)
                    raise
        return kept[0]

    def _rename(self, draft: Path) -> Path | None:
        """Give a draft the name of a file that is empty, damaged or not there.

        Its log goes first, because one beside the new file would be read into it.
        """
        path = self._path
        kept = None
        if path.exists() and path.stat().st_size:
            kept = under_free_name(path, _WORD, self._moment, self._keep_bytes)
        for end in _COMPANIONS:
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
        os.replace(draft, path)
        sync_folder(path.parent)
        return kept

    def _keep_bytes(self, target: Path) -> None:
        """Keep what cannot be read as a database byte for byte, with its log."""
        path = self._path
        with temporary_in(path.parent) as draft:
            shutil.copyfile(path, draft)
            sync_file(draft)
            for end in _COMPANIONS[:2]:
                log = path.with_name(f"{path.name}{end}")
                if log.exists() and log.stat().st_size:
                    with temporary_in(path.parent) as copy:
                        shutil.copyfile(log, copy)
                        sync_file(copy)
                        give_name(copy, target.with_name(f"{target.name}{end}"))
            give_name(draft, target)

    def _wait_alone(self) -> None:
        """Close a damaged file, and wait a moment until no one has it open."""
        patient_until = time.monotonic() + _PATIENCE
        while True:
            self._release()
            try:
                _require_alone(self._path)
                return
            except sqlite3.DatabaseError:
                if time.monotonic() > patient_until:
                    raise
            time.sleep(_PATIENCE / 40)


def _match(draft: Path, writer: sqlite3.Connection) -> None:
    """Prepare a draft to be read by those who know the file that it replaces."""
    size = writer.execute("PRAGMA page_size").fetchone()[0]
    changes = _revision(writer)
    with closing(connect(draft)) as connection:
        # Searches are remembered by the directory's revision, in other programs as well.
        connection.execute("UPDATE directory SET revision = max(revision, ?) + 1", (changes,))
        if connection.execute("PRAGMA page_size").fetchone()[0] != size:
            connection.execute(f"PRAGMA page_size = {size}")
            connection.execute("VACUUM")
    sync_file(draft)


def _revision(connection: sqlite3.Connection) -> int:
    try:
        row = connection.execute("SELECT coalesce(max(revision), 0) FROM directory").fetchone()
    except sqlite3.OperationalError as error:
        # A database of another version or of another program.
        if primary_code(error) != sqlite3.SQLITE_ERROR:
            raise
        return 0
    return int(row[0])


def _require_alone(path: Path) -> None:
    try:
        application_id(path)
        with closing(connect(path, busy_timeout=0)) as connection:
            # Ending the log takes the whole file for oneself, so it fails where it is in use.
            connection.execute("PRAGMA journal_mode = DELETE")
    except (sqlite3.DatabaseError, *UNREADABLE) as error:
        if primary_code(error) in ENVIRONMENT:
            raise


def _busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error
