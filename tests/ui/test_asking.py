"""Everything that takes something away asks first; Enter never loses what undo cannot return."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.audience.import_plans import PlannedImport
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.resales.dialog import ResalesDialog
from tests.conftest import NONE, SOME, tenant
from tests.ui.driving import Driver, running

ASKED = RequestDetails(title="T", description="D", contact_name="Ann", contact_email="a@b.example")
Way = Callable[[Driver, Callable[..., str], Path], Awaitable[None]]
Begin = Callable[[Driver, Callable[..., str]], Awaitable[None]]


def requested(driver: Driver, offer: Callable[..., str], *, submitted: bool = True) -> int:
    support = driver.app.workbench.support
    name = offer(SOME, (1, 2))
    number = support.create_removal(name, (tenant(1),), language="en", details=ASKED).id
    if submitted:
        support.submit(number)
    return number


async def on_request(driver: Driver, number: int) -> None:
    driver.app.navigation.open_request(number)
    await driver.settle()


async def to_publish(driver: Driver, offer: Callable[..., str]) -> None:
    driver.app.navigation.open_offer(offer(NONE, live=False), "review")
    await driver.settle()


async def to_withdraw(driver: Driver, offer: Callable[..., str]) -> None:
    await on_request(driver, requested(driver, offer, submitted=False))


async def to_close(driver: Driver, offer: Callable[..., str]) -> None:
    await on_request(driver, requested(driver, offer))


async def to_undo(_driver: Driver, offer: Callable[..., str]) -> None:
    offer(SOME, (1,), live=False)


async def to_redo(driver: Driver, offer: Callable[..., str]) -> None:
    offer(SOME, (1,), live=False)
    driver.app.workbench.undo.undo()


async def to_remove_a_resale_record(driver: Driver, offer: Callable[..., str]) -> None:
    driver.app.push_screen(ResalesDialog(offer(SOME, (1, 2), resold=(1,))))
    await driver.settle()


async def deleting(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    offer(SOME, (1,), live=False)
    await driver.press("f5", "down", "delete")


async def restoring(driver: Driver, offer: Callable[..., str], folder: Path) -> None:
    offer(SOME, (1,), live=False)
    backup = folder / "backup.sqlite"
    driver.app.workbench.database.backup(backup)
    driver.app.screen.action_run_command("database")  # type: ignore[attr-defined]
    await driver.settle()
    driver.app.screen.query_one("#restore").focus()
    await driver.press("enter")
    await driver.write(str(backup))
    await driver.press("enter")


async def leaving_unsaved(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    name = offer(SOME, live=False)
    driver.app.navigation.open_offer(name, "setup")
    await driver.settle()
    await driver.write("X")
    await driver.press("escape", "escape")


LOSING: tuple[Way, ...] = (deleting, restoring, leaving_unsaved)
"""What would lose something."""
OTHERS: dict[str, tuple[Begin, str]] = {
    "publish": (to_publish, "u"),
    "withdraw": (to_withdraw, "w"),
    "decline": (to_close, "d"),
    "complete": (to_close, "c"),
    "undo": (to_undo, "ctrl+z"),
    "redo": (to_redo, "ctrl+y"),
    "remove a resale record": (to_remove_a_resale_record, "delete"),
}
"""What opens the place of any other question, and the key that asks it."""


def told(workbench: Workbench) -> tuple[object, ...]:
    return (
        [entry.id for entry in workbench.history.entries()],
        [row.state for row in workbench.offers.rows()],
        workbench.support.rows(),
        workbench.resales.rows(),
    )


@pytest.mark.parametrize("way", LOSING, ids=lambda way: way.__name__)
async def test_enter_on_the_question_loses_nothing(
    way: Way, stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    async with running(stocked) as driver:
        await way(driver, offer, tmp_path)
        asking = driver.app.screen
        assert isinstance(asking, ConfirmDialog)
        assert driver.app.focused is not None
        assert driver.app.focused.has_class("cancel")
        before = told(stocked)
        await driver.press("enter")
        assert driver.app.screen is not asking
        assert told(stocked) == before


@pytest.mark.parametrize("name", OTHERS)
async def test_escape_does_not_continue_on_any_other_question_and_enter_does(
    name: str, stocked: Workbench, offer: Callable[..., str]
) -> None:
    begin, ask = OTHERS[name]
    async with running(stocked) as driver:
        await begin(driver, offer)
        before = told(stocked)
        for key in ("escape", "enter"):
            await driver.press(ask)
            asking = driver.app.screen
            assert isinstance(asking, ConfirmDialog)
            assert driver.app.focused is not None
            assert driver.app.focused.id == "confirm-default"
            assert not driver.app.focused.has_class("cancel")
            await driver.press(key)
            assert driver.app.screen is not asking
            assert (told(stocked) != before) == (key == "enter")


@pytest.mark.parametrize("numbers", [(3,), (1,)], ids=["some to add", "only some to remove"])
async def test_enter_never_takes_the_way_that_replaces_a_list(
    numbers: tuple[int, ...], stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2), live=False)
    file = tmp_path / "list.csv"
    lines = "".join(f"{tenant(number)},North,TenantID\n" for number in numbers)
    file.write_text(f"ID,Description,Type\n{lines}")
    async with running(stocked) as driver:
        plans: list[PlannedImport | None] = []
        dialog = AudienceImportDialog(name, file, AudienceEdit())
        driver.app.push_screen(dialog, plans.append)
        await driver.settle()
        assert not driver.app.screen.query_one("#replace").disabled
        await driver.press("enter")
        (plan,) = plans
        assert plan is None or not (plan.replaces or plan.removed)
        assert (plan is not None and set(plan.added) == {tenant(3)}) == (numbers == (3,))


async def test_enter_never_takes_the_way_that_removes_from_the_directory(
    stocked: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "partners.csv"
    file.write_text(f"tenant_id,name,country\n{tenant(1)},Alpine Cloud SARL,FR\n")
    async with running(stocked) as driver:
        driver.app.push_screen(DirectoryImportDialog(file))
        await driver.settle()
        assert driver.app.screen.query_one("#replace").has_class("-shown")
        await driver.press("enter")
        assert stocked.directory.count() == 6
