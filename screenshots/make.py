"""Makes the pictures of this folder from the demo: ``python screenshots/make.py [FOLDER]``.

They are never drawn by hand; a test makes them again and compares. ``tour.svg`` is animated: its
frames are screens of one session in the demo.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
for name in ("NO_COLOR", "COLORTERM"):
    os.environ.pop(name, None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"

from pytest import MonkeyPatch  # noqa: E402, PT013

from csp_tui import i18n  # noqa: E402
from csp_tui.bootstrap import demo_workbench  # noqa: E402
from csp_tui.ui.kit.lists.record_list import RecordList  # noqa: E402
from tests.scenes import SCENES  # noqa: E402
from tests.ui.css_memory import remember_style_sheets  # noqa: E402
from tests.ui.driving import Driver, running  # noqa: E402
from tests.ui.quiet import make_pilots_wait_so  # noqa: E402

PICTURES = {
    "offers": ("offers", (160, 45)),
    "audience": ("audience", (160, 45)),
    "partner-search": ("partner_search", (100, 30)),
    "refusal": ("refusal_request", (100, 30)),
    "review": ("review", (120, 40)),
    "map": ("market_map", (120, 38)),
    "wizard": ("wizard_selections", (100, 30)),
    "request": ("request_submitted", (100, 30)),
    "partners": ("partners", (140, 36)),
    "history": ("history", (160, 36)),
}
"""Each picture's scene, and the size at which the screen is at its best."""
THEMES = {"": "csp-dark", "-light": "csp-light"}


@dataclass(frozen=True)
class Frame:
    """One frame of the tour.

    Attributes:
        title: What is written above the screen.
        keys: The keys that lead to it.
        text: What is typed after them.
        then: The keys after the text.
    """

    title: str
    keys: tuple[str, ...] = ()
    text: str = ""
    then: tuple[str, ...] = ()


TOUR_SIZE = (120, 36)
TOUR_SECONDS = 3
TOUR = (
    Frame("All offers, and what is pending", ("down",)),
    Frame("Who may resell this offer", ("enter",)),
    Frame("p selects partners", ("p",)),
    Frame("Search, filter, mark", (), "lyon", ("down",) * 5 + ("space", "space")),
    Frame("F2 adds them to the list", ("f2",)),
    Frame("F2 saves the draft", ("f2",)),
    Frame("Before and after", ("right_square_bracket",)),
    Frame("s syncs the audience, after asking", ("s",)),
    Frame("Live", ("y",)),
    Frame("Ctrl+Z undoes any change", ("ctrl+z",)),
    Frame("2: support requests and their text", ("escape", "2", "down")),
    Frame("4: who changed what", ("4",)),
)


async def _take(folder: Path) -> None:
    # None of these scenes changes anything.
    with demo_workbench() as workbench:
        for picture, (scene, size) in PICTURES.items():
            async with running(workbench, size, demo=True) as driver:
                await SCENES[scene](driver)
                _forget_widths(driver)
                for ending, theme in THEMES.items():
                    driver.app.theme = theme
                    await driver.settle()
                    svg = driver.app.export_screenshot(title="csp-tui demo")
                    _write(folder / f"{picture}{ending}.svg", svg)


def _forget_widths(driver: Driver) -> None:
    """Make columns as wide as what is in view, whatever was in view for a moment before."""
    for listing in driver.app.screen.query(RecordList):
        listing.set_columns(listing.columns)


async def _take_tour(folder: Path) -> None:
    frames = []
    with demo_workbench() as workbench:
        async with running(workbench, TOUR_SIZE, demo=True) as driver:
            for frame in TOUR:
                await _go(driver, frame)
                title = f"csp-tui · {frame.title}"
                frames.append(driver.app.export_screenshot(title=title, simplify=True))
    _write(folder / "tour.svg", animated(frames))


async def _go(driver: Driver, frame: Frame) -> None:
    await driver.press(*frame.keys)
    if frame.text:
        await driver.write(frame.text, at_once=True)
    await driver.press(*frame.then)


def animated(frames: list[str]) -> str:
    """Put pictures of one size into one that shows them in turn; without motion, the first."""
    total = len(frames) * TOUR_SECONDS
    share = 100 / len(frames)
    head = re.match(r"<svg[^>]*>", frames[0])
    assert head is not None
    style = (
        f".frame{{visibility:hidden;animation:turn {total}s step-end infinite}}"
        f"@keyframes turn{{0%{{visibility:visible}}{share:.4f}%{{visibility:hidden}}}}"
        "@media (prefers-reduced-motion:reduce){.frame{animation:none}"
        "#frame-0{visibility:visible}}"
    )
    parts = [head[0], f"<style>{style}</style>"]
    for place, svg in enumerate(frames):
        body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
        delay = f"animation-delay:{place * TOUR_SECONDS}s"
        parts.append(f'<g class="frame" id="frame-{place}" style="{delay}">{body}</g>')
    return "\n".join([*parts, "</svg>"])


def _write(path: Path, svg: str) -> None:
    path.write_text(svg, "utf-8", newline="\n")


def main(folder: Path = HERE) -> None:
    """Make every picture."""
    i18n.use("en")
    folder.mkdir(parents=True, exist_ok=True)
    remember_style_sheets()
    with MonkeyPatch.context() as patch:
        make_pilots_wait_so(patch)
        asyncio.run(_take(folder))
        asyncio.run(_take_tour(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
