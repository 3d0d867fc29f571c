"""The highlighted record in full beside its list, and what else larger windows show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Static

from csp_tui.domain.offer import ResellerChannel
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.map_dialog import MapDialog
from csp_tui.ui.audience.overview import AudienceOverview
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.master_detail import DetailPane, detail_width
from csp_tui.ui.kit.widgets.charts import sparkline
from csp_tui.ui.kit.widgets.world_map import WorldMapView
from tests import scenes
from tests.conftest import tenant
from tests.ui.driving import Driver, running
from tests.ui.fitting import beyond_ascii

SOME = ResellerChannel.SOME


@pytest.mark.parametrize(
    ("window", "room", "needed", "width"),
    [
        (119, 119, 40, 0),
        (120, 118, 83, 0),
        (120, 118, 82, 36),
        (150, 148, 100, 48),
        (159, 157, 150, 0),
        (160, 158, 150, 36),
        (240, 238, 100, 72),
    ],
)
def test_a_detail_takes_what_the_list_does_not_need(
    window: int, room: int, needed: int, width: int
) -> None:
    assert detail_width(window, room, needed) == width


def pane_text(driver: Driver) -> str:
    """The words of the detail that is shown, "" where none is."""
    shown = [pane for pane in driver.app.screen.query(DetailPane) if pane.display]
    return "\n".join(str(text.render()) for pane in shown for text in pane.query(Static))


async def test_an_offer_stands_beside_the_list_with_all_that_is_pending(demo: Workbench) -> None:
    async with running(demo, (160, 45), demo=True) as driver:
        await driver.press("down")
        text = pane_text(driver)
        for words in (
            "Contoso Backup",
            "2 to sync",
            "Adatum Doradztwo",
            "5 regions",
            "have resold",
        ):
            assert words in text
        await driver.press("down")
        assert "Contoso Edge Cache" in pane_text(driver)
        await driver.resize(100, 30)
        assert pane_text(driver) == ""


async def test_every_list_shows_its_record_in_full(demo: Workbench) -> None:
    async with running(demo, (160, 45), demo=True) as driver:
        for key, words in (("2", "Open for"), ("3", "Tenant ID"), ("4", "Joined the draft list")):
            await driver.press(key)
            assert words in pane_text(driver), key


async def test_a_cursor_that_runs_on_leaves_no_late_answer(demo: Workbench) -> None:
    async with running(demo, (160, 45), demo=True) as driver:
        await driver.pilot.press(*["down"] * 6)
        await driver.settle()
        listing = driver.app.screen.query_one(RecordList)
        record = listing.cursor_record
        assert record is not None
        assert str(record.cells[0]) in pane_text(driver)


async def test_a_spacious_page_of_an_offer_shows_everything_at_once(demo: Workbench) -> None:
    async with running(demo, (160, 45), demo=True) as driver:
        await scenes.audience(driver)
        page = driver.page
        for words in ("(•) Specific partners", "Adatum Technologies", "Pending", "covered: 50"):
            assert words in page
        assert driver.app.screen.query_one("#overview-map").display
        await driver.resize(120, 40)
        assert not driver.app.screen.query_one(AudienceOverview).display


async def test_the_map_has_characters_where_there_are_no_colors(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(demo, (120, 40), demo=True) as driver:
        await scenes.market_map(driver)
        assert isinstance(driver.app.screen, MapDialog)
        drawn = map_lines(driver)
        assert {"█", "+", "░"} <= set("".join(drawn))
        driver.app.use_symbols("ascii")
        await driver.settle()
        drawn = map_lines(driver)
        assert {"#", "+", ":"} <= set("".join(drawn))
        assert beyond_ascii("".join(drawn)) == set()


def map_lines(driver: Driver) -> list[str]:
    """The map as it is drawn."""
    area = driver.app.screen.query_one(WorldMapView).region
    lines = driver.page.splitlines()[area.y : area.bottom]
    return [line[area.x : area.right] for line in lines]


async def test_the_map_says_the_same_as_text(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        await scenes.market_map(driver)
        driver.app.screen.query_one("#as-text").focus()
        await driver.press("enter")
        page = driver.page
        assert "Covered (50)" in page
        assert "Canada: Canada" in page


async def test_the_cursor_previews_a_theme_and_leaving_takes_it_back(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        await scenes.settings(driver)
        before = driver.app.theme
        driver.app.screen.query_one("#setting-theme").focus()
        await driver.press("down")
        assert driver.app.theme != before
        assert driver.app.settings.theme == before
        await driver.press("escape")
        assert driver.app.theme == before


def test_a_sparkline_is_as_high_as_its_values() -> None:
    assert sparkline([0, 1, 50, 100]) == "▁▂▅█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""


def test_authorized_partners_by_month_follow_the_history(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),)))
    stocked.audience.sync(name)
    months = stocked.figures.authorized(name, months=12)
    assert months[-1].partners == 3
    assert len(months) == 1


def test_the_history_of_a_partner_names_it(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1, 2))
    entries = stocked.history.of_partner(tenant(1), limit=5)
    assert {entry.offer_id for entry in entries} == {name}
    assert stocked.history.of_partner(tenant(9), limit=5) == []
