"""Select CSP partners, driven as a person drives it, over a real directory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button

import csp_tui.ui.app
import csp_tui.ui.partners.finder as finder_module
import csp_tui.ui.partners.results as results_module
from csp_tui import i18n
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.text import visible
from csp_tui.i18n import quote
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.commands.catalog.partners import CHOOSE_ADD, CHOOSE_ALL
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.lists.record_list import Record
from csp_tui.ui.kit.widgets.dialog_box import DialogBox
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.partners.facet_bar import FacetBar
from csp_tui.ui.partners.facet_picker import FacetPicker
from csp_tui.ui.partners.finder import PartnerFinder
from csp_tui.ui.partners.results import PAGE, PartnerResults
from csp_tui.ui.partners.search_dialog import Chosen, PartnerSearchDialog, Selection
from csp_tui.ui.partners.selection import PartnerChoice, ReadListed, collect
from tests.ui.steering import painted, press, settle, strips_of

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

    CSS_PATH = str(Path(csp_tui.ui.app.__file__).parent / "kit" / "base.tcss")

    def __init__(
        self,
        workbench: Workbench,
        already: frozenset[str] = frozenset(),
        *,
        takes_query: bool = False,
        read_listed: ReadListed | None = None,
    ) -> None:
        super().__init__(lambda: workbench)
        self.database._workbench = workbench
        self.dialog = PartnerSearchDialog(already, takes_query=takes_query, read_listed=read_listed)
        self.answers: list[Selection | None] = []

    def on_mount(self, event: events.Mount | None = None) -> None:
        if event is not None:
            event.prevent_default()
            self.push_screen(self.dialog, self.answers.append)


@pytest.fixture(autouse=True)
def in_english() -> None:
    i18n.use("en")


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
    return "\n".join("".join(segment.text for segment in strip) for strip in strips_of(app.screen))


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
        assert "Alpine Data GmbH is selected." in said(app)
        assert "Add 1" in screen_text(app)
        await press(pilot, "f2")
    assert app.answers == [Selection((Chosen(tenant(2), "Alpine Data GmbH"),))]


async def test_several_searches_add_up_in_the_order_of_choosing(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "fabrikam")
        await press(pilot, "down", "enter", "slash", *["backspace"] * 8)
        await type_in(pilot, "contoso b")
        await press(pilot, "down", "space")
        assert str(app.dialog.query_one("#view", Button).label) == "2 selected"
        await press(pilot, "v")
        assert names(app.dialog.chosen_list) == ["Fabrikam Ltd", "Contoso Berlin"]
        await press(pilot, "space")
        assert names(app.dialog.chosen_list) == ["Contoso Berlin"]
        await press(pilot, "v")
        assert [record.mark for record in lines(app.dialog.finder.results)] == ["✓"]
        await press(pilot, "f2")
    assert app.answers == [Selection((Chosen(tenant(6), "Contoso Berlin"),))]


async def test_enter_in_the_field_chooses_a_pasted_tenant_id(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.post_message(events.Paste(tenant(4)))
        await settle(pilot)
        await press(pilot, "enter", "f2")
    assert app.answers == [Selection((Chosen(tenant(4), "Fabrikam Ltd"),))]


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
        assert said(app) == "Alpine Cloud SARL is already on the list."
        assert not app.dialog.chosen
        await press(pilot, "a")
        assert [one.tenant_id for one in app.dialog.chosen] == [tenant(2), tenant(3)]
        assert "1 is already on the list." in said(app)


async def test_who_is_on_a_long_list_is_read_for_the_partners_that_are_shown(
    workbench: Workbench,
) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(3000)]
    asked: list[int] = []

    def read_listed(tenant_ids: Collection[str]) -> set[str]:
        asked.append(len(tenant_ids))
        return {one for one in tenant_ids if one in (tenant(1), tenant(2999))}

    app = Bench(fill(workbench, many), read_listed=read_listed)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        results = app.dialog.finder.results
        assert asked == [PAGE]
        assert lines(results)[1].mark == "="
        await press(pilot, "down", "end")
        assert lines(results)[-1].mark == "="
        assert max(asked) <= PAGE
        await press(pilot, "a")
        assert "2,998 more partners selected. 2 are already on the list." in said(app)


async def test_the_cursor_and_a_letter_do_not_lay_the_whole_dialog_out_again(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[Widget] = []
    refresh = Widget.refresh

    def note(self: Widget, *regions: Region, layout: bool = False, **options: bool) -> Widget:
        if layout and isinstance(self.parent, FacetBar | PartnerFinder | DialogBox):
            laid_out.append(self)
        return refresh(self, *regions, layout=layout, **options)

    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "a")
        monkeypatch.setattr(Widget, "refresh", note)
        await type_in(pilot, "l")
        # The field scrolls, and the list may be longer or shorter.
        assert {one.id for one in laid_out} <= {"partner-words", "partner-results"}
        await press(pilot, "down")
        laid_out.clear()
        await press(pilot, "down")
        assert laid_out == []


async def test_filters_combine_and_are_shown_in_words(workbench: Workbench) -> None:
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
        await press(pilot, "C")
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


async def test_the_bar_shows_what_cannot_run_now(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, PartnerSearchDialog)
        assert dialog.reason_against(CHOOSE_ADD) is not None
        assert dialog.reason_against(CHOOSE_ALL) is None
        await press(pilot, "down", "space", "v")
        assert dialog.reason_against(CHOOSE_ADD) is None
        assert dialog.reason_against(CHOOSE_ALL) == "Go back to the results first: v."
        await press(pilot, "v", "slash", *"qqqqq")
        assert dialog.reason_against(CHOOSE_ALL) == "No matches, so there is nothing to select."


async def test_adding_nothing_says_what_to_do(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert "Select a partner first" in said(app)
    assert app.answers == []


async def test_an_empty_directory_says_where_partners_come_from(workbench: Workbench) -> None:
    app = Bench(workbench)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = screen_text(app)
    assert "The partner directory is empty." in text
    assert "press 3 for Partners" in text


async def test_scrolling_loads_every_page_to_the_end(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(1000)]
    app = Bench(fill(workbench, many))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        results = app.dialog.finder.results
        assert results.total == 1000
        await press(pilot, "down", "end")
        assert names(results)[-1] == "Partner 00999"
        for expected in range(989, 989 - 2 * PAGE, -10):
            await press(pilot, "pageup")
            assert results.row is not None
            assert lines(results)
            assert results.cursor <= expected
        row = results.row
        assert row is not None
        await press(pilot, "space", "f2")
    assert app.answers == [Selection((Chosen(row.tenant_id, row.name),))]


async def test_all_matches_are_chosen_across_pages(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}", "FR" if i % 2 else "DE") for i in range(3000)]
    app = Bench(fill(workbench, many))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "c")
        await type_in(pilot, "france")
        await press(pilot, "enter", "a")
        assert "1,500 more partners selected." in said(app)
        await press(pilot, "f2")
    (chosen,) = app.answers
    assert chosen is not None
    assert {one.tenant_id for one in chosen.partners} == {tenant(i) for i in range(1, 3000, 2)}


async def test_too_many_for_one_list_are_refused_with_a_next_step(workbench: Workbench) -> None:
    choice = PartnerChoice(frozenset({tenant(1)}), at_most=4)
    rows = collect(fill(workbench).directory, PartnerQuery(), choice.at_most)
    refusal = choice.add(rows)
    assert refusal.kind == "refused"
    assert "Too many results (5); you can select at most 4. Narrow the search" in refusal.text
    assert len(choice) == 0
    assert choice.add(rows[:4]).text == ("3 more partners selected. 1 is already on the list.")
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
        assert results.found == 1


async def test_the_count_is_exact_however_many_match(workbench: Workbench) -> None:
    many = [partner(i, f"Partner {i:05}") for i in range(1200)]
    app = Bench(fill(workbench, many))
    totals: list[tuple[str, int]] = []

    def note(message: Message) -> None:
        if isinstance(message, PartnerResults.Counted):
            seen = (message.query.text, message.total)
            if seen not in totals:
                totals.append(seen)

    async with app.run_test(size=SMALL, message_hook=note) as pilot:
        await type_in(pilot, "partner")
        assert totals[-1:] == [("partner", 1200)]
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
            assert said(app) == f"{visible(row.name)} is selected."
        await press(pilot, "v")
        for name in HOSTILE[:3]:
            assert name in screen_text(app)
        await press(pilot, "escape", "f2")
    (chosen,) = app.answers
    assert chosen is not None
    assert sorted(one.name for one in chosen.partners) == sorted(HOSTILE)


async def test_nothing_is_outside_the_terminal(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "space")
        for size in (SMALL, (120, 40), (60, 20)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            for button in app.dialog.query(Button):
                if button.display:
                    assert app.screen.region.contains_region(button.region), size
                    assert button.region.height == 1, size
                    assert button.size.width >= cell_len(str(button.label)), size
            assert app.dialog.finder.results.page_height >= 4, size


async def answer(pilot: Pilot[int], choice: str) -> None:
    next(one for one in pilot.app.screen.query(Button) if one.name == choice).focus()
    await press(pilot, "enter")


IDS = (tenant(1), tenant(2), tenant(9))


async def test_pasting_several_ids_searches_for_all_of_them(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for end in ("\n", "\r", "\r\n", " ", ", ", "; "):
            app.dialog.finder.field.value = ""
            await settle(pilot)
            app.dialog.finder.field.post_message(events.Paste(end.join(IDS) + end))
            await settle(pilot)
            found = names(app.dialog.finder.results)
            assert found == ["Alpine Cloud SARL", "Alpine Data GmbH"], repr(end)
            assert "3 IDs: 2 found, 1 not in the directory" in painted(app.screen), repr(end)
        await press(pilot, "down", "a")
        assert isinstance(app.screen, ConfirmDialog)
        assert tenant(9) in painted(app.screen)
        await answer(pilot, "all")
        assert [one.tenant_id for one in app.dialog.chosen] == list(IDS)
        assert "1 of them is not in the directory" in said(app)
        await press(pilot, "f2")
        assert app.answers == [
            Selection(
                (
                    Chosen(tenant(1), "Alpine Cloud SARL"),
                    Chosen(tenant(2), "Alpine Data GmbH"),
                    Chosen(tenant(9), ""),
                )
            )
        ]


async def test_terms_that_are_no_tenant_ids_are_named_as_left_out(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.dialog.finder.field.post_message(events.Paste("\n".join((*IDS, "zzz"))))
        await settle(pilot)
        await press(pilot, "down", "a")
        assert f"{quote('zzz')} is not a tenant ID and can't be selected." in painted(app.screen)
        await answer(pilot, "all")
        assert [one.tenant_id for one in app.dialog.chosen] == list(IDS)


async def test_only_the_found_ids_can_be_selected(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.dialog.finder.field.post_message(events.Paste("\n".join(IDS)))
        await settle(pilot)
        await press(pilot, "down", "a")
        await answer(pilot, "found")
        assert [one.tenant_id for one in app.dialog.chosen] == list(IDS[:2])


async def test_pasted_lines_replace_the_selected_text(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_in(pilot, "alpine")
        app.dialog.finder.field.select_all()
        app.dialog.finder.field.post_message(events.Paste("fabrikam\ncontoso\n"))
        await settle(pilot)
        assert app.dialog.finder.field.value == "fabrikam; contoso"
        assert names(app.dialog.finder.results) == [
            "Contoso Berlin",
            "Contoso Paris",
            "Fabrikam Ltd",
        ]


async def test_a_list_that_is_too_long_is_not_cut(workbench: Workbench) -> None:
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        lines = "\n".join(tenant(number) for number in range(2001))
        app.dialog.finder.field.post_message(events.Paste(lines))
        await settle(pilot)
        assert app.dialog.finder.field.value == ""
        assert "Too many lines for one search (2,001; the limit is 2,000)" in painted(app.screen)


@pytest.mark.parametrize(("keys", "partners"), [((), 0), (("down", "space"), 1)])
async def test_all_results_are_added_as_a_search_beside_the_selected_partners(
    workbench: Workbench, keys: tuple[str, ...], partners: int
) -> None:
    app = Bench(fill(workbench), takes_query=True)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_in(pilot, "fabrikam")
        await press(pilot, *keys)
        app.dialog.finder.field.value = "alpine"
        await settle(pilot)
        app.dialog.finder.results.focus()
        await press(pilot, "a")
        assert "Add all 3 results?" in painted(app.screen)
        assert "Searched: “alpine”" in painted(app.screen)
        await answer(pilot, "add")
        (selection,) = app.answers
        assert selection is not None
        assert (selection.query, selection.results) == (PartnerQuery(text="alpine"), 3)
        assert [one.name for one in selection.partners] == ["Fabrikam Ltd"] * partners


async def test_all_results_can_be_reviewed_first(workbench: Workbench) -> None:
    app = Bench(fill(workbench), takes_query=True)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "a")
        assert "No words and no filters: these are all partners" in painted(app.screen)
        await answer(pilot, "review")
        assert len(app.dialog.chosen) == len(FEW)


async def test_the_empty_field_names_everything_that_is_searched(workbench: Workbench) -> None:
    named = FEW[3]._replace(city="Leeds", mpn_id="4711")
    app = Bench(fill(workbench, (*FEW[:3], named)))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert "Name, city, tenant ID or MPN ID" in painted(app.screen)
        for words in ("fabri", "leeds", named.tenant_id[:12], "4711"):
            app.dialog.finder.field.value = words
            await settle(pilot)
            assert [one.key for one in lines(app.dialog.finder.results)] == [named.tenant_id]


async def test_too_many_results_for_a_sort_by_state_say_that_they_are_not_sorted(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (results_module, finder_module):
        monkeypatch.setattr(module, "READ_WHOLE", 3)
    app = Bench(fill(workbench))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_in(pilot, "alpine")
        await press(pilot, "down", "down", "space")
        while app.dialog.finder.results.order.column != "state":
            await press(pilot, "o")
        assert "State ↑" in painted(app.screen)
        assert "not sorted" not in painted(app.screen)
        app.dialog.finder.field.value = ""
        await settle(pilot)
        assert "6 partners in the directory · not sorted by state" in painted(app.screen)
        assert "State ↑" not in painted(app.screen)
        # The column is not passed over in silence either.
        await press(pilot, "o")
        assert "not sorted" not in painted(app.screen)
        while app.dialog.finder.results.order.column != "state":
            await press(pilot, "o")
        assert "not sorted by state" in painted(app.screen)
        app.dialog.finder.field.value = "alpine"
        await settle(pilot)
        assert "State ↑" in painted(app.screen)
        assert "not sorted" not in painted(app.screen)
