"""The header of a delimited file: what comes before it, and which column holds what."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Listed, Message, quoted, say, say_n
from csp_tui.exchange.cells import shorten, tidy

DELIMITERS = (",", ";", "\t")
WINDOW_LINES = 50
WINDOW_CHARACTERS = 1 << 20
"""How much of a file the header is looked for in."""
_CANDIDATES = 20
"""Lines that may be the header; above it stand a title and a few notes at most."""
_QUOTED_COLUMNS = 12
_QUOTED_CHARACTERS = 40
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>[,;\t])"?[,;\t]*', re.IGNORECASE)
_JSON = re.compile(r"""\s*(\{|\[|"[^"]*"\s*:)""")
_TYPE_LINE = re.compile(r'"?#TYPE\b', re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s._-]+")
_CUSTOMER_IDS = frozenset({"microsoftid", "customerid"})
_CUSTOMER_FACTS = ("domain", "relationship")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a reader looks for.

    Attributes:
        field: What it holds, as ``--map`` names it.
        title: What files of this program call it.
        titles: All its titles, the one that is preferred first.
        required: Whether a file without it is of no use.
    """

    field: str
    title: str
    titles: tuple[str, ...]
    required: bool = False


class UnusableHeader(InvalidInput):
    """The header of a file names no column for something that is needed.

    Attributes:
        columns: The titles of its columns, as they are written.
        fields: What is needed and has no column: its field and the title it would have.
    """

    def __init__(
        self,
        message: Message,
        next_step: Message,
        *,
        columns: Sequence[str] = (),
        fields: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message, next_step, field="file")
        self.columns = tuple(columns)
        self.fields = tuple(fields)


def column(field: str, *titles: str, title: str = "", required: bool = False) -> Column:
    """Describe a column; without titles it is called what its field is called."""
    titles = titles or (field,)
    return Column(field, title or titles[0], titles, required)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file.

    Attributes:
        line: The line it begins on, from 1.
        delimiter: What separates the cells.
        cells: Its cells as they are written.
        places: The positions of each field's columns, from 0; several where their titles are
            alike.
    """

    line: int
    delimiter: str
    cells: Sequence[str]
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def name(self, place: int) -> Message:
        """A column by its title and its number, which distinguishes columns with the same name."""
        return say(
            "{title} (column {number})", title=quoted(_short(self.cells[place])), number=place + 1
        )


def find_header(
    lines: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str], path: object
) -> Header:
    """Find the header of a file and its columns.

    A leading ``sep=`` line, ``#TYPE`` line, blank lines and title lines are passed over: a title
    has fewer cells than the header.

    Args:
        lines: The beginning of the file.
        columns: The columns that are wanted.
        mapping: Column titles or numbers by field, which override the titles.
        path: The name of the file, for messages.

    Raises:
        InvalidInput: There is no usable header; its columns are quoted. Or the file is a list of
            customers, and ``mapping`` does not say which column to take.
    """
    required = [wanted for wanted in columns if wanted.required]
    start, delimiters = _beginning(lines)
    best = Header(start + 1, ",", ())
    for candidate in _candidates(lines, start, delimiters):
        found = _with_places(candidate, columns, mapping)
        if "tenant_id" not in mapping and _is_customer_list(found.cells):
            raise _customers(path, found.cells)
        missing = [wanted for wanted in required if wanted.field not in found.places]
        if not missing and mapping.keys() <= found.places.keys():
            if _has_only_titles_above(lines, start, found):
                return found
            continue
        if (len(found.places), len(found.cells)) > (len(best.places), len(best.cells)):
            best = found
    raise _unusable(best, columns, mapping, path)


def possible_headers(lines: Sequence[str]) -> Iterator[Header]:
    """The lines that may be the header of a table, each with the separators that it may have.

    Args:
        lines: The beginning of the file.
    """
    start, delimiters = _beginning(lines)
    yield from _candidates(lines, start, delimiters)


