"""How a text fits into cells of the terminal."""

from __future__ import annotations

import re
from typing import Literal

from rich.cells import cell_len, chop_cells
from textual.content import Content

from csp_tui.domain.text import visible

# Joined emoji and accents take many characters for one cell; more than this is not a name.
_CHARACTERS_PER_CELL = 8
# A joiner joins only two emoji into one character; elsewhere terminals disagree on its width.
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_NON_JOINER = "\u200c"


def one_line(text: str | Content) -> str | Content:
    """Put a cell's text on one line and make it safe to paint."""
    if isinstance(text, str):
        return _safe(text.replace("\r\n", "\n"))
    plain = _safe(text.plain)
    return text if plain == text.plain else Content(plain, spans=list(text.spans))


def fit(
    text: str | Content,
    width: int,
    *,
    right: bool = False,
    ellipsis: str = "…",
    cut: Literal["end", "middle"] = "end",
) -> str | Content:
    """Cut or pad one line to an exact number of terminal cells.

    A character of two cells is never split; a space fills the cell that remains.

    Args:
        text: One line, safe to paint.
        width: Cells to fill.
        right: Whether the text is aligned to the right.
        ellipsis: One-cell character that marks the cut.
        cut: Whether a text that is too long loses its end or its middle.
    """
    if width <= 0:
        return ""
    plain = text if isinstance(text, str) else text.plain
    head = plain[: width * _CHARACTERS_PER_CELL]
    used = cell_len(head)
    if used > width or len(head) < len(plain):
        tail = _tail(plain, (width - 1) // 2) if cut == "middle" else ""
        room = width - 1 - cell_len(tail)
        kept = (chop_cells(head, room) or [""])[0] if room > 0 else ""
        used = cell_len(kept) + 1 + cell_len(tail)
        end = text[len(plain) - len(tail) :] if tail else ""
        text = text[: len(kept)] + ellipsis + end
    pad = " " * (width - used)
    return pad + text if right else text + pad


def shortened(text: str, width: int, *, lines: int) -> str:
    """A text that is wrapped into cells, with an ellipsis where it needs more lines than it has.

    Args:
        text: The text, safe to paint.
        width: Cells of a line; with less than one nothing is cut.
        lines: Lines that there are.
    """
    if width < 1:
        return text
    wrapped = [str(line.plain).rstrip() for line in Content(text).wrap(width)]
    if len(wrapped) <= lines:
        return text
    kept = wrapped[:lines]
    last = kept[-1] if cell_len(kept[-1]) < width else (chop_cells(kept[-1], width - 1) or [""])[0]
    return "\n".join([*kept[:-1], last.rstrip(" .,:;") + "…"])


def cut_at_separator(text: str, width: int, *, separator: str = " · ") -> str:
    """A line of several parts, without its last parts where they don't fit: "…" replaces them.

    Args:
        text: The parts with separators between them.
        width: Cells of the line; with less than one nothing is cut.
        separator: The text between the parts.
    """
    if width < 1 or cell_len(text) <= width:
        return text
    parts = text.split(separator)
    while len(parts) > 1:
        parts.pop()
        kept = separator.join([*parts, "…"])
        if cell_len(kept) <= width:
            return kept
    return str(fit(parts[0], width))


def _tail(plain: str, width: int) -> str:
    """The longest end of a text in at most a number of cells, starting with a whole character."""
    end = plain[-width * _CHARACTERS_PER_CELL :] if width > 0 else ""
    # Measured piece by piece from the front, so that accents and joined emoji stay together.
    while end and (cell_len(end) > width or not cell_len(end[0])):
        end = end[1:]
    return "" if end and "\u200d" in end else end


def _safe(text: str) -> str:
    # One character for one, so that the styles of Content stay where they are.
    if text.isascii() and text.isprintable():
        return text
    return _STRAY_JOINER.sub(_NON_JOINER, visible(text).replace("\n", " "))
