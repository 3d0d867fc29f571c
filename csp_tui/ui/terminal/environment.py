"""What the environment says about the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def is_over_ssh(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is at the other end of an SSH connection.

    Args:
        environment: The variables of this process.
    """
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def supports_utf8(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal accepts characters beyond ASCII, as far as the locale says.

    Args:
        environment: Where ``LC_ALL``, ``LC_CTYPE`` and ``LANG`` are looked up, in this order.
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next((name for name in names if name), "")
    if not locale or "utf" in locale.casefold():
        return True
    if locale in ("C", "POSIX"):
        return False
    # A locale that names no encoding still has one: that of the stream Textual writes to.
    return sys.__stderr__ is None or sys.__stderr__.encoding.casefold().startswith("utf")
