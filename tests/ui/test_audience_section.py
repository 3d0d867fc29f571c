"""Resell through CSPs, with the keyboard, and what was stored."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input

from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.support import RequestKind
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceRow
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.form_section import Field
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offer.sections import SECTION_NAMES
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.requests.screen import RequestScreen
from tests.conftest import ALL, NONE, SOME, tenant
from tests.ui.driving import Driver, running


async def into_options(driver: Driver) -> None:
    """From the list of offers into the three options."""
    await driver.press("enter")
    driver.app.screen.query_one("#audience-options").focus()
    await driver.settle()


def lists(workbench: Workbench, offer_id: str) -> tuple[set[str], set[str]]:
    rows = workbench.audience.rows(offer_id)
    return {r.tenant_id for r in rows if r.in_draft}, {r.tenant_id for r in rows if r.in_live}


async def test_the_whole_flow_from_choice_to_sync(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(None, live=False)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert "Not saved yet" in driver.page
        await driver.press("p")
        await driver.write("alpine")
        await driver.press("down", "space", "f2")
        assert "added, not saved" in driver.page
        assert lists(stocked, name) == (set(), set())
        await driver.press("f2")
        assert lists(stocked, name) == ({tenant(1)}, set())
        await driver.press("u", "y")
        assert lists(stocked, name) == ({tenant(1)}, {tenant(1)})
        assert stocked.offers.show(name).offer.is_live
        await driver.press("p")
        await driver.write("fabrikam")
        await driver.press("down", "space", "f2", "f2")
        assert "pending sync" in driver.page
        await driver.press("s")
        assert isinstance(driver.app.screen, ConfirmDialog)
        assert "1 partner will be able to resell" in driver.page
        assert lists(stocked, name)[1] == {tenant(1)}
        await driver.confirm()
        assert lists(stocked, name)[1] == {tenant(1), tenant(2)}
        assert "1 partner is live now" in driver.status


async def test_an_added_partner_that_is_stored_by_now_is_shown_and_counted_once(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, live=False)
    async with running(stocked) as driver:
        await driver.press("enter")
        section = driver.app.screen.query_one(AudienceSection)
        section.selection.add({tenant(1): "", tenant(2): ""})
        await driver.settle()
        # Someone else adds one of them.
        stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1),)))
        driver.app.screen.load()  # type: ignore[attr-defined]
        await driver.settle()
        assert list(section.draft.added) == [tenant(2)]
        assert section.table.total == 2
        # The same in a selection that is made now, and undo has nothing left of it.
        section.selection.add({tenant(1): ""})
        await driver.settle()
        assert list(section.draft.added) == [tenant(2)]
        await driver.press("ctrl+z")
        assert not section.draft


async def test_all_results_of_a_search_say_that_some_may_be_on_the_list(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, live=False, partners=(1,))
    async with running(stocked) as driver:
        await driver.press("enter", "p")
        await driver.write("cloud")
        await driver.press("down", "a")
        assert "already on the list stay as they are" in " ".join(driver.page.split())
        await driver.press("y")
        assert "unless" in driver.status


async def test_an_option_that_takes_a_request_opens_the_wizard_filled_in(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL, resold=(2,))
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert isinstance(driver.app.screen, RefusalDialog)
        assert "Fabrikam Ltd" in driver.page
        assert "R40" in driver.page
        await driver.press("enter")
        assert "Who should be authorized?" in driver.page
        await driver.press("y")
        await driver.write("alpine")
        await driver.press("down", "space", "f2")
        assert isinstance(driver.app.screen, RequestScreen)
        (request,) = stocked.support.rows(name)
        assert (request.kind, request.change_to) == (RequestKind.CHANGE_OPTION, SOME)
        assert request.tenant_ids == (tenant(1),)
        assert stocked.offers.show(name).offer.draft_channel is ALL


async def test_leaving_a_refusal_changes_nothing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), resold=(1,))
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert "R42" in driver.page
        await driver.press("escape")
        assert "(•) Specific partners" in driver.page
        assert stocked.support.rows(name) == []
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        assert screen.section is not None
        assert not screen.section.is_dirty


async def to_list(driver: Driver) -> None:
    """From the list of offers into the list of partners."""
    await driver.press("enter")
    driver.app.screen.query_one("#audience-partners").focus()
    await driver.settle()


@pytest.mark.parametrize("key", ["delete", "n"])
async def test_removing_a_live_partner_offers_the_request(
    stocked: Workbench, offer: Callable[..., str], key: str
) -> None:
    name = offer(SOME, (1, 2))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("space", "space", key)
        assert "R31" in driver.page
        # A request is not created by one key, which may be an answer to another question.
        assert stocked.support.rows(name) == []
        await driver.press("enter")
        (request,) = stocked.support.rows(name)
        assert set(request.tenant_ids) == {tenant(1), tenant(2)}
        await driver.press("escape", "escape")
        assert lists(stocked, name)[1] == {tenant(1), tenant(2)}


async def test_removing_partners_that_have_resold_is_refused_without_a_next_step(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    async with running(stocked) as driver:
        await to_list(driver)
        assert "locked: resold" in driver.page
        await driver.press("delete")
        assert "R30" in driver.page
        assert "Create support request" not in driver.page
        await driver.press("escape", "n")
        assert "R30" in driver.status
        assert stocked.support.rows(name) == []


async def test_a_partner_that_waits_leaves_with_save_draft(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("down", "delete")
        assert "removed, not saved" in driver.page
        await driver.press("delete")
        assert "pending sync" in driver.page
        await driver.press("delete", "f2")
        assert lists(stocked, name)[0] == {tenant(1)}


async def test_leaving_with_unsaved_changes_asks(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(None, live=False)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        await driver.press("escape")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("1")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("tab", "tab", "enter")
        assert isinstance(driver.app.screen, OffersScreen)
        assert stocked.offers.show(name).offer.draft_channel is None


async def test_an_ineligible_offer_says_why_there_is_nothing_to_choose(
    workbench: Workbench,
) -> None:
    workbench.offers.create("a-container", ProductType.CONTAINER, Setup(name="Edge"))
    async with running(workbench) as driver:
        await driver.press("enter")
        assert "sold by CSP partners by default" in driver.page
        assert "R3" in driver.page
        assert driver.app.screen.query_one("#audience-options").disabled
        await driver.press("p")
        assert "R3" in driver.status


async def test_greyed_commands_explain_themselves(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("enter", "s")
        assert "R25" in driver.status
        await driver.press("f2")
        assert "There is nothing to save" in driver.status
        await driver.press("m")
        assert "saved partner" in driver.status or "R25" in driver.status


async def test_publishing_without_marketing_material_says_what_is_missing(
    stocked: Workbench,
) -> None:
    stocked.offers.create("bare-offer", ProductType.SAAS, Setup(name="Bare"))
    stocked.audience.save_draft("bare-offer", AudienceEdit(channel=ALL))
    async with running(stocked) as driver:
        await driver.press("enter", "u")
        assert isinstance(driver.app.screen, RefusalDialog)
        assert "R50" in driver.page
        await driver.press("enter")
        field = driver.app.focused
        assert isinstance(field, Input)
        assert isinstance(field.parent, Field)
        assert field.parent.name == "csp_url"
        assert not stocked.offers.show("bare-offer").offer.is_live


async def test_recording_a_resale_locks_and_can_be_undone(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("m")
        await driver.write("2026-13-01")
        await driver.press("enter")
        assert "not a date" in driver.page
        await driver.press(*["backspace"] * 10)
        await driver.write("2026-03-01")
        # The date is before the publication, so it takes a second yes.
        await driver.press("enter", "y")
        assert stocked.offers.show(name).resold == 1
        assert "locked: resold" in driver.page
        await driver.press("m", "y")
        assert stocked.offers.show(name).resold == 0


async def test_import_shows_what_it_will_do_and_export_gives_it_back(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1,), live=False)
    source = tmp_path / "list.csv"
    source.write_text(f"ID,Description\n{tenant(2)},Fabrikam\nnobody,\n{tenant(9)},Unknown Ltd\n")
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter")
        assert "Add to the list: 2 added, 1 invalid row." in driver.page
        assert "1 partner is not in the partner directory: Unknown Ltd." in " ".join(
            driver.page.split()
        )
        assert "line 3" in driver.page
        assert lists(stocked, name)[0] == {tenant(1)}
        assert "i Add   r Replace" in driver.page
        await driver.press("i")
        assert "not in directory" in driver.page
        assert lists(stocked, name)[0] == {tenant(1)}
        await driver.press("f2")
        assert lists(stocked, name)[0] == {tenant(1), tenant(2), tenant(9)}
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter", "i")
        assert "contains no partners that can be added" in driver.page
        await driver.press("r")
        assert "removed, not saved" in driver.page
        assert lists(stocked, name)[0] == {tenant(1), tenant(2), tenant(9)}
        await driver.press("f2")
        assert lists(stocked, name)[0] == {tenant(2), tenant(9)}
        await driver.press("e")
        target = tmp_path / "out.csv"
        field = driver.app.screen.query_one("Input")
        field.value = str(target)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "2 partners" in driver.status
        assert target.read_text().splitlines()[0] == "ID,Description,Type"
        assert len(target.read_text().splitlines()) == 3


async def test_a_list_of_five_hundred_scrolls_to_its_end(stocked: Workbench) -> None:
    ids = tuple(tenant(number) for number in range(100, 600))
    stocked.offers.create("big-list", ProductType.SAAS, Setup(name="Big"))
    stocked.audience.save_draft("big-list", AudienceEdit(channel=SOME, add=ids))
    async with running(stocked, (120, 40)) as driver:
        await to_list(driver)
        await driver.press("end")
        assert ids[-1][:4] in driver.page
        assert "not in directory" in driver.page


async def test_back_to_none_from_a_draft_change(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("up", "space", "f2")
        assert stocked.offers.show(name).offer.draft_channel is SOME
        assert "differs from live" in driver.page
        await driver.press("down", "space", "f2")
        assert stocked.offers.show(name).offer.draft_channel is NONE
        assert not stocked.offers.show(name).has_changes


async def test_all_results_are_pending_and_saved_with_everything_else_as_one_change(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(9),), labels={tenant(9): "Nine"}))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("p")
        await driver.write("fabrikam")
        await driver.press("down", "space", "slash", *["backspace"] * 8, "down", "a")
        assert "Add all 6 results?" in driver.page
        assert "The 1 partner that you selected before is added, too." in driver.page
        next(one for one in driver.app.screen.query(Button) if one.name == "add").focus()
        await driver.press("enter")
        assert "6 search results" in driver.page
        assert "Fabrikam Ltd" in driver.page
        assert lists(stocked, name)[0] == {tenant(1), tenant(9)}
        driver.app.screen.query_one("#audience-partners").action_last()  # type: ignore[attr-defined]
        await driver.press("delete")
        assert "removed, not saved" in driver.page
        await driver.press("f2")
        assert "Draft saved: 5 added, 1 removed." in driver.status
        assert lists(stocked, name)[0] == {tenant(number) for number in range(1, 7)}
        assert lists(stocked, name)[1] == {tenant(1)}
        await driver.press("ctrl+z", "y")
        assert lists(stocked, name)[0] == {tenant(1), tenant(9)}


async def test_a_pending_search_can_be_removed_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("p", "down", "a")
        next(one for one in driver.app.screen.query(Button) if one.name == "add").focus()
        await driver.press("enter", "home", "delete")
        assert "search results" not in driver.page
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        assert not screen.has_unsaved
        assert lists(stocked, name)[0] == {tenant(1)}


async def test_what_is_selected_while_a_draft_is_saved_stays_pending(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await to_list(driver)
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        assert isinstance(screen.section, AudienceSection)
        section = screen.section
        section.selection.add({tenant(2): "Fabrikam Ltd"})
        section.saving.command_draft_save()
        section.selection.add({tenant(3): "Northwind GmbH"})
        await driver.settle()
        assert section.draft.to_edit().add == (tenant(3),)


async def test_coverage_and_rows_are_those_of_the_list_on_screen(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await to_list(driver)
        assert "Covers: Europe (" in driver.page
        await driver.press("p")
        await driver.write("\u6771\u4eac")
        await driver.press("down", "space", "f2")
        assert "Covers: Europe, Japan" in driver.page
        (row,) = [line for line in driver.page.splitlines() if "JP" in line]
        assert "added, not saved" in row
        assert "Japan" in row
        await driver.press("home", "delete")
        assert "Covers: Europe (" in driver.page


async def test_saving_an_option_names_it(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(NONE)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("up", "space", "f2")
        assert "Draft saved: option “Specific partners" in driver.status


async def test_undo_discards_unsaved_input_first(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("delete")
        assert "removed, not saved" in driver.page
        await driver.press("ctrl+z")
        assert "removed, not saved" not in driver.page
        assert lists(stocked, name)[0] == {tenant(1), tenant(2)}


async def test_similar_names_are_marked_as_similar(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, live=False)
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("p")
        await driver.write("fabrikan")
        assert "similar names: 1 partner" in driver.page
        assert "Fabrikam Ltd" in driver.page


async def test_publish_and_sync_work_on_every_page_of_an_offer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    async with running(stocked) as driver:
        for number, section in enumerate(sorted(SECTION_NAMES)):
            stocked.audience.save_draft(name, AudienceEdit(add=(tenant(number + 2),)))
            driver.app.navigation.open_offer(name, section)
            await driver.settle()
            screen = driver.app.screen
            assert isinstance(screen, OfferScreen)
            screen.menu.focus()
            await driver.press("s" if number % 2 else "u")
            await driver.confirm()
            assert tenant(number + 2) in lists(stocked, name)[1], section
            await driver.press("1")


async def test_an_offer_opens_where_the_work_is(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.offers.create("new-offer", ProductType.SAAS, Setup(name="New"))
    async with running(stocked) as driver:
        for offer_id, section, place in (
            (name, "", "audience-partners"),
            ("new-offer", "", "audience-options"),
            (name, "history", "history-list"),
            (name, "requests", "requests-list"),
        ):
            driver.app.navigation.open_offer(offer_id, section)
            await driver.settle()
            assert driver.app.focused is not None
            assert driver.app.focused.id == place
            await driver.press("escape")
            assert isinstance(driver.app.screen, OffersScreen)


async def test_one_pair_of_keys_turns_all_pages_of_an_offer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        seen = []
        for _time in SECTION_NAMES:
            await driver.press("right_square_bracket")
            seen.append(screen.menu.chosen)
        assert set(seen) == SECTION_NAMES
        for section in (seen[-2], seen[-3]):
            await driver.press("left_square_bracket")
            assert screen.menu.chosen == section
        assert screen.section is not None
        assert driver.app.focused is screen.section.main_widget()


async def test_what_an_open_request_asks_for_is_opened_instead_of_asked_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en")
    async with running(stocked) as driver:
        for key in ("delete", "n"):
            driver.app.navigation.open_offer(name, "audience")
            await driver.settle()
            await driver.press(key)
            assert isinstance(driver.app.screen, RefusalDialog)
            assert "already asks for this" in driver.page
            await driver.press("enter")
            assert isinstance(driver.app.screen, RequestScreen)
            assert driver.app.screen.request_id == request.id
            await driver.press("1")


async def test_partners_stay_while_the_list_is_read_again(
    stocked: Workbench, offer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = offer(SOME, (1, 2, 3))
    reading = threading.Event()
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name)
        await driver.settle()
        table = driver.app.screen.query_one(AudienceTable)
        table.focus()
        await driver.press("down")
        rows = stocked.audience.rows

        def slow(*args: Any, **options: Any) -> list[AudienceRow]:
            assert reading.wait(20)
            return rows(*args, **options)

        monkeypatch.setattr(stocked.audience, "rows", slow)
        stocked.audience.save_draft(name, AudienceEdit(remove=(), add=(tenant(4),)))
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.load()
        for _turn in range(100):
            await asyncio.sleep(0.01)
            if table.total == 4:
                break
        assert table.total == 4
        assert table.cursor_record is not None
        assert table.cursor_record.key == tenant(2)
        assert table.selected() == [tenant(2)]
        screen.action_run_command("audience.remove")
        reading.set()
        await driver.settle()
        assert isinstance(driver.app.screen, RefusalDialog)
        assert "Fabrikam" in driver.page
        await driver.press("escape")
        assert "Żabka" in driver.page


async def test_results_that_are_on_the_list_already_do_not_count_before_publishing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 3, 4, 5, 6))
    async with running(stocked) as driver:
        await driver.press("enter", "p", "down", "a")
        assert "Add all 6 results?" in driver.page
        await driver.press("y")
        await driver.press("s")
        assert "No partners to sync" in driver.page
        await driver.press("u")
        assert "will be able to resell" not in driver.page
        assert "12 partners" not in driver.page
