"""Confirmation dialogs: one highlighted button, and the same keys answer everywhere."""

from __future__ import annotations

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from tests.ui.driving import Driver, running


async def answer(driver: Driver, keys: tuple[str, ...], *, loses: bool) -> str | None:
    """Ask on top of a page whose last command was Undo, and press keys."""
    answers: list[str | None] = []
    dialog = ConfirmDialog("Go?", ["It goes."], [("go", "Go"), ("wait", "Wait")], loses=loses)
    driver.app.screen.last_command = "undo"  # type: ignore[attr-defined]
    driver.app.push_screen(dialog, answers.append)
    await driver.settle()
    await driver.press(*keys)
    assert len(answers) == 1, f"{keys} did not answer"
    return answers[0]


async def test_the_first_choice_is_the_default(demo: Workbench) -> None:
    async with running(demo) as driver:
        for keys, expected in (
            (("enter",), "go"),
            (("y",), "go"),
            (("ctrl+z",), "go"),
            (("n",), None),
            (("escape",), None),
            (("left", "enter"), None),
            (("right", "enter"), "wait"),
            (("tab", "y"), "go"),
        ):
            assert await answer(driver, keys, loses=False) == expected, keys


async def test_cancel_is_the_default_where_something_would_be_lost(demo: Workbench) -> None:
    async with running(demo) as driver:
        for keys, expected in (
            (("enter",), None),
            (("y",), "go"),
            (("ctrl+z", "enter"), None),
            (("right", "enter"), "go"),
        ):
            assert await answer(driver, keys, loses=True) == expected, keys


@pytest.mark.parametrize(
    ("choices", "told"),
    [((("go", "Go"),), "Answer this question first: y or n."), ((), "Close this dialog first.")],
)
async def test_redo_waits_until_the_dialog_is_closed(
    demo: Workbench, choices: tuple[tuple[str, str], ...], told: str
) -> None:
    async with running(demo) as driver:
        driver.app.push_screen(ConfirmDialog("Go?", ["It goes."], choices, cancel="Close"))
        await driver.settle()
        await driver.press("ctrl+y")
        assert told in driver.page
