"""Everything that takes something away asks first, and Enter on the question changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.dialogs.audience_import import AudienceImportDialog
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.dialogs.directory_import import DirectoryImportDialog
from csp_tui.ui.dialogs.resales import ResalesDialog
from tests.conftest import NONE, SOME, tenant
from tests.ui.driving import Driver, running

ASKED = RequestDetails(title="T", description="D", contact_name="Ann", contact_email="a@b.example")
Way = Callable[[Driver, Callable[..., str], Path], Awaitable[None]]


def requested(driver: Driver, offer: Callable[..., str], *, submitted: bool = True) -> int:
    support = driver.app.workbench.support
    name = offer(SOME, (1, 2))
    number = support.begin_removal(name, (tenant(1),), language="en", details=ASKED).id
    if submitted:
        support.submit(number)
    return number


async def on_request(driver: Driver, number: int, command: str) -> None:
    driver.app.open_request(number)
    await driver.settle()
    driver.app.screen.action_run_command(command)  # type: ignore[attr-defined]
    await driver.settle()


async def deleting(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    offer(SOME, (1,), live=False)
    await driver.press("f5", "down", "delete")


async def publishing(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    name = offer(NONE, live=False)
    driver.app.open_offer(name, "review")
    await driver.settle()
    driver.app.screen.action_run_command("offer.publish")  # type: ignore[attr-defined]
    await driver.settle()


async def withdrawing(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    await on_request(driver, requested(driver, offer, submitted=False), "request.withdraw")


async def declining(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    await on_request(driver, requested(driver, offer), "request.decline")


async def completing(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    await on_request(driver, requested(driver, offer), "request.complete")


async def taking_back(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    offer(SOME, (1,), live=False)
    await driver.press("ctrl+z")


async def making_again(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    offer(SOME, (1,), live=False)
    driver.app.workbench.undo.undo()
    await driver.press("ctrl+y")


async def taking_a_resale_back(driver: Driver, offer: Callable[..., str], _folder: Path) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    driver.app.push_screen(ResalesDialog(name))
    await driver.settle()
    await driver.press("delete")


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
    driver.app.open_offer(name, "setup")
    await driver.settle()
    await driver.press("enter")
    await driver.write("X")
    await driver.press("escape", "escape")


WAYS: tuple[Way, ...] = (
    deleting,
    publishing,
    withdrawing,
    declining,
    completing,
    taking_back,
    making_again,
    taking_a_resale_back,
    restoring,
    leaving_unsaved,
)


def told(workbench: Workbench) -> tuple[object, ...]:
    return (
        [entry.id for entry in workbench.history.entries()],
        [row.standing for row in workbench.offers.rows()],
        workbench.support.rows(),
        workbench.resales.rows(),
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_enter_on_the_question_changes_nothing(
    way: Way, stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    async with running(stocked) as driver:
        await way(driver, offer, tmp_path)
        asking = driver.app.screen
        assert isinstance(asking, ConfirmDialog)
        assert driver.app.focused is not None
        assert driver.app.focused.id == "cancel"
        before = told(stocked)
        await driver.press("enter")
        assert driver.app.screen is not asking
        assert told(stocked) == before


@pytest.mark.parametrize("numbers", [(3,), (1,)], ids=["some to add", "only some to remove"])
async def test_enter_never_takes_the_way_that_replaces_a_list(
    numbers: tuple[int, ...], stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2), live=False)
    file = tmp_path / "list.csv"
    lines = "".join(f"{tenant(number)},North,TenantID\n" for number in numbers)
    file.write_text(f"ID,Description,Type\n{lines}")
    async with running(stocked) as driver:
        driver.app.push_screen(AudienceImportDialog(name, file))
        await driver.settle()
        assert not driver.app.screen.query_one("#replace").disabled
        await driver.press("enter")
        kept = {row.tenant_id for row in stocked.audience.rows(name)}
        assert kept == {tenant(number) for number in {1, 2, *numbers}}


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
        assert stocked.directory.count().count == 6
