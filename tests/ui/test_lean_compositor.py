"""What is drawn is what Textual would draw, and only lines that are seen are rendered."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from csp_tui.services.workbench import Workbench
from csp_tui.ui.terminal.lean_compositor import LeanCompositor
from tests import scenes
from tests.ui.driving import running

Chops = Sequence[Mapping[int, Strip | None]]


def cells(chops: Chops, cuts: list[list[int]], line: int, region: Region) -> list[object]:
    """The cells of a line, as letters with their styles, in the parts that touch a region."""
    found: list[object] = []
    for column, strip in chops[line].items():
        end = cuts[line][cuts[line].index(column) + 1]
        if column < region.right and end > region.x:
            assert strip is not None, (line, column)
            found += [(letter, part.style) for part in strip for letter in part.text]
    return found


def compare(screen: Screen[Any], region: Region, lines: set[int]) -> None:
    compositor = screen._compositor
    drawn = []
    for render in (compositor._render_chops, super(type(compositor), compositor)._render_chops):
        visible_screen_stack.set(list(screen.app._background_screens))
        drawn.append(render(region, lines.__contains__))
    ours, textuals = drawn
    for line in lines.intersection(region.line_range):
        cuts = compositor.cuts
        assert cells(ours, cuts, line, region) == cells(textuals, cuts, line, region), line


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
@pytest.mark.parametrize("name", ["offers", "audience", "partner_search", "review", "history"])
async def test_any_part_of_a_screen_is_drawn_as_textual_draws_it(
    demo: Workbench, name: str, size: tuple[int, int]
) -> None:
    chance = random.Random(name)
    async with running(demo, size, demo=True) as driver:
        await scenes.SCENES[name](driver)
        screen = driver.app.screen
        width, height = screen.size
        compare(screen, screen.size.region, set(range(height)))
        for _ in range(40):
            x, y = chance.randrange(width), chance.randrange(height)
            region = Region(x, y, chance.randint(1, width - x), chance.randint(1, height - y))
            lines = {line for line in region.line_range if chance.random() < 0.5}
            for widget in screen.walk_children(Widget):
                if chance.random() < 0.2:
                    widget.refresh()
            compare(screen, region, lines)


async def test_what_is_covered_is_not_rendered(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: dict[str | None, int] = {}

    def render_lines(widget: Widget, crop: Region) -> list[Strip]:
        rendered[widget.id] = rendered.get(widget.id, 0) + crop.height
        return render(widget, crop)

    async with running(demo, (120, 40), demo=True) as driver:
        await scenes.SCENES["audience"](driver)
        render = Widget.render_lines
        monkeypatch.setattr(Widget, "render_lines", render_lines)
        screen = driver.app.screen
        compositor = screen._compositor
        compositor._render_chops(screen.size.region, lambda _line: True)
        assert "offer-body" not in rendered, "its children fill it"
        rendered.clear()
        table = screen.query_one("#audience-partners")
        line = table.region.y + 3
        compositor._render_chops(table.region, {line}.__contains__)
        assert rendered.pop("audience-partners") == 1
        assert rendered == {None: 1}, "its scrollbar"


def test_a_whole_frame_of_a_screen_that_is_not_laid_out_is_blank() -> None:
    """Such as one that was opened or left while a frame was waited for."""
    compositor = LeanCompositor()
    compositor.size = Size(20, 3)

    update = compositor.render_full_update()

    assert [[strip.text for strip in line] for line in update.strips] == [[" " * 20]] * 3
