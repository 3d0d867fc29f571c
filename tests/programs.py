"""What some tests need of the system: a pseudo-terminal and programs.

Markers say so: ``terminal`` (with further programs as arguments, such as ``tmux``), ``browser`` and
``ssh``. Where something is missing, a test is skipped with the reason; with ``CI=true`` it fails.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import NoReturn

import pytest

PROGRAMS = {
    "terminal": (),
    "browser": ("chromium", "chromedriver"),
    "ssh": ("sshd", "ssh", "ssh-keygen"),
}
"""The programs that tests with a marker need, by the marker's name."""


def needed(name: str) -> str:
    """Find a program.

    Args:
        name: The program.

    Returns:
        Its path. The test is skipped if there is none, and fails in CI.
    """
    path = shutil.which(name)
    if path is None:
        _miss(f"{name} is not installed")
    return path


def require_marked(item: pytest.Item) -> None:
    """Skip a test whose markers ask for something that is missing, or fail it in CI."""
    for marker_name, programs in PROGRAMS.items():
        for marker in item.iter_markers(marker_name):
            if marker_name == "terminal" and importlib.util.find_spec("termios") is None:
                _miss("this system has no pseudo-terminals")
            for program in (*programs, *marker.args):
                needed(program)


def _miss(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; .ci/run installs what the tests need")
    pytest.skip(reason)
