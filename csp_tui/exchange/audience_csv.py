"""An offer's audience as a CSV file, in the columns of Partner Center's private audience."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.intake import AudienceEntry, AudienceFile
from csp_tui.domain.text import clean
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import guard, quote, shorten, tidy, unguard
from csp_tui.exchange.reading import TableReader
from csp_tui.exchange.writing import write_lines

_COLUMNS = {"tenant_id": ("ID",), "label": ("Description",), "type": ("Type",)}
_TYPE = "TenantID"


def read_audience(source: str | os.PathLike[str] | IO[bytes]) -> AudienceFile:
    """Read an audience file whole.

    A tenant ID that occurs again counts once, with the description of its first row.

    Args:
        source: A path, or a binary stream, which stays open.

    Raises:
        InvalidInput: The file cannot be read or has no ID column.
    """
    entries: dict[str, AudienceEntry] = {}
    with TableReader(source, columns=_COLUMNS, required=("tenant_id",)) as table:
        for cell, label, kind in table:
            if (named := tidy(kind)) and named.casefold() != _TYPE.casefold():
                table.reject(
                    kind,
                    say("The type is {value}, not TenantID.", value=quoted(shorten(kind))),
                )
                continue
            try:
                tenant = tenant_id(tidy(cell))
            except InvalidInput as error:
                table.reject(cell, error.message)
                continue
            if tenant not in entries:
                label = unguard(tidy(label)).strip()
                entries[tenant] = AudienceEntry(table.line, tenant, label)
        return AudienceFile(list(entries.values()), table.rejects)


def write_audience(
    target: str | os.PathLike[str] | IO[bytes], rows: Iterable[tuple[str, str]]
) -> int:
    """Write an audience file: UTF-8 without a byte order mark, commas, lines that end in LF.

    ``read_audience`` gives back the same list to the letter. Descriptions that a spreadsheet would
    take for formulas are escaped by an apostrophe, which reading takes away again.

    Args:
        target: A path, which is replaced only when all is written, or a binary stream, which
            stays open.
        rows: Tenant ID and description of each partner.

    Returns:
        How many partners were written.

    Raises:
        InvalidInput: The file cannot be written there.
        StorageProblem: The disk is full or failed; what stood there before is untouched.
    """
    written = 0

    def lines() -> Iterable[str]:
        nonlocal written
        yield "ID,Description,Type\n"
        for tenant, label in rows:
            written += 1
            yield f"{quote(guard(tenant))},{quote(guard(clean(label)))},{_TYPE}\n"

    write_lines(target, lines())
    return written
