"""Every screen and dialog, one after the other, on a spoiled database and in a real terminal.

``python -m tests.terminal.visits DATABASE FOLDER``: runs the program itself in the terminal that
it is started in, goes everywhere, and writes into ``FOLDER/visits.json`` which screens and dialogs
it has seen.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import get_character_cell_size
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from csp_tui import i18n
from csp_tui.bootstrap import open_workbench
from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import say
from csp_tui.exchange.samples import samples_of
from csp_tui.services.offers import SetupEdit
from csp_tui.settings.problems import SettingsProblem
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.text.conflicts import VersionRow
from tests import scenes
from tests.nasty import EVERYTHING, raw_signs
from tests.terminal.more_visits import MORE
from tests.terminal.spoiled import FILE_NAME
from tests.ui import quiet
from tests.ui.driving import Driver

Visit = Callable[[Driver, Path], Awaitable[None]]


class WatchfulDriver(Driver):
    """Looks at what is shown after every key, so that a visit checks what it passes, too.

    Attributes:
        seen: The screens and dialogs that were open.
        problems: Signs that were drawn raw, and on which screen; what could not be visited.
    """

    def __init__(self, app: WorkbenchApp, pilot: Pilot[int]) -> None:
        super().__init__(app, pilot)
        self.seen: set[str] = set()
        self.problems: list[str] = []

    async def settle(self) -> None:
        """Wait, then look."""
        await super().settle()
        self.seen.update(type(one).__name__ for one in self.app.screen_stack)
        if raw := raw_outside_fields(self.app.screen):
            self.problems.append(f"{sorted(raw)!r} in {self.app.screen!r}")

    async def press(self, *keys: str) -> None:
        """Press keys, and look after each."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()


def scene(name: str) -> Visit:
    """A scene that pictures are taken of."""

    async def visit(driver: Driver, _folder: Path) -> None:
        await scenes.SCENES[name](driver)

    visit.__name__ = name
    return visit


async def partner_search(driver: Driver, _folder: Path) -> None:
    """Partners that are found and chosen, and what narrows the search."""
    await scenes.facet_picker(driver)
    await driver.press("escape", "v")


async def resell(driver: Driver, _folder: Path) -> None:
    """The partners of an offer."""
    await scenes.partner_list(driver, "contoso-backup")
    await driver.press("down", "end", "y")


async def database(driver: Driver, _folder: Path) -> None:
    """The database file, whose folder has a name like that, too."""
    await scenes.command(driver, "database")


async def keys(driver: Driver, _folder: Path) -> None:
    """The keys that work on a dialog."""
    from csp_tui.ui.kit.dialogs.keys import KeysDialog

    driver.app.push_screen(KeysDialog(driver.app.screen))  # type: ignore[arg-type]
    await driver.settle()


async def partners_import(driver: Driver, folder: Path) -> None:
    """A file of partners with invalid rows."""
    from csp_tui.ui.partners.directory_import import DirectoryImportDialog

    driver.app.push_screen(DirectoryImportDialog(folder / FILE_NAME))
    await driver.settle()


async def audience_import(driver: Driver, folder: Path) -> None:
    """A file of an audience with invalid rows."""
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.ui.audience.import_dialog import AudienceImportDialog

    path = folder / f"audience {FILE_NAME}"
    driver.app.push_screen(AudienceImportDialog("contoso-backup", path, AudienceEdit()))
    await driver.settle()


async def copy_list(driver: Driver, _folder: Path) -> None:
    """The list of another offer, whose names come from data."""
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.ui.audience.copy_list_dialog import CopyListDialog

    driver.app.push_screen(CopyListDialog("contoso-backup", AudienceEdit()))
    await driver.settle()
    await driver.press("down", "down")


async def file_path(driver: Driver, folder: Path) -> None:
    """A file to be named, with what Tab completes, and one that is not there."""
    await driver.press("3", "i")
    for text in (f"{folder}/1", EVERYTHING):
        # Where a terminal's paste comes in.
        driver.app.post_message(Paste(text))
        await driver.settle()
        await driver.press("tab", "shift+tab", "enter")


async def wrong_file(driver: Driver, folder: Path) -> None:
    """A file that cannot be read at all."""
    from csp_tui.ui.partners.directory_import import DirectoryImportDialog

    driver.app.push_screen(DirectoryImportDialog(folder / f"none {FILE_NAME}"))
    await driver.settle()


async def problem(driver: Driver, _folder: Path) -> None:
    """A problem that names what is wrong."""
    message = say("{path} cannot be used.", path=EVERYTHING)
    driver.app.show_problem(StorageProblem(message, say("Choose another one.")))
    await driver.settle()


async def ticket(driver: Driver, _folder: Path) -> None:
    """The number of a ticket."""
    await scenes.request_submitted(driver)
    await scenes.command(driver, "request.ticket")


async def paste(driver: Driver, _folder: Path) -> None:
    """Rows that are pasted."""
    from csp_tui.ui.kit.dialogs.paste import PasteDialog

    driver.app.push_screen(PasteDialog(EVERYTHING, EVERYTHING, elsewhere="PWNED"))
    await driver.settle()
    driver.app.post_message(Paste(EVERYTHING))
    await driver.settle()


async def samples(driver: Driver, _folder: Path) -> None:
    """Examples to choose from, which are the program's own."""
    from csp_tui.ui.kit.dialogs.samples import SamplesDialog

    driver.app.push_screen(SamplesDialog(EVERYTHING, samples_of("partners")))
    await driver.settle()


