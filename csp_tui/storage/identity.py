"""Identity of the file at a path, so that a replacement is noticed."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from csp_tui.storage.connections import log_of
from csp_tui.storage.damage import explained
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.open_errors import empty_file, file_missing
from csp_tui.storage.schema import is_missing

_Facts: TypeAlias = tuple[int, int]
_EMPTIED: _Facts = (0, 0)
_INDEX = "-shm"


class KnownFile:
    """The identity of the open file, to detect another one that replaces it.

    An open connection keeps using a file that has been renamed or deleted, while the next one
    opens what has its name by then. It only asks the file system: to open and close the file here
    would end the locks that this process has on it. Safe to call from any thread.

    Args:
        path: The database.
    """

    def __init__(self, path: DatabaseLocation) -> None:
        self._path = path if isinstance(path, Path) else None
        self._lock = threading.Lock()
        self._facts: _Facts | None = None
        self._log: _Facts | None = None
        self._is_replaced = False

    @property
    def is_replaced(self) -> bool:
        """Whether what was read before may be of another file than what is read now."""
        with self._lock:
            return self._is_replaced

    def accept(self) -> None:
        """Take the file that is there now for the one that is meant."""
        with self._lock:
            self._is_replaced = False

    def learn(self) -> None:
        """Remember the file that is there now, and its log."""
        facts = self._look()
        with self._lock:
            self._facts = facts
            self._log = self._check_log()

    def forget(self) -> None:
        """Take whatever is found next for the one that is meant."""
        with self._lock:
            self._facts = self._log = None

    def is_same(self) -> bool:
        """Whether the path still names the recorded file, if there was one.

        Where it does not, ``is_replaced`` holds until ``accept``, and the other file is the known
        one from now on. The log of the one before is then moved away from beside it.

        Raises:
            StorageProblem: The file no longer exists, is empty, or the system does
                not tell.
        """
        with self._lock:
            known = self._facts
        if known is None:
            return True
        facts = self._look()
        with self._lock:
            if facts == self._facts:
                self._log = self._check_log()
                return True
            self._set_log_aside()
            self._facts, self._log = facts, None
            self._is_replaced = True
            return False

    def _look(self) -> _Facts | None:
        path = self._path
        if path is None:
            return None
        with explained(path):
            if is_missing(path):
                raise file_missing(path)
            facts = path.stat()
        if not facts.st_size:
            # Whatever is written into it next is another database, though the file is the same.
            with self._lock:
                self._facts = _EMPTIED
            raise empty_file(path)
        return facts.st_dev, facts.st_ino

    def _check_log(self) -> _Facts | None:
        if self._path is None:
            return None
        with suppress(OSError):
            facts = log_of(self._path).stat()
            return facts.st_dev, facts.st_ino
        return None

    def _set_log_aside(self) -> None:
        """Keep the other file from being read together with a log that is not its own.

        A file that was moved over a database in use finds the log of that one beside it, and
        SQLite would take it for its own: what is in it would end up in both files' pages.
        """
        if self._path is None or self._log is None or self._check_log() != self._log:
            return
        log = log_of(self._path)
        with explained(self._path):
            # An empty one is right beside any file, and another program may be using it.
            if not log.stat().st_size:
                return
            log.rename(_free_name(log))
            # A program that still has it open keeps using it: it is the index of that log.
            file = self._path.resolve()
            file.with_name(f"{file.name}{_INDEX}").unlink(missing_ok=True)


def _free_name(log: Path) -> Path:
    number = 1
    while True:
        target = log.with_name(f"{log.name}.replaced" + (f"-{number}" if number > 1 else ""))
        if not target.exists():
            return target
        number += 1
