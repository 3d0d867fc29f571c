"""The partner directory as a CSV file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from operator import ne
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import are_stored_tenant_ids, tenant_id
from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.limits import (
    CELL_LENGTH,
    DIRECTORY_ROWS,
    DISTINCT_VALUES,
    NAME_LENGTH,
    VALUES_PER_CELL,
    exceeds_length,
)
from csp_tui.domain.partner import (
    VALUE_SEPARATOR,
    Partner,
    PartnerColumns,
    PartnerType,
    parted,
)
from csp_tui.domain.wording import Message, quoted, say, say_n
from csp_tui.exchange.cell_memo import CellMemo
from csp_tui.exchange.cells import several, shorten, tidy, tidy_all
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.header import column
from csp_tui.exchange.table_reader import TableReader

_COLUMNS = (
    column("tenant_id", required=True),
    column("name", required=True),
    column("country", required=True),
    *map(column, ("competencies", "skills", "type", "mpn_id", "city")),
)
_MOST_LISTS = 25_000
_MOST_CODES = 5_000
"""Cells with lists, and with a country or a type, that are remembered as long as they repeat."""
# Nil is left to the slow path, which knows what to say about it.
_STORED_GUID = re.compile(
    r"(?!0{8}-0{4}-0{4}-0{4}-0{12})[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_TYPES = {
    PartnerType.DIRECT_BILL: (
        "direct bill",
        "direct",
        "direct bill partner",
        "direct billing partner",
        "partenaire de facturation directe",
    ),
    PartnerType.INDIRECT_PROVIDER: (
        "indirect provider",
        "indirect provider distributor",
        "distributor",
        "fournisseur indirect",
        "fournisseur indirect distributeur",
    ),
    PartnerType.INDIRECT_RESELLER: ("indirect reseller", "revendeur indirect"),
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names}


class PartnerFileReader(Closing):
    """Reads partners from a directory file one by one or in batches, however many there are.

    Duplicates are handed out as they come. A country is taken in the shape of ISO 3166-1 alpha-2
    without looking it up, as a partner may sit in a market that the CSP program's table lacks. A
    partner type that is not known becomes None and counts as cleaned.

    Args:
        source: A path, or a binary stream, which stays open.
        mapping: Titles or numbers of columns by field, of ``DIRECTORY_FIELDS``.

    Attributes:
        cleaned: How many cells of the partners so far were changed by cleaning.

    Raises:
        InvalidInput: The file cannot be read or its header cannot be used; while iterating, the
            system could not read on, or two columns with the same title differ.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | IO[bytes],
        *,
        mapping: Mapping[str, str] | None = None,
    ) -> None:
        self.cleaned = 0
        self._partners = 0
        self._is_passed_over = False
        self._table = TableReader(source, columns=_COLUMNS, mapping=mapping)
        self._values: set[str] = set()
        self._competencies = CellMemo(partial(self._list, "competencies"), _MOST_LISTS)
        self._skills = CellMemo(partial(self._list, "skills"), _MOST_LISTS)
        self._countries = CellMemo(_country, _MOST_CODES)
        self._types = CellMemo(_type, _MOST_CODES)

    @property
    def line(self) -> int:
        """The line the present partner begins on, the header being line 1."""
        return self._table.line

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file were read so far."""
        if self._is_passed_over and self.bytes_total is not None:
            return self.bytes_total
        return self._table.bytes_read

    @property
    def bytes_total(self) -> int | None:
        """The size of the file, None where it is not known, as on standard input."""
        return self._table.bytes_total

    @property
    def rejected(self) -> int:
        """How many rows were rejected so far."""
        return self._table.rejected

    @property
    def rejects(self) -> list[RejectedRow]:
        """The first 100 of the invalid rows."""
        return self._table.rejects

    @property
    def named(self) -> Set[str]:
        """Tenant IDs that the invalid rows so far contain."""
        return self._table.named

    @property
    def digest(self) -> str:
        """The digest of what was read so far."""
        return self._table.digest

    def digest_ahead(self) -> str:
        """The digest of the whole file before it is read, "" where it can be read only once.

        Raises:
            InvalidInput: The system could not read it.
        """
        return self._table.digest_ahead()

    def skip_reading(self, cleaned: int, rejected: int, rejects: Sequence[RejectedRow]) -> None:
        """Skip reading a file whose digest is that of an earlier one."""
        self.cleaned = cleaned
        self._table.rejected = rejected
        self._table.rejects = list(rejects)
        self._is_passed_over = True

    def close(self) -> None:
        """Close the file; a stream that was given stays open."""
        self._table.close()

    def __iter__(self) -> Iterator[Partner]:
        """The partners of the file, in its order."""
        return self._each(self._table)

    def batches(self) -> Iterator[PartnerColumns]:
        """The same partners, some hundred at a time."""
        for rows, cells in self._table.batches():
            columns = None if cells is None else self._sound(cells)
            if columns is None:
                columns = PartnerColumns.of(self._each(rows))
            else:
                self._table.accept(len(columns.names))
            if columns.names:
                yield columns

    def _sound(self, cells: Sequence[tuple[str, ...]]) -> PartnerColumns | None:
        """Make of rows what ``_each`` does, column by column; None where it might reject one."""
        tenants, names, countries, competencies, skills, types, mpn_ids, cities = cells
        if not are_stored_tenant_ids(tenants) or self._partners + len(tenants) > DIRECTORY_ROWS:
            return None
        tidied = [tidy_all(column) for column in (names, mpn_ids, cities)]
        limits = (NAME_LENGTH, CELL_LENGTH, CELL_LENGTH)
        if not all(tidied[0]) or any(
            max(map(len, texts)) > limit for texts, limit in zip(tidied, limits, strict=True)
        ):
            return None
        codes, dirty_codes = self._countries.all(countries)
        if not all(codes):
            return None
        kinds, dirty_kinds = self._types.all(types)
        try:
            # Values of rows that are rejected do not count, so this is the last of the checks.
            earned, dirty_earned = self._competencies.all(competencies)
            skilled, dirty_skilled = self._skills.all(skills)
        except _UnusableCell:
            return None
        self._partners += len(tenants)
        self.cleaned += dirty_codes + dirty_kinds + dirty_earned + dirty_skilled
        for texts, untidy in zip(tidied, (names, mpn_ids, cities), strict=True):
            self.cleaned += sum(map(ne, texts, untidy))
        return PartnerColumns(
            tenants,
            tidied[0],
            codes,
            earned,
            skilled,
            [kind or None for kind in kinds],
            tidied[1],
            tidied[2],
        )

    def _each(self, rows: Iterable[tuple[str, ...]]) -> Iterator[Partner]:
        """Check and clean rows one by one."""
        is_stored_guid = _STORED_GUID.fullmatch
        countries, types = self._countries.one, self._types.one
        for tenant, name, country, competencies, skills, kind, mpn_id, city in rows:
            cleaned = 0
            if not is_stored_guid(tenant):
                try:
                    stored = tenant_id(tidy(tenant))
                except InvalidInput as error:
                    self._table.reject(tenant, error.message)
                    continue
                cleaned += tidy(tenant) != tenant
                tenant = stored
            tidied = tidy(name)
            if tidied != name:
                cleaned += 1
            if not tidied:
                self._table.reject(name, say("The partner has no name."))
                continue
            if len(tidied) > NAME_LENGTH:
                self._reject_long("name", tidied, NAME_LENGTH)
                continue
            code, was_dirty = countries(country)
            if not code:
                self._table.reject(country, _no_country(country))
                continue
            cleaned += was_dirty
            try:
                wrong = competencies
                earned, was_dirty = self._competencies.one(wrong)
                cleaned += was_dirty
                wrong = skills
                skilled, was_dirty = self._skills.one(wrong)
                cleaned += was_dirty
            except _UnusableCell as error:
                self._table.reject(wrong, error.reason)
                continue
            taking_part, was_dirty = types(kind)
            cleaned += was_dirty
            if mpn_id:
                mpn_id, was_dirty = _tidied(mpn_id)
                cleaned += was_dirty
            if city:
                city, was_dirty = _tidied(city)
                cleaned += was_dirty
            if len(mpn_id) > CELL_LENGTH or len(city) > CELL_LENGTH:
                column, text = ("city", city) if len(city) > CELL_LENGTH else ("mpn_id", mpn_id)
                self._reject_long(column, text, CELL_LENGTH)
                continue
            self._partners += 1
            if self._partners > DIRECTORY_ROWS:
                raise _too_many_rows()
            self.cleaned += cleaned
            yield Partner(
                tenant,
                tidied,
                code,
                parted(earned),
                parted(skilled),
                PartnerType(taking_part) if taking_part else None,
                mpn_id,
                city,
            )

    def _list(self, column: str, cell: str) -> tuple[str, bool]:
        text, was_dirty = _tidied(cell)
        values = several(text)
        if len(values) > VALUES_PER_CELL:
            raise _UnusableCell(_too_many_values(column, len(values)))
        for value in values:
            if problem := exceeds_length(column, value, CELL_LENGTH):
                raise _UnusableCell(problem)
        self._values.update(map(str.casefold, values))
        if len(self._values) > DISTINCT_VALUES:
            raise _too_many_distinct()
        return VALUE_SEPARATOR.join(values), was_dirty

    def _reject_long(self, column: str, text: str, limit: int) -> None:
        problem = exceeds_length(column, text, limit)
        assert problem is not None
        self._table.reject(text, problem)


class _UnusableCell(Exception):
    """A cell is too long or holds too much."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _too_many_values(column: str, values: int) -> Message:
    return say_n(
        "The column {column} has {values} values; at most {count} is allowed.",
        "The column {column} has {values} values; at most {count} are allowed.",
        VALUES_PER_CELL,
        column=column,
        values=values,
    )


