"""Resales - which partner has already resold which offer - as a CSV file."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import offer_id, tenant_id
from csp_tui.domain.intake import ResaleEntry, ResalesFile
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import shorten, tidy
from csp_tui.exchange.reading import TableReader

_COLUMNS: dict[str, tuple[str, ...]] = {"offer_id": (), "tenant_id": (), "first_sold_on": ()}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_resales(source: str | os.PathLike[str] | IO[bytes]) -> ResalesFile:
    """Read a resales file whole; a resale that occurs twice is handed out twice.

    Args:
        source: A path, or a binary stream, which stays open.

    Raises:
        InvalidInput: The file cannot be read or lacks the column of the offer or the partner.
    """
    entries = []
    with TableReader(source, columns=_COLUMNS, required=("offer_id", "tenant_id")) as table:
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
            entries.append(ResaleEntry(table.line, offer, tenant, first_sold_on))
        return ResalesFile(entries, table.rejects)


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
            "{value} is not a day; write year, month and day as in 2024-03-31.",
            value=quoted(shorten(text)),
        ),
        field="first_sold_on",
    )
