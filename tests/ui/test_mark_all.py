"""Marking everything that a list shows, or that a search in it finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.partner import Partner
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.kit.lists.record_ordering import READ_WHOLE
from csp_tui.ui.offers.screen import OffersScreen
from tests.conftest import SOME, tenant
from tests.ui.driving import running


async def test_all_offers_that_pass_the_filter_are_marked(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    for name in ("alpha-one", "alpha-two", "beta"):
        offer(SOME, (1,), offer_id=name, live=False)
    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        await driver.press("slash")
        await driver.write("alpha")
        await driver.press("enter", "asterisk")
        assert screen.marked == {"alpha-one", "alpha-two"}
        assert "2 offers are marked." in driver.status
        await driver.press("asterisk")
        assert screen.marked == set()


async def test_marked_offers_that_the_filter_hides_are_counted(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    for name in ("alpha", "beta", "gamma"):
        offer(SOME, offer_id=name)
    async with running(stocked) as driver:
        await driver.press("asterisk")
        assert driver.status == "3 offers are marked."
        await driver.press("slash", *"beta")
        assert driver.status == "2 marked offers are hidden by the filter."
        await driver.press(*"xx")
        assert driver.status == "3 marked offers are hidden by the filter."
        await driver.press(*["backspace"] * 6)
        assert "hidden" not in driver.status


async def test_marks_of_partners_are_there_again_on_return(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1, 2, 3), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        await driver.press("space", "space")
        table = driver.app.screen.query_one(AudienceTable)
        marked = table.selected()
        assert len(marked) == 2
        await driver.press("escape")
        stocked.audience.save_draft(offer_id, AudienceEdit(remove=(marked[0],)))
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        assert "1 partner is marked." in driver.status
        assert driver.app.screen.query_one(AudienceTable).selected() == marked[1:]
        await driver.press("delete")
        draft = driver.app.screen.query_one(AudienceSection).draft
        assert set(draft.removed) == set(marked[1:])


async def test_all_partners_that_are_found_in_a_list_are_marked_and_removed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1, 2, 3), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        await driver.press("slash")
        await driver.write("alpine")
        await driver.press("enter", "asterisk")
        assert "1 partner is marked." in driver.status
        await driver.press("slash", "escape", "asterisk")
        assert "3 partners are marked." in driver.status
        await driver.press("delete")
        draft = driver.app.screen.query_one(AudienceSection).draft
        assert set(draft.removed) == {tenant(1), tenant(2), tenant(3)}
        assert driver.status == "3 partners removed, not saved yet. Save draft: F2."
        await driver.press("delete")
        assert driver.status == "1 partner stays on the list."
        await driver.press("asterisk", "delete")
        assert driver.status == "1 partner removed, not saved yet. Save draft: F2."


async def test_the_number_of_partners_that_are_removed_before_they_were_saved_is_said(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        await driver.press("p")
        await driver.write("alpine")
        await driver.press("down", "a", "y")
        added = driver.app.screen.query_one(AudienceSection).draft
        assert added.queries
        await driver.press("asterisk", "delete")
        assert not added.queries
        assert driver.status == "1 partner removed."


@pytest.fixture
def long_list(stocked: Workbench, offer: Callable[..., str]) -> str:
    """An offer with more partners than a list sorts by itself; the last ones are in Germany."""
    many = READ_WHOLE + 150
    stocked.directory.import_partners(
        Partner(
            tenant_id=tenant(100 + at),
            name=f"Partner {at:05}",
            country="DE" if at > READ_WHOLE else "FR",
        )
        for at in range(many)
    )
    offer_id = offer(SOME, (), live=False)
    ids = tuple(tenant(100 + at) for at in range(many))
    stocked.audience.save_draft(offer_id, AudienceEdit(add=ids))
    return offer_id


async def test_a_very_long_list_is_marked_as_a_whole(stocked: Workbench, long_list: str) -> None:
    many = READ_WHOLE + 150
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(long_list, "audience")
        await driver.settle()
        driver.app.screen.query_one(AudienceTable).focus()
        await driver.press("asterisk")
        assert f"{many:,} partners are marked." in driver.status
        await driver.press("delete")
        draft = driver.app.screen.query_one(AudienceSection).draft
        assert len(draft.removed) == many
        assert f"{many:,} partners removed, not saved yet." in driver.status


async def test_a_very_long_list_is_sorted_and_searched_in_the_store(
    stocked: Workbench, long_list: str
) -> None:
    async with running(stocked, (120, 30)) as driver:
        driver.app.navigation.open_offer(long_list, "audience")
        await driver.settle()
        table = driver.app.screen.query_one(AudienceTable)
        table.focus()
        await driver.press("down", "down")
        partner = table.cursor_partner
        assert partner is not None
        await driver.press("o", "O")
        assert table.cursor_key == partner
        await driver.press("home")
        assert f"Partner {READ_WHOLE + 149:05}" in driver.page
        assert table.columns[0].title.endswith("↓")
        await driver.press("o", "home")
        assert table.columns[1].title.endswith("↑")
        assert "DE" in driver.page
        await driver.press("end")
        assert "FR" in driver.page

        await driver.press("slash")
        await driver.write("de partner")
        await driver.press("enter")
        found = sum(at > READ_WHOLE or "de" in tenant(100 + at) for at in range(READ_WHOLE + 150))
        assert table.total == found
        await driver.press("asterisk")
        assert f"{found} partners are marked." in driver.status
        await driver.press("slash")
        await driver.write("nobody")
        await driver.press("enter")
        assert table.total == 0
        assert "Nothing here contains these words." in driver.page
        await driver.press("slash", "escape")
        assert table.total == READ_WHOLE + 150
        await driver.press("delete")
        draft = driver.app.screen.query_one(AudienceSection).draft
        assert len(draft.removed) == found
        assert all(name.startswith("Partner") for name in draft.removed.values())


async def test_a_typed_word_also_filters_what_is_not_saved(
    stocked: Workbench, long_list: str
) -> None:
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(long_list, "audience")
        await driver.settle()
        section = driver.app.screen.query_one(AudienceSection)
        section.draft.add({tenant(1): "Alpine"})
        section.table.refresh_rows()
        section.table.focus()
        await driver.press("slash")
        await driver.write("alp")
        await driver.press("enter")
        assert section.table.total == 1
        assert "Alpine" in driver.page
