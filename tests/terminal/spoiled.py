"""A database in which every text that someone may choose is one that would do harm."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any

from csp_tui.exchange.reference import demo_database
from tests.nasty import EVERYTHING, MARK, SNIPPETS

CHOSEN = {
    "offer": ("name", "csp_url", "csp_contact_name", "csp_contact_email", "csp_contact_phone"),
    "audience_member": ("label",),
    "support_request": (
        *("ticket", "title", "description"),
        *("contact_name", "contact_email", "contact_phone"),
    ),
    "history": ("who",),
    "partner": ("name", "mpn_id", "city", "competencies", "skills"),
    "facet": ("value",),
    "partner_list": ("title",),
    "partner_list_member": ("label",),
}
"""Columns by table; the others hold what the program itself has made."""
LIST = "spoiled"
"""The name of a partner list that the demo does not have."""
FILE_NAME = os.fsdecode(b"1 \x1b]0;PWNED\x07\x1b[31m\x9b2J\xff\xe2\x80\xae[red]PWNED.csv")
"""A name that a file system of POSIX takes, and that is no UTF-8."""


def spoil(path: Path) -> None:
    """Make the demo's database, with its texts replaced past all cleaning.

    Args:
        path: Where it is made.
    """
    shutil.copy(demo_database(), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        # What keeps the history as it was would not let it be spoiled.
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        _add_list(connection)
        for table, columns in CHOSEN.items():
            for column in columns:
                _replace(connection, table, column)
        for table, column in (("offer", "live_setup"), ("history", "detail")):
            _replace_inside(connection, table, column)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()


def harmful_texts() -> Iterator[str]:
    """Each kind of harm in turn, so that all of them stand where narrow columns show them."""
    return cycle((*SNIPPETS, EVERYTHING))


def _add_list(connection: sqlite3.Connection) -> None:
    """A list with the partners of an offer, which another offer follows, and a search."""
    at = "2026-11-16T09:00:00+00:00"
    connection.execute("INSERT INTO partner_list VALUES (?, 'x', NULL, ?, ?)", (LIST, at, at))
    connection.execute(
        "INSERT INTO partner_list_member SELECT ?, tenant_id, 'x' FROM audience_member"
        " WHERE offer_id = 'contoso-backup'",
        (LIST,),
    )
    query = json.dumps({"text": EVERYTHING, "countries": [], "competencies": [], "skills": []})
    connection.execute(
        "INSERT INTO partner_list VALUES (?, 'x', ?, ?, ?)", (f"{LIST}-search", query, at, at)
    )
    connection.execute("INSERT INTO list_follower VALUES (?, 'contoso-managed-sap')", (LIST,))


def _replace(connection: sqlite3.Connection, table: str, column: str) -> None:
    texts = harmful_texts()
    _change(connection, table, column, lambda _text: next(texts))


def _replace_inside(connection: sqlite3.Connection, table: str, column: str) -> None:
    texts = harmful_texts()
    _change(connection, table, column, lambda text: json.dumps(_spoiled(json.loads(text), texts)))


def _change(
    connection: sqlite3.Connection, table: str, column: str, change: Callable[[str], str]
) -> None:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [name for _place, name, _type, _null, _default, part in columns if part]
    rows = connection.execute(
        f"SELECT {column}, {', '.join(keys)} FROM {table} WHERE coalesce({column}, '') <> ''"
    ).fetchall()
    where = " AND ".join(f"{key} = ?" for key in keys)
    connection.executemany(
        f"UPDATE {table} SET {column} = ? WHERE {where}",
        [(change(text), *key) for text, *key in rows],
    )


def _spoiled(value: Any, texts: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {key: _spoiled(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoiled(inner, texts) for inner in value]
    # What the program itself has made is one word.
    if isinstance(value, str) and (" " in value or "@" in value or "/" in value):
        return next(texts)
    return value


def spoil_files(folder: Path) -> None:
    """CSV files whose names and cells would do harm.

    Args:
        folder: Where they are put.
    """
    quoted = '"' + EVERYTHING.replace('"', '""') + '"'
    huge = '"' + MARK * 200_000 + '"'
    tenant = "0a0a0a0a-1b5d-4c1e-9a77-0c6b6f2d9c1e"
    cells = [quoted, *('"' + text.replace('"', '""') + '"' for text in SNIPPETS), huge]
    rows = [f"{number:08x}{tenant[8:]},{cell},DE" for number, cell in enumerate(cells)]
    rows += [f"{cell},Name,FR" for cell in cells] + [f"{tenant},Name,{cell}" for cell in cells]
    partners = "\n".join(["tenant_id,name,country", *rows])
    audience = "\n".join(
        ["ID,Description,Type"]
        + [f"{number:08x}{tenant[8:]},{cell},TenantID" for number, cell in enumerate(cells)]
        + [f"{cell},{cell},{cell}" for cell in cells]
    )
    (folder / FILE_NAME).write_bytes(partners.encode() + b"\n\xff\xfe,\x00\x9b,\x80\n")
    (folder / f"audience {FILE_NAME}").write_bytes(audience.encode())
