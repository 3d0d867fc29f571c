"""The partner directory as a CSV file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.limits import (
    CELL_LENGTH,
    DIRECTORY_ROWS,
    DISTINCT_VALUES,
    NAME_LENGTH,
    VALUES_PER_CELL,
    exceeds_length,
)
from csp_tui.domain.partner import Partner, PartnerType
from csp_tui.domain.wording import Message, quoted, say, say_n
from csp_tui.exchange.cells import several, shorten, tidy
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.header import column
from csp_tui.exchange.table_reader import TableReader

_COLUMNS = (
    column("tenant_id", required=True),
    column("name", required=True),
    column("country", required=True),
    *map(column, ("competencies", "skills", "type", "mpn_id", "city")),
)
# Directories repeat their lists; a file in which none repeats must not fill the memory.
_MOST_LISTS = 50_000
_TYPES_KEPT = 100
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
    """Reads partners from a directory file one by one, however many there are.

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
        self._is_passed_over = False
        self._table = TableReader(source, columns=_COLUMNS, mapping=mapping)
        self._lists: dict[str, tuple[tuple[str, ...], bool]] = {"": ((), False)}
        self._values: set[str] = set()
        self._countries: dict[str, str] = {}
        self._types: dict[str, tuple[PartnerType | None, bool]] = {"": (None, False)}

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
        """The first 100 of the rejected rows."""
        return self._table.rejects

    @property
    def named(self) -> Set[str]:
        """Tenant IDs that the rejected rows so far contain."""
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
        is_stored_guid = _STORED_GUID.fullmatch
        rows = 0
        lists, countries, types = self._lists, self._countries, self._types
        for tenant, name, country, competencies, skills, kind, mpn_id, city in self._table:
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
            code = countries.get(country) or self._country(country)
            if not code:
                self._table.reject(country, _no_country(country))
                continue
            if country not in countries:
                cleaned += tidy(country) != country
            try:
                wrong = competencies
                earned, was_dirty = lists.get(wrong) or self._list("competencies", wrong)
                cleaned += was_dirty
                wrong = skills
                skilled, was_dirty = lists.get(wrong) or self._list("skills", wrong)
                cleaned += was_dirty
            except _UnusableCell as error:
                self._table.reject(wrong, error.reason)
                continue
            taking_part, was_dirty = types.get(kind) or self._type(kind)
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
            rows += 1
            if rows > DIRECTORY_ROWS:
                raise _too_many_rows()
            self.cleaned += cleaned
            yield Partner(tenant, tidied, code, earned, skilled, taking_part, mpn_id, city)

    def _country(self, cell: str) -> str:
        text = tidy(cell)
        if not _COUNTRY.fullmatch(text):
            return ""
        if text == cell:
            self._countries[cell] = text.upper()
        return text.upper()

    def _list(self, column: str, cell: str) -> tuple[tuple[str, ...], bool]:
        if len(self._lists) >= _MOST_LISTS:
            self._lists.clear()
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
        found = self._lists[cell] = values, was_dirty
        return found

    def _reject_long(self, column: str, text: str, limit: int) -> None:
        problem = exceeds_length(column, text, limit)
        assert problem is not None
        self._table.reject(text, problem)

    def _type(self, cell: str) -> tuple[PartnerType | None, bool]:
        text, was_dirty = _tidied(cell)
        words = " ".join(re.sub(r"[^\w]|_", " ", text.casefold()).split())
        kind = _TYPE_OF.get(words)
        found = kind, was_dirty or (bool(words) and kind is None)
        if len(self._types) < _TYPES_KEPT:
            self._types[cell] = found
        return found


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
