"""Takes all pictures of a scene, and looks its pages over, in one run of the app a language.

Starting the app and going to a scene is what costs the time.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from textual.app import App

from csp_tui import i18n
from csp_tui.bootstrap import open_demo
from csp_tui.exchange.reference import demo_database
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.database_opener import DatabaseOpener
from tests.snapshots.inspecting import (
    at_a_glance,
    beyond_ascii_signs,
    misfits,
    speechless,
    without_help,
    without_way_out,
)
from tests.ui.contrast import too_faint
from tests.ui.driving import Driver

Play = Callable[[Driver], Awaitable[None]]
Opener = Callable[[], Workbench]


@dataclass(frozen=True, slots=True)
class View:
    """How a scene is looked at.

    Attributes:
        size: Columns and rows of the terminal.
        theme: Name of the theme.
        language: ``en`` or ``fr``.
        has_snapshot: Whether its picture is kept; every view is checked by program.
    """

    size: tuple[int, int]
    theme: str = "csp-dark"
    language: str = "en"
    has_snapshot: bool = False


SMALLEST = (60, 20)
# A list's scroll position depends on the sizes before it, so the order is part of each picture.
VIEWS = {
    "80x24": View((80, 24), has_snapshot=True),
    "200x60": View((200, 60)),
    "120x40-light": View((120, 40), theme="csp-light", has_snapshot=True),
    "60x20-fr": View(SMALLEST, language="fr", has_snapshot=True),
}
SNAPSHOTS = {name: view for name, view in VIEWS.items() if view.has_snapshot}


@dataclass(slots=True)
class Look:
    """What one run has seen of a scene.

    Attributes:
        pictures: An SVG for each view.
        complaints: What is wrong, by the view it was found in.
    """

    pictures: dict[str, str] = field(default_factory=dict)
    complaints: dict[str, list[str]] = field(default_factory=dict)

    def complain(self, view: str, found: Iterable[str]) -> None:
        """Keep what was found wrong, if anything was."""
        if listed := list(found):
            self.complaints.setdefault(view, []).extend(listed)


class Looks:
    """Looks at scenes of the demo, each scene played once for every language."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], Look] = {}

    def at(self, name: str, play: Play, language: str) -> Look:
        """Look at a scene.

        Args:
            name: Name of the scene; what was seen under it before is not played again.
            play: What brings the app to the scene.
            language: ``en`` or ``fr``.
        """
        key = (name, language)
        if key not in self._seen:
            with self._copy(language) as path:
                self._seen[key] = look(partial(open_demo, path), play, language, demo=True)
        return self._seen[key]

    @contextmanager
    def _copy(self, language: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(shutil.copy(demo_database(language), folder))


def look(
    open_workbench: Opener,
    play: Play,
    language: str,
    *,
    demo: bool = False,
    opener: DatabaseOpener | None = None,
) -> Look:
    """Play a scene, take its pictures in one language and look its pages over."""
    i18n.use(language)
    try:
        app = WorkbenchApp(open_workbench, demo=demo, opener=opener)
        return asyncio.run(_look(app, play, language))
    finally:
        i18n.use("en")


async def _look(app: WorkbenchApp, play: Play, language: str) -> Look:
    seen = Look()
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        await play(driver)
        for name, view in VIEWS.items():
            if view.language == language:
                app.theme = view.theme
                await driver.resize(*view.size)
                if view.has_snapshot:
                    await _paint_what_is_behind(driver)
                    seen.pictures[name] = app.export_screenshot(title="csp-tui", simplify=True)
                seen.complain(name, too_faint(app.screen))
                seen.complain(name, at_a_glance(app.screen))
        if language == "en":
            # Going through the controls changes the page, so it comes after its pictures.
            await driver.resize(*SMALLEST)
            seen.complain("60x20", at_a_glance(app.screen))
            seen.complain("controls", await misfits(driver))
            seen.complain("help", speechless(app.screen))
            seen.complain("mouse", without_way_out(app.screen))
            seen.complain("help", await without_help(driver))
        else:
            seen.complain("ascii", await beyond_ascii_signs(driver))
    return seen


async def _paint_what_is_behind(driver: Driver) -> None:
    """Textual leaves it to the next message to repaint what is behind two dialogs."""
    behind = driver.app.screen_stack[:-1]
    if not behind:
        return
    for screen in behind:
        screen._refresh_layout(driver.app.size)
        for widget in screen.walk_children():
            widget.refresh()
    driver.app.screen.refresh()
    await driver.settle()


def taken_while_opening(workbench: Workbench, view: View) -> str:
    """The picture of the time before the database is open."""
    i18n.use(view.language)
    try:
        return asyncio.run(_take_while_opening(workbench, view))
    finally:
        i18n.use("en")


async def _take_while_opening(workbench: Workbench, view: View) -> str:
    may_open = threading.Event()

    def open_late() -> Workbench:
        may_open.wait()
        return workbench

    app = WorkbenchApp(open_late)
    async with app.run_test(size=view.size) as pilot:
        try:
            app.theme = view.theme
            await pilot.pause()
            return app.export_screenshot(title="csp-tui", simplify=True)
        finally:
            may_open.set()


class Picture(App[None]):
    """Stands for an app whose picture is taken already.

    Args:
        svg: The picture.
    """

    def __init__(self, svg: str) -> None:
        super().__init__()
        self.svg = svg
