"""The log file: unexpected errors with their traces, nothing of partners or contacts."""

from __future__ import annotations

import logging
from pathlib import Path

_LIMIT = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(path: Path) -> None:
    """Send the program's log to a file; if that cannot be written, continue without a log."""
    root = logging.getLogger("csp_tui")
    if root.handlers:
        return
    from csp_tui.private_folder import make_private
    from csp_tui.private_log import DatalessFormatter, PrivateFileHandler

    root.setLevel(logging.INFO)
    root.propagate = False
    handler: logging.Handler
    try:
        make_private(path.parent)
        handler = PrivateFileHandler(
            path, maxBytes=_LIMIT, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(DatalessFormatter(_FORMAT))
    root.addHandler(handler)


def keep_nothing() -> None:
    """Write no log, whatever comes; for sessions that have no files."""
    root = logging.getLogger("csp_tui")
    root.propagate = False
    root.handlers[:] = [logging.NullHandler()]
