"""Resales - which partner has already resold which offer - as a CSV file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import offer_id, tenant_id
from csp_tui.domain.import_rows import ResaleEntry, ResalesFile
from csp_tui.domain.limits import require_rows
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import shorten, tidy
from csp_tui.exchange.header import column
from csp_tui.exchange.table_reader import TableReader

_COLUMNS = (
    column("offer_id", required=True),
    column("tenant_id", required=True),
    column("first_sold_on"),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_resales(
    source: str | os.PathLike[str] | IO[bytes], *, mapping: Mapping[str, str] | None = None
) -> ResalesFile:
    """Read a resales file whole; a resale that occurs twice is handed out twice.

    Args:
        source: A path, or a binary stream, which stays open.
        mapping: Titles or numbers of columns by field, of ``RESALES_FIELDS``.

    Raises:
        InvalidInput: The file cannot be read, lacks the column of the offer or the partner, or
            two columns with the same title differ.
    """
    entries: list[ResaleEntry] = []
    with TableReader(source, columns=_COLUMNS, mapping=mapping) as table:
        for cells in table:
            offer_cell, tenant_cell, day_cell = map(tidy, cells)
            wrong = offer_cell
            try:
                offer = offer_id(offer_cell)
                wrong = tenant_cell
                tenant = tenant_id(tenant_cell)
                wrong = day_cell
                first_sold_on = _day(day_cell)
            except InvalidInput as error:
                table.reject(wrong, error.message)
                continue
            require_rows(len(entries))
            entries.append(ResaleEntry(table.line, offer, tenant, first_sold_on))
        return ResalesFile(entries, table.rejected, table.rejects)


def _day(text: str) -> date | None:
    """Read a day, "" being none; other orders of day and month can mean two days."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput(
        say(
            "{value} is not a date; write year, month and day as in 2024-03-31.",
            value=quoted(shorten(text)),
        ),
        field="first_sold_on",
    )
