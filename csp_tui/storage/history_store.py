"""The log of a unit of work, only ever added to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from csp_tui.domain.history import Action
from csp_tui.services import ports
from csp_tui.storage.readers import HistoryReader
from csp_tui.storage.records import stored_moment
from csp_tui.storage.tables import HistoryRecord
from csp_tui.storage.writer import Writer


class HistoryStore(Writer, HistoryReader, ports.HistoryStore):
    """Writes history in a session.

    Attributes:
        appended: The numbers of the entries that were written in it.
    """

    def __init__(self, session: Session, connection: sqlite3.Connection) -> None:
        super().__init__(session, connection)
        self._batch: int | None = None
        self.appended: list[int] = []

    def append(
        self,
        at: datetime,
        who: str,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
    ) -> int:
        record = HistoryRecord(
            at=stored_moment(at),
            who=who,
            action=action.value,
            offer_id=offer_id,
            detail=json.dumps(detail, ensure_ascii=False),
            batch=self._batch,
        )
        self._session.add(record)
        self._session.flush()
        assert record.id is not None
        self.appended.append(record.id)
        return record.id

    def begin_batch(self) -> int:
        self._batch = self.next_number()
        return self._batch

    def next_number(self) -> int:
        query = "SELECT seq FROM sqlite_sequence WHERE name = 'history'"
        row = self._connection.execute(query).fetchone()
        return 1 + (0 if row is None else int(row[0]))
