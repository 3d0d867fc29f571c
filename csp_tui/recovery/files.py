"""The recovery files of one database: one for each session that has something unsaved.

A session holds a lock on its file for as long as it runs, so that another one never takes what is
still being typed for something left behind. What was left is offered by one session at a time,
which holds its lock.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import stat
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from csp_tui.private_folder import make_private
from csp_tui.recovery.unsaved import Recovered, UnsavedInput

LIMIT = 8 * 1024 * 1024
"""Bytes of a recovery file at most."""
_PROGRAM, _FORMAT = "csp-tui", 1
# A name that is a link or a pipe is not followed and does not hold anyone up.
_CAREFULLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_log = logging.getLogger("csp_tui.recovery")


class RecoveryFiles:
    """Keeps what is unsaved in this session, and finds what others have left.

    Any thread may call it.

    Attributes:
        set_aside: Files that could not be understood, under the names that they have now.

    Args:
        folder: Where the files are; made when the first one is written.
        database: The database that the typed things belong to.
    """

    def __init__(self, folder: Path, database: Path) -> None:
        self.set_aside: tuple[Path, ...] = ()
        self._folder = folder
        self._database_bytes = os.fsencode(os.path.realpath(database))
        self._database = self._database_bytes.decode("utf-8", "replace")
        self._path: Path | None = None
        self._locks: dict[Path, int] = {}
        self._gate = threading.RLock()
        self._has_ended = False

    def keep(self, unsaved: Sequence[UnsavedInput], at: datetime) -> None:
        """Write what is unsaved now, instead of what was; nothing at all removes the file.

        After ``end`` or ``drop`` it does nothing, so that a slow thread writes nothing older.

        Args:
            unsaved: The places, the lower ones first.
            at: When it was typed.

        Raises:
            OSError: The system refuses it.
            ValueError: It is larger than a recovery file may be.
        """
        with self._gate:
            if not self._has_ended:
                self._keep(unsaved, at)

    def end(self, unsaved: Sequence[UnsavedInput], at: datetime) -> None:
        """Write for the last time, as ``keep`` does; the session is being ended from outside.

        Raises:
            OSError: The system refuses it.
            ValueError: It is larger than a recovery file may be.
        """
        with self._gate:
            self._has_ended = True
            try:
                self._keep(unsaved, at)
            finally:
                # Nothing more is written, so that the next session may take it.
                for path in tuple(self._locks):
                    self._let_go(path)

    def drop(self) -> None:
        """Remove this session's file for good: everything is saved or deliberately discarded.

        Raises:
            OSError: The system refuses it.
        """
        with self._gate:
            self._has_ended = True
            self._remove()

    def found(self) -> list[Recovered]:
        """What ended sessions have left for this database, newest first.

        A file that cannot be understood is set aside under another name, for people to look at.
        """
        with self._gate:
            left = []
            self._remove_half_written()
            for path in self._left():
                try:
                    left.append(self._read(path))
                except FileNotFoundError:
                    # Another session has removed it in the meantime.
                    self._let_go(path)
                except (ValueError, OverflowError, OSError, RecursionError):
                    _log.warning("a recovery file cannot be used and is set aside", exc_info=True)
                    self._put_aside(path)
            return sorted(left, key=lambda one: one.at, reverse=True)

    def forget(self, recovered: Recovered) -> None:
        """Remove what was left: it is restored, or not wanted."""
        with self._gate:
            try:
                recovered.path.unlink(missing_ok=True)
            except OSError:
                # It is offered once more.
                _log.warning("a recovery file could not be removed", exc_info=True)
            self._let_go(recovered.path)

    def _keep(self, unsaved: Sequence[UnsavedInput], at: datetime) -> None:
        if not unsaved:
            self._remove()
            return
        value = {
            "program": _PROGRAM,
            "format": _FORMAT,
            "database": self._database,
            "at": at.astimezone(UTC).isoformat(),
            "unsaved": [one.as_json() for one in unsaved],
        }
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        if len(content) > LIMIT:
            raise ValueError(f"{len(content)} bytes are more than a recovery file may have")
        path = self._own_path()
        draft = path.with_suffix(".new")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise

    def _remove(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._let_go(self._path)
            self._path = None

    @cached_property
    def _stem(self) -> str:
        """What the names of the files of this database begin with."""
        # OpenSSL takes 4 MB of memory, and most sessions find nothing and leave nothing.
        import hashlib

        return hashlib.sha256(self._database_bytes).hexdigest()[:16]

    def _files(self, suffix: str) -> list[Path]:
        """The files of this database by name, none where the folder cannot be read."""
        try:
            names = [name for name in os.listdir(self._folder) if name.endswith(suffix)]
        except OSError:
            return []
        return sorted(self._folder / name for name in names if name.startswith(f"{self._stem}-"))

    def _remove_half_written(self) -> None:
        """Remove what sessions that were killed while they wrote a file have left of it."""
        for draft in self._files(".new"):
            path = draft.with_suffix(".json")
            if path == self._path:
                continue
            is_held = path in self._locks
            if is_held or self._take(path):
                with contextlib.suppress(OSError):
                    draft.unlink(missing_ok=True)
                if not is_held:
                    self._let_go(path)

    def _left(self) -> Iterator[Path]:
        for path in self._files(".json"):
            if path != self._path and (path in self._locks or self._take(path)):
                yield path

    def _read(self, path: Path) -> Recovered:
        descriptor = os.open(path, _CAREFULLY)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise ValueError("not a file")
            content = file.read(LIMIT + 1)
        if len(content) > LIMIT:
            raise ValueError("too large")
        value = json.loads(content)
        # Half a surrogate pair, which JSON can hold, cannot be shown.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
        match value:
            case {
                "program": "csp-tui",
                "format": 1,
                "database": str(database),
                "at": str(at),
                "unsaved": list(unsaved),
            } if database == self._database:
                when = datetime.fromisoformat(at)
                if when.tzinfo is None:
                    raise ValueError("a time without its zone")
                places = tuple(UnsavedInput.from_json(one) for one in unsaved)
                return Recovered(path, when.astimezone(UTC), places)
        raise ValueError("not a recovery file of this database")

    def _put_aside(self, path: Path) -> None:
        aside = path.with_suffix(".unreadable")
        try:
            os.replace(path, aside)
        except OSError:
            aside = path
        self._let_go(path)
        self.set_aside = (*self.set_aside, aside)

    def _own_path(self) -> Path:
        make_private(self._folder)
        if self._path is None:
            path = self._folder / f"{self._stem}-{os.urandom(6).hex()}.json"
            self._take(path)
            self._path = path
        return self._path

    def _take(self, path: Path) -> bool:
        """Lock a file as this session's own; False where a running session holds it."""
        try:
            descriptor = os.open(_lock_of(path), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        if not _try_lock(descriptor):
            os.close(descriptor)
            return False
        self._locks[path] = descriptor
        return True

    def _let_go(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            _lock_of(path).unlink(missing_ok=True)
        descriptor = self._locks.pop(path, None)
        if descriptor is not None:
            os.close(descriptor)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _try_lock(descriptor: int) -> bool:
    """Lock a file for as long as its descriptor is open; False where another program has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
