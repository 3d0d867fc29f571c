"""What the program may send to a terminal, sequence by sequence; everything else is foreign."""

from __future__ import annotations

import base64
import re

from tests.nasty import raw_signs

SPELLING = frozenset("\u034f\u115f\u1160\u200c\u200d\u3164\uffa0")
"""Joiners and fillers, which some scripts are spelled with: fields show them, or saving would drop
them; whether they are shown nowhere else is looked at screen by screen."""
_MODES = "7|25|1000|1003|1004|1006|1015|1016|1049|2004|2048"
_SHAPES = "default|pointer|text|grab|grabbing|not-allowed|wait|progress"
_COLOUR = r"[34]8;2;\d{1,3};\d{1,3};\d{1,3}"
_LOOK = rf"(?:[0-9]|39|49|{_COLOUR})"
_FRAME_BEGINS, _FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
_WITHIN = re.compile(
    "|".join(
        (
            rf"\x1b\[{_LOOK}(?:;{_LOOK})*m",  # colors and styles
            r"\x1b\[\d+;\d+H",  # where to write
            # A line break is drawn only with the place of the next line behind it.
            r"\r?\n(?=\x1b\[\d+;\d+H)",
        )
    )
)
"""Between the beginning of a frame and its end, where alone text is drawn."""
_BETWEEN = re.compile(
    "|".join(
        (
            rf"\x1b\[\?(?:{_MODES})[hl]",  # modes on and off
            r"\x1b\[\?(?:2026|2048)\$p",  # is there such a mode?
            r"\x1b\[[>=]\d+u|\x1b\[<u",  # kitty's keys
            rf"\x1b\]22;(?:{_SHAPES})\x07",  # the shape of the pointer
            r"\x1b\]52;c;(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/]=))?\x07",
            r"\x1b\[\d+;\d+H",  # where the cursor is
            r"\x1b\[0m\x1b\[H\x1b\[2J",  # the screen is left empty
        )
    )
)
"""Between two frames."""


def foreign(raw: bytes) -> list[str]:
    """What the program cannot have sent of its own accord.

    Args:
        raw: All that reached a terminal from its first byte to its last.

    Returns:
        Each piece with the text around it; nothing where the stream is harmless.
    """
    text = raw.decode("utf-8", "surrogateescape")
    begin = text.find(_FRAME_BEGINS)
    # Until the terminal has said that it knows frames, lines are drawn without.
    found = _unknown(text[: max(begin, 0)], _WITHIN, _BETWEEN)
    for part in text[max(begin, 0) :].split(_FRAME_BEGINS):
        frame, ends, between = part.partition(_FRAME_ENDS)
        if ends:
            found += _unknown(frame, _WITHIN)
        found += _unknown(between if ends else part, _BETWEEN, drawn=False)
    return found


def _unknown(text: str, *known: re.Pattern[str], drawn: bool = True) -> list[str]:
    rest = text
    for pattern in known:
        # Not "", which would join the text before and behind into a sequence.
        rest = pattern.sub("\N{REPLACEMENT CHARACTER}", rest)
    signs = raw_signs(rest) - SPELLING
    if not drawn:
        signs |= set(rest) - {"\N{REPLACEMENT CHARACTER}"}
    found = []
    for sign in sorted(signs):
        place = rest.index(sign)
        found.append(f"{sign!r} in {rest[max(0, place - 40) : place + 60]!r}")
    return found


def copied_texts(raw: bytes) -> list[str]:
    """What was sent to the clipboard."""
    sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", raw)
    return [base64.b64decode(text).decode("utf-8", "backslashreplace") for text in sent]
