"""Sending only what is different leaves the terminal as sending everything would."""

from __future__ import annotations

import random

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from csp_tui.services.workbench import Workbench
from csp_tui.ui.terminal.frame_diff import FrameDiff
from csp_tui.ui.terminal.textual_private import ChopsUpdate, CompositorUpdate, LayoutUpdate

from . import quiet
from .driving import Driver
from .steering import Steered

COLUMNS, ROWS = 24, 4
STYLES = [
    None,
    Style.parse("bold"),
    Style.parse("red on blue"),
    Style.parse("#102030 on #405060"),
    Style.parse("underline #102030"),
    Style.parse("dim italic on blue"),
    Style.parse("reverse"),
    Style(link="https://contoso.example"),
]
SIGNS = [*"ab .─│█▸日本語é😀", "e\u0301"]
KEYS = (
    *("down", "down", "up", "pagedown", "end", "home", "enter", "escape", "tab", "shift+tab"),
    *("1", "2", "3", "4", "p", "n", "slash", "a", "l", "backspace", "f1", "f4", "ctrl+p"),
    *("right_square_bracket", "left_square_bracket", "space", "v", "c", "comma", "R", "escape"),
)


class Twins:
    """Two terminals: one is sent every frame as Textual has it, the other what is different."""

    def __init__(self, columns: int, rows: int) -> None:
        self._console = Console(color_system="truecolor", force_terminal=True)
        self._diff = FrameDiff()
        self.whole, self.lean = (pyte.Screen(columns, rows) for _ in "12")
        self._streams = [pyte.Stream(screen) for screen in (self.whole, self.lean)]
        for stream in self._streams:
            # As Textual has it: what does not fit into a line is cut off.
            stream.feed("\x1b[?7l")
        self.sent = [0, 0]

    def show(self, update: CompositorUpdate) -> None:
        whole = update.render_segments(self._console)
        lean = self._diff.diff(update, ColorSystem.TRUECOLOR)
        assert lean is not None
        for index, sequence in enumerate((whole, lean)):
            self._streams[index].feed(sequence)
            self.sent[index] += len(sequence.encode())

    def assert_same(self) -> None:
        for row in range(self.whole.lines):
            for column in range(self.whole.columns):
                cells = [screen.buffer[row][column] for screen in (self.whole, self.lean)]
                assert cells[0] == cells[1], (row, column, cells)


def strips(width: int) -> st.SearchStrategy[Strip]:
    def fit(pieces: list[tuple[str, int]]) -> Strip:
        segments = [Segment(text, STYLES[style]) for text, style in pieces]
        return Strip(segments).adjust_cell_length(width)

    text = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)
    piece = st.tuples(text, st.integers(0, len(STYLES) - 1))
    return st.lists(piece, max_size=5).map(fit)


@st.composite
def frames(draw: st.DrawFn) -> CompositorUpdate:
    if draw(st.booleans()):
        rows = [[strip] for strip in draw(st.lists(strips(COLUMNS), min_size=ROWS, max_size=ROWS))]
        return LayoutUpdate(rows, Region(0, 0, COLUMNS, ROWS))
    cut, row = draw(st.integers(1, COLUMNS - 1)), draw(st.integers(0, ROWS - 1))
    chops: list[dict[int, Strip | None]] = [{} for _ in range(ROWS)]
    left = draw(st.none() | strips(cut))
    chops[row] = {0: left, cut: draw(strips(COLUMNS - cut))}
    ends = [[cut, COLUMNS] for _ in range(ROWS)]
    return ChopsUpdate(chops, [(row, 0, COLUMNS)], ends)


@settings(max_examples=50)
@given(st.lists(frames(), min_size=1, max_size=8))
def test_any_frames_leave_the_same_cells(updates: list[CompositorUpdate]) -> None:
    twins = Twins(COLUMNS, ROWS)
    blank = Strip([Segment(" " * COLUMNS)])
    twins.show(LayoutUpdate([[blank]] * ROWS, Region(0, 0, COLUMNS, ROWS)))
    for update in updates:
        twins.show(update)
        twins.assert_same()


@pytest.mark.parametrize(("size", "seed"), [((60, 20), 2), ((120, 40), 3)])
async def test_walking_through_the_workbench_leaves_the_same_cells(
    demo: Workbench, size: tuple[int, int], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = Twins(*size)
    quiet.paint_every_frame(monkeypatch)

    class Shown(Steered):
        def _display(self, screen: Screen[object], renderable: object) -> None:
            if isinstance(renderable, CompositorUpdate) and not self._batch_count:
                twins.show(renderable)
            super()._display(screen, renderable)

    app = Shown(lambda: demo, demo=True)
    dice = random.Random(seed)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        for _ in range(40):
            await driver.press(dice.choice(KEYS))
            twins.assert_same()
    assert twins.sent[1] < twins.sent[0] / 3


def test_a_window_of_another_size_is_painted_whole() -> None:
    diff = FrameDiff()
    line = LayoutUpdate([[Strip([Segment("abc")])]], Region(0, 0, 3, 1))
    assert diff.diff(line, ColorSystem.TRUECOLOR) == "\x1b[1;1Habc"
    assert diff.diff(line, ColorSystem.TRUECOLOR) == ""
    diff.invalidate()
    assert diff.diff(line, ColorSystem.TRUECOLOR) == "\x1b[1;1Habc"
