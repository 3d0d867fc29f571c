"""Copies of a database file that are whole at every moment, and where they are put."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from csp_tui.storage.connections import connect


def dated(path: Path, word: str, moment: datetime) -> Path:
    """A free name beside a file: ``name-WORD-YYYYMMDD-HHMMSS.sqlite``, numbered where taken."""
    stem = f"{path.stem}-{word}-{moment:%Y%m%d-%H%M%S}"
    candidate = path.with_name(f"{stem}.sqlite")
    number = 2
    while candidate.exists():
        candidate = path.with_name(f"{stem}-{number}.sqlite")
        number += 1
    return candidate


def copy_database(
    source: Path, target: Path, *, inspect: Callable[[Path], None] | None = None
) -> None:
    """Copy a database that may be in use; the target appears whole or not at all.

    The copy is readable by its owner only.

    Args:
        source: The database to copy.
        target: The new file; one that is there is replaced.
        inspect: Looks at the copy before it gets its name, and raises to keep it from that.

    Raises:
        OSError: The target cannot be written.
        sqlite3.Error: The source cannot be read or the target not written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        _copy(source, draft)
        if inspect is not None:
            inspect(draft)
        os.replace(draft, target)
        sync_folder(target.parent)
    finally:
        for leftover in (draft, draft.with_name(f"{draft.name}-journal")):
            leftover.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    reader = connect(source, mode="ro" if _has_log(source) else "rw")
    try:
        writer = sqlite3.connect(target, isolation_level=None)
        try:
            reader.backup(writer)
            # A copy is one file: its log is switched off, and on again by the first writer.
            writer.execute("PRAGMA journal_mode = DELETE")
        finally:
            writer.close()
    finally:
        reader.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _has_log(path: Path) -> bool:
    return path.with_name(f"{path.name}-wal").exists()


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
