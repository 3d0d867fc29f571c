"""What was before a change: the rows that it touched, kept packed beside its history entry.

Rows become JSON, and JSON becomes rows, inside SQLite: a list may have a million partners, which
would take minutes as objects.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Iterator
from typing import Any

from csp_tui.services.inverse_port import Image, Touched
from csp_tui.storage.tables import (
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
    )
}
"""The tables that a change of an offer touches, what is referred to before who refers to it."""
_OF_OFFER = "offer_id = :offer_id"
_NAMED = "offer_id = :offer_id AND tenant_id IN (SELECT value FROM json_each(:keys))"
_CAME = "offer_id = :offer_id AND added_by = :came_with AND in_draft AND NOT in_live"
_REQUESTS = "id IN (SELECT value FROM json_each(:keys))"
_IN_REQUESTS = "request_id IN (SELECT value FROM json_each(:keys))"
_OFFERS_REQUESTS = "request_id IN (SELECT id FROM support_request WHERE offer_id = :offer_id)"


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one table."""

    table: str
    where: str
    keys: str = "[]"


class InverseStore:
    """Keeps and puts back rows in the transaction of a unit of work.

    Args:
        connection: The driver's connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def take(self, touched: Touched) -> Image:
        """What is there now, to be kept once it is changed."""
        tables = ",".join(f'"{part.table}":{self._rows(touched, part)}' for part in _parts(touched))
        return Image(touched, zlib.compress(f"{{{tables}}}".encode(), 1))

    def keep(self, entry: int, image: Image) -> None:
        """Keep what was before the change that a history entry tells of."""
        header = zlib.compress(json.dumps(_facts(image.touched)).encode(), 1)
        parts = [(entry, 0, header)]
        if image.rows is not None:
            parts.append((entry, 1, image.rows))
        self._connection.executemany("INSERT INTO inverse VALUES (?, ?, ?)", parts)

    def is_kept(self, entry: int) -> bool:
        """Whether what was before a change is kept."""
        query = "SELECT EXISTS (SELECT 1 FROM inverse WHERE entry = ? AND part = 0)"
        return bool(self._connection.execute(query, (entry,)).fetchone()[0])

    def put_back(self, entry: int, kept_as: int | None = None) -> bool:
        """Make what a change touched as it was before; the offer gets a version of its own.

        Args:
            entry: The history entry of the change.
            kept_as: The entry under which what is there now is kept, for the way forward again.

        Returns:
            False where nothing is kept of that entry; nothing was changed then.
        """
        bodies = self._connection.execute(
            "SELECT body FROM inverse WHERE entry = ? ORDER BY part", (entry,)
        ).fetchall()
        if not bodies:
            return False
        touched = Touched(**json.loads(zlib.decompress(bodies[0][0])))
        rows = zlib.decompress(bodies[1][0]).decode() if len(bodies) > 1 else "{}"
        if kept_as is not None:
            self.keep(kept_as, self.take(touched))
        version = self._version(touched.offer_id)
        self._clear(touched)
        for part in _parts(touched):
            self._insert(part.table, rows)
        if touched.offer or touched.whole or touched.came_with is not None:
            # A version is never given twice, or a screen could take another state for its own.
            self._connection.execute(
                "UPDATE offer SET version = max(version, ?) + 1 WHERE offer_id = ?",
                (version, touched.offer_id),
            )
        return True

    def forget(self, offer_id: str) -> None:
        """Let go of what is kept of an offer, once none of it can be taken back any more."""
        self._connection.execute(
            "DELETE FROM inverse WHERE entry IN (SELECT id FROM history WHERE offer_id = ?)",
            (offer_id,),
        )

    def _rows(self, touched: Touched, part: _Part) -> str:
        columns = ", ".join(_COLUMNS[part.table])
        query = (
            f'SELECT json_group_array(json_array({columns})) FROM "{part.table}" WHERE {part.where}'
        )
        return str(self._connection.execute(query, _values(touched, part)).fetchone()[0])

    def _clear(self, touched: Touched) -> None:
        """Remove what the change touched; an offer itself stays where other rows refer to it."""
        for part in reversed(list(_parts(touched))):
            if part.table != "offer" or touched.whole:
                self._connection.execute(
                    f'DELETE FROM "{part.table}" WHERE {part.where}', _values(touched, part)
                )

    def _insert(self, table: str, rows: str) -> None:
        columns = _COLUMNS[table]
        cells = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(columns)))
        again = ""
        if table == "offer":
            changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
            again = f"WHERE true ON CONFLICT (offer_id) DO UPDATE SET {changed}"
        self._connection.execute(
            f'INSERT INTO "{table}" ({", ".join(columns)}) '
            f"SELECT {cells} FROM json_each(?, '$.{table}') {again}",
            (rows,),
        )

    def _version(self, offer_id: str) -> int:
        query = "SELECT coalesce(max(version), 0) FROM offer WHERE offer_id = ?"
        return int(self._connection.execute(query, (offer_id,)).fetchone()[0])


def _parts(touched: Touched) -> Iterator[_Part]:
    """Which rows a change touches, in the order in which they can be inserted."""
    if touched.whole:
        for table in _COLUMNS:
            yield _Part(table, _OFFERS_REQUESTS if table == "request_partner" else _OF_OFFER)
        return
    if touched.offer:
        yield _Part("offer", _OF_OFFER)
        yield _Part("plan", _OF_OFFER)
    if touched.came_with is not None:
        yield _Part("audience_member", _CAME)
    elif touched.members:
        yield _Part("audience_member", _NAMED, json.dumps(list(touched.members)))
    if touched.resales:
        yield _Part("resale", _NAMED, json.dumps(list(touched.resales)))
    if touched.requests:
        numbers = json.dumps(list(touched.requests))
        yield _Part("support_request", _REQUESTS, numbers)
        yield _Part("request_partner", _IN_REQUESTS, numbers)


def _values(touched: Touched, part: _Part) -> dict[str, Any]:
    return {"offer_id": touched.offer_id, "keys": part.keys, "came_with": touched.came_with}


def _facts(touched: Touched) -> dict[str, Any]:
    return {
        field.name: list(value) if isinstance(value, (tuple, list, set)) else value
        for field in dataclasses.fields(touched)
        if (value := getattr(touched, field.name)) != field.default
    }
