"""The demo's database that is shipped is what its story, its schema and the services make today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from csp_tui.bootstrap import demo_workbench
from csp_tui.demo_story import write_story
from csp_tui.exchange.reference import DEMO_LANGUAGES, demo_database


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_the_shipped_demo_is_the_current_story(tmp_path: Path, language: str) -> None:
    told = tmp_path / "story.sqlite"
    write_story(told, language)
    assert [path.name for path in tmp_path.iterdir()] == ["story.sqlite"]
    shipped, now = everything_in(demo_database(language)), everything_in(told)
    for table in now | shipped:
        assert shipped.get(table) == now.get(table), f"{table}: run python -m csp_tui.demo_story"


def test_requests_of_the_french_demo_are_in_french() -> None:
    with demo_workbench("fr") as french, demo_workbench("de") as other:
        requests = french.support.rows()
        assert {request.language for request in requests} == {"fr"}
        assert all("Veuillez" in request.description for request in requests)
        assert {request.language for request in other.support.rows()} == {"en"}


def everything_in(path: Path) -> dict[str, list[Any]]:
    """The schema and the rows of every table but those that SQLite keeps its index in."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:

        def rows(query: str) -> list[Any]:
            return sorted(database.execute(query).fetchall(), key=repr)

        tables = rows("SELECT name FROM pragma_table_list WHERE type = 'table'")
        return {
            "mark": rows("PRAGMA application_id"),
            "schema": rows("SELECT type, name, sql FROM sqlite_master"),
            **{name: rows(f'SELECT * FROM "{name}"') for (name,) in tables},
        }
