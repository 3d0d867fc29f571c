"""tmux and screen between the program and the terminal: detection and passthrough."""

from __future__ import annotations

from collections.abc import Mapping

DEVICE_ATTRIBUTES_QUERY = "\x1b[>c"
REPLY_PREFIXES = {"\x1b[>83;": "screen", "\x1b[>84;": "tmux"}
"""How their replies to the query begin; 83 means S, 84 means T."""
_CHUNK = 500
"""Characters that older versions of screen accept in one passthrough sequence."""


def is_inside(environment: Mapping[str, str]) -> bool:
    """Whether the program runs in tmux or screen, here or at the other end of a connection.

    Args:
        environment: The variables of this process.
    """
    inside = "TMUX" in environment or "STY" in environment
    return inside or environment.get("TERM", "").startswith(("tmux", "screen"))


def is_in_tmux(environment: Mapping[str, str]) -> bool:
    """Whether the program is known to run in tmux.

    Args:
        environment: The variables of this process.
    """
    return "TMUX" in environment or environment.get("TERM", "").startswith("tmux")


def is_in_screen(environment: Mapping[str, str]) -> bool:
    """Whether the program runs in screen, perhaps with tmux inside or outside of it.

    Args:
        environment: The variables of this process.
    """
    return "STY" in environment


def detect(environment: Mapping[str, str]) -> str:
    """The innermost multiplexer: ``tmux`` or ``screen``, "" if none is known.

    Args:
        environment: The variables of this process.
    """
    if is_in_tmux(environment):
        return "tmux"
    return "screen" if is_in_screen(environment) else ""


def passthrough(sequence: str, multiplexer: str) -> str:
    """Wrap a sequence so that the multiplexer passes it to the outer terminal.

    tmux does so up to 3.2, and later if ``allow-passthrough`` is set. Each of them would display,
    or drop, the form that the other one expects.

    Args:
        sequence: The sequence.
        multiplexer: ``tmux`` or ``screen``, or "" if it is neither or unknown.

    Returns:
        What to send after the sequence itself.
    """
    if multiplexer == "tmux":
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    if multiplexer == "screen":
        chunks = (sequence[at : at + _CHUNK] for at in range(0, len(sequence), _CHUNK))
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return ""
