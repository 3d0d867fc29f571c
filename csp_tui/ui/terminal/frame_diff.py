"""The difference between two frames: only cells that have changed are sent to the terminal.

Textual sends whole regions if something in them has changed. Over a slow connection most of that is
wasted: a cursor that moves down one row redraws a list, a dialog redraws the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from csp_tui.ui.terminal.textual_private import ChopsUpdate, CompositorUpdate, LayoutUpdate

_LONGEST_GAP = 4
"""Unchanged cells between two changed ones that are sent again: moving the cursor takes more."""
_STYLES_CACHED = 4_096

CellStyle = tuple[str, str, str, str]
"""Attributes, foreground and background as SGR parameters, and the link."""
Cell = tuple[str, CellStyle]
"""What a cell shows; the right half of a wide character shows ""."""
_PLAIN: CellStyle = ("", "", "", "")


class DiffUpdate(CompositorUpdate):
    """A frame as a finished terminal sequence."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence

    def render_segments(self, _console: object) -> str:
        """What to send."""
        return self._sequence


class FrameDiff:
    """Compares each frame with what the terminal shows, as far as that is known."""

    def __init__(self) -> None:
        self._rows: list[list[Cell | None]] = []
        self._uneven_rows: set[int] = set()
        self._styles: dict[Style, CellStyle] = {}
        self._colors: ColorSystem | None = None
        self._cursor = (-1, -1)

    def invalidate(self) -> None:
        """Forget what the terminal shows: it was resized, or another program has drawn."""
        self._rows = []
        self._uneven_rows.clear()

    def diff(self, update: CompositorUpdate, colors: ColorSystem) -> str | None:
        """Compare a frame with what the terminal shows, which it shows from then on.

        Args:
            update: The frame, as Textual made it.
            colors: The colors of the terminal.

        Returns:
            What to send, "" if nothing has changed. None if this kind of frame is unknown; nothing
            is known about the terminal then.
        """
        if colors is not self._colors:
            self._colors = colors
            self._styles.clear()
            self.invalidate()
        if isinstance(update, LayoutUpdate):
            pieces = _layout_pieces(update)
        elif isinstance(update, ChopsUpdate):
            pieces = _chop_pieces(update)
        else:
            self.invalidate()
            return None
        sent: list[str] = []
        style = _PLAIN
        self._cursor = (-1, -1)
        for x, y, strip in pieces:
            style = self._diff_strip(x, y, strip, sent, style)
        if style != _PLAIN:
            sent.append(_sgr_transition(style, _PLAIN))
        return "".join(sent)

    def _diff_strip(
        self, x: int, y: int, strip: Strip, sent: list[str], current: CellStyle
    ) -> CellStyle:
        cells, is_plain = self._cells_of(strip)
        end = x + strip.cell_length
        rows = self._rows
        while len(rows) <= y:
            rows.append([])
        row = rows[y]
        if len(row) < end:
            row.extend([None] * (end - len(row)))
        before = row[x:end]
        if before == cells:
            return current
        if len(cells) != strip.cell_length:
            # Characters whose width differs when they are combined: sent as they are.
            row[x:end] = [None] * strip.cell_length
            self._move_to(x, y, sent)
            self._cursor = (-1, -1)
            for text, style, control in strip:
                if not control:
                    wanted = self._cell_style(style)
                    sent.append(_sgr_transition(current, wanted) if wanted != current else "")
                    sent.append(text)
                    current = wanted
            return current
        # One half of a wide character across the edge is overwritten together with the other.
        if x and before and before[0] is not None and before[0][0] == "":
            row[x - 1] = None
        if end < len(row) and (after := row[end]) is not None and after[0] == "":
            row[end] = None
        row[x:end] = cells
        if not is_plain:
            self._uneven_rows.add(y)
        if is_plain and (
            y not in self._uneven_rows or all(cell is None or len(cell[0]) == 1 for cell in before)
        ):
            runs = _runs(before, cells)
        else:
            # Terminals disagree about the width of some characters: whatever follows one might be
            # elsewhere, so it is sent again.
            runs = iter(((0, len(cells)),))
        for first, last in runs:
            self._move_to(x + first, y, sent)
            self._cursor = (x + last, y) if is_plain else (-1, -1)
            is_whole = is_plain and last - first == len(cells)
            for text, wanted in self._pieces(strip) if is_whole else cells[first:last]:
                if wanted is not current and wanted != current:
                    sent.append(_sgr_transition(current, wanted))
                    current = wanted
                sent.append(text)
        return current

    def _move_to(self, x: int, y: int, sent: list[str]) -> None:
        if self._cursor != (x, y):
            sent.append(f"\x1b[{y + 1};{x + 1}H")

    def _pieces(self, strip: Strip) -> Iterator[tuple[str, CellStyle]]:
        for text, style, control in strip:
            if text and not control:
                yield text, self._cell_style(style)

    def _cells_of(self, strip: Strip) -> tuple[list[Cell], bool]:
        """The cells of a strip, and whether each is one character of one cell."""
        cells: list[Cell] = []
        is_plain = True
        for text, style, control in strip:
            if control:
                continue
            cell_style = self._cell_style(style)
            if text.isascii():
                cells.extend([(char, cell_style) for char in text])
                continue
            for char in text:
                width = get_character_cell_size(char)
                if width == 1:
                    cells.append((char, cell_style))
                    continue
                is_plain = False
                if width == 0 and cells:
                    # It combines with the character before it, which may be two cells wide.
                    index = -2 if cells[-1][0] == "" and len(cells) > 1 else -1
                    cells[index] = (cells[index][0] + char, cells[index][1])
                elif width:
                    cells += ((char, cell_style), ("", cell_style))
        return cells, is_plain

    def _cell_style(self, style: Style | None) -> CellStyle:
        if style is None:
            return _PLAIN
        cell_style = self._styles.get(style)
        if cell_style is None:
            if len(self._styles) > _STYLES_CACHED:
                self._styles.clear()
            assert self._colors is not None
            cell_style = self._styles[style] = _cell_style(style, self._colors)
        return cell_style


