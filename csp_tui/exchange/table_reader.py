"""A delimited file as rows: columns found by name, each row with the line it begins on."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
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
        key: The wanted column that every row needs, and that a rejected row is quoted with.

    Attributes:
        line: The line of the file that the present row begins on, from 1.
        rejected: How many rows were rejected.
        rejects: The first hundred of them.
        named: Tenant IDs that rejected rows contain.
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
        self._lines_again = 0
        self._source = open_source(source)
        self.bytes_total = self._source.size
        self._lines = LineSource(self._source)
        try:
            self._read_header(columns, mapping or {})
        except BaseException:
            self.close()
            raise

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file were read so far."""
        return self._lines.bytes_read

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
        """Note that the present row cannot be used.

        Args:
            value: The cell that is wrong, as it was read.
            reason: What is wrong with it.

        Raises:
            InvalidInput: None of the first thousand rows can be used, so the file is another one
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
                "None of the first {rows} rows of {path} can be used, so reading stopped. "
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
            InvalidInput: The system could not read on, none of the first rows can be used, or two
                columns with the same title differ.
        """
        lines, pick, key, width = self._lines, self._pick, self._key, self._width
        done = self._skipped + self._reader.line_num
        while True:
            reader = self._reader
            try:
                for row in reader:
                    self._row = row
                    self.line = done + 1
                    done = self._skipped + reader.line_num
                    if done > self.line and (resume := self._repair(done)):
                        done = resume
                        break
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
                else:
                    self.close()
                    return
            except csv.Error:
                self.line = done + 1
                done = self._skipped + reader.line_num
                if done > self.line and (resume := self._repair(done)):
                    done = resume
                else:
                    reason = say("A cell of this row is too long.")
                    self._reject_row("", reason, self._lines_of_row(done))

    def _read_header(self, columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
        self._batches = self._lines.batches()
        beginning = self._beginning()
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

    def _beginning(self) -> list[str]:
        """The lines among which the header is, the same however the file comes in portions."""
        self._recent: deque[tuple[int, list[str]]] = deque()
        lines: list[str] = []
        characters = 0
        while len(lines) < WINDOW_LINES and characters < WINDOW_CHARACTERS:
            batch = next(self._batches, None)
            if batch is None:
                break
            self._recent.append((len(lines) + 1, batch))
            lines += batch
            characters += sum(map(len, batch))
        before = accumulate(map(len, lines), initial=0)
        return [
            line
            for line, characters in zip(lines[:WINDOW_LINES], before, strict=False)
            if characters < WINDOW_CHARACTERS
        ]

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
        """Yield lines and keep those of the current row, in case it has to be split."""
        number = 1
        for number, batch in list(self._recent):
            yield from batch[max(0, start - number) :]
            number += len(batch)
        for batch in self._batches:
            while self._recent and _end(self._recent[0]) <= self.line:
                self._recent.popleft()
            self._recent.append((number, batch))
            number += len(batch)
            yield from batch

    def _read_from(self, line: int) -> None:
        self._skipped = line - 1
        self._reader = csv.reader(self._lines_from(line), delimiter=self._delimiter)

    def _repair(self, done: int) -> int:
        """Find out whether a row of several lines is really a quote that was never closed.

        If so, its first line is rejected and the others are read again.

        Args:
            done: The line the row ended on.

        Returns:
            The line after which reading continues, 0 if the row is valid.
        """
        first, *inside = self._lines_of_row(done)
        if not any(map(self._is_row, inside)):
            return 0
        self._lines_again += len(inside)
        is_last_time = self._lines_again > _MOST_LINES_AGAIN
        reason = say("A quotation mark in this row is never closed.")
        self._reject_row("", reason, [first, *inside] if is_last_time else [first])
        if is_last_time:
            return done
        self._read_from(self.line + 1)
        return self.line

    def _lines_of_row(self, done: int) -> list[str]:
        """The lines of the present row, which ended on line ``done``."""
        return [
            line
            for number, batch in self._recent
            if number <= done
            for line in batch[max(0, self.line - number) : max(0, done + 1 - number)]
        ]

    def _is_row(self, line: str) -> bool:
        try:
            row = next(csv.reader([line], delimiter=self._delimiter))
            if self._key_field != "tenant_id":
                return len(row) == self._width and bool(row[self._key].strip())
            tenant_id(row[self._key])
        except (csv.Error, IndexError, InvalidInput):
            return False
        return len(row) <= self._width


def _end(batch: tuple[int, list[str]]) -> int:
    return batch[0] + len(batch[1])


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
