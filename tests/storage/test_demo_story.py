"""The demo's database that is shipped is what its story, its schema and the services make today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from csp_tui.demo_story import write_story
from csp_tui.exchange.reference import demo_database


def test_the_shipped_demo_is_the_story_as_it_is_told_now(tmp_path: Path) -> None:
    told = tmp_path / "story.sqlite"
    write_story(told)
    assert [path.name for path in tmp_path.iterdir()] == ["story.sqlite"]
    shipped, now = everything_in(demo_database()), everything_in(told)
    for table in now | shipped:
        assert shipped.get(table) == now.get(table), f"{table}: run python -m csp_tui.demo_story"


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
