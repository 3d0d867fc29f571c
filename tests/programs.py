"""Programs of the system that some tests drive."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(name: str) -> str:
    """Find a program; a machine without it leaves the test out, CI must have it.

    Args:
        name: The program.

    Returns:
        Its path.
    """
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing; .ci/run installs what the tests need")
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path
