"""Every page at every size: nothing out of reach, nothing cut off, a word where it is too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Button, Input, Static

from csp_tui import i18n
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.dialog_bar import DialogBar
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.offer.section_menu import SectionMenu
from csp_tui.ui.terminal.window_too_small import WindowTooSmall
from tests import scenes
from tests.dialogs import DIALOGS
from tests.snapshots.inspecting import misfits
from tests.ui.contrast import too_faint
from tests.ui.driving import running
from tests.ui.fitting import beyond_ascii, out_of_view, shown


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("offers", (200, 60)),
        ("audience", (60, 20)),
        ("partner_search", (60, 20)),
        ("refusal_request", (200, 60)),
    ],
)
async def test_what_comes_up_at_a_size_fits_it(
    demo: Workbench, name: str, size: tuple[int, int]
) -> None:
    async with running(demo, size, demo=True) as driver:
        await scenes.SCENES[name](driver)
        assert await misfits(driver) == []


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 6)])
async def test_a_small_window_is_reported_and_keeps_what_was_typed(
    demo: Workbench, size: tuple[int, int]
) -> None:
    async with running(demo) as driver:
        await driver.press("slash")
        await driver.write("back")
        field = driver.app.focused
        assert isinstance(field, Input)
        at = field.cursor_position
        await driver.resize(*size)
        words = " ".join(driver.page.split())
        assert f"{size[0]} by {size[1]}" in words
        assert "60 by 20" in words
        assert "Offers" not in words
        await driver.pilot.press("x", "escape", "enter", "tab")
        await driver.pilot.click(offset=(5, 3))
        await driver.settle()
        await driver.resize(80, 24)
        assert "Contoso Backup" in driver.page
        assert not driver.app.screen.query(WindowTooSmall)
        assert driver.app.focused is field
        assert (field.value, field.cursor_position) == ("back", at)


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 30), (300, 1), (400, 120)])
async def test_it_starts_at_any_size(demo: Workbench, size: tuple[int, int]) -> None:
    async with running(demo, size, demo=True) as driver:
        await driver.resize(80, 24)
        assert "13 offers" in driver.page
        await driver.resize(*size)
        await driver.press("f1", "escape")
        await driver.resize(80, 24)
        assert "13 offers" in driver.page


async def test_a_small_window_covers_a_dialog_and_gives_it_back(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.new_offer(driver)
        dialog, field = driver.app.screen, driver.app.focused
        before = driver.page
        await driver.resize(50, 15)
        assert "50 by 15" in " ".join(driver.page.split())
        assert "New offer" not in driver.page
        await driver.pilot.press("escape")
        await driver.settle()
        await driver.resize(80, 24)
        assert driver.app.screen is dialog
        assert driver.app.focused is field
        assert driver.page == before


async def test_what_comes_up_in_a_small_window_is_covered_too(demo: Workbench) -> None:
    async with running(demo, (50, 15), demo=True) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        assert "50 by 15" in " ".join(driver.page.split())
        await driver.resize(80, 24)
        assert "Offers › Contoso Backup" in driver.page
        driver.app.navigation.go_back()
        await driver.settle()
        assert not driver.app.screen.query(WindowTooSmall)
        assert "13 offers" in driver.page


async def test_a_window_that_was_too_small_can_still_be_left(demo: Workbench) -> None:
    async with running(demo, (40, 10)) as driver:
        await driver.pilot.press("ctrl+q")
        await driver.pilot.pause()
        assert driver.app.return_code == 0


async def test_what_lay_below_takes_over_the_size(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.resize(60, 20)
        await driver.press("escape")
        assert driver.app.screen.query_one("#offers-list", RecordList).size.width == 58
        assert driver.app.screen.has_class("-narrow", "-short")
        assert not driver.app.screen.has_class("-wide")


async def test_the_menu_of_an_offer_folds_with_the_width(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        menu = driver.app.screen.query_one(SectionMenu)
        assert menu.size.height > 7
        await driver.resize(80, 24)
        assert menu.size.height == 1
        assert "Publish" in str(menu.render())
        await driver.resize(60, 20)
        assert str(menu.render()) == "▸Resell through CSPs 4/7  ◂  ▸ "
        await driver.press("right_square_bracket")
        assert menu.chosen == "review"
        at = str(menu.render()).index("◂")
        await driver.pilot.click(SectionMenu, offset=(at, 0))
        await driver.settle()
        assert menu.chosen == "audience"


@pytest.mark.parametrize("name", ["setup", "listing", "review", "new_offer", "wizard_details"])
async def test_lines_stay_readable_in_a_very_large_window(demo: Workbench, name: str) -> None:
    async with running(demo, (200, 60), demo=True) as driver:
        await scenes.SCENES[name](driver)
        page = driver.app.screen
        assert [field for field in page.query("Input, TextArea") if field.size.width > 120] == []
        # A title has its two ends at the two edges, and is not read as a line of text.
        texts = [text for text in page.query(Static).exclude("TitleLine") if shown(text).area]
        assert texts
        for text in texts:
            longest = max((cell_len(line) for line in painted_lines(text)), default=0)
            assert longest <= 120, str(text.render())


def painted_lines(text: Static) -> list[str]:
    """The lines of a text as they stand on the page."""
    return [text.render_line(y).text.strip() for y in range(text.size.height) if text.size.width]


ELSEWHERE = {
    "database": ("database",),
    "directory": ("go.partners", "partners.import"),
    "export": ("audience.export",),
    "history": ("go.history", "copy.show"),
}
"""Pages that show where files are, and the commands that lead there from an offer's audience."""


