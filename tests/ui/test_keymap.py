"""Keys that the person sets: they replace, some cannot be had, and clashes are named."""

from __future__ import annotations

import pytest

from csp_tui.domain.wording import Message
from csp_tui.i18n import render
from csp_tui.services.workbench import Workbench
from csp_tui.settings.values import Settings
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.movements import MOVEMENTS
from csp_tui.ui.commands.catalog.places import PLACES, beside_lists
from csp_tui.ui.commands.conflicts import KeyProblem, key_problems
from csp_tui.ui.commands.key_names import is_key, is_typed, key_name, split_keys
from csp_tui.ui.commands.key_text import key_label, with_key
from csp_tui.ui.commands.keymap import FIXED, Keymap
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.offers.screen import OffersScreen
from tests.scenes import SCENES
from tests.ui.driving import Driver, running


@pytest.fixture(autouse=True)
def _default_keys() -> object:
    """Keys are the same for every test, whatever one has set."""
    yield
    keymap.use(Keymap())


def _problems(**asked: str) -> list[KeyProblem]:
    settings = {name.replace("__", "."): keys for name, keys in asked.items()}
    movements = {name: movement.keys for name, movement in MOVEMENTS.items()}
    spots = [commands for place in PLACES for commands in place.reachable()]
    return key_problems(Keymap.of(settings), spots, movements, beside_lists())


def _said(problems: list[KeyProblem]) -> str:
    whats: list[Message] = [problem.what for problem in problems]
    return "\n".join(render(what) for what in whats)


def test_keys_are_read_as_people_write_them() -> None:
    assert split_keys("n, Ctrl+N,?,/, D, F9") == (
        "n",
        "ctrl+n",
        "question_mark",
        "slash",
        "D",
        "f9",
    )
    assert split_keys("") == ()
    assert all(is_key(key) for key in split_keys("n,ctrl+n,?,/,D,F9,.,{,é,space,delete"))
    assert not is_key("crtl+n")
    assert not is_key("f99")


def test_what_types_a_character_is_known() -> None:
    assert all(is_typed(key) for key in ("q", "slash", "question_mark", "space", "colon"))
    assert not any(is_typed(key) for key in ("f2", "ctrl+q", "enter", "delete", "escape"))


def test_every_key_that_is_bound_has_a_name() -> None:
    for command in ALL_COMMANDS.values():
        for key in command.keys_under(Keymap()):
            assert is_key(key)
            assert "_" not in key_name(key)


def test_a_remap_replaces_all_keys_of_a_command() -> None:
    keys = Keymap.of({"quit": "ctrl+x", "help": ""})
    assert keys.keys("quit", "ctrl+q,q") == ("ctrl+x",)
    assert keys.keys("help", "f1,question_mark") == ()
    assert keys.keys("back", "escape") == ("escape",)


@pytest.mark.parametrize("key", sorted(FIXED))
def test_a_key_that_moves_chooses_or_types_cannot_be_assigned(key: str) -> None:
    keys = Keymap.of({"offers.new": key})
    assert keys.keys("offers.new", "n") == ("n",)
    problems = _problems(offers__new=key)
    assert [problem.key for problem in problems] == [key]
    assert key_name(key) in _said(problems)


def test_a_key_that_is_none_is_reported() -> None:
    problems = _problems(offers__new="crtl+n,n")
    assert "there is no such key" in _said(problems)
    assert Keymap.of({"offers.new": "crtl+n,n"}).keys("offers.new", "n") == ("n",)


def test_defaults_conflict_nowhere() -> None:
    assert _problems() == []


def test_a_remap_onto_a_default_wins_and_names_both() -> None:
    (problem,) = _problems(offers__new="i")
    assert (problem.loser, problem.key) == ("offers.resales", "i")
    said = _said([problem])
    assert "offers.new" in said
    assert "offers.resales" in said
    keys = Keymap.of({"offers.new": "i"}).without([(problem.loser, problem.key)])
    assert keys.keys("offers.new", "n") == ("i",)
    assert keys.keys("offers.resales", "i") == ()


def test_of_two_remaps_the_first_in_the_file_wins() -> None:
    (problem,) = _problems(offers__copy="w", offers__new="w")
    assert (problem.command_id, problem.loser) == ("offers.copy", "offers.new")


def test_commands_of_different_places_may_share_a_key() -> None:
    assert _problems(offers__new="t") == []


def test_a_movement_and_a_command_that_share_a_key_are_named() -> None:
    said = _said(_problems(list__up="k"))
    assert "list.up" in said
    assert "find.skill" in said
    # The page of a request has no list, so that its keys are free for lists.
    assert _problems(list__down="j") == []


async def test_a_page_without_a_list_has_none(demo: Workbench) -> None:
    listless = {place.name for place in PLACES if not place.has_list}
    dialogs = {
        *("CannotOpenDialog", "ColumnMapDialog", "ConfirmDialog", "EditListDialog"),
        "EvidenceNoteDialog",
        *("FilePathDialog", "NewListDialog", "NewOfferDialog", "ReportDialog", "ResaleDialog"),
        *("SaleDateDialog", "SignInDialog", "TicketDialog"),
    }
    assert listless == {"RequestScreen", *dialogs}
    async with running(demo) as driver:
        for scene in ("wizard_review", "request_submitted", "request_complete"):
            await SCENES[scene](driver)
            assert type(driver.app.screen).__name__ in listless
            assert not driver.app.screen.query(RecordList)


def test_a_movement_cannot_be_without_a_key() -> None:
    assert "list.up" in _said(_problems(list__up=""))


def test_sentences_and_buttons_name_the_key_that_is_set() -> None:
    keymap.use(Keymap.of({"draft.save": "f8", "request.copy": ""}))
    assert key_label("draft.save") == "F8"
    assert key_label("request.copy") == "menu"
    assert with_key("Save draft", "draft.save") == "Save draft (F8)"
    assert with_key("Copy text", "request.copy") == "Copy text"
    assert key_label("locked.copy", "y") == "y"


async def test_a_remapped_command_runs_by_its_new_key_only(workbench: Workbench) -> None:
    settings = Settings(keys={"offers.new": "f9", "list.down": "j"})
    app = WorkbenchApp(lambda: workbench, settings=settings)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        assert "F9 New offer" in driver.page or "F9 " in driver.page
        await driver.press("n")
        assert isinstance(app.screen, OffersScreen)
        await driver.press("f9")
        assert type(app.screen).__name__ == "NewOfferDialog"


async def test_a_conflict_is_reported_at_the_start_and_the_new_key_holds(
    workbench: Workbench,
) -> None:
    app = WorkbenchApp(lambda: workbench, settings=Settings(keys={"offers.new": "i,2"}))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        assert "offers.new" in driver.page
        assert "offers.resales" in driver.page
        await driver.press("escape")
        assert key_label("offers.resales") == "menu"
        # The top line and the greeting were there before the clash was known.
        assert "Create an offer (i)" in driver.page
        assert driver.page.splitlines()[0].split()[1:4] == ["▸1", "Offers", "Requests"]
        app.settings_controller.change("keys", {"go.requests": "f2"})
        await driver.settle()
        assert driver.page.splitlines()[0].split()[1:5] == ["▸1", "Offers", "F2", "Requests"]
        app.settings_controller.change("language", "fr")
        await driver.settle()
        assert "F2 Demandes" in driver.page.splitlines()[0]
        app.settings_controller.change("language", "en")
        app.settings_controller.change("keys", {"offers.new": "i"})
        await driver.settle()
        await driver.press("i")
        assert type(app.screen).__name__ == "NewOfferDialog"
