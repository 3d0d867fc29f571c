"""A file as the program with the schema before this one has written it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

EARLIER = "0005"
"""The schema that ``step_back`` leads to."""
COLUMNS: tuple[tuple[str, str], ...] = (("offer", "markets"),)
"""What the migration from it adds, as tables and columns."""
INDEXES: tuple[str, ...] = ()
TABLES: tuple[str, ...] = ()


def step_back(path: Path) -> None:
    """Take out of a file what the newest migration has added, keeping all else it holds."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for index in INDEXES:
            connection.execute(f"DROP INDEX {index}")
        for table in TABLES:
            connection.execute(f"DROP TABLE {table}")
        for table, column in COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = ?", (EARLIER,))


def added_parts(path: Path) -> list[bool]:
    """For each part that the newest migration adds, whether the file has it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        has_column = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?) WHERE name = ?)"
        has_index = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?)"
        found = [connection.execute(has_column, one).fetchone()[0] for one in COLUMNS]
        found += [connection.execute(has_index, (one,)).fetchone()[0] for one in INDEXES]
    return [bool(one) for one in found]
