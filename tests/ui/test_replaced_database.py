"""An open workbench whose database file is replaced: reported, read again, never overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input

from csp_tui.bootstrap import open_database, open_workbench
from csp_tui.exchange.reference import demo_database
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from tests.scenes import offer, publish
from tests.ui.driving import Driver, running

OFFER = "contoso-managed-sap"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "demo.sqlite"


@pytest.fixture
def exchange(tmp_path: Path, path: Path) -> Callable[[str], None]:
    """Puts another file in the place, whose offer has the same version and another name."""

    def put(name: str) -> None:
        copy = tmp_path / "other.sqlite"
        shutil.copy(demo_database(), copy)
        with closing(open_workbench(copy, who="ada")) as theirs:
            theirs.offers.edit(OFFER, SetupEdit(name=name))
        os.replace(copy, path)

    return put


def opened(driver: Driver) -> type:
    """What lies on top."""
    return type(driver.app.screen)


async def look(driver: Driver) -> None:
    driver.app.external_changes.poll()
    await driver.settle()


async def reload_all(driver: Driver, workbench: Workbench) -> None:
    """Wait until the pages show what the other file holds."""
    for _turn in range(2000):
        await driver.settle()
        if not workbench.watching.is_replaced:
            return
        await driver.pilot.pause(0.01)
    pytest.fail("the pages were not read again")


async def test_nothing_is_published_or_saved_upon_another_file(
    demo: Workbench, exchange: Callable[[str], None]
) -> None:
    demo.offers.edit(OFFER, SetupEdit(name="Backup A"))
    async with running(demo, (100, 30)) as driver:
        await look(driver)
        await publish(driver)
        assert opened(driver) is ConfirmDialog
        exchange("Backup B")
        # Looking does not let a question through that was asked about the other file.
        await look(driver)
        driver.app.screen.query("Button").last().focus()
        await driver.settle()
        await driver.press("enter")
        assert opened(driver) is ProblemDialog
        assert "was replaced by another one" in " ".join(driver.page.split())
        await driver.press("enter")
        await reload_all(driver, demo)
        assert opened(driver) is OfferScreen
        assert "Backup B" in driver.page
        assert driver.status.startswith("The database file was replaced by another one")
        assert demo.offers.show(OFFER).live_partners == 0
        await offer(driver, OFFER, "setup")
        field = driver.app.screen.query(Input).first()
        field.focus()
        await driver.settle()
        await driver.press("end", "!")
        exchange("Backup C")
        await look(driver)
        await reload_all(driver, demo)
        assert field.value == "Backup B!"
        await driver.press("f2")
        assert opened(driver) is VersionsDialog
        for words in ("Backup B!", "Backup C"):
            assert words in driver.page
        assert demo.offers.show(OFFER).offer.setup.name == "Backup C"


async def test_a_failure_is_reported_once_and_what_was_put_back_is_shown(
    demo: Workbench, path: Path
) -> None:
    async with running(demo) as driver:
        await look(driver)
        os.truncate(path, 0)
        await driver.press("3")
        assert opened(driver) is ProblemDialog
        await driver.press("enter")
        assert opened(driver) is not ProblemDialog
        said = driver.status
        assert "is empty, so it is no longer a database" in said
        await driver.press("1")
        assert opened(driver) is OffersScreen
        assert driver.status == said
        await look(driver)
        open_database(path).restore(demo_database())
        await look(driver)
        assert driver.status.startswith("The database file was replaced by another one")
        assert "Contoso Managed SAP" in driver.page
