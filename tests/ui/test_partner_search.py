"""Select CSP partners, driven as a person drives it, over a real directory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button

import csp_tui.ui.app
from csp_tui import i18n
from csp_tui.bootstrap import open_workbench
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.text import visible
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.dialogs.facet_picker import FacetPicker
from csp_tui.ui.dialogs.partner_search import Chosen, PartnerSearchDialog
from csp_tui.ui.partner_choice import PartnerChoice, collect
from csp_tui.ui.widgets.partner_finder import SearchField
from csp_tui.ui.widgets.partner_results import PartnerResults
from csp_tui.ui.widgets.record_list import Record
from csp_tui.ui.widgets.status_line import StatusLine
from tests.ui.steering import press, settle

SMALL = (80, 24)
HOSTILE = ("[US] Paris", "[/x]", "[bold red]no[/]", "Evil\x1b[2JCorp")


def tenant(number: int) -> str:
    return f"{number:08x}-1111-4111-8111-{number:012x}"


def partner(
    number: int, name: str, country: str = "FR", *, security: bool = False, skills: str = ""
) -> Partner:
    return Partner(
        tenant_id=tenant(number),
        name=name,
        country=country,
        competencies=("Security",) if security else ("Messaging",),
        skills=tuple(filter(None, skills.split(";"))),
    )


FEW = (
    partner(1, "Alpine Cloud SARL", "FR", security=True, skills="Azure Migration;Power BI"),
    partner(2, "Alpine Data GmbH", "DE", security=True),
    partner(3, "Alpine Nord SAS", "FR", skills="Power BI"),
    partner(4, "Fabrikam Ltd", "GB"),
    partner(5, "Contoso Paris", "FR", security=True),
    partner(6, "Contoso Berlin", "DE"),
)


class Bench(WorkbenchApp):
    """The app with the dialog instead of the offers."""

    CSS_PATH = str(Path(csp_tui.ui.app.__file__).with_name("base.tcss"))

    def __init__(self, workbench: Workbench, already: frozenset[str] = frozenset()) -> None:
        super().__init__(lambda: workbench)
        self._workbench = workbench
        self.dialog = PartnerSearchDialog(already)
        self.answers: list[tuple[Chosen, ...] | None] = []

    def on_mount(self, event: events.Mount | None = None) -> None:
        if event is not None:
            event.prevent_default()
            self.push_screen(self.dialog, self.answers.append)


@pytest.fixture(autouse=True)
def in_english() -> None:
    i18n.use("en")


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    opened = open_workbench(tmp_path / "partners.sqlite", who="tester")
    yield opened
    opened.close()


def fill(workbench: Workbench, partners: Sequence[Partner] = FEW) -> Workbench:
    workbench.directory.import_partners(partners)
    return workbench


async def type_in(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*("space" if char == " " else char for char in text))
    await settle(pilot)


def lines(results: PartnerResults) -> list[Record]:
    found = [results.source.record(i) for i in results.records_in_view]
    assert None not in found, "a line in view was never loaded"
    return [record for record in found if record is not None]


def names(results: PartnerResults) -> list[str]:
    return [str(record.cells[0]) for record in lines(results)]


def screen_text(app: WorkbenchApp) -> str:
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    )


def said(app: Bench) -> str:
    return app.dialog.query_one(StatusLine).text


async def test_typing_finds_at_once_and_space_chooses(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.focused, SearchField)
        assert "6 partners in the directory" in screen_text(app)
        await type_in(pilot, "alpine")
        assert names(app.dialog.finder.results) == [
            "Alpine Cloud SARL",
            "Alpine Data GmbH",
            "Alpine Nord SAS",
        ]
        assert "3 partners found" in screen_text(app)
        await press(pilot, "down", "down", "space")
        assert "Alpine Data GmbH is chosen." in said(app)
        assert "Add 1" in screen_text(app)
        await press(pilot, "f2")
    assert app.answers == [(Chosen(tenant(2), "Alpine Data GmbH"),)]


async def test_several_searches_add_up_in_the_order_of_choosing(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "fabrikam")
        await press(pilot, "down", "enter", "slash", *["backspace"] * 8)
        await type_in(pilot, "contoso b")
        await press(pilot, "down", "space")
        assert str(app.dialog.query_one("#view", Button).label) == "2 chosen"
        await press(pilot, "v")
        assert names(app.dialog.chosen_list) == ["Fabrikam Ltd", "Contoso Berlin"]
        await press(pilot, "space")
        assert names(app.dialog.chosen_list) == ["Contoso Berlin"]
        await press(pilot, "v")
        assert [record.mark for record in lines(app.dialog.finder.results)] == ["✓"]
        await press(pilot, "f2")
    assert app.answers == [(Chosen(tenant(6), "Contoso Berlin"),)]


async def test_enter_in_the_field_chooses_a_pasted_tenant_id(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.post_message(events.Paste(tenant(4)))
        await settle(pilot)
        await press(pilot, "enter", "f2")
    assert app.answers == [(Chosen(tenant(4), "Fabrikam Ltd"),)]


async def test_up_from_the_first_result_goes_back_to_the_field(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "up")
        assert app.focused is app.dialog.finder.results
        await press(pilot, "up")
        assert isinstance(app.focused, SearchField)


async def test_tab_goes_in_reading_order(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        order = []
        for _ in range(8):
            focused = app.focused
            assert focused is not None
            order.append(focused.id)
            await pilot.press("tab")
    assert order == [
        "partner-words",
        "facet-country",
        "facet-competency",
        "facet-skill",
        "partner-results",
        "view",
        "cancel",
        "add",
    ]


async def test_partners_on_the_list_are_marked_and_say_why(workbench: Workbench) -> None:
    app = Bench(fill(workbench), frozenset({tenant(1)}))
    async with app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "alpine")
        first, second, _third = lines(app.dialog.finder.results)
        assert (first.mark, first.cells[-1], first.style) == ("=", "on the list", "muted")
        assert second.cells[-1] == ""
        await press(pilot, "down", "space")
        assert said(app) == "Alpine Cloud SARL is on the list already."
        assert not app.dialog.chosen
        await press(pilot, "a")
        assert [one.tenant_id for one in app.dialog.chosen] == [tenant(2), tenant(3)]
        assert "1 is on the list already." in said(app)


async def test_filters_combine_and_are_said_in_words(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "c")
        assert isinstance(app.screen, FacetPicker)
        await type_in(pilot, "germ")
        await press(pilot, "enter")
        assert names(app.dialog.finder.results) == ["Alpine Data GmbH", "Contoso Berlin"]
        await press(pilot, "c", "down", "down", "space", "enter")
        assert "Country: DE, FR" in screen_text(app)
        await press(pilot, "m")
        await type_in(pilot, "secu")
        await press(pilot, "enter")
        assert names(app.dialog.finder.results) == [
            "Alpine Cloud SARL",
            "Alpine Data GmbH",
            "Contoso Paris",
        ]
        await press(pilot, "k")
        await type_in(pilot, "power")
        await press(pilot, "enter")
        assert names(app.dialog.finder.results) == ["Alpine Cloud SARL"]
        await press(pilot, "slash")
        await type_in(pilot, "zzz")
        text = screen_text(app)
        assert "No partner matches “zzz” with these filters:" in text
        assert "Competency: Security" in text
        assert "x clears the filters" in text
        await press(pilot, "down", "x")
        assert app.dialog.finder.query_asked == PartnerQuery(text="zzz")


async def test_facets_count_what_each_value_would_give(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "alpine")
        await press(pilot, "down", "c")
        picker = app.screen
        assert isinstance(picker, FacetPicker)
        listed = [picker.values.source.record(i) for i in range(picker.values.total)]
        assert [record and record.cells[:2] for record in listed] == [
            ("France (FR)", "2"),
            ("Germany (DE)", "1"),
        ]
        await press(pilot, "escape")
        assert app.dialog.finder.query_asked == PartnerQuery(text="alpine")


async def test_typing_a_code_means_that_country_however_few_are_there(
    workbench: Workbench,
) -> None:
    africans = [partner(i, f"Cape Cloud {i}", "ZA") for i in range(50, 60)]
    app = Bench(fill(workbench, [*FEW, *africans]))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "c")
        await type_in(pilot, "fr")
        picker = app.screen
        assert isinstance(picker, FacetPicker)
        listed = [picker.values.source.record(i) for i in range(picker.values.total)]
        assert [record and record.key for record in listed] == ["FR", "ZA"]
        await press(pilot, "enter")
        assert app.dialog.finder.query_asked == PartnerQuery(countries=frozenset({"FR"}))


async def test_escape_asks_before_a_choice_is_thrown_away(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "space", "escape")
        assert type(app.screen) is ConfirmDialog
        await press(pilot, "enter")
        assert app.screen_stack[-1] is app.dialog
        assert len(app.dialog.chosen) == 1
        await press(pilot, "escape", "tab", "tab", "enter")
    assert app.answers == [None]


async def test_escape_without_a_choice_leaves_at_once(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "escape")
    assert app.answers == [None]


async def test_adding_nothing_says_what_to_do(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert "Choose a partner first" in said(app)
    assert app.answers == []


async def test_an_empty_directory_says_where_partners_come_from(workbench: Workbench) -> None:
    app = Bench(workbench)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = screen_text(app)
    assert "The partner directory is empty." in text
    assert "press 3 for Partners" in text


async def test_scrolling_loads_every_page_to_the_end(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(3000)]
    app = Bench(fill(workbench, many))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        results = app.dialog.finder.results
        assert results.total == 3000
        await press(pilot, "down", "end")
        assert names(results)[-1] == "Partner 02999"
        for expected in range(2989, 2600, -10):
            await press(pilot, "pageup")
            assert results.row is not None
            assert lines(results)
            assert results.cursor <= expected
        await press(pilot, "space")
        row = results.row
        assert row is not None
        await press(pilot, "f2")
    assert app.answers == [(Chosen(row.tenant_id, row.name),)]


async def test_all_that_match_are_chosen_across_pages(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}", "FR" if i % 2 else "DE") for i in range(3000)]
    app = Bench(fill(workbench, many))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "c")
        await type_in(pilot, "france")
        await press(pilot, "enter", "a")
        assert "1,500 more partners are chosen." in said(app)
        await press(pilot, "f2")
    (chosen,) = app.answers
    assert chosen is not None
    assert {one.tenant_id for one in chosen} == {tenant(i) for i in range(1, 3000, 2)}


async def test_too_many_for_one_list_are_refused_with_a_way_on(workbench: Workbench) -> None:
    choice = PartnerChoice(frozenset({tenant(1)}), at_most=4)
    rows = collect(fill(workbench).directory, PartnerQuery(), choice.at_most)
    refusal = choice.add(rows)
    assert refusal.kind == "refused"
    assert "5 are too many: one choice takes at most 4 partners." in refusal.text
    assert len(choice) == 0
    assert choice.add(rows[:4]).text == "3 more partners are chosen. 1 is on the list already."
    assert choice.toggle(rows[4]).kind == "done"
    assert choice.toggle(rows[5]).kind == "refused"
    assert len(choice) == 4


async def test_fast_typing_shows_the_last_words_only(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(3000)]
    app = Bench(fill(workbench, [*many, partner(9999, "Zebra Partner 02")]))
    async with app.run_test(size=SMALL) as pilot:
        results = app.dialog.finder.results
        shown: list[str] = []
        for text in ("p", "pa", "par", "partner 0", "partner 02", "zebra partner", "zebra"):
            app.dialog.finder.field.value = text
            shown.append(results.query_shown.text)
        await settle(pilot)
        assert shown[-1] != "zebra"
        assert results.query_shown.text == "zebra"
        assert names(results) == ["Zebra Partner 02"]
        assert results.found is not None
        assert (results.found.count, results.found.exact) == (1, True)


async def test_the_count_is_exact_however_many_match(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(1200)]
    app = Bench(fill(workbench, many))
    totals: list[tuple[str, int, bool]] = []

    def note(message: Message) -> None:
        if isinstance(message, PartnerResults.Counted):
            seen = (message.query.text, message.total.count, message.total.exact)
            if seen not in totals:
                totals.append(seen)

    async with app.run_test(size=SMALL, message_hook=note) as pilot:
        await type_in(pilot, "partner")
        assert totals[-1:] == [("partner", 1200, True)]
        assert "1,200 partners found" in screen_text(app)
        assert app.dialog.finder.results.total == 1200


async def test_hostile_names_are_shown_as_they_are(workbench: Workbench) -> None:
    app = Bench(fill(workbench, [partner(i, name) for i, name in enumerate(HOSTILE, 1)]))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = screen_text(app)
        for name in HOSTILE[:3]:
            assert name in text
        assert "\x1b" not in text
        await press(pilot, "down")
        for _ in HOSTILE:
            row = app.dialog.finder.results.row
            assert row is not None
            await press(pilot, "space")
            assert said(app) == f"{visible(row.name)} is chosen."
            await press(pilot, "down")
        await press(pilot, "v")
        for name in HOSTILE[:3]:
            assert name in screen_text(app)
        await press(pilot, "escape", "f2")
    (chosen,) = app.answers
    assert chosen is not None
    assert sorted(one.name for one in chosen) == sorted(HOSTILE)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_nothing_stands_outside_the_terminal(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "down", "space")
        for button in app.dialog.query(Button):
            if button.display:
                assert app.screen.region.contains_region(button.region)
                assert button.region.height == 1
                assert button.size.width >= cell_len(str(button.label))
        assert app.dialog.finder.results.page_height >= 4
