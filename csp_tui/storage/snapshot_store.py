"""The state before a change: the rows that it touched, kept packed beside its history entry.

Rows become JSON inside SQLite, and are packed and unpacked step by step: a list may have a million
partners, which must not be in memory together.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services import undo_port
from csp_tui.services.undo_port import ChangeScope, Snapshot, StoredMembers
from csp_tui.storage.reader import Reader
from csp_tui.storage.tables import (
    FollowerRecord,
    ListMemberRecord,
    ListRecord,
    MemberRecord,
    OfferRecord,
    PlanRecord,
    RequestPartnerRecord,
    RequestRecord,
    ResaleRecord,
)

_COLUMNS: dict[str, tuple[str, ...]] = {
    record.__tablename__: tuple(record.model_fields)
    for record in (
        OfferRecord,
        PlanRecord,
        MemberRecord,
        ResaleRecord,
        RequestRecord,
        RequestPartnerRecord,
        ListRecord,
        ListMemberRecord,
        FollowerRecord,
    )
}
"""The tables that a change touches, what is referred to before who refers to it."""
_ROWS = 500
"""Rows that are packed at a time."""
_UNPACKED_AT_ONCE = 1 << 16
"""Bytes of rows that are in memory when they are unpacked."""
_TABLE = re.compile(r'[{,]"(\w+)":\[')
_OF_OFFER = "offer_id = :offer_id"
_NAMED = "offer_id = :offer_id AND tenant_id IN (SELECT value FROM json_each(:keys))"
_CAME = "offer_id = :offer_id AND added_by = :came_with AND in_draft AND NOT in_live"
_NAMED_OR_CAME = (
    "offer_id = :offer_id AND (tenant_id IN (SELECT value FROM json_each(:keys)) "
    "OR (added_by = :came_with AND in_draft AND NOT in_live))"
)
_REQUESTS = "id IN (SELECT value FROM json_each(:keys))"
_IN_REQUESTS = "request_id IN (SELECT value FROM json_each(:keys))"
_LISTS = "name IN (SELECT value FROM json_each(:keys))"
_OF_LISTS = "list_name IN (SELECT value FROM json_each(:keys))"
_NO_OFFER = ("partner_list", "partner_list_member")
"""Tables whose rows belong to no offer."""
# A follower comes back only where both its list and its offer are there by then.
_FOLLOWS = """
    WHERE EXISTS (SELECT 1 FROM partner_list WHERE name = ?1)
    AND EXISTS (SELECT 1 FROM offer WHERE offer_id = ?2)
    ON CONFLICT DO NOTHING
"""
_OFFERS_REQUESTS = "request_id IN (SELECT id FROM support_request WHERE offer_id = :offer_id)"


def stored_row(table: str) -> str:
    """The SQL expression of a row of a table as undo keeps it."""
    columns = ", ".join(f'"{table}".{name}' for name in _COLUMNS[table])
    return f"json_array({columns})"


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one table."""

    table: str
    where: str
    keys: str = "[]"


class SnapshotStore(Reader, undo_port.SnapshotStore):
    """Keeps and puts back rows in the transaction of a unit of work."""

    def capture(self, scope: ChangeScope, known: StoredMembers | None = None) -> Snapshot:
        packer = zlib.compressobj(1)
        packed = b"".join(packer.compress(text.encode()) for text in self._texts(scope, known))
        return Snapshot(scope, packed + packer.flush())

    def store(self, entry: int, snapshot: Snapshot) -> None:
        header = zlib.compress(json.dumps(_facts(snapshot.scope)).encode(), 1)
        parts = [(entry, 0, header)]
        if snapshot.rows is not None:
            parts.append((entry, 1, snapshot.rows))
        self._connection.executemany("INSERT INTO inverse VALUES (?, ?, ?)", parts)

    def restore(self, entry: int, kept_as: int | None = None) -> bool:
        bodies = self._connection.execute(
            "SELECT body FROM inverse WHERE entry = ? ORDER BY part", (entry,)
        ).fetchall()
        if not bodies:
            return False
        scope = ChangeScope(**json.loads(zlib.decompress(bodies[0][0])))
        if kept_as is not None:
            self.store(kept_as, self.capture(scope))
        version = self._version(scope.offer_id)
        self._clear(scope)
        if len(bodies) > 1:
            tables = {part.table for part in _parts(scope)}
            for table, rows in groupby(_kept_rows(_unpacked(bodies[1][0])), itemgetter(0)):
                if table in tables:
                    self._insert(table, (row for _table, row in rows))
        if scope.offer or scope.whole or scope.came_with is not None:
            # A version is never given twice, or a screen could take another state for its own.
            self._connection.execute(
                "UPDATE offer SET version = max(version, ?) + 1 WHERE offer_id = ?",
                (version, scope.offer_id),
            )
        return True

    def forget(self, offer_id: str) -> None:
        self._connection.execute(
            "DELETE FROM inverse WHERE entry IN (SELECT id FROM history WHERE offer_id = ?)",
            (offer_id,),
        )

    def _texts(self, scope: ChangeScope, known: StoredMembers | None) -> Iterator[str]:
        """The rows of all tables as one JSON object, some hundred rows at a time."""
        before = "{"
        for part in _parts(scope):
            yield f'{before}"{part.table}":['
            rows: Iterator[str]
            if known is not None and part.table == "audience_member":
                rows = (known.rows[one] for one in scope.members if one in known.rows)
            else:
                rows = self._rows(scope, part)
            comma = ""
            while batch := ",".join(islice(rows, _ROWS)):
                yield comma + batch
                comma = ","
            before = "],"
        yield "{}" if before == "{" else "]}"

    def _rows(self, scope: ChangeScope, part: _Part) -> Iterator[str]:
        row = stored_row(part.table)
        query = f'SELECT {row} FROM "{part.table}" WHERE {part.where}'
        for (text,) in self._connection.execute(query, _values(scope, part)):
            yield text

    def _clear(self, scope: ChangeScope) -> None:
        """Remove what the change touched; an offer itself stays where other rows refer to it."""
        for part in reversed(list(_parts(scope))):
            if part.table != "offer" or scope.whole:
                self._connection.execute(
                    f'DELETE FROM "{part.table}" WHERE {part.where}', _values(scope, part)
                )

    def _insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        columns = _COLUMNS[table]
        cells = ", ".join(f"?{number}" for number in range(1, len(columns) + 1))
        again = _FOLLOWS if table == "list_follower" else ""
        if table == "offer":
            changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
            again = f"WHERE true ON CONFLICT (offer_id) DO UPDATE SET {changed}"
        # Earlier versions may have kept rows of fewer columns.
        missing = [None] * len(columns)
        self._connection.executemany(
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {cells} {again}',
            ([*row, *missing[len(row) :]] for row in rows),
        )

    def _version(self, offer_id: str) -> int:
        query = "SELECT coalesce(max(version), 0) FROM offer WHERE offer_id = ?"
        return int(self._connection.execute(query, (offer_id,)).fetchone()[0])