async def notice(driver: Driver, _folder: Path) -> None:
    """A word to strangers."""
    from csp_tui.ui.shell.kiosk_notice import KioskNotice

    driver.app.push_screen(KioskNotice(EVERYTHING, EVERYTHING))
    await driver.settle()


async def unopened(driver: Driver, folder: Path) -> None:
    """A database that cannot be opened, with a name that is hard to show."""
    from csp_tui.cli.user_database import UserDatabase
    from csp_tui.ui.database.cannot_open import CannotOpenDialog

    message = say("{path} is a folder, not a database.", path=EVERYTHING)
    own = UserDatabase(folder, folder / "unsaved")
    driver.app.push_screen(
        CannotOpenDialog(StorageProblem(message, say("Choose.")), own, lambda way: way())
    )
    await driver.settle()


async def settings_problems(driver: Driver, folder: Path) -> None:
    """Settings that are not used."""
    from csp_tui.ui.settings.problems_dialog import SettingsProblemsDialog

    what = say("“{name}” is not a setting.", name=EVERYTHING)
    listed = [SettingsProblem(folder / FILE_NAME, 3, what, what)]
    driver.app.push_screen(SettingsProblemsDialog(listed))
    await driver.settle()


async def stale_step(driver: Driver, _folder: Path) -> None:
    """A step that came after someone else's change."""
    from csp_tui.ui.kit.dialogs.conflict import ConflictDialog

    entries = driver.app.workbench.history.entries(limit=3)
    row = VersionRow(EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING)
    driver.app.push_screen(ConflictDialog(entries, [row]))
    await driver.settle()


async def versions(driver: Driver, _folder: Path) -> None:
    """What one has typed, beside what someone else has stored."""
    await scenes.listing(driver)
    await driver.write("x")
    workbench = driver.app.workbench
    offer = workbench.offers.show("contoso-backup").offer
    edit = SetupEdit(
        csp_url="https://PWNED.example",
        csp_contact_name=EVERYTHING,
        csp_contact_email="a@PWNED.example",
    )
    workbench.offers.edit(offer.offer_id, edit)
    driver.app.screen.conflict.show_conflict()  # type: ignore[attr-defined]
    await driver.settle()


async def request_text(driver: Driver, _folder: Path) -> None:
    """The text of a request, copied and shown."""
    await scenes.request_submitted(driver)
    await driver.press("y")
    driver.app.push_screen(TextViewDialog(EVERYTHING, EVERYTHING, file_name=FILE_NAME))
    await driver.settle()
    await driver.press("y")


async def toast(driver: Driver, _folder: Path) -> None:
    """A word in the corner and one in the status line."""
    driver.app.notify(EVERYTHING[:300], title=EVERYTHING[:60], markup=False)
    driver.app.screen.tell(EVERYTHING)  # type: ignore[attr-defined]
    driver.app.title = EVERYTHING
    await driver.settle()


async def unexpected(driver: Driver, _folder: Path) -> None:
    """An unexpected error, with data in it."""

    def fail() -> None:
        raise ValueError(EVERYTHING)

    driver.app.screen.call_later(fail)
    await driver.settle()
    await driver.press("y")


VISITS: tuple[Visit, ...] = (
    *map(
        scene,
        (
            *("offers", "new_offer", "delete_offer", "setup", "review", "plan_markets"),
            *("offer_requests", "offer_history", "refusal_request", "resale"),
            *("resales_record", "resales_import", "wizard_review", "request_completed"),
            *("new_request", "partners", "history_detail", "help_dialog", "palette", "rules"),
            *("settings", "figures", "market_map", "plain_text", "undo"),
        ),
    ),
    *(partner_search, resell, database, keys, partners_import, audience_import, copy_list),
    *MORE,
    *(file_path, wrong_file, problem),
    *(
        ticket,
        paste,
        samples,
        notice,
        unopened,
        settings_problems,
        stale_step,
        versions,
        request_text,
        toast,
        unexpected,
    ),
)


def raw_outside_fields(screen: Screen[Any]) -> set[str]:
    """Signs that are drawn raw anywhere but in a field, where they are to be edited."""
    found: set[str] = set()
    for y, strip in enumerate(screen._compositor.render_strips()):
        if raw_signs(strip.text):
            x = 0
            for sign in strip.text:
                if raw_signs(sign):
                    widget, _region = screen.get_widget_at(x, y)
                    if not isinstance(widget, Input | TextArea):
                        found.add(sign)
                x += get_character_cell_size(sign)
    return found


def main(database_path: Path, folder: Path) -> int:
    """Go everywhere, then leave."""
    i18n.use("en")
    demo = TemporaryDemo()
    failed: dict[str, list[str]] = {}
    seen: set[str] = set()
    app = WorkbenchApp(
        lambda: open_workbench(database_path), log=folder / "errors.log", demo_source=demo
    )

    async def go(pilot: Pilot[Any]) -> None:
        driver = WatchfulDriver(app, pilot)
        await driver.settle()
        for visit in VISITS:
            try:
                await visit(driver, folder)
            except Exception as error:  # told below, with where it was
                driver.problems.append(f"{type(error).__name__}: {error}")
            if driver.problems:
                failed[visit.__name__] = driver.problems
                driver.problems = []
            app.navigation.go_to("offers")
            await driver.settle()
        seen.update(driver.seen)
        app.exit(0)

    with pytest.MonkeyPatch.context() as patch:
        quiet.make_pilots_wait_so(patch)
        app.run(auto_pilot=go)
    report = {"seen": sorted(seen), "failed": failed}
    (folder / "visits.json").write_text(json.dumps(report), "utf-8")
    demo.close()
    return 0


if __name__ == "__main__":
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
