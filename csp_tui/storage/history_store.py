"""The log of a unit of work, only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from csp_tui.domain.history import Action
from csp_tui.storage.records import stored_moment
from csp_tui.storage.tables import HistoryRecord


class HistoryStore:
    """Writes history in a session.

    Args:
        session: The session of the unit of work.

    Attributes:
        appended: The numbers of the entries that were written in it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.appended: list[int] = []

    def append(
        self,
        at: datetime,
        who: str,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
    ) -> int:
        """Write an entry and return its number."""
        record = HistoryRecord(
            at=stored_moment(at),
            who=who,
            action=action.value,
            offer_id=offer_id,
            detail=json.dumps(detail, ensure_ascii=False),
        )
        self._session.add(record)
        self._session.flush()
        assert record.id is not None
        self.appended.append(record.id)
        return record.id
