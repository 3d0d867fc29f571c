"""A delimited file as rows: columns found by name, each row with the line it begins on."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.intake import Reject
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.exchange.cells import shorten
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.lines import TOO_LONG, UNDECODABLE, LineSource, not_text
from csp_tui.exchange.sources import open_source

_DELIMITERS = (",", ";", "\t")
# Taking a broken row apart costs reading its lines again, which a hostile file must not overdo.
_MOST_LINES_AGAIN = 1_000_000


class TableReader(Closing):
    """Reads the wanted columns of a CSV file, row by row, in memory that does not grow.

    The header row decides between comma, semicolon and tab. Columns may stand in any order and
    letter case, others are ignored, blank rows are passed over. A row that is broken in itself is
    rejected here; what the cells mean is the caller's to check and ``reject``.

    Args:
        source: A path, or a binary stream, which stays open.
        columns: The wanted columns in the order the cells come out, each with its other names.
        required: Those without which the file is of no use.
        key: The column that holds the tenant ID.
        most_rejects: How many rejects are kept; None keeps all.

    Attributes:
        line: The line the present row begins on, the header being line 1.
        rejected: How many rows were rejected.
        rejects: The first of them.
        bytes_total: The size of the file, None where it is not known.

    Raises:
        InvalidInput: The file cannot be read or its header cannot be used.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | IO[bytes],
        *,
        columns: Mapping[str, Sequence[str]],
        required: Sequence[str],
        key: str = "tenant_id",
        most_rejects: int | None = None,
    ) -> None:
        self.line = 1
        self.rejected = 0
        self.rejects: list[Reject] = []
        self._most_rejects = most_rejects
        self._lines_again = 0
        self._source = open_source(source)
        self.bytes_total = self._source.size
        self._lines = LineSource(self._source)
        try:
            self._read_header(columns, required, key)
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
        """
        self.rejected += 1
        if self._most_rejects is None or len(self.rejects) < self._most_rejects:
            self.rejects.append(Reject(self.line, shorten(value), reason))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The wanted cells of each sound row, "" where a row or the file has none.

        Raises:
            InvalidInput: The system could not read on.
        """
        lines, pick, key, width = self._lines, self._pick, self._key, self._width
        done = self._skipped + self._reader.line_num
        while True:
            reader = self._reader
            try:
                for row in reader:
                    self.line = done + 1
                    done = self._skipped + reader.line_num
                    if done > self.line and (resume := self._repair(done)):
                        done = resume
                        break
                    if len(row) < width:
                        row.extend([""] * (width - len(row)))
                    elif len(row) > width:
                        if any(map(str.strip, row[width:])):
                            self.reject(row[key], _too_many(len(row), width))
                            continue
                        del row[width:]
                    # Columns that the file lacks are picked from a cell after the last.
                    row.append("")
                    cells = pick(row)
                    if lines.damaged and (damage := _damage([*cells, row[0]])):
                        self.reject(row[key], damage)
                        continue
                    if not row[key].strip() and not any(map(str.strip, row)):
                        continue
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
                    self.reject("", say("A cell of this row is too long."))

    def _read_header(
        self, columns: Mapping[str, Sequence[str]], required: Sequence[str], key: str
    ) -> None:
        self._batches = self._lines.batches()
        first = next(self._batches, [])
        self._recent = deque([(1, first)])
        best: dict[str, int] = {}
        names: list[str] = []
        delimiter = ","
        for candidate in _DELIMITERS:
            cells = _header_cells(first, candidate)
            found = _find_columns(cells, columns)
            if (len(found), len(cells)) > (len(best), len(names)):
                best, names, delimiter = found, cells, candidate
        missing = [name for name in required if name not in best]
        if missing:
            raise self._unusable(first, names, columns, missing)
        self._width = len(names)
        self._pick = itemgetter(*(best.get(name, self._width) for name in columns))
        self._key = best[key]
        self._delimiter = delimiter
        self._read_from(1)
        while not any(map(str.strip, next(self._reader))):
            pass

    def _unusable(
        self,
        lines: list[str],
        names: list[str],
        columns: Mapping[str, Sequence[str]],
        missing: list[str],
    ) -> InvalidInput:
        path = self._source.name
        wanted = ", ".join((columns[name][0] if columns[name] else name) for name in columns)
        if not any(map(str.strip, lines)):
            return InvalidInput(
                say("{path} is empty.", path=path),
                say("The first row has to name the columns: {columns}.", columns=wanted),
                field="file",
            )
        if _damage(names):
            return not_text(self._source)
        lacking = ", ".join((columns[name][0] if columns[name] else name) for name in missing)
        return InvalidInput(
            say_n(
                "The first row of {path} has no column {missing}.",
                "The first row of {path} lacks the columns {missing}.",
                len(missing),
                path=path,
                missing=lacking,
            ),
            say("The first row has to name the columns: {columns}.", columns=wanted),
            field="file",
        )

    def _lines_from(self, start: int) -> Iterator[str]:
        """Hand out lines and keep those of the present row, in case it has to be taken apart."""
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
            The line after which reading goes on, 0 where the row is what it seems.
        """
        inside = [
            line
            for number, batch in self._recent
            if number <= done
            for line in batch[max(0, self.line + 1 - number) : max(0, done + 1 - number)]
        ]
        if not any(map(self._is_row, inside)):
            return 0
        self.reject("", say("A quotation mark in this row is never closed."))
        self._lines_again += len(inside)
        if self._lines_again > _MOST_LINES_AGAIN:
            return done
        self._read_from(self.line + 1)
        return self.line

    def _is_row(self, line: str) -> bool:
        try:
            row = next(csv.reader([line], delimiter=self._delimiter))
            tenant_id(row[self._key])
        except (csv.Error, IndexError, InvalidInput):
            return False
        return len(row) <= self._width


def _end(batch: tuple[int, list[str]]) -> int:
    return batch[0] + len(batch[1])


def _header_cells(lines: list[str], delimiter: str) -> list[str]:
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if any(map(str.strip, row)):
                return row
    except csv.Error:
        pass
    return []


def _find_columns(cells: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    names: dict[str, int] = {}
    for index, cell in enumerate(cells):
        names.setdefault("_".join(cell.casefold().replace("-", " ").split()), index)
    found = {}
    for column, others in columns.items():
        for name in (column, *others):
            if name.casefold() in names:
                found[column] = names[name.casefold()]
                break
    return found


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