def _layout_pieces(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _chop_pieces(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > last or end <= first:
                continue
            is_whole = last > x >= first and end <= last
            yield x, y, strip if is_whole else strip.crop(0, min(end, last) - x)


def _runs(before: list[Cell | None], cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """Ranges of cells to send: those that differ, and short gaps between them."""
    first = last = -1
    for index, (old, new) in enumerate(zip(before, cells, strict=True)):
        if old == new:
            continue
        if first < 0:
            first = index
        elif index - last > _LONGEST_GAP:
            yield first, last
            first = index
        last = index + 1
    if first >= 0:
        yield first, last


def _cell_style(style: Style, colors: ColorSystem) -> CellStyle:
    attributes = Strip.render_ansi(style.without_color, colors)
    fore = style.color.downgrade(colors).get_ansi_codes() if style.color else ()
    back = style.bgcolor.downgrade(colors).get_ansi_codes(False) if style.bgcolor else ()
    link = f"id={style.link_id};{style.link}" if style.link else ""
    return attributes, ";".join(fore), ";".join(back), link


def _sgr_transition(old: CellStyle, new: CellStyle) -> str:
    """The shortest sequence that turns one style into another."""
    attributes, fore, back, link = new
    parts: list[str] = []
    if old[0] != attributes:
        parts.append("0")
        parts += [part for part in (attributes, fore, back) if part]
    else:
        if old[1] != fore:
            parts.append(fore or "39")
        if old[2] != back:
            parts.append(back or "49")
    change = f"\x1b[{';'.join(parts)}m" if parts else ""
    if old[3] != link:
        change += f"\x1b]8;{link or ';'}\x1b\\"
    return "\x1b[0m" if new == _PLAIN and not old[3] else change
