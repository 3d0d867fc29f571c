"""Presses every key that a scene shows, with the focus on every control.

``python -m tests.ui.shown_keys [SCENE…]`` visits the named scenes or all of them, which takes some
minutes; the suite visits a few.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from textual.screen import Screen

from csp_tui.bootstrap import open_demo
from csp_tui.exchange.reference import demo_database
from csp_tui.ui.commands.key_names import is_typed, key_name
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.command_button import CommandButton
from tests.scenes import SCENES
from tests.ui.driving import Driver, running
from tests.ui.fitting import named, shown
from tests.ui.steering import painted

LEAVING = frozenset({"quit"})
"""Commands that end the program."""


def keys_shown(screen: CommandScreen) -> Iterator[tuple[str, str]]:
    """The key and the command ID of everything that the bar and the buttons show now."""
    painted(screen)
    for bar in screen.query(CommandBar):
        for command_id in dict.fromkeys(bar.places):
            found = screen.find_command(command_id)
            if found is not None and (keys := screen.reachable_keys(found[1:])[found[1].id]):
                yield keys[0], command_id
    for button in screen.query(CommandButton):
        if shown(button).area and (
            keys := screen.reachable_keys((button.command,))[button.command.id]
        ):
            yield keys[0], button.command.id


def dead_keys(screen: CommandScreen) -> list[str]:
    """Keys that are shown and reach something else than their command, a sentence each."""
    focused = screen.focused
    where = named(focused) if focused is not None else "nothing"
    found = []
    for key, command_id in keys_shown(screen):
        reached = screen.active_bindings.get(key)
        takes = focused is not None and is_typed(key) and focused.check_consume_key(key, "a")
        if reached is None or takes:
            found.append(f"{key_name(key)} ({command_id}) does nothing with the focus on {where}")
    return found


async def silent_keys(name: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    """What is wrong with the keys that a scene shows, a sentence each.

    Every key is looked up with the focus on every control, and pressed once: it changes what is on
    the screen, or the status line says why it does not.
    """
    with tempfile.TemporaryDirectory() as folder:
        demo = open_demo(Path(shutil.copy(demo_database(), folder)))
        try:
            return await _visit(name, demo, size)
        finally:
            demo.close()


async def _visit(name: str, demo: object, size: tuple[int, int]) -> list[str]:
    wrong: list[str] = []
    pressed: set[str] = set()
    async with running(demo, size, demo=True) as driver:  # type: ignore[arg-type]
        await SCENES[name](driver)
        screen = driver.app.screen
        if not isinstance(screen, CommandScreen):
            return []
        started = screen.focused
        for control in list(screen.focus_chain):
            if not control.is_attached or driver.app.screen is not screen:
                continue
            control.focus()
            await driver.settle()
            wrong.extend(f"{name}: {text}" for text in dead_keys(screen))
        if started is not None and started.is_attached:
            started.focus()
            await driver.settle()
        for key, command_id in list(keys_shown(screen)):
            if command_id in pressed | LEAVING or command_id == "back":
                continue
            pressed.add(command_id)
            if started is not None and started.is_attached:
                started.focus()
                await driver.settle()
            if not await _answers(driver, screen, key):
                wrong.append(f"{name}: {key_name(key)} ({command_id}) is not answered")
            await _come_back(driver, screen)
            if driver.app.screen is not screen:
                break
    return list(dict.fromkeys(wrong))


async def _answers(driver: Driver, screen: Screen[object], key: str) -> bool:
    before = (driver.page, driver.app.clipboard, screen.focused)
    await driver.press(key)
    return driver.app.screen is not screen or before != (
        driver.page,
        driver.app.clipboard,
        screen.focused,
    )


async def _come_back(driver: Driver, screen: Screen[object]) -> None:
    for _time in range(4):
        if driver.app.screen is screen or screen not in driver.app.screen_stack:
            return
        await driver.press("escape")


async def _main(names: list[str]) -> int:
    wrong = [text for name in names or SCENES for text in await silent_keys(name)]
    sys.stdout.write("\n".join([*wrong, f"{len(wrong)} keys are wrong", ""]))
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(asyncio.run(_main(sys.argv[1:])))
