"""Opens a file of Microsoft's: says what it is, then reads it as that."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import islice
from typing import IO, Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import TABLE_FIELDS, DayOrder, FileKind
from csp_tui.domain.identifiers import tenant_ids_in
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.exchange.cells import tidy
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.header import (
    WINDOW_CHARACTERS,
    WINDOW_LINES,
    Header,
    first_row,
    possible_headers,
)
from csp_tui.exchange.lines import LineSource
from csp_tui.exchange.microsoft.cells import domain_of
from csp_tui.exchange.microsoft.contents import FileContents
from csp_tui.exchange.microsoft.json_files import (
    PartnerRows,
    SubscriptionRows,
    kind_of_document,
    whole_documents,
)
from csp_tui.exchange.microsoft.json_stream import JsonStream
from csp_tui.exchange.microsoft.reading import RowReader
from csp_tui.exchange.microsoft.refusals import (
    incomplete_table,
    other_kind,
    unknown_json,
    unknown_table,
)
from csp_tui.exchange.microsoft.signatures import (
    TABLE_TITLES,
    Signature,
    compared,
    places_of,
    refused,
    signature_for,
    signature_of,
)
from csp_tui.exchange.microsoft.tables import TableRows
from csp_tui.exchange.sources import open_source
from csp_tui.i18n import render
from csp_tui.services.evidence_import import FileFacts

_PEEKED_VALUES = 20
_LARGEST_DOCUMENT = 1 << 26
"""Characters of a JSON file that is held whole; only lists of subscriptions may be longer."""
_SAMPLE = 40
_MOSTLY = 0.9
# IDs that look like tenant IDs and are those of records, customers or subscriptions.
_OTHER_IDS = re.compile(
    r"donotmodify|record|account|contact|owner|object|subscription|customer|billing|order|asset"
)
_TENANT_TITLE = "tenantid"


@dataclass(frozen=True, slots=True)
class Recognized:
    """What a file is taken for.

    Attributes:
        kind: What kind it is; None where its columns have to be named first.
        is_sure: Whether other files are unlikely to look like this.
        columns: The titles of a table's columns, empty for JSON.
        mapping: Of a table: the column's title, or its number from 1, by field.
        header: What a mapping of this table is remembered under, "" for JSON.
    """

    kind: FileKind | None
    is_sure: bool = True
    columns: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    header: str = ""


class EvidenceFile(Closing):
    """A file that is opened, recognized, and read as what it is.

    Args:
        source: A path, or a binary stream.

    Attributes:
        name: What people call it.

    Raises:
        InvalidInput: It cannot be read, or is recognized as a file that proves nothing.
    """

    def __init__(self, source: str | os.PathLike[str] | IO[bytes]) -> None:
        self._contents = FileContents(source)
        self.name = self._contents.name
        self._header: Header | None = None
        self._lines: list[str] = []
        try:
            self._is_json = self._contents.is_json()
            if not self._is_json:
                self._read_header()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._contents.close()

    def facts(self, recognized: Recognized) -> FileFacts:
        """What an import keeps of the file.

        Args:
            recognized: From ``recognize``; the columns of an unknown table are remembered.
        """
        is_table = recognized.kind is FileKind.TABLE
        return FileFacts(
            name=render(self.name) if isinstance(self.name, Message) else self.name,
            digest=self._contents.digest(),
            header=recognized.header,
            columns=dict(recognized.mapping) if is_table else None,
        )

    def recognize(
        self,
        kind: FileKind | None = None,
        mapping: Mapping[str, str] | None = None,
        remembered: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Recognized:
        """Say what the file is.

        Args:
            kind: What someone says that it is.
            mapping: Columns of an unknown table by field, as someone has named them.
            remembered: Mappings of earlier tables by their header.

        Raises:
            InvalidInput: It is recognized as a file that proves nothing, is no JSON that is known,
                or is not of the kind that was named.
        """
        if self._is_json:
            return self._recognize_json(kind)
        return self._recognize_table(kind, mapping or {}, remembered or {})

    def read(
        self,
        recognized: Recognized,
        *,
        order: DayOrder | None = None,
        domain: str = "",
        today: date,
    ) -> RowReader[Any]:
        """Read the file as what it was recognized as.

        Args:
            recognized: From ``recognize``.
            order: How dates are read that can mean two days.
            domain: The domain that an openid-configuration answer is about.
            today: The present day; later sales are rejected.

        Raises:
            InvalidInput: Its columns have not been named, or its header cannot be used.
        """
        kind = recognized.kind
        if kind is None:
            raise unknown_table(self.name, recognized.columns, recognized.mapping)
        if kind is FileKind.SAAS_SUBSCRIPTIONS:
            return SubscriptionRows(self._json_values(), today)
        if self._is_json:
            about = domain or domain_of(str(self.name).removesuffix(".json"))
            return PartnerRows(kind, whole_documents(self._json_texts()), today, about)
        signature = signature_for(kind)
        key = next(iter(recognized.mapping)) if signature is None else signature.key
        return TableRows(
            kind,
            self._contents.stream(),
            recognized.mapping,
            key=key,
            order=order,
            today=today,
        )

    def _read_header(self) -> None:
        source = LineSource(open_source(self._contents.stream()))
        characters = 0
        for batch in source.batches():
            self._lines += batch[: WINDOW_LINES - len(self._lines)]
            characters += sum(map(len, batch))
            if len(self._lines) >= WINDOW_LINES or characters >= WINDOW_CHARACTERS:
                break
        widest: Header | None = None
        for header in possible_headers(self._lines):
            if signature_of(header.cells) is not None:
                self._header = header
                return
            if widest is None or len(header.cells) > len(widest.cells):
                widest = header
        self._header = widest

    def _recognize_json(self, kind: FileKind | None) -> Recognized:
        found: FileKind | None = None
        names: list[str] = []
        for path, value in islice(self._json_values(), _PEEKED_VALUES):
            document = next(whole_documents([value]), None)
            if document is not None:
                found = kind_of_document(document)
                break
            names += path[:1]
            names += list(value)[:_PEEKED_VALUES] if isinstance(value, dict) else []
        else:
            document = next(whole_documents(self._json_texts()), None)
            found = None if document is None else kind_of_document(document)
        if found is None:
            raise unknown_json(self.name, names)
        if kind is not None and kind is not found:
            raise other_kind(self.name, kind, found)
        return Recognized(found)

    def _recognize_table(
        self,
        kind: FileKind | None,
        mapping: Mapping[str, str],
        remembered: Mapping[str, Mapping[str, str]],
    ) -> Recognized:
        header = self._header
        if header is None:
            raise InvalidInput(
                say("{path} is empty.", path=self.name),
                say("Choose a file with a header and at least one row."),
                field="file",
            )
        titles = tuple(map(tidy, header.cells))
        key = "\t".join(map(compared, titles))
        if mapping or kind is FileKind.TABLE:
            named = dict(mapping) or self._guess(titles)
            return Recognized(FileKind.TABLE, True, titles, named, key)
        if key in remembered and kind is None:
            return Recognized(FileKind.TABLE, True, titles, remembered[key], key)
        signature = signature_for(kind) if kind is not None else signature_of(titles)
        if kind is not None and signature is None:
            raise other_kind(self.name, kind, None)
        if signature is None:
            guessed = self._guess(titles)
            is_known = "offer" in guessed and ("tenant_id" in guessed or "name" in guessed)
            found = FileKind.TABLE if is_known else None
            return Recognized(found, False, titles, guessed, key)
        if signature.kind is None:
            raise refused(signature, self.name)
        return self._by_signature(signature, titles, key)

    def _by_signature(self, signature: Signature, titles: Sequence[str], key: str) -> Recognized:
        assert signature.kind is not None
        places = places_of(titles, signature.columns)
        if signature.kind is FileKind.EARNINGS and "offer" not in places and "product" in places:
            places["offer"] = places["product"]
        if signature.kind is FileKind.CRM and "tenant_id" not in places:
            place = self._tenant_place(titles)
            if place is not None:
                places["tenant_id"] = place
        if signature.key not in places or (
            signature.kind is FileKind.CUSTOMERS and "channel" not in places
        ):
            raise incomplete_table(self.name, signature.kind, titles)
        mapping = {name: _column(titles, place) for name, place in places.items()}
        return Recognized(signature.kind, signature.is_sure, tuple(titles), mapping, key)

    def _guess(self, titles: Sequence[str]) -> dict[str, str]:
        """What the columns of an unknown table seem to hold."""
        places = places_of(titles, TABLE_TITLES)
        if "tenant_id" not in places:
            place = self._tenant_place(titles)
            if place is not None:
                places["tenant_id"] = place
        return {name: _column(titles, places[name]) for name in TABLE_FIELDS if name in places}

    def _tenant_place(self, titles: Sequence[str]) -> int | None:
        """The one column that mostly holds GUIDs and is not known to hold other IDs."""
        assert self._header is not None
        rows = [
            first_row([line], self._header.delimiter)
            for line in self._lines[self._header.line : self._header.line + _SAMPLE]
            if line.strip()
        ]
        found = []
        for index, title in enumerate(titles):
            name = compared(title)
            if _OTHER_IDS.search(name) and _TENANT_TITLE not in name:
                continue
            cells = [row[index] for row in rows if len(row) > index and row[index].strip()]
            if cells and sum(map(_is_guid, cells)) >= _MOSTLY * len(cells):
                found.append(index)
        return found[0] if len(found) == 1 else None

    def _json_values(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        return JsonStream(self._contents.text(), self.name).values()

    def _json_texts(self) -> Iterator[Any]:
        """The texts of the file, each whole."""
        parts: list[str] = []
        characters = 0
        for portion in self._contents.text():
            parts.append(portion)
            characters += len(portion)
            if characters > _LARGEST_DOCUMENT:
                raise InvalidInput(
                    say("{path} is too large to be read whole.", path=self.name),
                    say("Save the response in several smaller files and import each of them."),
                    field="file",
                )
        text, place, decoder = "".join(parts), 0, json.JSONDecoder()
        blank = re.compile(r"[\s\ufeff]*")
        while True:
            found = blank.match(text, place)
            place = found.end() if found else place
            if place >= len(text):
                return
            try:
                value, place = decoder.raw_decode(text, place)
            except (ValueError, RecursionError) as error:
                raise InvalidInput(
                    say("{path} is not valid JSON.", path=self.name),
                    say("Save the whole response again, without anything before or after it."),
                    field="file",
                ) from error
            yield value


def _column(titles: Sequence[str], place: int) -> str:
    """A column by its title where no other is called like it, else by its number from 1."""
    name = titles[place]
    alike = [title for title in titles if compared(title) == compared(name)]
    return name if len(alike) == 1 and compared(name) else str(place + 1)


def _is_guid(cell: str) -> bool:
    return len(tenant_ids_in(cell)) == 1 and len(cell.strip()) <= 38
