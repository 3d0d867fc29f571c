"""Files that are being written, and the removal of those that a killed program left behind.

Exports, backups, restores and settings are written to a temporary file first, and such a file may
hold everything that the finished one does. Its name says which process of which computer writes it,
so that a later run knows whether that process is still running.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".csp-tui-draft"
_OURS = re.compile(
    rf"{re.escape(_PREFIX)}-([0-9a-f]{{8}})-([0-9]+)-[0-9a-f]{{8}}(?:-journal|-wal|-shm)?"
)
# Earlier versions did not say in the name of an export which process wrote it.
_OF_EARLIER_VERSIONS = re.compile(r"\.csp-tui-[0-9a-f]{12}\.part")
_COMPANIONS = ("-journal", "-wal", "-shm")
_DAY = 24 * 3600.0
_ABANDONED = 7 * _DAY
"""Seconds without a write after which a file is stale, no matter who wrote it."""


@contextmanager
def temporary_in(folder: Path) -> Iterator[Path]:
    """A new empty file that only its owner can read, removed after the block unless renamed.

    Args:
        folder: Where its last name will be, because only there a rename is one step.

    Raises:
        OSError: It cannot be made there.
    """
    remove_stale(folder)
    draft = folder / _new_name()
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield draft
    finally:
        for name in (draft.name, *(f"{draft.name}{end}" for end in _COMPANIONS)):
            draft.with_name(name).unlink(missing_ok=True)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder of the system's temporary files that only its owner can enter.

    Raises:
        OSError: It cannot be made.
    """
    parent = Path(tempfile.gettempdir())
    remove_stale(parent)
    folder = parent / _new_name()
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_stale(folder: Path) -> list[Path]:
    """Delete the temporary files that no process writes to now.

    Those are the ones of processes of this computer that have ended, and all others that have not
    been written to for a week. What belongs to another account, and what cannot be deleted, stays.

    Returns:
        What was deleted.
    """
    deleted = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        with suppress(OSError):
            if _is_stale(entry) and _remove(entry):
                deleted.append(Path(entry.path))
    return deleted


def _is_stale(entry: os.DirEntry[str]) -> bool:
    if _OF_EARLIER_VERSIONS.fullmatch(entry.name):
        return _age(entry) > _DAY
    match = _OURS.fullmatch(entry.name)
    if match is None:
        return False
    if match[1] == _computer() and os.name != "nt" and not _is_running(int(match[2])):
        return True
    # Long after, another process may have the number of the one that was killed.
    return _age(entry) > _ABANDONED


def _age(entry: os.DirEntry[str]) -> float:
    """Seconds since the last write."""
    return time.time() - entry.stat(follow_symlinks=False).st_mtime


def _remove(entry: os.DirEntry[str]) -> bool:
    facts = entry.stat(follow_symlinks=False)
    # In a folder that accounts share, no link or file of another account is followed or deleted.
    if os.name != "nt" and facts.st_uid != os.geteuid():
        return False
    if stat.S_ISDIR(facts.st_mode):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)
    return True


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _new_name() -> str:
    return f"{_PREFIX}-{_computer()}-{os.getpid()}-{os.urandom(4).hex()}"


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"
