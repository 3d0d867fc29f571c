"""Confirmation dialogs: one highlighted button, and the same keys answer everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.common import COMMON, CONFIRM_COMMANDS
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.shell.kiosk_notice import KioskNotice
from tests.conftest import SOME
from tests.dialogs import DIALOGS
from tests.ui.driving import Driver, running


async def answer(driver: Driver, keys: tuple[str, ...], *, loses: bool) -> str | None:
    """Ask on top of a page, and press keys."""
    answers: list[str | None] = []
    dialog = ConfirmDialog("Go?", ["It goes."], [("go", "Go"), ("wait", "Wait")], loses=loses)
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
            (("right", "enter"), "go"),
        ):
            assert await answer(driver, keys, loses=True) == expected, keys


async def test_the_key_that_opens_a_question_does_not_answer_it(demo: Workbench) -> None:
    """Of every command that the page or a dialog could have; all of them may ask something."""
    answers: list[str | None] = []
    shared = {key for command in (*COMMON, *CONFIRM_COMMANDS) for key in command.keys_now}
    async with running(demo) as driver:
        opening = {
            key: command.id
            for command in ALL_COMMANDS.values()
            for key in set(command.keys_now) - {*shared, "enter", "ctrl+q"}
        }
        for key, command_id in opening.items():
            driver.app.screen.last_command = command_id  # type: ignore[attr-defined]
            dialog = ConfirmDialog("Go?", ["It goes."], [("go", "Go")])
            driver.app.push_screen(dialog, answers.append)
            await driver.press(key)
            assert not answers, f"{command_id} answers with {key}"
            assert "Answer this question first: y or n." in driver.page, key
            await driver.press("n")
            assert answers.pop() is None


async def test_no_question_of_the_program_is_answered_by_the_keys_that_save(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    """They name y and n or have buttons; F2 does something only where it is named."""
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        below = driver.app.screen
        for kind, make in DIALOGS.items():
            if kind is KioskNotice or "f2" in named_keys(kind):
                continue  # any key continues there, or the bar names what F2 does
            for key in ("f2", "ctrl+s"):
                answers: list[object] = []
                dialog = make(driver.app)
                driver.app.push_screen(dialog, answers.append)
                await driver.press(key)
                assert not answers, (kind, key)
                assert driver.app.screen is dialog, (kind, key)
                # And it is not passed over in silence.
                told = ("nothing to save", "Answer this question", "Close this dialog")
                page = " ".join(driver.page.split())
                # The menu has no line to say it in.
                assert kind is Palette or any(words in page for words in told), (kind, key)
                dialog.dismiss(None)
                await driver.settle()
                assert driver.app.screen is below, kind


def named_keys(kind: type[Dialog[Any]]) -> set[str]:
    return {key for command in kind.COMMANDS_HERE for key in command.keys_now}


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
