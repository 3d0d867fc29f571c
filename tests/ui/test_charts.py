"""Pictures: bars in proportion, with every number beside them as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from csp_tui import i18n
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.support import RequestStatus
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.coverage_dialog import CoverageDialog
from csp_tui.ui.audience.overview import AudienceOverview
from csp_tui.ui.kit.progress import request_steps, step_line
from csp_tui.ui.kit.widgets.charts import Bar, BarChart
from csp_tui.ui.offers.pending_bar import shares
from csp_tui.ui.resales.figures import ResaleFiguresDialog
from tests.conftest import ALL, NONE, SOME, tenant
from tests.ui.driving import running
from tests.ui.steering import painted


async def drawn(bars: list[Bar], width: int) -> list[str]:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield BarChart()

    app = Page()
    async with app.run_test(size=(width, len(bars) or 1)) as pilot:
        app.query_one(BarChart).show(bars)
        await pilot.pause()
        return painted(app.screen).splitlines()


def length(line: str) -> float:
    return sum(" ▏▎▍▌▋▊▉█".index(sign) for sign in line if sign in "▏▎▍▌▋▊▉█") / 8


async def test_bars_are_in_proportion_and_begin_at_zero() -> None:
    lines = await drawn([Bar("a", 40, "40"), Bar("b", 10, "10"), Bar("c", 0, "0")], 50)
    longest, quarter, none = map(length, lines)
    assert longest > 30
    assert abs(quarter - longest / 4) <= 1 / 8
    assert none == 0
    assert [line.split()[-1] for line in lines] == ["40", "10", "0"]


@pytest.mark.parametrize("width", [24, 60, 120])
async def test_what_is_not_zero_is_seen_at_any_width(width: int) -> None:
    lines = await drawn([Bar("all", 1_000_000, "1,000,000"), Bar("one", 1, "1")], width)
    assert 0 < length(lines[1]) < length(lines[0])


async def test_names_in_labels_are_data_cut_by_cells() -> None:
    names = [
        "[red]x[/red] \x1b[31m",
        "東京クラウド株式会社 国際事業本部 東日本",
        "a\nb",
        "Zoë e\u0301",
    ]
    lines = await drawn([Bar(name, 3, "3") for name in names], 40)
    assert len(lines) == len(names)
    assert "[red]x[/red]" in lines[0]
    assert "\x1b" not in "".join(lines)
    assert {cell_len(line) for line in lines} == {40}
    assert {length(line) for line in lines} == {length(lines[0])}
    starts = {cell_len(line[: line.index("█")]) for line in lines}
    assert len(starts) == 1


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=4), st.integers(4, 200))
def test_shares_fill_the_bar_and_leave_no_one_out(counts: list[int], cells: int) -> None:
    lengths = shares(counts, cells, [1] * len(counts))
    assert sum(lengths) == cells
    assert min(lengths) >= 1
    assert all(a <= b for a, b in zip(*_sorted_by_count(counts, lengths), strict=True))


def _sorted_by_count(counts: list[int], lengths: list[int]) -> tuple[list[int], list[int]]:
    ordered = [length for _count, length in sorted(zip(counts, lengths, strict=True))]
    return ordered[:-1], ordered[1:]


async def test_home_shows_how_far_all_offers_are(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id="settled-one")
    offer(ALL, offer_id="settled-two")
    offer(SOME, (1,), live=False, offer_id="to-publish")
    async with running(stocked) as driver:
        for size, shown in (((80, 24), True), ((120, 40), True), ((60, 20), False)):
            await driver.resize(*size)
            assert ("● 2 up to date" in driver.page) is shown
            assert ("+ 1 to publish" in driver.page) is shown
            assert "1 to publish" in driver.page
            assert "to sync" not in driver.page.splitlines()[2]


async def test_coverage_is_beside_the_list_where_there_is_room(demo: Workbench) -> None:
    async with running(demo, (160, 45)) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        assert driver.app.screen.query_one(AudienceOverview).display
        page = driver.page
        assert "5 of 15 regions, 51 of 245" in page
        assert re.search(r"Europe +█+ +23", page)
        await driver.resize(80, 24)
        assert not driver.app.screen.query_one(AudienceOverview).display


async def test_coverage_has_a_page_of_its_own(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("g")
        assert isinstance(driver.app.screen, CoverageDialog)
        for size in ((60, 20), (120, 40), (80, 24)):
            await driver.resize(*size)
            assert "23 partners · 45 markets" in driver.page, size
            assert "Close" in driver.page, size
        await driver.press("escape")
        assert "CSP reseller audience" in driver.page


def test_coverage_counts_the_partners_that_the_tables_hold(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 3, 5))
    # An import without a row is an error, and changes nothing that is counted.
    with pytest.raises(InvalidInput):
        stocked.directory.import_partners(())
    figures = stocked.figures.regions("contoso-backup")
    assert {r.region: r.draft for r in figures.regions if r.draft} == {"Europe": 3, "Japan": 1}
    assert {r.region for r in figures.regions if r.opened_live} == {"Europe", "Japan"}
    assert sum(r.markets for r in figures.regions) == len(stocked.regions.markets)
    view = stocked.audience.show("contoso-backup")
    opened = tuple(r.region for r in figures.regions if r.opened_in_draft)
    assert opened == view.draft_coverage.regions
    assert sum(r.markets for r in figures.regions if r.opened_live) == view.live_coverage.markets


@pytest.mark.parametrize(("channel", "opened"), [(ALL, 15), (NONE, 0), (None, 0)])
def test_an_option_without_a_list_opens_all_or_nothing(
    stocked: Workbench, offer: Callable[..., str], channel: object, opened: int
) -> None:
    offer(channel, live=False)
    figures = stocked.figures.regions("contoso-backup")
    assert sum(r.opened_in_draft for r in figures.regions) == opened
    assert not any(r.opened_live for r in figures.regions)


async def test_resales_are_drawn_by_partner_and_by_month(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    for name in ("one", "two", "three"):
        offer(ALL, offer_id=f"offer-{name}", resold=(6,))
    stocked.resales.record("offer-one", tenant(5), on=date(2026, 1, 31))
    async with running(stocked) as driver:
        await driver.press("g")
        assert isinstance(driver.app.screen, ResaleFiguresDialog)
        for size in ((60, 20), (120, 40), (80, 24)):
            await driver.resize(*size)
            page = driver.page
            for words in (
                *("4 resales by 2 partners", "3 offers", "1 offer", "東京クラウド", "[/x] O'N"),
                "Close",
            ):
                assert words in page, page
            months = driver.app.screen.query_one("#figures-months", BarChart)
            assert months.size.height == 1, size


async def test_without_resales_there_is_nothing_to_draw_and_it_says_so(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        await driver.press("g")
        assert "No resale is recorded yet" in driver.page


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (RequestStatus.DRAFT, "▸ draft   · submitted   · completed"),
        (RequestStatus.SUBMITTED, "✓ draft   ▸ submitted   · completed"),
        (RequestStatus.COMPLETED, "✓ draft   ✓ submitted   ✓ completed"),
        (RequestStatus.DECLINED, "✓ draft   ✓ submitted   ! declined"),
        (RequestStatus.WITHDRAWN, "✓ draft   ! withdrawn"),
    ],
)
def test_the_steps_of_a_request(status: RequestStatus, line: str) -> None:
    assert str(step_line(request_steps(status))) == line


async def test_a_filed_request_shows_its_steps(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_request(4)
        await driver.settle()
        assert "✓ draft   ▸ submitted   · completed" in driver.page


async def test_pictures_speak_french_without_losing_a_number(demo: Workbench) -> None:
    i18n.use("fr")
    async with running(demo, (160, 45)) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        page = driver.page
        assert re.search(r"Europe +█+ +23", page)
