"""tmux and screen between the program and the terminal: which one it is, and what gets through."""

from __future__ import annotations

from collections.abc import Mapping

ANSWERS = {"\x1b[>83;": "screen", "\x1b[>84;": "tmux"}
"""How their answers begin to the question what the terminal is; 83 stands for S, 84 for T."""
ASK_WHAT_IT_IS = "\x1b[>c"
_PIECE = 500
"""Signs that older screens take at once for the terminal around them."""


def is_inside(environment: Mapping[str, str]) -> bool:
    """Whether tmux or screen stands around the program, here or at the other end of a line.

    Args:
        environment: The variables of this process.
    """
    inside = "TMUX" in environment or "STY" in environment
    return inside or environment.get("TERM", "").startswith(("tmux", "screen"))


def is_in_tmux(environment: Mapping[str, str]) -> bool:
    """Whether it is known to be tmux.

    Args:
        environment: The variables of this process.
    """
    return "TMUX" in environment or environment.get("TERM", "").startswith("tmux")


def knows_screen(environment: Mapping[str, str]) -> bool:
    """Whether screen stands around the program, perhaps with tmux inside or outside of it.

    Args:
        environment: The variables of this process.
    """
    return "STY" in environment


def around(environment: Mapping[str, str]) -> str:
    """Which of them is known to be nearest, ``tmux`` or ``screen``; "" where neither is.

    Args:
        environment: The variables of this process.
    """
    if is_in_tmux(environment):
        return "tmux"
    return "screen" if knows_screen(environment) else ""


def passed_through(sequence: str, nearest: str) -> str:
    """A sequence for the terminal outside, once more as the multiplexer passes it on unread.

    tmux does so up to 3.2, from then on where ``allow-passthrough`` is set. Each of them would
    show, or drop, what is meant for the other.

    Args:
        sequence: The sequence.
        nearest: ``tmux`` or ``screen``, or "" where it is neither or not known.

    Returns:
        What to send behind the sequence itself.
    """
    if nearest == "tmux":
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    if nearest == "screen":
        pieces = (sequence[at : at + _PIECE] for at in range(0, len(sequence), _PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return ""
