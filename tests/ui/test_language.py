"""Switching the language while running: everything changes, and one stays where one was."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from csp_tui import i18n
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.command_screen import run_command
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.finder import PartnerFinder
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.settings.screen import SettingsScreen
from csp_tui.ui.shell.language import use_language
from tests.scenes import SCENES
from tests.ui.driving import Driver, running

WITH_LIST = ("offers", "audience", "partners", "history", "requests")
EVERY_SCREEN = (
    *WITH_LIST, "review", "wizard_details", "request_completed",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    i18n.use("en")


async def switch(driver: Driver, language: str) -> None:
    """Open the settings and choose a language with the keyboard."""
    run_command(driver.app.screen, "settings")
    await driver.settle()
    steps = {"en": 1, "fr": 2}
    before = steps.get(driver.app.settings.language, 0)
    away = steps[language] - before
    await driver.press(*["down" if away > 0 else "up"] * abs(away), "space")


@asynccontextmanager
async def at(demo: Workbench, scene: str) -> AsyncIterator[Driver]:
    async with running(demo, (120, 40)) as driver:
        await SCENES[scene](driver)
        yield driver


def places(driver: Driver) -> list[tuple[object, ...]]:
    """Where every screen of the stack is."""
    found: list[tuple[object, ...]] = []
    for screen in driver.app.screen_stack:
        kept: tuple[object, ...] = ()
        if isinstance(screen, OfferScreen):
            kept = (screen.offer_id, screen.menu.chosen)
        elif isinstance(screen, RequestScreen):
            kept = (screen.request_id, screen.wizard.step)
        found.append((type(screen), *kept))
    return found


def bars(driver: Driver) -> list[str]:
    """The first and the last line."""
    lines = driver.page.splitlines()
    return [lines[0], lines[-1]]


@pytest.mark.parametrize("scene", EVERY_SCREEN)
async def test_every_screen_says_the_same_in_french_at_the_same_place_and_record(
    demo: Workbench, scene: str
) -> None:
    async with at(demo, scene) as driver:
        listing = driver.app.screen.query(RecordList).first() if scene in WITH_LIST else None
        if listing is not None:
            listing.focus()
            await driver.press("down", "down", "down")
            assert listing.cursor > 0
        english = bars(driver)
        before = places(driver)
        await switch(driver, "fr")
        assert isinstance(driver.app.screen, SettingsScreen)
        assert "Français" in driver.page
        await driver.press("escape")
        assert places(driver) == before
        if listing is not None:
            fresh = driver.app.screen.query(RecordList).first()
            assert fresh is not listing
            assert fresh.cursor == listing.cursor
            assert fresh.cursor_key == listing.cursor_key
        french = bars(driver)
        i18n.use("en")
        screen = driver.app.screen
        assert isinstance(screen, Page)
        titles = {command.shown_title for command in screen.commands()}
        titles |= {command.shown_short for command in screen.commands()}
        i18n.use("fr")
        translated = {title for title in titles if i18n.gettext(title) != title}
        for title in translated:
            for line in french:
                # A word of the other language may begin a French one; only whole words count.
                assert not re.search(rf"(?<![\w’]){re.escape(title)}(?![\w’])", line), title
        assert french != english


async def test_and_back_again_everything_is_as_it_was(demo: Workbench) -> None:
    async with at(demo, "offer_requests") as driver:
        before = driver.page
        await switch(driver, "fr")
        await switch(driver, "en")
        await driver.press("escape")
        assert driver.page == before


async def test_filters_and_searches_stay(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        await driver.press("slash")
        await driver.write("backup")
        await driver.press("enter", "3", "slash")
        await driver.write("litware")
        await driver.press("escape")
        found = driver.app.screen.query_one(PartnerFinder).total
        await switch(driver, "fr")
        await driver.press("escape")
        finder = driver.app.screen.query_one(PartnerFinder)
        assert finder.field.value == finder.query_asked.text == "litware"
        assert finder.total == found
        await driver.press("1")
        home = driver.app.screen
        assert isinstance(home, OffersScreen)
        assert home.field.value == "backup"


async def test_what_is_typed_into_a_request_is_kept(demo: Workbench) -> None:
    async with at(demo, "wizard_details") as driver:
        driver.app.screen.query_one("#details-contact_name").focus()
        await driver.settle()
        await driver.write("Amelie Roux")
        await switch(driver, "fr")
        await driver.press("escape")
        field = driver.app.screen.query_one("#details-contact_name")
        assert field.value == "Amelie Roux"  # type: ignore[attr-defined]
        assert i18n.current() == "fr"


async def test_unsaved_changes_are_asked_about_first(demo: Workbench) -> None:
    async with at(demo, "audience_unsaved") as driver:
        await switch(driver, "fr")
        assert "Leave without saving?" in driver.page
        assert i18n.current() == "en"
        await driver.press("escape")
        assert isinstance(driver.app.screen, SettingsScreen)
        assert driver.app.settings.language == ""
        chosen = [
            o.name for o in driver.app.screen.query("#setting-language RadioOption") if o.value
        ]  # type: ignore[attr-defined]
        assert chosen == [""]
        await driver.press("escape")
        offer = driver.app.screen
        assert isinstance(offer, OfferScreen)
        assert offer.section is not None
        assert offer.section.is_dirty


@pytest.mark.parametrize(
    "scene", ["offers", "delete_offer", "refusal_locked", "rules", "undo", "resales"]
)
async def test_one_stays_in_the_settings_whatever_is_below_them(
    demo: Workbench, scene: str
) -> None:
    """Pages, and dialogs, from which the rules lead there."""
    async with at(demo, scene) as driver:
        if not isinstance(driver.app.screen, Page):
            driver.app.navigation.open_rules()
            await driver.settle()
        await switch(driver, "fr")
        assert isinstance(driver.app.screen, SettingsScreen)
        assert i18n.current() == "fr"
        assert "Langue" in driver.page


async def test_a_dialog_below_the_settings_keeps_what_is_entered(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("n", "a")
        dialog = driver.app.screen
        driver.app.navigation.open_rules()
        await driver.settle()
        await switch(driver, "fr")
        assert isinstance(driver.app.screen, SettingsScreen)
        assert "A dialog is still open" in driver.status
        assert i18n.current() == "en"
        await driver.press("escape", "escape")
        assert driver.app.screen is dialog


async def test_discarding_them_switches(demo: Workbench) -> None:
    async with at(demo, "audience_unsaved") as driver:
        await switch(driver, "fr")
        await driver.press("tab", "tab", "enter")
        assert isinstance(driver.app.screen, SettingsScreen)
        assert i18n.current() == "fr"
        await driver.press("escape")
        assert isinstance(driver.app.screen, OfferScreen)


async def test_a_choice_that_changes_nothing_makes_no_new_screens(demo: Workbench) -> None:
    async with running(demo) as driver:
        home = driver.app.screen
        await switch(driver, "en")
        assert driver.app.screen_stack[0] is home
        assert driver.app.settings.language == "en"


async def test_the_palette_and_the_help_follow(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        await switch(driver, "fr")
        await driver.press("escape", "ctrl+p")
        assert i18n.gettext("New offer") in driver.page
        assert "New offer" not in driver.page
        await driver.press("escape", "f1")
        assert i18n.gettext("Create an offer in draft") in " ".join(driver.page.split())


async def test_a_variable_that_wins_the_next_time_is_named(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_TUI_LANG", "fr")
    async with running(demo) as driver:
        driver.app.settings_controller.change("language", "en")
        run_command(driver.app.screen, "settings")
        await driver.settle()
        assert "CSP_TUI_LANG is set, so the program still starts in Français" in " ".join(
            driver.page.split()
        )
        driver.app.settings_controller.change("language", "fr")
        await driver.settle()
        assert i18n.current() == "fr"
        assert "CSP_TUI_LANG" not in driver.page


async def test_an_option_that_wins_this_time_is_named(demo: Workbench) -> None:
    async with running(demo) as driver:
        use_language(driver.app, "fr")
        await driver.settle()
        await driver.press("comma")
        assert "--lang" in driver.page
        await driver.press("down", "space")
        assert i18n.current() == "en"
        assert "--lang" not in driver.page


async def test_work_can_continue_afterwards(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        await switch(driver, "fr")
        await driver.press("1")
        assert isinstance(driver.app.screen, OffersScreen)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("escape", "2", "3", "4", "1")
        assert len(driver.app.screen_stack) == 1
        await switch(driver, "en")
        await driver.press("escape", "n")
        await driver.write("Contoso Later")
        await driver.press("enter", "enter")
        await driver.settle()
        assert any(row.state.offer.offer_id == "contoso-later" for row in demo.offers.rows())
