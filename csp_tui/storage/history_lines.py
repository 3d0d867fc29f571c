"""The lines of the history, a page at a time, in any order, however many there are."""

from __future__ import annotations

import json
import sqlite3
import threading
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain

from csp_tui.domain.history import Action, Entry
from csp_tui.domain.history_fold import continues, fold_edits
from csp_tui.services import reading_ports
from csp_tui.services.views.history import HistoryOrder
from csp_tui.storage.connections import Lease, ReadPool
from csp_tui.storage.damage import explained
from csp_tui.storage.file_state import FileState, file_state
from csp_tui.storage.line_index import LineIndex
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.readers import HistoryReader

_AT_ONCE = 500
"""Entries that are read and described together."""
# An edit of a request that the next newer entry continues is part of that line.
_CONTINUED = """
    SELECT edit.id FROM history AS edit JOIN history AS newer ON newer.id = (
        SELECT min(id) FROM history WHERE id > edit.id {of_offer}
    )
    WHERE edit.action = :edited AND newer.action = :edited AND edit.who = newer.who
        AND edit.batch IS newer.batch {of_this}
        AND json_extract(edit.detail, '$.request') IS json_extract(newer.detail, '$.request')
"""
_NEAR = 500
"""Lines before a page up to which it is not worth counting those that follow it."""
_Key = tuple[str | None, FileState, str, int]


class HistoryLines(reading_ports.HistoryLines):
    """Reads lines of the history; safe to call from any thread.

    A line is an entry, or several edits of one request that follow each other.

    Args:
        pool: Reading connections.
        path: The database, to name it in errors.
    """

    def __init__(self, pool: ReadPool, path: DatabaseLocation) -> None:
        self._pool = pool
        self._path = path
        self._lock = threading.Lock()
        self._known_continued: tuple[tuple[str | None, FileState], list[int]] | None = None
        self._index: tuple[_Key, LineIndex] | None = None
        self._found: tuple[tuple[_Key, HistoryOrder], array[int]] | None = None

    def count(self, offer_id: str | None, order: HistoryOrder | None = None) -> int:
        with explained(self._path), self._pool.reading() as lease:
            if order is not None:
                return len(self._numbers(lease, offer_id, order))
            continued = self._continued(lease, offer_id)
            return _count(lease.connection, offer_id, continued)

    def page(
        self, offer_id: str | None, *, offset: int, limit: int, order: HistoryOrder | None = None
    ) -> list[Entry]:
        with explained(self._path), self._pool.reading() as lease:
            connection = lease.connection
            numbers: Sequence[int]
            if order is not None:
                numbers = self._numbers(lease, offer_id, order)[offset : offset + limit]
            else:
                continued = self._continued(lease, offer_id)
                numbers = _numbered(connection, offer_id, continued, offset, limit)
            return _lines(connection, offer_id, numbers)

    def place(
        self, offer_id: str | None, entry_id: int, order: HistoryOrder | None = None
    ) -> int | None:
        with explained(self._path), self._pool.reading() as lease:
            connection = lease.connection
            if order is not None:
                numbers = self._numbers(lease, offer_id, order)
                return numbers.index(entry_id) if entry_id in numbers else None
            of_offer = "" if offer_id is None else "AND offer_id = :offer_id"
            query = f"SELECT count(*) FROM history WHERE id > :id {of_offer}"
            parameters = {"id": entry_id, "offer_id": offer_id}
            (newer,) = connection.execute(query, parameters).fetchone()
            continued = self._continued(lease, offer_id)
            return int(newer) - sum(number > entry_id for number in continued)

    def _numbers(self, lease: Lease, offer_id: str | None, order: HistoryOrder) -> array[int]:
        """The newest entry of each line in an order; kept until anything is written."""
        key = offer_id, file_state(lease), order.language, order.columns
        with self._lock:
            if self._index is None or self._index[0] != key:
                self._forget()
                self._index = key, self._indexed(lease.connection, offer_id, order)
            if self._found is None or self._found[0] != (key, order):
                numbers = self._index[1].numbers(
                    order.column, is_reversed=order.is_reversed, words=order.words
                )
                self._found = (key, order), numbers
            return self._found[1]

    def _continued(self, lease: Lease, offer_id: str | None) -> list[int]:
        """Edits of requests that are part of a newer line; kept until anything is written."""
        key = offer_id, file_state(lease)
        known = self._known_continued
        if known is None or known[0] != key:
            of_offer, of_this = (
                ("", "")
                if offer_id is None
                else ("AND offer_id = :offer_id", "AND edit.offer_id = :offer_id")
            )
            query = _CONTINUED.format(of_offer=of_offer, of_this=of_this)
            parameters = {"edited": Action.REQUEST_EDITED.value, "offer_id": offer_id}
            rows = lease.connection.execute(query, parameters)
            found = list(chain.from_iterable(rows))
            known = self._known_continued = key, found
        return known[1]

    def _indexed(
        self, connection: sqlite3.Connection, offer_id: str | None, order: HistoryOrder
    ) -> LineIndex:
        index = LineIndex(order.columns, in_memory=isinstance(self._path, Memory))
        try:
            for lines in _all_lines(connection, offer_id):
                shown = zip(lines, order.show(lines), strict=True)
                index.add((entry.id, line.sorted_by, line.text) for entry, line in shown)
        except BaseException:
            index.close()
            raise
        return index

    def _forget(self) -> None:
        if self._index is not None:
            self._index[1].close()
        self._index = self._found = None


