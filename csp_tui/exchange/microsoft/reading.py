"""What every reader of Microsoft's files counts and reports while it yields its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Generic, TypeVar

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import EvidenceRow, FileKind, FoundPartner, TenantHint
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.import_rows import REJECTED_ROWS_KEPT, RejectedRow
from csp_tui.domain.limits import CELL_LENGTH, NAME_LENGTH, exceeds_length
from csp_tui.domain.wording import Message, say
from csp_tui.exchange.cells import shorten
from csp_tui.exchange.closing import Closing

Row = EvidenceRow | FoundPartner | TenantHint
Record = TypeVar("Record")


class RowReader(Closing, Generic[Record]):
    """Hands out the rows of one file; counts those that it passes over or rejects.

    Each kind of file says what its records are, and how a row is made from one.

    Attributes:
        kind: What kind of file it is.
        rows: How many rows were read so far.
        skipped: How many of them are no sale by a CSP partner, or no CSP partner.
        unclear_days: How many dates can mean two days and were left out.
        rejected: How many rows could not be used.
        rejects: The first hundred of them.
    """

    kind: FileKind
    rows: int = 0
    skipped: int = 0
    unclear_days: int = 0
    rejected: int = 0

    def __init__(self, kind: FileKind, today: date) -> None:
        self.kind = kind
        self._today = today
        self._rejects: list[RejectedRow] = []

    @property
    def rejects(self) -> list[RejectedRow]:
        """The first hundred invalid rows."""
        return self._rejects

    @property
    def line(self) -> int:
        """The line, or the number from 1, of the present record."""
        return self.rows

    def close(self) -> None:
        """Close the file; what is held in memory needs no closing."""

    def __iter__(self) -> Iterator[Row]:
        """The usable rows, read once."""
        for record in self._records():
            self.rows += 1
            try:
                row = self._row(record)
                if row is None:
                    self.skipped += 1
                    continue
                self.require_usable(row)
            except InvalidInput as error:
                self.reject(self.line, self._label(record), error.message)
                continue
            yield row

    def _records(self) -> Iterator[Record]:
        """What the file holds, in its order."""
        raise NotImplementedError

    def _row(self, record: Record) -> Row | None:
        """The row that a record stands for, None to pass it over.

        Raises:
            InvalidInput: The record cannot be used.
        """
        raise NotImplementedError

    def _label(self, record: Record) -> str:
        """What shows a person which record was rejected."""
        raise NotImplementedError

    def reject(self, line: int, value: str, reason: Message) -> None:
        """Note that a row is invalid."""
        self.rejected += 1
        if len(self._rejects) < REJECTED_ROWS_KEPT:
            self._rejects.append(RejectedRow(line, shorten(value), reason))

    def require_usable(self, row: Row) -> None:
        """Check what every row has to be.

        Raises:
            InvalidInput: A text is too long, or the sale is in the future.
        """
        if isinstance(row, EvidenceRow):
            texts = (("offer", row.offer, NAME_LENGTH), ("name", row.partner, NAME_LENGTH))
            if row.day is not None and row.day > self._today:
                raise InvalidInput(say("the date is in the future"), field="date")
        elif isinstance(row, FoundPartner):
            texts = (("name", row.name, NAME_LENGTH), ("city", row.city, CELL_LENGTH))
        else:
            texts = (("name", row.name, NAME_LENGTH), ("name", row.domain, NAME_LENGTH))
        for column, text, limit in texts:
            problem = exceeds_length(column, text, limit)
            if problem is not None:
                raise InvalidInput(problem)


def optional_tenant(text: str) -> str:
    """A tenant ID, "" where there is none.

    Raises:
        InvalidInput: It is something else.
    """
    return tenant_id(text) if text else ""
