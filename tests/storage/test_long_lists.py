"""Long lists are sorted and searched where they are stored, and come a page at a time."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.history import Entry
from csp_tui.domain.history_fold import fold_edits
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.text import fold, natural_key
from csp_tui.services.views import PartnerOrder
from csp_tui.services.views.history import HistoryLine, HistoryOrder
from csp_tui.services.workbench import Workbench
from csp_tui.storage.line_index import LineIndex
from tests.conftest import NOW, tenant

ENTRIES = 2_500
"""More than are read at once; two of three are edits of requests."""


def fill_history(path: Path, entries: int = ENTRIES) -> None:
    """Write entries of two offers, by three people, with many edits of requests in a row."""
    draw = random.Random(5)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO history (at, who, action, offer_id, detail) VALUES (?, ?, ?, ?, ?)",
            (
                (
                    f"2026-11-{number * 28 // entries + 1:02}T09:00:00+00:00",
                    draw.choice(("ada", "Bob 10", "Bob 9")),
                    draw.choice(("request-edited", "request-edited", "offer-published")),
                    draw.choice(("books", "mail")),
                    json.dumps({"request": draw.choice((1, 2)), "after": {"title": str(number)}}),
                )
                for number in range(entries)
            ),
        )


def shown(entries: Sequence[Entry]) -> list[HistoryLine]:
    """How the test's own list shows entries."""
    return [
        HistoryLine(
            (entry.at.isoformat(), entry.who), f"{entry.who} {entry.action} {entry.offer_id}"
        )
        for entry in entries
    ]


def order(
    column: int | None = None, *, is_reversed: bool = False, words: tuple[str, ...] = ()
) -> HistoryOrder:
    return HistoryOrder("en", 2, column, is_reversed, words, shown)


@pytest.fixture(scope="module")
def long_history(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[Workbench]:
    path = tmp_path_factory.mktemp("history") / "test.sqlite"
    shutil.copy(empty_database, path)
    fill_history(path)
    with closing(open_workbench(path, clock=FixedClock(NOW), who="tester")) as opened:
        yield opened


@pytest.mark.parametrize("offer_id", [None, "books"])
def test_the_lines_of_a_long_history_are_those_of_the_folded_entries(
    long_history: Workbench, offer_id: str | None
) -> None:
    folded = fold_edits(long_history.history.entries(offer_id, limit=10 * ENTRIES))
    lines = long_history.history.lines

    assert ENTRIES / 10 < lines.count(offer_id) == len(folded) < ENTRIES
    for offset in (0, 734, len(folded) - 600, len(folded) - 50, len(folded)):
        assert lines.page(offer_id, offset=offset, limit=100) == folded[offset : offset + 100]
    for offset in (0, 734, len(folded) - 50):
        assert lines.place(offer_id, folded[offset].id) == offset


@pytest.mark.parametrize("column", [None, 0, 1])
@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("words", [(), ("9",), ("books", "bob")])
def test_a_long_history_is_sorted_and_found(
    long_history: Workbench, column: int | None, is_reversed: bool, words: tuple[str, ...]
) -> None:
    wanted = [
        entry
        for entry in fold_edits(long_history.history.entries(limit=10 * ENTRIES))
        if all(word in fold(shown([entry])[0].text) for word in words)
    ]
    if column is not None:
        wanted.sort(
            key=lambda entry: natural_key(shown([entry])[0].sorted_by[column]),
            reverse=is_reversed,
        )
    lines, this = long_history.history.lines, order(column, is_reversed=is_reversed, words=words)

    assert lines.count(None, this) == len(wanted)
    for offset in (0, len(wanted) // 2, len(wanted) - 10):
        page = lines.page(None, offset=offset, limit=100, order=this)
        assert page == wanted[offset : offset + 100]
        assert lines.place(None, page[0].id, this) == offset


def test_a_new_entry_is_in_the_next_answer(workbench: Workbench, tmp_path: Path) -> None:
    fill_history(tmp_path / "test.sqlite", 50)
    lines, ada = workbench.history.lines, order(words=("ada",))
    before = lines.count(None, ada)
    with closing(sqlite3.connect(tmp_path / "test.sqlite")) as connection, connection:
        connection.execute(
            "INSERT INTO history (at, who, action, offer_id, detail)"
            " VALUES ('2026-12-01T09:00:00+00:00', 'ada', 'offer-published', 'books', '{}')"
        )

    assert lines.count(None, ada) == before + 1
    assert lines.place(None, lines.page(None, offset=0, limit=1)[0].id, ada) == 0


def test_what_has_no_value_comes_last_and_equal_lines_stay_the_newest_first() -> None:
    index = LineIndex(1, in_memory=True)
    index.add((number, [key], "x") for number, key in enumerate(("b", "–", "a", "", "b")))

    assert index.numbers(0, is_reversed=False, words=()).tolist() == [2, 4, 0, 3, 1]
    assert index.numbers(0, is_reversed=True, words=()).tolist() == [3, 1, 4, 0, 2]
    index.close()


def many_partners(count: int) -> list[Partner]:
    return [
        Partner(
            tenant_id=tenant(number * 7919 % count + 1),
            name=f"Partner {number % 700}{' north' if number % 3 else ''} {number}",
            country=("DE", "FR", "US", "LI")[number % 4],
        )
        for number in range(count)
    ]


TITLES = (("DE", "Germany"), ("FR", "France"), ("US", "–"), ("LI", "France"))


@pytest.fixture(scope="module")
def long_directory(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[Workbench]:
    path = tmp_path_factory.mktemp("directory") / "test.sqlite"
    shutil.copy(empty_database, path)
    with closing(open_workbench(path, clock=FixedClock(NOW), who="tester")) as opened:
        opened.directory.import_partners(many_partners(10_000))
        yield opened


@pytest.mark.parametrize("text", ["", "north"])
@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("column", ["partner", "country", "tenant"])
def test_many_results_of_a_search_are_sorted(
    long_directory: Workbench, column: str, is_reversed: bool, text: str
) -> None:
    directory, query = long_directory.directory, PartnerQuery(text=text)
    this = PartnerOrder(column, is_reversed, TITLES)
    total = directory.search.count(query)
    rows = sorted(directory.search.page(query, limit=total), key=lambda row: fold(row.name))
    match column:
        case "partner":
            rows.sort(key=lambda row: fold(row.name), reverse=is_reversed)
        case "tenant":
            rows.sort(key=lambda row: row.tenant_id, reverse=is_reversed)
        case _:
            titles = {code: (title == "–", title) for code, title in TITLES}
            rows.sort(key=lambda row: titles[row.country], reverse=is_reversed)

    for offset in (0, total // 2, total - 20):
        page = directory.search.page(query, offset=offset, limit=100, order=this)
        assert list(page) == rows[offset : offset + 100]
        assert directory.search.place(query, this, page[0].tenant_id) == offset
    found = directory.search.page(query, offset=777, limit=1)[0]
    assert directory.search.place(query, None, found.tenant_id) == 777
    assert directory.search.place(PartnerQuery(text="partner 1"), this, tenant(99_999)) is None
