"""Text in the format of manual pages (roff), in pure ASCII."""

from __future__ import annotations


def escaped(text: str) -> str:
    """A text on one line, with everything that would be an instruction escaped."""
    safe = "".join(map(_sign, " ".join(text.split())))
    # At the beginning of a line these two make it an instruction.
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def bold(text: str) -> str:
    """A text to type literally."""
    return f"\\fB{escaped(text)}\\fR"


def italic(text: str) -> str:
    """A placeholder for a value."""
    return f"\\fI{escaped(text)}\\fR"


def quoted(text: str) -> str:
    """A text as one argument of an instruction."""
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


def _sign(char: str) -> str:
    if char == "\\":
        return "\\e"
    if char in "-'`^~":
        return {"-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}[char]
    return char if char.isascii() else f"\\[u{ord(char):04X}]"