@pytest.mark.parametrize(
    ("name", "language"), [("database", "en"), *((name, "fr") for name in ELSEWHERE)]
)
async def test_pages_that_name_files_fit_too(demo: Workbench, name: str, language: str) -> None:
    i18n.use(language)
    async with running(demo, (80, 24), demo=True) as driver:
        await scenes.audience(driver)
        before = driver.app.screen
        for command in ELSEWHERE[name]:
            page = driver.app.screen
            assert isinstance(page, CommandScreen)
            page.action_run_command(command)
            await driver.settle()
        assert driver.app.screen is not before
        assert await misfits(driver) == []
        assert too_faint(driver.app.screen) == []
        await driver.resize(60, 20)
        assert await misfits(driver) == []
        driver.app.use_symbols("ascii")
        await driver.settle()
        assert beyond_ascii(driver.page) == set()


async def test_every_dialog_with_a_field_fits_the_smallest_window_in_the_longer_language(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    i18n.use("fr")
    offer(ResellerChannel.SOME, (1, 2))
    async with running(stocked, (60, 20)) as driver:
        found = {}
        for kind, make in DIALOGS.items():
            if not kind.KEEPS_FIELDS:
                continue
            driver.app.push_screen(make(driver.app))
            await driver.settle()
            found[kind.__name__] = await misfits(driver)
            while len(driver.app.screen_stack) > 1:
                driver.app.pop_screen()
                await driver.settle()
        assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_greeting_of_an_empty_database_fits(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with running(workbench, size) as driver:
        assert await misfits(driver) == []
        assert too_faint(driver.app.screen) == []


LONG = tuple(f"Line {number} of a text that needs more room than there is." for number in range(30))


@pytest.mark.parametrize(
    "dialog",
    [
        lambda: ConfirmDialog("Long?", LONG, [("yes", "Do it")]),
        lambda: RefusalDialog(
            Verdict(Outcome.SUPPORT_REQUEST, "R40", say("Long."), warnings=tuple(map(say, LONG))),
            "Create support request",
        ),
        lambda: ProblemDialog(InvalidInput(say("\n".join(LONG)))),
    ],
)
async def test_the_buttons_and_the_bar_of_a_long_dialog_stay_in_view(
    demo: Workbench, dialog: Callable[[], Dialog[Any]]
) -> None:
    async with running(demo, (60, 20)) as driver:
        shown = dialog()
        driver.app.push_screen(shown)
        await driver.settle()
        for control in [*shown.query(Button), *shown.query(DialogBar), *shown.query(CommandBar)]:
            assert [*out_of_view(control)] == []
        text = shown.query_one(ScrollText)
        assert text.max_scroll_y > 0
        await driver.press("pagedown")
        assert text.scroll_y > 0
