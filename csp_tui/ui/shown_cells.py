"""What the terminal shows, cell by cell, so that a frame sends only what is different.

Textual paints whole regions anew when something in them has changed. Over a slow line most of that
is sent for nothing: a cursor that goes down one row repaints a list, a dialog repaints the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

_WORTH_A_MOVE = 4
"""Cells that are rather sent again than jumped over, a jump being six to eight bytes."""
_STYLES_KEPT = 4_096

Look = tuple[str, str, str, str]
"""Attributes, foreground and background as parameters of SGR, and the link."""
Cell = tuple[str, Look]
"""What a cell shows; the right half of a sign of two cells shows ""."""
_PLAIN: Look = ("", "", "", "")


class SentUpdate(CompositorUpdate):
    """A frame that is worked out already.

    Args:
        sequence: What goes to the terminal.
    """

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence

    def render_segments(self, _console: object) -> str:
        """What goes to the terminal."""
        return self._sequence


class ShownCells:
    """The cells of the terminal, as far as they are known."""

    def __init__(self) -> None:
        self._rows: list[list[Cell | None]] = []
        self._looks: dict[Style, Look] = {}
        self._colors: ColorSystem | None = None
        self._cursor = (-1, -1)

    def forget(self) -> None:
        """Know nothing any more: the window has another size, or another program has drawn."""
        self._rows = []

    def changes(self, update: CompositorUpdate, colors: ColorSystem) -> str | None:
        """Take over a frame.

        Args:
            update: The frame, as Textual has it.
            colors: The colours that the terminal knows.

        Returns:
            What the terminal has to be sent, "" where it shows all of it; None for a kind of
            frame that is not understood, after which nothing is known.
        """
        if colors is not self._colors:
            self._colors = colors
            self._looks.clear()
            self.forget()
        if isinstance(update, LayoutUpdate):
            pieces = _layout_pieces(update)
        elif isinstance(update, ChopsUpdate):
            pieces = _chop_pieces(update)
        else:
            self.forget()
            return None
        sent: list[str] = []
        look = _PLAIN
        self._cursor = (-1, -1)
        for x, y, strip in pieces:
            look = self._take(x, y, strip, sent, look)
        if look != _PLAIN:
            sent.append(_change_of(look, _PLAIN))
        return "".join(sent)

    def _take(self, x: int, y: int, strip: Strip, sent: list[str], look: Look) -> Look:
        cells = self._cells_of(strip)
        end = x + strip.cell_length
        rows = self._rows
        while len(rows) <= y:
            rows.append([])
        row = rows[y]
        if len(row) < end:
            row.extend([None] * (end - len(row)))
        before = row[x:end]
        if before == cells:
            return look
        if len(cells) != strip.cell_length:
            # Signs that are counted otherwise when they stand together: sent as they are.
            row[x:end] = [None] * strip.cell_length
            self._go_to(x, y, sent)
            self._cursor = (-1, -1)
            for text, style, control in strip:
                if not control:
                    wanted = self._look_of(style)
                    sent.append(_change_of(look, wanted) if wanted != look else "")
                    sent.append(text)
                    look = wanted
            return look
        # Half of a sign that stands across the edge goes with its other half.
        if x and before and before[0] is not None and before[0][0] == "":
            row[x - 1] = None
        if end < len(row) and (after := row[end]) is not None and after[0] == "":
            row[end] = None
        row[x:end] = cells
        is_plain = all(len(cell[0]) == 1 for cell in cells)
        if is_plain and all(cell is None or len(cell[0]) == 1 for cell in before):
            runs = _runs(before, cells)
        else:
            # Terminals do not agree on how wide some signs are: what stands behind one is sent
            # with it, as it might stand elsewhere.
            runs = iter(((0, len(cells)),))
        for first, last in runs:
            self._go_to(x + first, y, sent)
            self._cursor = (x + last, y) if is_plain else (-1, -1)
            for text, wanted in cells[first:last]:
                if wanted is not look and wanted != look:
                    sent.append(_change_of(look, wanted))
                    look = wanted
                sent.append(text)
        return look

    def _go_to(self, x: int, y: int, sent: list[str]) -> None:
        if self._cursor != (x, y):
            sent.append(f"\x1b[{y + 1};{x + 1}H")

    def _cells_of(self, strip: Strip) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            look = self._look_of(style)
            if text.isascii():
                cells.extend([(char, look) for char in text])
                continue
            for char in text:
                width = get_character_cell_size(char)
                if width == 0 and cells:
                    # It belongs to the sign before it, which may be two cells wide.
                    place = -2 if cells[-1][0] == "" and len(cells) > 1 else -1
                    cells[place] = (cells[place][0] + char, cells[place][1])
                elif width:
                    cells.append((char, look))
                    if width == 2:
                        cells.append(("", look))
        return cells

    def _look_of(self, style: Style | None) -> Look:
        if style is None:
            return _PLAIN
        look = self._looks.get(style)
        if look is None:
            if len(self._looks) > _STYLES_KEPT:
                self._looks.clear()
            assert self._colors is not None
            look = self._looks[style] = _look(style, self._colors)
        return look


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
            whole = last > x >= first and end <= last
            yield x, y, strip if whole else strip.crop(0, min(end, last) - x)


def _runs(before: list[Cell | None], cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """Stretches of cells to send: those that differ, with short gaps between them."""
    first = last = -1
    for place, (old, new) in enumerate(zip(before, cells, strict=True)):
        if old == new:
            continue
        if first < 0:
            first = place
        elif place - last > _WORTH_A_MOVE:
            yield first, last
            first = place
        last = place + 1
    if first >= 0:
        yield first, last


def _look(style: Style, colors: ColorSystem) -> Look:
    attributes = Strip.render_ansi(style.without_color, colors)
    fore = style.color.downgrade(colors).get_ansi_codes() if style.color else ()
    back = style.bgcolor.downgrade(colors).get_ansi_codes(False) if style.bgcolor else ()
    link = f"id={style.link_id};{style.link}" if style.link else ""
    return attributes, ";".join(fore), ";".join(back), link


def _change_of(old: Look, new: Look) -> str:
    """The shortest way from one look to another that needs no state but the old look."""
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
