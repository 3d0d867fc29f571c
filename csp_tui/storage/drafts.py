"""Files that are being written, and what a program that was killed left of them."""

from __future__ import annotations

import os
import platform
import re
import secrets
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".csp-tui-draft"
_OURS = re.compile(
    rf"{re.escape(_PREFIX)}-([0-9a-f]{{8}})-([0-9]+)-[0-9a-f]{{8}}(?:-journal|-wal|-shm)?"
)
_COMPANIONS = ("-journal", "-wal", "-shm")
_ABANDONED = 7 * 24 * 3600.0
"""Seconds after which a draft of another computer is nobody's any more."""


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A new empty file of its owner alone, gone after the block unless it got another name.

    Its name says which process of which computer writes it, so that ``sweep`` can tell whether
    anyone still does.

    Args:
        folder: Where its last name will be, because only there a rename is one step.

    Raises:
        OSError: It cannot be made there.
    """
    sweep(folder)
    draft = folder / f"{_PREFIX}-{_computer()}-{os.getpid()}-{secrets.token_hex(4)}"
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield draft
    finally:
        for name in (draft.name, *(f"{draft.name}{end}" for end in _COMPANIONS)):
            draft.with_name(name).unlink(missing_ok=True)


def sweep(folder: Path) -> list[Path]:
    """Delete the drafts that nobody writes any more.

    Those are the drafts of processes of this computer that have ended, and of other computers
    when they are a week old. Where something cannot be deleted, it stays.

    Returns:
        What was deleted.
    """
    deleted = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        match = _OURS.fullmatch(entry.name)
        if match is None:
            continue
        try:
            if _is_abandoned(entry, match[1], int(match[2])):
                Path(entry.path).unlink()
                deleted.append(Path(entry.path))
        except OSError:
            continue
    return deleted


def _is_abandoned(entry: os.DirEntry[str], computer: str, process: int) -> bool:
    if computer == _computer() and os.name != "nt":
        return not _is_running(process)
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"