def _beginning(lines: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Where the first line with content is, and the separators to try, the declared one first."""
    delimiters: tuple[str, ...] = DELIMITERS
    for index, line in enumerate(lines):
        text = line.strip()
        declared = _SEPARATOR_LINE.fullmatch(line.strip("\r\n "))
        if declared is not None:
            separator = declared["separator"]
            delimiters = (separator, *(other for other in DELIMITERS if other != separator))
        elif text.strip(',;"\t ') and not _TYPE_LINE.match(text):
            return index, delimiters
    return len(lines), delimiters


def _candidates(lines: Sequence[str], start: int, delimiters: Sequence[str]) -> Iterator[Header]:
    """The lines that may be the header, each with the separators that it may have."""
    for place in range(start, min(start + _CANDIDATES, len(lines))):
        if not lines[place].strip():
            continue
        for delimiter in delimiters:
            cells = first_row(lines[place:], delimiter)
            if any(map(str.strip, cells)):
                yield Header(place + 1, delimiter, cells)


def first_row(lines: Sequence[str], delimiter: str) -> list[str]:
    """The cells of the first row, none where it is broken."""
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _with_places(header: Header, columns: Sequence[Column], mapping: Mapping[str, str]) -> Header:
    by_key: dict[str, list[int]] = {}
    for index, cell in enumerate(header.cells):
        by_key.setdefault(_key(cell), []).append(index)
    places: dict[str, tuple[int, ...]] = {}
    for wanted in columns:
        title = mapping.get(wanted.field)
        titles = wanted.titles if title is None else (title,)
        found = next((by_key[_key(name)] for name in titles if _key(name) in by_key), None)
        if found is not None:
            places[wanted.field] = tuple(found)
        elif title is not None and title.isdecimal() and 0 < int(title) <= len(header.cells):
            places[wanted.field] = (int(title) - 1,)
    return Header(header.line, header.delimiter, header.cells, places)


def _has_only_titles_above(lines: Sequence[str], start: int, header: Header) -> bool:
    size = _filled(header.cells)
    return all(
        _filled(first_row([line], header.delimiter)) < max(size, 2)
        for line in lines[start : header.line - 1]
    )


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _key(title: str) -> str:
    """A title without its case, spaces, dots, dashes and underscores."""
    return _BETWEEN_WORDS.sub("", tidy(title).casefold())


def _is_customer_list(cells: Sequence[str]) -> bool:
    keys = set(map(_key, cells))
    return bool(keys & _CUSTOMER_IDS) and any(
        fact in key for key in keys for fact in _CUSTOMER_FACTS
    )


def _customers(path: object, cells: Sequence[str]) -> InvalidInput:
    return UnusableHeader(
        say(
            "{path} is a list of customers, not of partners. Its columns are: {columns}.",
            path=path,
            columns=_listed(cells),
        ),
        say(
            "Select a list of CSP partners. If this is one, name the column with the "
            "partners' tenant IDs on the command line: --map COLUMN=tenant_id."
        ),
        columns=cells,
        fields=[("tenant_id", "tenant_id")],
    )


def _unusable(
    header: Header, columns: Sequence[Column], mapping: Mapping[str, str], path: object
) -> InvalidInput:
    for name, title in mapping.items():
        if name not in header.places:
            return InvalidInput(
                say(
                    "{path} has no column {title}. Its columns are: {columns}.",
                    path=path,
                    title=quoted(_short(title)),
                    columns=_listed(header.cells),
                ),
                say("Use --map with one of these columns, or with its number."),
                field="map",
            )
    missing = [
        wanted for wanted in columns if wanted.required and wanted.field not in header.places
    ]
    if _JSON.match(header.cells[0] if header.cells else ""):
        step = say(
            "It looks like JSON. Import files of Microsoft with “csp-tui evidence import FILE”, or "
            "on screen with Import from Microsoft."
        )
    elif len(header.cells) == 1 and any(sign in header.cells[0] for sign in DELIMITERS):
        step = say(
            "The whole header is in quotation marks, so it counts as one column. Save the file "
            "again with one column for each value."
        )
    else:
        step = say(
            "The header has to name {columns}. Rename a column in the file, or name it on the "
            "command line: --map COLUMN={field}.",
            columns=_needed(columns),
            field=missing[0].field,
        )
    return UnusableHeader(
        say_n(
            "{path} has no column {missing}. Its columns are: {columns}.",
            "{path} lacks the columns {missing}. Its columns are: {columns}.",
            len(missing),
            path=path,
            missing=", ".join(wanted.title for wanted in missing),
            columns=_listed(header.cells),
        ),
        step,
        columns=header.cells,
        fields=[(wanted.field, wanted.title) for wanted in missing],
    )


def _needed(columns: Sequence[Column]) -> Message:
    """The columns that a file needs, and those that it may have."""
    needed = [wanted.title for wanted in columns if wanted.required]
    optional = [wanted.title for wanted in columns if not wanted.required]
    if not optional:
        return say("{names}", names=", ".join(needed))
    return say(
        "{needed} (optional: {optional})",
        needed=", ".join(needed),
        optional=", ".join(optional),
    )


def _listed(cells: Sequence[str]) -> Listed:
    named = [quoted(_short(cell)) for cell in cells if cell.strip()]
    more = len(named) - _QUOTED_COLUMNS
    if more > 0:
        rest = say_n("and {count} more", "and {count} more", more)
        return Listed((*named[:_QUOTED_COLUMNS], rest))
    return Listed(tuple(named))


def _short(text: str) -> str:
    return shorten(text, _QUOTED_CHARACTERS)
