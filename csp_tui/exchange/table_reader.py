"""A delimited file as rows: columns found by name, each row with the line it begins on."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import tenant_id, tenant_ids_in
from csp_tui.domain.import_rows import REJECTED_ROWS_KEPT, RejectedRow
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.exchange.cells import shorten, tidy
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.header import (
    WINDOW_CHARACTERS,
    WINDOW_LINES,
    Column,
    find_header,
    first_row,
)
from csp_tui.exchange.lines import LONGEST_LINE, TOO_LONG, UNDECODABLE, LineSource, not_text
from csp_tui.exchange.recent_lines import RecentLines
from csp_tui.exchange.row_batches import ROWS_AT_MOST, RowBatch, columns_of_rows, rows_of_lines
from csp_tui.exchange.sources import open_source

# Taking a broken row apart costs reading its lines again, which a hostile file must not overdo.
_MOST_LINES_AGAIN = 1_000_000
UNUSABLE_ROWS = 1_000
"""Rows after which reading stops where none so far can be used."""


class TableReader(Closing):
    """Reads the wanted columns of a CSV file, row by row, in memory that does not grow.

    The header decides between comma, semicolon and tab; see ``header`` for what may stand above
    it. Columns may stand in any order and letter case, others are ignored, blank rows are passed
    over. A row that is broken in itself is rejected here; what the cells mean is the caller's to
    check and ``reject``.

    Args:
        source: A path, or a binary stream, which stays open.
        columns: The wanted columns in the order the cells come out.
        mapping: Titles or numbers of columns by field, instead of those that ``columns`` names.
        key: The wanted column that every row needs, and that an invalid row is quoted with.

    Attributes:
        line: The line of the file that the present row begins on, from 1.
        rejected: How many rows were rejected.
        rejects: The first hundred of them.
        named: Tenant IDs that invalid rows contain.
        titles: The title of each field's column as the file writes it.
        bytes_total: The size of the file, None where it is not known.

    Raises:
        InvalidInput: The file cannot be read or its header cannot be used.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | IO[bytes],
        *,
        columns: Sequence[Column],
        mapping: Mapping[str, str] | None = None,
        key: str = "tenant_id",
    ) -> None:
        self.line = 1
        self._key_field = key
        self.named: set[str] = set()
        self._row: list[str] = []
        self.rejected = 0
        self.rejects: list[RejectedRow] = []
        self._rows = 0
        self._done = 0
        self._lines_again = 0
        self._source = open_source(source)
        self.bytes_total = self._source.size
        self._source_lines = LineSource(self._source)
        self._lines = RecentLines(self._source_lines.batches())
        try:
            self._read_header(columns, mapping or {})
        except BaseException:
            self.close()
            raise

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file were read so far."""
        return self._source_lines.bytes_read

    @property
    def digest(self) -> str:
        """The digest of what was read so far."""
        return self._source.digest.hexdigest()

    def digest_ahead(self) -> str:
        """The digest of the whole file before it is read, "" where it can be read only once.

        Raises:
            InvalidInput: The system could not read it.
        """
        return self._source.digest_ahead()

    def close(self) -> None:
        """Close the file; a stream that was given stays open."""
        self._source.close()

    def reject(self, value: str, reason: Message) -> None:
        """Note that the present row is invalid.

        Args:
            value: The cell that is wrong, as it was read.
            reason: What is wrong with it.

        Raises:
            InvalidInput: All of the first thousand rows are invalid, so the file is another one
                than was meant and reading on would be of no use.
        """
        self._reject(value, reason, self._row)

    def _reject_row(self, value: str, reason: Message, text: Iterable[str]) -> None:
        """Reject a row that is not handed out."""
        self._rows += 1
        self._reject(value, reason, text)

    def _reject(self, value: str, reason: Message, text: Iterable[str]) -> None:
        self.rejected += 1
        self.named.update(tenant_ids_in("\n".join(text)))
        if len(self.rejects) < REJECTED_ROWS_KEPT:
            self.rejects.append(RejectedRow(self.line, shorten(value), reason))
        if self.rejected == self._rows == UNUSABLE_ROWS:
            raise self._all_unusable()

    def _all_unusable(self) -> InvalidInput:
        first = self.rejects[0]
        return InvalidInput(
            say(
                "All of the first {rows} rows of {path} are invalid, so reading stopped. "
                "Line {line}: {reason}",
                rows=UNUSABLE_ROWS,
                path=self._source.name,
                line=first.line,
                reason=first.reason,
            ),
            say("Check that this is the right file and that its columns are named correctly."),
            field="file",
        )

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The wanted cells of each usable row, "" where a row or the file has none.

        Raises:
            InvalidInput: The system could not read on, all of the first rows are invalid, or two
                columns with the same title differ.
        """
        return self._usable(self._parsed(sys.maxsize))

    def batches(self) -> Iterator[RowBatch]:
        """The rows as they are read, some hundred at a time, which can be taken together.

        Each batch has to be taken before the next.

        Raises:
            InvalidInput: As when iterating over the rows, also from the rows of a batch.
        """
        while lines := self._lines.batch_at(self._done + 1, self.line, ROWS_AT_MOST):
            self.line = self._done + 1
            rows = rows_of_lines(lines, self._delimiter)
            if rows is None:
                self._read_from(self.line)
                yield RowBatch(self._usable(self._parsed(self._done + len(lines))), None)
            else:
                yield RowBatch(self._usable(self._numbered(rows)), self._columns(rows))
        self.close()

    def accept(self, rows: int) -> None:
        """Go past a batch whose columns were taken, all of its rows being usable.

        Args:
            rows: How many they are.
        """
        self._rows += rows
        self._done += rows

    def _columns(self, rows: list[list[str]]) -> Sequence[tuple[str, ...]] | None:
        if self._alike or self._source_lines.damaged:
            return None
        columns = columns_of_rows(rows, self._width)
        if columns is None:
            return None
        # Columns that the file lacks are picked from one after the last.
        picked: Sequence[tuple[str, ...]] = self._pick([*columns, ("",) * len(rows)])
        return picked

    def _numbered(self, rows: list[list[str]]) -> Iterator[list[str]]:
        """Rows of one line each, from the next line on."""
        for row in rows:
            self._row = row
            self._done += 1
            self.line = self._done
            yield row

    def _parsed(self, last: int) -> Iterator[list[str]]:
        """The rows up to the one that contains a line, those that the reader can take apart."""
        while self._done < last:
            reader = self._reader
            try:
                for row in reader:
                    self._row = row
                    self.line = self._done + 1
                    self._done = self._skipped + reader.line_num
                    if self._done > self.line and self._repair():
                        break
                    yield row
                    if self._done >= last:
                        return
                else:
                    self.close()
                    return
            except csv.Error:
                self.line = self._done + 1
                self._done = self._skipped + reader.line_num
                if self._done == self.line or not self._repair():
                    reason = say("A cell of this row is too long.")
                    self._reject_row("", reason, self._lines.between(self.line, self._done))

    def _usable(self, rows: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
        """The wanted cells of the rows that are not broken in themselves."""
        lines, pick, key, width = self._source_lines, self._pick, self._key, self._width
        for row in rows:
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif len(row) > width:
                if any(map(str.strip, row[width:])):
                    self._reject_row(row[key], _too_many(len(row), width), row)
                    continue
                del row[width:]
            # Columns that the file lacks are picked from a cell after the last.
            row.append("")
            cells = pick(row)
            if lines.damaged and (damage := _damage([*cells, row[0]])):
                self._reject_row(row[key], damage, row)
                continue
            if not row[key].strip() and not any(map(str.strip, row)):
                continue
            if self._alike:
                self._require_agreement(row)
                cells = pick(row)
            self._rows += 1
            yield cells

    def _read_header(self, columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
        beginning = self._lines.beginning(WINDOW_LINES, WINDOW_CHARACTERS)
        if not any(map(str.strip, beginning)):
            raise self._empty(columns)
        try:
            header = find_header(beginning, columns, mapping, self._source.name)
        except InvalidInput:
            if TOO_LONG in beginning[0]:
                raise self._header_too_long() from None
            if _damage(first_row(beginning, ",")):
                raise not_text(self._source) from None
            raise
        self._header = header
        width = self._width = len(header.cells)
        self.titles = {field: header.cells[places[0]] for field, places in header.places.items()}
        self._pick = itemgetter(
            *(header.places.get(column.field, (width,))[0] for column in columns)
        )
        self._alike = [places for places in header.places.values() if len(places) > 1]
        self._key = header.places[self._key_field][0]
        self._delimiter = header.delimiter
        self._read_from(header.line)
        next(self._reader)
        self._done = self._skipped + self._reader.line_num

    def _empty(self, columns: Sequence[Column]) -> InvalidInput:
        return InvalidInput(
            say("{path} is empty.", path=self._source.name),
            say(
                "The first row has to name the columns: {columns}.",
                columns=", ".join(column.title for column in columns),
            ),
            field="file",
        )

    def _header_too_long(self) -> InvalidInput:
        return InvalidInput(
            say(
                "The first line of {path} has more than {count} characters, so it cannot "
                "name columns.",
                path=self._source.name,
                count=LONGEST_LINE,
            ),
            say("Check that this is a CSV file with one row per line."),
            field="file",
        )

    def _require_agreement(self, row: list[str]) -> None:
        """Let like-named columns be one: what one of them lacks, another may have.

        Raises:
            InvalidInput: They hold different values, so that it is not clear which one is meant.
        """
        for places in self._alike:
            filled = [place for place in places if row[place].strip()]
            if not filled:
                continue
            first = filled[0]
            for other in filled[1:]:
                if _comparable(row[other]) != _comparable(row[first]):
                    raise InvalidInput(
                        say(
                            "The columns {first} and {second} of {path} differ in line {line}.",
                            first=self._header.name(first),
                            second=self._header.name(other),
                            path=self._source.name,
                            line=self.line,
                        ),
                        say(
                            "Delete one of them from the file, or use --map with the number of "
                            "the right one, such as --map {number}=tenant_id.",
                            number=other + 1,
                        ),
                        field="file",
                    )
            row[places[0]] = row[first]

    def _lines_from(self, start: int) -> Iterator[str]:
        while lines := self._lines.batch_at(start, self.line):
            start += len(lines)
            yield from lines

    def _read_from(self, line: int) -> None:
        self._skipped = line - 1
        self._reader = csv.reader(self._lines_from(line), delimiter=self._delimiter)

    def _repair(self) -> bool:
        """Find out whether a row of several lines is really a quote that was never closed.

        If so, its first line is rejected and the others are read again.

        Returns:
            False if the row is valid.
        """
        first, *inside = self._lines.between(self.line, self._done)
        if not any(map(self._is_row, inside)):
            return False
        self._lines_again += len(inside)
        is_last_time = self._lines_again > _MOST_LINES_AGAIN
        reason = say("A quotation mark in this row is never closed.")
        self._reject_row("", reason, [first, *inside] if is_last_time else [first])
        if not is_last_time:
            self._read_from(self.line + 1)
            self._done = self.line
        return True

    def _is_row(self, line: str) -> bool:
        try:
            row = next(csv.reader([line], delimiter=self._delimiter))
            if self._key_field != "tenant_id":
                return len(row) == self._width and bool(row[self._key].strip())
            tenant_id(row[self._key])
        except (csv.Error, IndexError, InvalidInput):
            return False
        return len(row) <= self._width


def _comparable(cell: str) -> str:
    return tidy(cell).strip("{} ").casefold()


def _damage(row: list[str]) -> Message | None:
    text = "".join(row)
    if TOO_LONG in text:
        return say("This row is too long.")
    if UNDECODABLE in text:
        return say("This row is not text in the encoding of the file; save the file as UTF-8.")
    if "\0" in text:
        return say("This row contains a NUL character, so the file is damaged here.")
    return None


def _too_many(cells: int, columns: int) -> Message:
    return say_n(
        "This row has {cells} cells, but the header names {count} column.",
        "This row has {cells} cells, but the header names {count} columns.",
        columns,
        cells=cells,
    )