def _too_many_distinct() -> InvalidInput:
    return InvalidInput(
        say(
            "The file has more than {limit} different competencies and skills.",
            limit=DISTINCT_VALUES,
        ),
        say("Check that the columns competencies and skills hold what their names say."),
        field="file",
    )


def _too_many_rows() -> InvalidInput:
    return InvalidInput(
        say("The file has more than {limit} partners.", limit=DIRECTORY_ROWS),
        say("Leave out the partners that you don't need, then import the file again."),
        field="file",
    )


def _country(cell: str) -> tuple[str, bool]:
    """The country code of a cell, "" if it is not one."""
    text, was_dirty = _tidied(cell)
    return text.upper() if _COUNTRY.fullmatch(text) else "", was_dirty


def _type(cell: str) -> tuple[str, bool]:
    """The value of the partner type that a cell names, "" if it names none."""
    text, was_dirty = _tidied(cell)
    words = " ".join(re.sub(r"[^\w]|_", " ", text.casefold()).split())
    kind = _TYPE_OF.get(words)
    return kind.value if kind else "", was_dirty or (bool(words) and kind is None)


def _tidied(cell: str) -> tuple[str, bool]:
    text = tidy(cell)
    return text, text != cell


def _no_country(cell: str) -> Message:
    if not cell.strip():
        return say("The partner has no country.")
    return say(
        "{value} is not a two-letter country code (ISO 3166-1 alpha-2).",
        value=quoted(shorten(cell)),
    )