def _count(connection: sqlite3.Connection, offer_id: str | None, continued: Sequence[int]) -> int:
    of_offer = "" if offer_id is None else "WHERE offer_id = :offer_id"
    query = f"SELECT count(*) FROM history {of_offer}"
    (entries,) = connection.execute(query, {"offer_id": offer_id}).fetchone()
    return int(entries) - len(continued)


def _numbered(
    connection: sqlite3.Connection,
    offer_id: str | None,
    continued: Sequence[int],
    offset: int,
    limit: int,
) -> list[int]:
    """The numbers of lines from a position, the newest first."""
    first, direction = offset, "DESC"
    if offset >= _NEAR:
        # SQLite steps over all lines before the page, so it is read from the nearer end.
        lines = _count(connection, offer_id, continued)
        limit = max(0, min(limit, lines - offset))
        if lines - offset - limit < offset:
            first, direction = lines - offset - limit, "ASC"
    of_offer = "" if offer_id is None else "AND offer_id = :offer_id"
    query = f"""
        SELECT id FROM history
        WHERE id NOT IN (SELECT value FROM json_each(:continued)) {of_offer}
        ORDER BY id {direction} LIMIT :limit OFFSET :first
    """
    parameters = {
        "continued": json.dumps(continued),
        "offer_id": offer_id,
        "limit": limit,
        "first": first,
    }
    numbers = list(chain.from_iterable(connection.execute(query, parameters)))
    return numbers if direction == "DESC" else numbers[::-1]


def _lines(
    connection: sqlite3.Connection, offer_id: str | None, numbers: Sequence[int]
) -> list[Entry]:
    """The lines whose newest entries have these numbers."""
    reader = HistoryReader(connection)
    entries = {entry.id: entry for entry in reader.numbered(numbers)}
    return [_whole(reader, offer_id, entries[number]) for number in numbers]


def _whole(reader: HistoryReader, offer_id: str | None, newest: Entry) -> Entry:
    """A line with the edits that it continues."""
    run = [newest]
    while newest.action is Action.REQUEST_EDITED:
        older = reader.entries(offer_id, limit=1, before=run[-1].id)
        if not older or not continues(older[0], run[-1]):
            break
        run += older
    return fold_edits(run)[0]


def _all_lines(connection: sqlite3.Connection, offer_id: str | None) -> Iterator[list[Entry]]:
    """All lines, the newest first, some at a time."""
    reader = HistoryReader(connection)
    lines: list[Entry] = []
    before: int | None = None
    while more := reader.entries(offer_id, limit=_AT_ONCE, before=before):
        before = more[-1].id
        # Older edits may belong to the last line.
        *whole, last = fold_edits([*lines, *more])
        yield whole
        lines = [last]
    yield lines
