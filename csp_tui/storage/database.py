"""The database file as a whole: facts on it, backup and restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import say
from csp_tui.services.views import DatabaseCheck, DatabaseInfo
from csp_tui.storage.backup import copy_database, dated, sync_folder
from csp_tui.storage.connections import connect
from csp_tui.storage.inspection import damage_of, problems_in
from csp_tui.storage.problems import explained, no_such_file
from csp_tui.storage.schema import version_of

_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

_PATIENCE = 1.0
"""Seconds that a restore waits until nobody reads the file any more."""


class DatabaseFile:
    """One database file, whether or not it exists.

    Args:
        path: The file.
        now: The time, for the names of files that are kept.
        release: Lets go of every connection of this program to the file.
    """

    def __init__(
        self, path: Path, *, now: Callable[[], datetime], release: Callable[[], None]
    ) -> None:
        self._path = path
        self._now = now
        self._release = release

    def info(self) -> DatabaseInfo:
        """Facts on the file; a file that does not exist is not made.

        Raises:
            StorageProblem: It is not a database of this program, or cannot be read.
        """
        path = self._path
        with explained(path):
            if not path.exists():
                return DatabaseInfo(
                    path=str(path), exists=False, schema="", offers=0, partners=0, size_bytes=0
                )
            size = sum(part.stat().st_size for part in (path, _log(path)) if part.exists())
            schema = version_of(path) if path.stat().st_size else ""
            offers = partners = 0
            if schema:
                offers, partners = _count(path)
        return DatabaseInfo(
            path=str(path),
            exists=True,
            schema=schema,
            offers=offers,
            partners=partners,
            size_bytes=size,
        )

    def check(self) -> DatabaseCheck:
        """Look for damage, broken references and states that must not be.

        Raises:
            StorageProblem: Someone else is writing, so it cannot be told.
        """
        problems = problems_in(self._path)
        return DatabaseCheck(ok=not problems, problems=problems)

    def backup(self, target: Path) -> None:
        """Write a sound copy while the file may be in use; it is there whole or not at all.

        Raises:
            StorageProblem: There is no database, it is damaged, the target exists already, or it
                cannot be written there.
        """
        path = self._path
        if not path.exists():
            raise no_such_file(path)
        if target.exists():
            raise StorageProblem(
                say("{path} exists already.", path=str(target)),
                say("Choose a new name; a backup never overwrites a file."),
            )
        with explained(path):
            version_of(path)
        with explained(target):
            copy_database(path, target, inspect=lambda draft: _require_sound(draft, path))

    def restore(self, source: Path) -> Path | None:
        """Put a backup in the file's place, keeping what it replaces.

        A backup with an older schema is migrated when the file is opened the next time.

        Returns:
            Where the replaced file is kept, None where there was none.

        Raises:
            StorageProblem: The backup is not a sound database of this program, the file is in use
                by another program, or the disk cannot be written; nothing was changed.
        """
        path = self._path
        if not source.exists():
            raise no_such_file(source)
        if path.exists() and source.samefile(path):
            raise StorageProblem(
                say("{path} is the database itself.", path=str(source)),
                say("Name a backup to restore."),
            )
        with explained(source):
            version_of(source)
        with explained(path):
            if not path.parent.exists():
                path.parent.mkdir(mode=0o700, parents=True)
            with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
                draft = Path(folder) / path.name
                with explained(source):
                    copy_database(source, draft, inspect=lambda copy: _require_sound(copy, source))
                kept = _keep(path, dated(path, "before-restore", self._now()))
                try:
                    self._wait_alone()
                except sqlite3.DatabaseError:
                    if kept is not None:
                        kept.unlink(missing_ok=True)
                    raise
                os.replace(draft, path)
                # A log of the replaced file must never be read into the new one.
                for leftover in (_log(path), path.with_name(f"{path.name}-shm")):
                    leftover.unlink(missing_ok=True)
                # Whoever began to read a moment ago still has the replaced file.
                self._release()
                sync_folder(path.parent)
        return kept

    def _wait_alone(self) -> None:
        """Let go of the file, and wait a moment for readings of our own that are under way."""
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


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _count(path: Path) -> tuple[int, int]:
    connection = connect(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        offers = connection.execute("SELECT count(*) FROM offer").fetchone()[0]
        partners = connection.execute("SELECT coalesce(max(rank), 0) FROM partner").fetchone()[0]
    finally:
        connection.close()
    return offers, partners


def _require_sound(copy: Path, source: Path) -> None:
    connection = connect(copy)
    try:
        damage = damage_of(connection)
    finally:
        connection.close()
    if damage:
        raise StorageProblem(
            say(
                "{path} is damaged, so it was not copied: {reason}",
                path=str(source),
                reason=damage[0],
            ),
            say("Use a backup that “csp-tui db check” finds sound."),
        )


def _keep(path: Path, kept: Path) -> Path | None:
    """Copy what is about to be replaced; None where there is nothing."""
    if _is_empty(path):
        return None
    try:
        copy_database(path, kept)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise
        # What cannot be read as a database is kept byte for byte.
        shutil.copyfile(path, kept)
        kept.chmod(0o600)
    return kept


def _require_alone(path: Path) -> None:
    """Make sure that nobody else has the file open."""
    if _is_empty(path):
        return
    try:
        connection = connect(path, busy_timeout=0)
        try:
            # Ending the log takes the whole file for oneself, so it fails where it is in use.
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise


def _is_empty(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0
