"""An offer's audience as a CSV file, in the columns of Partner Center's private audience."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile
from csp_tui.domain.limits import NAME_LENGTH, exceeds_length, require_rows
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import csv_cell, shorten, tidy, unguard
from csp_tui.exchange.csv_form import PLAIN, CsvForm
from csp_tui.exchange.header import column
from csp_tui.exchange.table_reader import TableReader
from csp_tui.exchange.writing import write_lines

_ID = "ID"
_COLUMNS = (
    column(
        "tenant_id",
        "Tenant ID",
        "Partner tenant ID",
        "CSP tenant ID",
        "Microsoft Entra tenant ID",
        "Azure AD tenant ID",
        _ID,
        title=_ID,
        required=True,
    ),
    column("name", "Description", "Name", "Partner", "Company name", "Display name"),
    column("type", "Type"),
)
_TITLES = (_ID, "Description", "Type")
_TYPE = "TenantID"


def read_audience(
    source: str | os.PathLike[str] | IO[bytes], *, mapping: Mapping[str, str] | None = None
) -> AudienceFile:
    """Read an audience file whole.

    A tenant ID that occurs again counts once, with the description of its first row.

    Args:
        source: A path, or a binary stream, which stays open.
        mapping: Titles or numbers of columns by field, of ``AUDIENCE_FIELDS``.

    Raises:
        InvalidInput: The file cannot be read, has no column of tenant IDs, is a list of
            customers, or two columns with the same title differ.
    """
    entries: dict[str, AudienceEntry] = {}
    with TableReader(source, columns=_COLUMNS, mapping=mapping) as table:
        # Only beside the column ID does Partner Center say what kind of ID it is.
        is_typed = table.titles["tenant_id"].strip().casefold() == _ID.casefold()
        for cell, label, kind in table:
            named = tidy(kind) if is_typed else ""
            if named and named.casefold() != _TYPE.casefold():
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
                if problem := exceeds_length("description", label, NAME_LENGTH):
                    table.reject(label, problem)
                    continue
                require_rows(len(entries))
                entries[tenant] = AudienceEntry(table.line, tenant, label)
        return AudienceFile(
            list(entries.values()), table.rejected, table.rejects, frozenset(table.named)
        )


def write_audience(
    target: str | os.PathLike[str] | IO[bytes],
    rows: Iterable[tuple[str, str]],
    form: CsvForm = PLAIN,
) -> int:
    """Write an audience file in UTF-8 with lines that end in LF.

    ``read_audience`` returns exactly the same list. Descriptions that a spreadsheet would take
    for formulas are escaped by an apostrophe, which reading removes.

    Args:
        target: A path, which is replaced only when all is written, or a binary stream, which
            stays open.
        rows: Tenant ID and description of each partner.
        form: The separator, and whether a byte order mark comes first.

    Returns:
        How many partners were written.

    Raises:
        InvalidInput: The file cannot be written there.
        StorageProblem: The disk is full or failed; what stood there before is untouched.
    """
    written = 0

    def lines() -> Iterable[str]:
        nonlocal written
        yield ("\ufeff" if form.has_mark else "") + form.separator.join(_TITLES) + "\n"
        for tenant, label in rows:
            written += 1
            cells = (csv_cell(tenant), csv_cell(tidy(label)), _TYPE)
            yield form.separator.join(cells) + "\n"

    write_lines(target, lines())
    return written
