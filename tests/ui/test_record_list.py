"""The list that every screen uses, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot

from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.lists.record_view import RecordView
from csp_tui.ui.kit.lists.row_source import RowSource
from tests.ui import quiet

COLUMNS = (
    Column("partner", "Partner", min_width=10),
    Column("country", "Country", min_width=7, priority=2),
    Column("state", "State", min_width=10, priority=1, align="right"),
)
WIDTH, HEIGHT = 60, 12
ROWS = HEIGHT - 1


def records(count: int, prefix: str = "Partner") -> list[Record]:
    return [Record((f"{prefix} {i}", "FR", "sync"), key=f"k{i}") for i in range(count)]


class Bench(App[None]):
    """A screen around one list that keeps what the list said."""

    BINDINGS = [("space", "space", "Space of the screen")]

    def __init__(self, record_list: RecordList) -> None:
        super().__init__()
        self.list = record_list
        self.said: list[Message] = []
        self.spaces = 0

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def action_space(self) -> None:
        self.spaces += 1

    def on_record_list_highlighted(self, message: RecordList.Highlighted) -> None:
        self.said.append(message)

    def on_record_list_selected(self, message: RecordList.Selected) -> None:
        self.said.append(message)

    def on_record_list_toggled(self, message: RecordList.Toggled) -> None:
        self.said.append(message)

    def on_record_list_needed(self, message: RecordList.Needed) -> None:
        self.said.append(message)

    def heard(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.said if type(message) is kind]

    def painted(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


def paged(total: int, **sizes: int) -> RowSource[Record]:
    return RowSource(lambda record: record, attrgetter("key"), total, **sizes)


def bench(source: ListSource | RowSource[Record] | Iterable[Record] = (), **options: Any) -> Bench:
    if not isinstance(source, (ListSource, RowSource)):
        source = ListSource(source)
    return Bench(RecordList(options.pop("columns", COLUMNS), source, **options))


def run(app: Bench, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Any:
    return app.run_test(size=size)


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


async def test_keys_move_the_cursor_and_keep_it_in_sight() -> None:
    app = bench(records(100))
    async with run(app) as pilot:
        for keys, place in (
            ("up", 0),
            ("down", 1),
            ("pagedown", ROWS),
            ("pageup", 1),
            ("end", 99),
            ("down", 99),
            ("home", 0),
            ("ctrl+end", 99),
            ("ctrl+home", 0),
        ):
            await pilot.press(keys)
            await settled(pilot)
            assert app.list.cursor == place, keys
            assert place in app.list.records_in_view, keys
            pointed = [line for line in app.painted() if line.startswith("▸")]
            assert [line.split("  FR")[0].split() for line in pointed] == [
                ["▸", "Partner", str(place)]
            ], keys
        last = app.heard(RecordList.Highlighted)[-1]
        assert (last.index, last.record.key, last.control) == (0, "k0", app.list)


async def test_a_jump_highlights_the_records_it_lands_on() -> None:
    app = bench(records(3))
    async with run(app) as pilot:
        await pilot.press("down", "enter", "end", "enter")
        await settled(pilot)
        assert [m.record.key for m in app.heard(RecordList.Selected)] == ["k1", "k2"]
        assert app.heard(RecordList.Highlighted)[-1].index == 2


async def test_space_marks_only_where_marks_exist() -> None:
    app = bench(records(3), toggles=True)
    async with run(app) as pilot:
        await pilot.press("down", "space")
        await settled(pilot)
        assert [m.record.key for m in app.heard(RecordList.Toggled)] == ["k1"]
        assert app.spaces == 0
        app.list.toggles = False
        await pilot.press("space")
        await settled(pilot)
        assert len(app.heard(RecordList.Toggled)) == 1
        assert app.spaces == 1


async def test_mouse_highlights_then_opens_and_toggles_in_the_gutter() -> None:
    app = bench(records(50), toggles=True)
    async with run(app) as pilot:
        await pilot.click(RecordList, offset=(20, 3))
        await settled(pilot)
        assert app.list.cursor == 2
        assert app.heard(RecordList.Selected) == []
        await pilot.click(RecordList, offset=(20, 5), times=2)
        await settled(pilot)
        assert [m.index for m in app.heard(RecordList.Selected)] == [4]
        await pilot.click(RecordList, offset=(2, 2))
        await settled(pilot)
        assert [m.index for m in app.heard(RecordList.Toggled)] == [1]
        await pilot.click(RecordList, offset=(20, 0))
        await settled(pilot)
        assert app.list.cursor == 1


async def test_a_double_click_on_the_highlighted_line_opens_it_once() -> None:
    app = bench(records(5))
    async with run(app) as pilot:
        await pilot.click(RecordList, offset=(20, 1), times=2)
        await settled(pilot)
        assert [m.index for m in app.heard(RecordList.Selected)] == [0]


async def test_the_wheel_scrolls_without_moving_the_cursor_and_keys_bring_it_back() -> None:
    app = bench(records(100))
    async with run(app) as pilot:
        for _ in range(20):
            app.list.post_message(
                events.MouseScrollDown(app.list, 5, 5, 0, 1, 0, False, False, False)
            )
        await settled(pilot)
        assert app.list.scroll_offset.y > ROWS
        assert app.list.cursor == 0
        await pilot.press("up")
        await settled(pilot)
        assert app.list.scroll_offset.y == 0


async def test_cursor_down_repaints_two_lines_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quiet.paint_every_frame(monkeypatch)
    app = bench(records(100))
    async with run(app) as pilot:
        await settled(pilot)
        lines: list[int] = []
        paint = RecordView.render_line

        def counted(view: RecordView, y: int) -> Any:
            lines.append(y)
            return paint(view, y)

        monkeypatch.setattr(RecordView, "render_line", counted)
        await pilot.press("down")
        await settled(pilot)
        assert sorted(lines) == [1, 2]


async def test_painting_a_million_records_asks_for_those_in_view_only() -> None:
    asked: set[int] = set()

    class Endless(ListSource):
        @property
        def total(self) -> int:
            return 1_000_000

        def record(self, index: int) -> Record | None:
            asked.add(index)
            return Record((f"Partner {index}", "FR", ""), key=str(index))

    app = bench(Endless())
    async with run(app) as pilot:
        await pilot.press("end")
        await settled(pilot)
        assert app.list.cursor == 999_999
        assert app.painted()[-1].startswith("▸   Partner 999999")
        await pilot.press("up", "pageup", "home")
        await settled(pilot)
        assert app.painted()[1].startswith("▸   Partner 0 ")
        assert app.list.show_vertical_scrollbar
        assert len(asked) < 10 * HEIGHT
        assert len(app.list._strips) <= 4 * HEIGHT


async def test_missing_records_are_asked_for_once_and_painted_when_they_come() -> None:
    source = paged(1_000, page_size=10, max_pages=4)
    app = bench(source)
    async with run(app) as pilot:
        await settled(pilot)
        assert app.painted()[1].startswith("▸   …")
        assert [(m.start, m.end) for m in app.heard(RecordList.Needed)] == [(0, ROWS)]
        app.list.refresh()
        await pilot.press("enter", "space")
        await settled(pilot)
        assert len(app.heard(RecordList.Needed)) == 1
        assert app.heard(RecordList.Selected) == []
        assert app.heard(RecordList.Highlighted)[-1].record is None

        rows = records(1_000)
        for page in source.missing(0, ROWS):
            source.put(page, rows[page * 10 : page * 10 + 10])
        app.list.records_loaded(0, 20)
        await settled(pilot)
        assert app.painted()[1].startswith("▸   Partner 0 ")
        assert app.painted()[ROWS].startswith("    Partner 10 ")
        assert app.heard(RecordList.Highlighted)[-1].record == rows[0]

        await pilot.press("end")
        await settled(pilot)
        assert [(m.start, m.end) for m in app.heard(RecordList.Needed)][1:] == [(1000 - ROWS, 1000)]


async def test_a_load_that_brings_nothing_is_not_asked_for_again_by_itself() -> None:
    app = bench(paged(100, page_size=10))
    async with run(app) as pilot:
        await settled(pilot)
        app.list.records_loaded(0, 100)
        await settled(pilot)
        assert len(app.heard(RecordList.Needed)) == 1


async def test_a_part_that_came_leads_to_asking_for_the_rest() -> None:
    source = paged(100, page_size=5)
    app = bench(source)
    async with run(app) as pilot:
        await settled(pilot)
        source.put(0, records(5))
        app.list.records_loaded(0, 5)
        app.list.refresh()
        await settled(pilot)
        assert [(m.start, m.end) for m in app.heard(RecordList.Needed)] == [(0, ROWS), (5, ROWS)]


async def test_new_records_keep_the_cursor_on_its_record() -> None:
    app = bench(records(20))
    async with run(app) as pilot:
        app.list.cursor = 7
        await settled(pilot)
        said = len(app.heard(RecordList.Highlighted))
        app.list.set_source(ListSource(records(20)[5:]))
        await settled(pilot)
        assert (app.list.cursor, app.list.cursor_record) == (2, records(20)[7])
        assert len(app.heard(RecordList.Highlighted)) == said
        app.list.set_source(ListSource(records(2, "Other")[:1]))
        await settled(pilot)
        assert app.list.cursor == 0
        assert app.heard(RecordList.Highlighted)[-1].record.cells[0] == "Other 0"
        app.list.set_source(ListSource())
        await settled(pilot)
        assert app.list.cursor == -1
        assert app.heard(RecordList.Highlighted)[-1].index == -1
        await pilot.press("down", "enter", "end", "pageup")
        assert app.list.cursor == -1


async def test_a_new_list_starts_at_the_top_when_asked() -> None:
    app = bench(records(200))
    async with run(app) as pilot:
        await pilot.press("end")
        app.list.set_source(ListSource(records(200)), keep_key=False)
        await settled(pilot)
        assert (app.list.cursor, app.list.scroll_offset.y) == (0, 0)


async def test_an_empty_list_says_what_would_be_here() -> None:
    text = "No partners yet. Press [p] to select partners.\nThey get access after Sync."
    app = bench(empty=text)
    async with run(app, (30, 12)) as pilot:
        await settled(pilot)
        lines = [line.strip() for line in app.painted()]
        assert " ".join(line for line in lines[1:] if line) == text.replace("\n", " ")
        assert lines[1] == lines[-1] == ""
        app.list.busy = "Searching…"
        await settled(pilot)
        assert "Searching…" in [line.strip() for line in app.painted()]
        app.list.busy = ""
        app.list.empty = Content.from_markup("[b]Nothing[/b] found")
        await settled(pilot)
        assert "Nothing found" in [line.strip() for line in app.painted()]
        app.list.set_source(ListSource(records(1)))
        await settled(pilot)
        assert app.painted()[1].startswith("▸   Partner 0")


HOSTILE = [
    "[/x]",
    "[red]red[/red]",
    "\x1b[31mred\x1b[0m",
    "two\nlines",
    "\x07\x9b2J",
    "abc \u202egnp.exe",
    "[@click=app.quit]x[/]",
]


async def test_data_is_shown_to_the_letter_and_never_obeyed() -> None:
    app = bench([Record((text, text, text), mark="\x1b") for text in HOSTILE])
    async with run(app, (100, 12)) as pilot:
        await settled(pilot)
        lines = app.painted()
        everything = "".join(lines)
        assert not any(sign in everything for sign in "\x1b\x07\x9b\u202e\n")
        width = dict(app.list._painter_for(100).layout)[0]
        shown = [line[4 : 4 + width].strip() for line in lines[1 : 1 + len(HOSTILE)]]
        assert shown == [
            "[/x]",
            "[red]red[/red]",
            "␛[31mred␛[0m",
            "two lines",
            "␇\ufffd2J",
            "abc \ufffdgnp.exe",
            "[@click=app.quit]x[/]",
        ]


WIDE = [
    "plain",
    "株式会社クラウドソリューションズ東京本社営業第二部門",
    "👩‍👩‍👧‍👦 Family Cloud 👍🏽 ❤️ and some more words to cut",
    "Zoe\u0308 Mu\u0308ller und So\u0308hne Gesellschaft mit Haftung und mehr",
    "شركة الحلول السحابية المحدودة للتجارة والخدمات العامة",
    "חברת הענן בע״מ",
    "\u200dstray\u200d joiner\u200d",
    "\u0301" * 500,
    "क्‍षत्रिय क्लाउड",
    "x" * 5_000,
    "",
]


@pytest.mark.parametrize("width", [9, 24, 25, 26, 34, 35, 60, 61])
async def test_every_line_is_exactly_as_wide_as_the_list(width: int) -> None:
    rows = [Record((text, "日本国", Content.styled(text, "bold $error")), "✓✓✓") for text in WIDE]
    app = bench(rows)
    async with run(app, (width, 13)) as pilot:
        await settled(pilot)
        for y in range(1 + len(WIDE)):
            strip = app.list.render_line(y)
            assert cell_len(strip.text) == strip.cell_length == app.list.line_width == width, y


async def test_columns_stay_straight_beside_any_script() -> None:
    app = bench([Record((text, "|", "|")) for text in WIDE])
    async with run(app, (60, 13)) as pilot:
        await settled(pilot)
        for y in range(1, 1 + len(WIDE)):
            text = app.list.render_line(y).text
            bars = [cell_len(text[:i]) for i, char in enumerate(text) if char == "|"]
            assert bars == [46, 59], y


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (60, ["Partner", "Country", "State"]),
        (38, ["Partner", "Country", "State"]),
        (34, ["Partner", "State"]),
        (26, ["Partner", "State"]),
        (25, ["Partner"]),
        (12, ["Partner"]),
    ],
)
async def test_narrow_lists_drop_the_least_important_columns(width: int, titles: list[str]) -> None:
    app = bench([Record(("A long name of a partner", "Germany", "pending sync"))])
    async with run(app, (width, 6)) as pilot:
        await settled(pilot)
        assert app.painted()[0].split() == titles


async def test_columns_can_be_translated_while_shown() -> None:
    app = bench(records(2))
    async with run(app) as pilot:
        app.list.set_columns((Column("partner", "Partenaire"),))
        await settled(pilot)
        assert app.painted()[0].split() == ["Partenaire"]
        app.list.show_header = False
        await settled(pilot)
        assert app.painted()[0].split() == ["▸", "Partner", "0"]


async def test_a_resize_keeps_the_cursor_in_sight() -> None:
    app = bench(records(100))
    async with run(app, (60, 20)) as pilot:
        app.list.cursor = 17
        await settled(pilot)
        await pilot.resize_terminal(40, 8)
        await settled(pilot)
        assert 17 in app.list.records_in_view
        assert all(len(line) == 40 for line in app.painted())


async def test_without_colors_the_cursor_is_reversed_in_the_focused_list_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = bench(records(3))
    async with run(app) as pilot:
        await settled(pilot)

        def reversed_lines() -> list[int]:
            return [
                y
                for y in range(4)
                if any(s.style and s.style.reverse for s in app.list.render_line(y))
            ]

        assert reversed_lines() == [1]
        app.screen.set_focus(None)
        await settled(pilot)
        assert reversed_lines() == []
        assert app.painted()[1].startswith("▸")


async def test_the_terminal_cursor_is_on_the_line() -> None:
    app = bench(records(100))
    async with run(app) as pilot:
        await pilot.press("down", "down")
        await settled(pilot)
        assert app.list.cursor_screen_offset == (0, 3)
        await pilot.press("end")
        await settled(pilot)
        assert app.list.cursor_screen_offset == (0, HEIGHT - 1)


async def test_every_style_of_a_line_differs_from_a_plain_line() -> None:
    styles: tuple[LineStyle, ...] = get_args(LineStyle)
    app = bench([Record(("Name",), style=style) for style in ("", *styles)])
    async with run(app) as pilot:
        await settled(pilot)
        drawn = {
            style: str(next(iter(app.list.render_line(y))).style)
            for y, style in enumerate(styles, 2)
        }
        assert [style for style in styles if style and drawn[style] == drawn[""]] == []
