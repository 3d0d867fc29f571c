"""Takes all pictures of a scene from one run of the app, which is what costs the time."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import App

from csp_tui import i18n
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
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
    """

    size: tuple[int, int]
    theme: str = "csp-dark"
    language: str = "en"


VIEWS = {
    "80x24": View((80, 24)),
    "60x20": View((60, 20)),
    "120x40": View((120, 40)),
    "200x60": View((200, 60)),
    "120x40-light": View((120, 40), theme="csp-light"),
    "80x24-fr": View((80, 24), language="fr"),
}


class Pictures:
    """The pictures of scenes, each scene played once for every language.

    Args:
        story: The file of the demo, copied for each run.
    """

    def __init__(self, story: Path) -> None:
        self._story = story
        self._taken: dict[tuple[str, str], dict[str, str]] = {}

    def of_demo(self, name: str, play: Play, view: str) -> str:
        """A picture of the demo at a scene, as SVG.

        Args:
            name: Name of the scene; what was taken under it before is not taken again.
            play: What brings the app to the scene.
            view: One of ``VIEWS``.
        """
        language = VIEWS[view].language
        key = (name, language)
        if key not in self._taken:
            with self._copy() as path:
                self._taken[key] = taken(partial(_open_demo, path), play, language, demo=True)
        return self._taken[key][view]

    @contextmanager
    def _copy(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(shutil.copy(self._story, folder))


def taken(
    open_workbench: Opener, play: Play, language: str, *, demo: bool = False
) -> dict[str, str]:
    """Play a scene and take every picture of it in one language, by the name of the view."""
    i18n.use(language)
    try:
        return asyncio.run(_take(open_workbench, play, language, demo=demo))
    finally:
        i18n.use("en")


async def _take(open_workbench: Opener, play: Play, language: str, *, demo: bool) -> dict[str, str]:
    views = {name: view for name, view in VIEWS.items() if view.language == language}
    app = WorkbenchApp(open_workbench, demo=demo)
    pictures: dict[str, str] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        await play(driver)
        for name, view in views.items():
            app.theme = view.theme
            if app.size != view.size:
                await pilot.resize_terminal(*view.size)
            await driver.settle()
            pictures[name] = app.export_screenshot(title="csp-tui", simplify=True)
    return pictures


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


def _open_demo(path: Path) -> Workbench:
    from csp_tui.bootstrap import open_workbench
    from csp_tui.demo import DEMO_USER, demo_clock

    return open_workbench(path, clock=demo_clock(), who=DEMO_USER)


class Picture(App[None]):
    """Shows a picture that was taken already to the plugin, which only takes them of an app."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self._svg = svg

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The picture as it was taken."""
        return self._svg
