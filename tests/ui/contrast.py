"""The contrast of every text on a page, by the formula of WCAG 2.2."""

from __future__ import annotations

from collections.abc import Iterator

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tests.ui.fitting import shown
from tests.ui.steering import strips_of

LEAST = 4.5
"""Contrast of text with what is behind it, level AA."""
# Frames, scroll bars and block graphics show shape, not words.
_DRAWING = frozenset("─│╭╮╰╯┌┐└┘├┤┬┴┼━┃▁▂▃▄▅▆▇█▀▔▏▎▍▌▋▊▉▐▕╸╺")


def too_faint(screen: Screen[object]) -> list[str]:
    """The texts of a page that do not stand out enough, with their colors and contrast.

    What is behind a dialog is out of use, and dim on purpose; it is left out.
    """
    found = {}
    for segment in _in_use(screen):
        text = "".join(char for char in segment.text if char not in _DRAWING).strip()
        if not text or segment.style is None:
            continue
        front, back = colors(segment.style)
        # Nothing turns colors by name into numbers on the way to the terminal.
        assert front.triplet is not None, segment
        assert back.triplet is not None, segment
        ratio = contrast(front, back)
        if ratio < LEAST:
            found[front.name, back.name] = f"{ratio:.2f} {front.name} on {back.name}: {text[:40]!r}"
    return list(found.values())


def colors(style: Style) -> tuple[Color, Color]:
    """Front and back of a style as they come out, reversed or not."""
    assert style.color is not None, style
    assert style.bgcolor is not None, style
    front, back = style.color, style.bgcolor
    assert not style.dim, "a terminal decides how dim dim is"
    return (back, front) if style.reverse else (front, back)


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colors, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [value / 255 for value in color.get_truecolor()]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _in_use(screen: Screen[object]) -> Iterator[Segment]:
    area = screen.size.region
    if isinstance(screen, ModalScreen):
        parts = [part for part in screen.walk_children(Widget) if part.display]
        regions = [shown(part) for part in parts if part.styles.background.a == 1]
        area = Region.from_union([region for region in regions if region.area])
    strips = strips_of(screen)
    for strip in strips[area.y : area.bottom]:
        yield from strip.crop(area.x, area.right)
