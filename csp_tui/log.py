"""The log file: unexpected errors with their traces, nothing of partners or contacts."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

_LIMIT = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(path: Path) -> None:
    """Send the program's log to a file; if that cannot be written, continue without a log."""
    root = logging.getLogger("csp_tui")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    root.propagate = False
    root.addHandler(_OpenedWhenUsed(path))


class _OpenedWhenUsed(logging.Handler):
    """The file, whose handler is imported and whose folder is made with the first record.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; nothing is said where it cannot be written."""
        with suppress(OSError, ImportError):
            self._file = self._file or _open(self._path)
            self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()


def _open(path: Path) -> logging.Handler:
    from csp_tui.private_folder import make_private
    from csp_tui.private_log import DatalessFormatter, PrivateFileHandler

    make_private(path.parent)
    handler = PrivateFileHandler(path, maxBytes=_LIMIT, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(DatalessFormatter(_FORMAT))
    return handler


def keep_nothing() -> None:
    """Write no log, whatever comes; for sessions that have no files."""
    root = logging.getLogger("csp_tui")
    root.propagate = False
    root.handlers[:] = [logging.NullHandler()]
