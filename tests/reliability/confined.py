"""Keeps what a storm writes inside its own folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = frozenset(("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink"))
_LEAVING = frozenset(("subprocess.Popen", "os.exec", "os.posix_spawn", "webbrowser.open"))
_inside: list[Path] = []
_hooks: list[bool] = []


class Escaped(AssertionError):
    """The program was about to start another one."""


@contextmanager
def confined(folder: Path) -> Iterator[None]:
    """Refuse to write anywhere else, as a system does where one has no rights.

    Args:
        folder: Where files may be written.
    """
    if not _hooks:
        sys.addaudithook(_refuse)
        _hooks.append(True)
    _inside.append(folder.resolve())
    try:
        yield
    finally:
        _inside.pop()


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if not _inside:
        return
    if event in _LEAVING:
        raise Escaped(f"{event} {arguments}")
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(path, int) or not flags & _WRITING:
            return
        paths = [path]
    elif event in _CHANGING:
        paths = [path for path in arguments if isinstance(path, (str, bytes, os.PathLike))]
    else:
        return
    for path in paths:
        whole = Path(os.path.realpath(os.fsdecode(path)))
        if whole != Path(os.devnull) and not whole.is_relative_to(_inside[-1]):
            raise PermissionError(13, "Permission denied", os.fsdecode(path))
