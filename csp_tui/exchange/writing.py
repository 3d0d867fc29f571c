"""Text files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from csp_tui.domain.errors import InvalidInput, StorageProblem, WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.exchange.sources import cause
from csp_tui.temp_files import temporary_in

_BUFFER = 1 << 16


def write_lines(target: str | os.PathLike[str] | IO[bytes], lines: Iterable[str]) -> None:
    """Write lines as UTF-8.

    A file is written beside its place and moved there at the end, so that an interruption leaves
    what was there. A link stays a link; a device or pipe is written to as it is. A file that is
    new only its owner may read; one that is replaced keeps who may.

    Args:
        target: A path, or a binary stream, which is flushed and stays open.
        lines: Lines with their ends.

    Raises:
        InvalidInput: The path is a folder, in no folder, or may not be written.
        StorageProblem: The disk is full or failed.
        BrokenPipeError: The reader has closed the stream.
    """
    if not isinstance(target, (str, os.PathLike)):
        _pour(target, lines)
        return
    try:
        _replace(Path(os.path.realpath(target)), lines)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise _cannot_write(visible(str(target)), error) from error


def _replace(path: Path, lines: Iterable[str]) -> None:
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as stream:
            _pour(stream, lines)
        return
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with temporary_in(path.parent) as beside:
        with beside.open("wb") as stream:
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            _pour(stream, lines)
            os.fsync(stream.fileno())
        beside.replace(path)


def _pour(stream: IO[bytes], lines: Iterable[str]) -> None:
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line.encode("utf-8"))
        size += len(waiting[-1])
        if size >= _BUFFER:
            stream.write(b"".join(waiting))
            waiting, size = [], 0
    stream.write(b"".join(waiting))
    stream.flush()


def _cannot_write(path: str, error: Exception) -> WorkbenchError:
    if isinstance(error, IsADirectoryError):
        return InvalidInput(
            say("{path} is a folder, not a file.", path=path),
            say("Name a file inside it."),
            field="file",
        )
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return InvalidInput(
            say("{path} is in a folder that does not exist.", path=path),
            say("Create the folder first, or name an existing one."),
            field="file",
        )
    if isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS:
        return InvalidInput(
            say("You don't have permission to write {path}.", path=path),
            say("Name a file in a folder of your own."),
            field="file",
        )
    if isinstance(error, ValueError) or getattr(error, "errno", None) == errno.ENAMETOOLONG:
        return InvalidInput(
            say("{path} cannot be the name of a file.", path=path),
            say("Name a file in a folder of your own."),
            field="file",
        )
    return StorageProblem(
        say("{path} cannot be written: {cause}.", path=path, cause=cause(error)),
        say("Free some space or name a file on another disk, then try again."),
    )
