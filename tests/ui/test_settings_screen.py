"""Choosing on the settings screen, with keyboard and mouse, and what the file holds then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.settings import Settings, find_paths
from csp_tui.settings.loader import read_settings, read_text
from csp_tui.settings.values import SETTINGS
from csp_tui.settings.writing import SettingsFile
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.movements import MOVEMENTS
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.form_section import Field
from csp_tui.ui.kit.widgets.choices import OptionSet
from csp_tui.ui.kit.widgets.read_only_text import RequestText
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.settings.problems_dialog import SettingsProblemsDialog
from csp_tui.ui.settings.screen import SettingsScreen
from csp_tui.ui.shell.language import use_language
from tests.conftest import SOME
from tests.ui.driving import Driver


@asynccontextmanager
async def started(
    workbench: Workbench, size: tuple[int, int] = (80, 24), *, kept: bool = True
) -> AsyncIterator[Driver]:
    """The workbench as it starts in a terminal, with the settings file of the person."""
    file = SettingsFile(find_paths().settings, named=find_paths().settings_named)
    reading = file.read()
    app = WorkbenchApp(
        lambda: workbench,
        settings=reading.settings,
        settings_file=file if kept else None,
        settings_problems=reading.problems,
    )
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver


def saved() -> Settings:
    return read_settings(find_paths().settings).settings


def write(text: str) -> Path:
    path = find_paths().settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


async def to_group(driver: Driver, name: str) -> None:
    for _step in range(12):
        if driver.app.focused is not None and driver.app.focused.id == f"setting-{name}":
            return
        await driver.press("tab")
    raise AssertionError(f"Tab does not reach {name}")


async def choose(driver: Driver, name: str, value: str) -> None:
    """Choose a value with arrows and space."""
    await to_group(driver, name)
    choices = SETTINGS[name].choices
    steps = choices.index(value) - choices.index(getattr(driver.app.settings, name))
    await driver.press(*["down" if steps > 0 else "up"] * abs(steps), "space")


async def test_undo_in_the_settings_does_not_undo_a_change_of_an_offer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with started(stocked) as driver:
        await driver.press("comma")
        assert isinstance(driver.app.screen, SettingsScreen)
        for key in ("ctrl+z", "ctrl+y"):
            await driver.press(key)
            assert "Settings can't be undone here." in driver.status
            assert isinstance(driver.app.screen, SettingsScreen)


async def test_a_key_the_palette_and_textual_open_it_and_escape_leaves_it(
    stocked: Workbench,
) -> None:
    async with started(stocked) as driver:
        await driver.press("comma")
        assert isinstance(driver.app.screen, SettingsScreen)
        await driver.press("comma")
        assert len(driver.app.screen_stack) == 2
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
        await driver.press("ctrl+p")
        await driver.write("language, colors")
        await driver.press("enter")
        assert isinstance(driver.app.screen, SettingsScreen)
        await driver.press("escape")
        # Textual's own way to the theme leads here, too.
        await driver.app.run_action("change_theme")
        await driver.settle()
        assert isinstance(driver.app.screen, SettingsScreen)


async def test_a_theme_holds_at_once_everywhere_and_the_next_time(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("2", "comma")
        for theme in ("csp-light", "ansi-dark", "ansi-light"):
            await choose(driver, "theme", theme)
            assert driver.app.theme == theme
            painted = {screen.styles.background for screen in driver.app.screen_stack}
            assert painted == {driver.app.screen.styles.background}, theme
            assert str(find_paths().settings) in driver.status
            assert driver.status.startswith("Saved in ")
            assert saved() == Settings(theme=theme)
    async with started(stocked) as driver:
        assert driver.app.theme == theme


async def test_ascii_symbols_apply_at_once_and_are_kept(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("comma")
        await choose(driver, "signs", "ascii")
        assert driver.app.is_ascii
        await choose(driver, "signs", "unicode")
        assert not driver.app.is_ascii
        await choose(driver, "signs", "ascii")
    assert saved() == Settings(signs="ascii")
    async with started(stocked) as driver:
        assert driver.app.is_ascii


async def test_the_mouse_chooses_too(stocked: Workbench) -> None:
    async with started(stocked, (120, 40)) as driver:
        await driver.press("comma")
        options = driver.app.screen.query("#setting-theme RadioOption")
        await driver.pilot.click(next(one for one in options if one.name == "csp-light"))
        await driver.settle()
    assert saved() == Settings(theme="csp-light")


async def test_several_choices_in_a_row_are_all_kept(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("comma")
        for name, value in (("theme", "ansi-light"), ("signs", "ascii"), ("language", "fr")):
            driver.app.settings_controller.change(name, value)
        driver.app.settings_controller.change("theme", "csp-light")
        await driver.settle()
    assert saved() == Settings(language="fr", theme="csp-light", signs="ascii")


async def test_comments_in_the_file_stay(stocked: Workbench) -> None:
    path = write("# mine\ntheme = 'csp-light'  # bright\n")
    async with started(stocked) as driver:
        await driver.press("comma")
        await choose(driver, "theme", "csp-dark")
    assert path.read_text("utf-8") == '# mine\ntheme = "csp-dark"  # bright\n'


@pytest.mark.parametrize(
    ("size", "language"), [((60, 20), "fr"), ((80, 24), "en"), ((120, 40), "fr")]
)
async def test_every_choice_can_be_reached_and_read(
    stocked: Workbench, size: tuple[int, int], language: str
) -> None:
    write(f'language = "{language}"\n')
    async with started(stocked, size) as driver:
        use_language(driver.app, language)
        await driver.press("comma")
        seen = driver.page
        for name in ("language", "theme", "signs", "animations"):
            await to_group(driver, name)
            seen += driver.page
        for _field in range(4):
            await driver.press("tab")
            seen += driver.page
        for group in driver.app.screen.query("OptionSet RadioOption"):
            assert str(group.label) in seen  # type: ignore[attr-defined]
            assert group.size.width <= size[0]
        assert "[keys]" in seen
        assert 'offers.new = "n,ctrl+n"' in " ".join(seen.split())
        shown = "".join(driver.app.screen.query_one("#settings-file").render().plain.split())  # type: ignore[union-attr]
        assert "".join(str(find_paths().settings).split()) in shown


async def test_the_file_is_shown_as_text(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("comma", "f")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "No file yet" in driver.page
        await driver.press("escape")
        await choose(driver, "theme", "csp-light")
        await driver.press("f")
        assert "Settings file" in driver.page
        assert 'language = ""' in driver.page


async def test_every_command_is_listed_as_lines_for_the_file(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("comma", "a")
        dialog = driver.app.screen
        assert isinstance(dialog, TextViewDialog)
        reading = read_text(dialog.query_one(RequestText).text, Path("config.toml"))
        assert reading.problems == ()
        assert reading.settings.keys["offers.new"] == "n"
        assert set(reading.settings.keys) == {*ALL_COMMANDS, *MOVEMENTS}


async def test_a_broken_file_is_reported_at_the_start_and_left_alone(stocked: Workbench) -> None:
    path = write('theme = "csp-light"\nlanguage = \n')
    async with started(stocked) as driver:
        assert isinstance(driver.app.screen, SettingsProblemsDialog)
        assert "Line 2: This is not valid TOML" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.app.settings == Settings()
        await driver.press("comma")
        await choose(driver, "theme", "csp-light")
        assert isinstance(driver.app.screen, ProblemDialog)
        assert "Not saved" in driver.page
        await driver.press("enter")
        assert driver.app.theme == "csp-light"
        await choose(driver, "theme", "csp-light")
    assert path.read_text("utf-8") == 'theme = "csp-light"\nlanguage = \n'


async def test_the_valid_rest_is_used_and_every_problem_is_named(stocked: Workbench) -> None:
    write(
        'theme = "csp-light"\nsings = "ascii"\nlanguage = "de"\n[keys]\n"offers.nwe" = "x"\n'
        'offers.new = "i"\n'
    )
    async with started(stocked) as driver:
        assert driver.app.theme == "csp-light"
        shown = " ".join(driver.page.replace("│", " ").split())
        for words in (
            "Line 2: “sings” is not a setting; the nearest is “signs”.",
            "Line 3: “de” is not a value of “language”",
            "Line 5: “offers.nwe” is not a command; the nearest is “offers.new”.",
            "Line 6: The key i is assigned to “Create an offer” (offers.new) and to",
        ):
            assert words in shown
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.app.is_open


async def test_a_named_file_that_is_missing_is_reported_and_made(
    stocked: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_TUI_CONFIG", str(tmp_path / "mine.toml"))
    async with started(stocked) as driver:
        assert "CSP_TUI_CONFIG" in driver.page
        await driver.press("enter", "comma")
        await choose(driver, "theme", "csp-light")
    assert read_settings(tmp_path / "mine.toml").settings.theme == "csp-light"


async def test_without_a_file_to_change_a_choice_holds_until_exit(
    stocked: Workbench,
) -> None:
    async with started(stocked, kept=False) as driver:
        await driver.press("comma")
        assert "no file is changed" in driver.page
        await choose(driver, "theme", "csp-light")
        assert driver.app.theme == "csp-light"
        assert "until you quit" in driver.status
    assert not find_paths().settings.exists()


async def test_keys_of_the_file_work_and_are_not_talked_about(stocked: Workbench) -> None:
    write('[keys]\noffers.new = "x"\n"settings" = "ctrl+t"\n')
    async with started(stocked) as driver:
        assert isinstance(driver.app.screen, OffersScreen)
        await driver.press("comma")
        assert isinstance(driver.app.screen, OffersScreen)
        await driver.press("ctrl+t")
        assert isinstance(driver.app.screen, SettingsScreen)
        await driver.press("escape", "x")
        assert isinstance(driver.app.screen, NewOfferDialog)


async def test_other_keys_hold_at_once_and_are_kept(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        driver.app.settings_controller.change("keys", {"settings": "ctrl+t"})
        await driver.settle()
        await driver.press("ctrl+t")
        assert isinstance(driver.app.screen, SettingsScreen)
    assert saved() == Settings(keys={"settings": "ctrl+t"})


async def test_a_value_that_is_shown_again_is_not_complained_about(stocked: Workbench) -> None:
    async with started(stocked) as driver:
        await driver.press("comma")
        field = driver.app.screen.query(Field).first()
        field.complain("This is wrong.")
        driver.app.screen.query(OptionSet).first().focus()
        await driver.press("f5")
        assert not field.query_one(".field-error").has_class("-shown")


async def test_the_contact_of_new_requests_is_saved_when_a_field_is_left(
    workbench: Workbench,
) -> None:
    async with started(workbench) as driver:
        driver.app.push_screen(SettingsScreen("language"))
        await driver.settle()
        driver.app.screen.query_one("#field-contact_name Input").focus()
        await driver.write("Ada King")
        await driver.press("enter")
        assert saved().contact_name == "Ada King"
        await driver.write("nobody")
        await driver.press("enter")
        assert "not an e-mail address" in driver.page
        assert saved().contact_email == ""
        await driver.write("@x.org")
        await driver.press("tab")
        assert saved().contact_email == "nobody@x.org"
        assert "not an e-mail address" not in driver.page