def _parts(scope: ChangeScope) -> Iterator[_Part]:
    """Which rows a change touches, in the order in which they can be inserted."""
    if scope.whole:
        for table in (name for name in _COLUMNS if name not in _NO_OFFER):
            yield _Part(table, _OFFERS_REQUESTS if table == "request_partner" else _OF_OFFER)
        return
    if scope.offer:
        yield _Part("offer", _OF_OFFER)
        yield _Part("plan", _OF_OFFER)
    if scope.audience:
        yield _Part("audience_member", _OF_OFFER)
    elif scope.members:
        where = _NAMED if scope.came_with is None else _NAMED_OR_CAME
        yield _Part("audience_member", where, json.dumps(list(scope.members)))
    elif scope.came_with is not None:
        yield _Part("audience_member", _CAME)
    if scope.resales:
        yield _Part("resale", _NAMED, json.dumps(list(scope.resales)))
    if scope.requests:
        numbers = json.dumps(list(scope.requests))
        yield _Part("support_request", _REQUESTS, numbers)
        yield _Part("request_partner", _IN_REQUESTS, numbers)
    if scope.lists:
        names = json.dumps(list(scope.lists))
        yield _Part("partner_list", _LISTS, names)
        yield _Part("partner_list_member", _OF_LISTS, names)
        yield _Part("list_follower", _OF_LISTS, names)


def _unpacked(body: bytes) -> Iterator[str]:
    """The text of a kept part, some of it at a time.

    Raises:
        ValueError: It is not whole.
    """
    unpacker, decoder = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")()
    while body:
        yield decoder.decode(unpacker.decompress(body, _UNPACKED_AT_ONCE))
        body = unpacker.unconsumed_tail
    yield decoder.decode(unpacker.flush(), final=True)
    if not unpacker.eof:
        raise ValueError("a kept part is not whole")


def _kept_rows(pieces: Iterable[str]) -> Iterator[tuple[str, list[Any]]]:
    """The rows in the text that ``_texts`` writes, each after the name of its table.

    Raises:
        ValueError: The text is not whole.
    """
    decode = json.JSONDecoder().raw_decode
    text, at, table = "", 0, ""
    for piece in pieces:
        text, at = text[at:] + piece, 0
        while True:
            if found := None if table else _TABLE.match(text, at):
                table, at = found[1], found.end()
            elif table and text.startswith("]", at):
                table, at = "", at + 1
            elif table and text.startswith(("[", ",["), at):
                try:
                    row, at = decode(text, at + text.startswith(",", at))
                except ValueError:
                    # The rest of the row is in the next piece.
                    break
                yield table, row
            else:
                break
    if table or text[at:] not in ("{}", "}"):
        raise ValueError("a kept part is not whole")


def _values(scope: ChangeScope, part: _Part) -> dict[str, Any]:
    return {"offer_id": scope.offer_id, "keys": part.keys, "came_with": scope.came_with}


def _facts(scope: ChangeScope) -> dict[str, Any]:
    return {
        field.name: list(value) if isinstance(value, (tuple, list, set)) else value
        for field in dataclasses.fields(scope)
        if (value := getattr(scope, field.name)) != field.default
    }
