"""The log file: unexpected errors with their traces, nothing of partners or contacts."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LIMIT = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _PrivateFileHandler(RotatingFileHandler):
    def _open(self):  # type: ignore[no-untyped-def]
        """Open the file readable by its owner only."""
        stream = super()._open()
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """Go on without a log that cannot be written; no trace of it belongs on the screen."""


def start(path: Path) -> None:
    """Send the program's log to a file; where that cannot be written, go on without."""
    root = logging.getLogger("csp_tui")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    root.propagate = False
    handler: logging.Handler
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFileHandler(
            path, maxBytes=_LIMIT, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
