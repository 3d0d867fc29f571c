"""Partners and offers by name: first the few that there is room for, then all."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.partner import Partner
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

NAMES = ("Zeta", "Éclair", "Alpha", "Beta", "Delta", "Gamma", "Omega")


def many(stocked: Workbench, offer: Callable[..., str]) -> str:
    """A live offer to which partners were added whose IDs are in another order than the names."""
    stocked.directory.import_partners(
        [
            Partner(tenant_id=tenant(20 + at), name=name, country="FR")
            for at, name in enumerate(NAMES)
        ]
    )
    offer_id = offer(SOME, (1,))
    added = tuple(tenant(20 + at) for at in range(len(NAMES)))
    stocked.audience.save_draft(offer_id, AudienceEdit(add=added))
    return offer_id


async def test_all_names_are_one_key_away_from_questions_and_review(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = many(stocked, offer)

    async with running(stocked, (100, 30)) as driver:
        driver.app.navigation.open_offer(offer_id, "review")
        await driver.settle()
        shown = words(driver)
        places = [
            shown.index(f"+ {name}") for name in ("Alpha", "Beta", "Delta", "Éclair", "Gamma")
        ]
        assert places == sorted(places)
        assert "and 2 more" in shown
        assert "Press v to see all names." in shown
        driver.app.screen.query_one("#review-names").focus()
        await driver.press("enter")
        assert_all_in_order(driver)
        await driver.press("escape")
        await driver.press("v")
        assert_all_in_order(driver)
        await driver.press("escape")
        for key in ("u", "s"):
            await driver.press(key)
            question = driver.app.screen
            assert isinstance(question, ConfirmDialog)
            await driver.press("right", "enter")
            assert_all_in_order(driver)
            # Reading the names answers nothing: the question comes back.
            await driver.press("escape")
            assert isinstance(driver.app.screen, ConfirmDialog)
            await driver.press("n")
        assert stocked.offers.show(offer_id).live_partners == 1


async def test_history_and_menu_show_offers_by_name(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = many(stocked, offer)
    request = stocked.support.create_removal(offer_id, (tenant(1),), language="en")
    name = stocked.offers.show(offer_id).offer.setup.name
    async with running(stocked, (120, 40)) as driver:
        await driver.press("4")
        line = next(line for line in driver.page.splitlines() if "7 added" in line)
        assert name in line
        assert offer_id not in line
        assert "Alpha, Beta, Delta, Éclair, Gamma" in " ".join(line.split())
        await driver.press("ctrl+z")
        assert f"{name}: Created support request {request.id}" in words(driver)
        await driver.press("n", "ctrl+p")
        await driver.write(f"request {request.id}")
        assert f"Request {request.id} · draft · {name}" in words(driver)


def words(driver: Driver) -> str:
    return " ".join(driver.page.replace("│", " ").split())


def assert_all_in_order(driver: Driver) -> None:
    dialog = driver.app.screen
    assert isinstance(dialog, TextViewDialog)
    text = dialog.copyable().text
    ordered = ["Alpha", "Beta", "Delta", "Éclair", "Gamma", "Omega", "Zeta"]
    assert [line.split()[0] for line in text.splitlines()] == ordered
