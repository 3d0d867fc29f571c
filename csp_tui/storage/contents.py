"""Whether every row of a file has values that this program can write."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from functools import partial

from csp_tui.domain.wording import Message, say
from csp_tui.storage.file_summary import summary_value
from csp_tui.storage.readers import all_offers, each_request
from csp_tui.storage.records import entry_value
from csp_tui.storage.resale_rows import each_resale
from csp_tui.storage.sqlite_errors import UNREADABLE, DamagedContent, is_damage

_TABLES = (
    "offer",
    "plan",
    "audience_member",
    "resale",
    "partner_list",
    "partner_list_member",
    "list_follower",
    "saved_plan",
    "support_request",
    "request_partner",
    "history",
    "inverse",
    "partner",
    "facet",
    "partner_word",
    "partner_gram",
    "directory",
    "evidence_import",
    "evidence",
    "evidence_match",
    "evidence_columns",
    "waiting_partner",
    "tenant_hint",
    "remote_account",
    "remote_link",
    "remote_job",
)
_UNPACKED_AT_MOST = 1 << 30
"""Bytes that one kept part may unpack to."""


def unreadable_contents(connection: sqlite3.Connection) -> list[Message]:
    """What of a file cannot be read, one message for each table; nothing where all can be.

    Args:
        connection: Returns rows by name (``sqlite3.Row``).

    Raises:
        sqlite3.Error: The file could not be read for another reason than damage.
    """
    found: list[Message] = []
    for table in _TABLES:
        _try(partial(_read_text, table=table), connection, table, found)
    if found:
        return found
    readers: tuple[tuple[str, Callable[[sqlite3.Connection], object]], ...] = (
        ("offer", all_offers),
        ("support_request", lambda reading: list(each_request(reading))),
        ("resale", lambda reading: list(each_resale(reading))),
        ("history", _read_history),
        ("inverse", _read_inverses),
        ("directory", _read_directory),
    )
    for table, read in readers:
        _try(read, connection, table, found)
    return found


def _try(
    read: Callable[[sqlite3.Connection], object],
    connection: sqlite3.Connection,
    table: str,
    found: list[Message],
) -> None:
    try:
        read(connection)
    except DamagedContent as error:
        found.append(error.what)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        found.append(_unreadable(table, str(error)))
    except UNREADABLE as error:
        found.append(_unreadable(table, str(error) or type(error).__name__))


def _unreadable(table: str, reason: str) -> Message:
    return say("the table {table} cannot be read: {reason}", table=table, reason=reason)


def _read_text(connection: sqlite3.Connection, table: str) -> None:
    for _row in connection.execute(f'SELECT * FROM "{table}"'):
        pass


def _read_history(connection: sqlite3.Connection) -> None:
    for row in connection.execute("SELECT * FROM history"):
        entry_value(row)


def _read_inverses(connection: sqlite3.Connection) -> None:
    for part, body in connection.execute("SELECT part, body FROM inverse"):
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(body, _UNPACKED_AT_MOST)
        if not unpacker.eof:
            raise ValueError("a kept part is not whole")
        if part == 0 and not isinstance(json.loads(text), dict):
            raise ValueError("a kept part has no header")


def _read_directory(connection: sqlite3.Connection) -> None:
    for (summary,) in connection.execute("SELECT summary FROM directory WHERE digest <> ''"):
        summary_value(summary, 0)
