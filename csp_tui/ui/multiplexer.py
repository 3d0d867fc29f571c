"""tmux and screen between the program and the terminal: which one it is, and what gets through."""

from __future__ import annotations

from collections.abc import Mapping

SCREEN_ANSWERS = "\x1b[>83;"
"""How screen's answer begins to the question what the terminal is; 83 stands for S."""
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


def is_in_screen(environment: Mapping[str, str]) -> bool:
    """Whether it is known to be screen; tmux, too, may call itself so, and both may be there.

    Args:
        environment: The variables of this process.
    """
    return "STY" in environment and "TMUX" not in environment


def passed_through(sequence: str, environment: Mapping[str, str]) -> str:
    """A sequence for the terminal outside, once more as the multiplexer passes it on unread.

    tmux does so up to 3.2, from then on where ``allow-passthrough`` is set.

    Args:
        sequence: The sequence.
        environment: The variables of this process.

    Returns:
        What to send behind the sequence itself, "" where nothing stands in between.
    """
    if not is_inside(environment):
        return ""
    sent = ""
    if not is_in_screen(environment):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        sent = f"\x1bPtmux;{doubled}\x1b\\"
    if not is_in_tmux(environment):
        pieces = (sequence[at : at + _PIECE] for at in range(0, len(sequence), _PIECE))
        sent += "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return sent
