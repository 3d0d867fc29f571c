"""The checks of the table of partners, made for many rows at once.

SQLite checks each row when it is inserted, which takes half the time of sorting a directory: it
looks for wrong characters at every position of every tenant ID.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from csp_tui.domain.identifiers import are_stored_tenant_ids
from csp_tui.domain.partner import PartnerColumns, PartnerType

_COUNTRY = re.compile(r"[A-Z]{2}")
_TYPES = {None, *(kind.value for kind in PartnerType)}


def meet_checks(batch: PartnerColumns) -> bool:
    """Whether SQLite would find that all of these rows meet the checks of the table."""
    return (
        are_stored_tenant_ids(batch.tenant_ids)
        and all(map(_COUNTRY.fullmatch, set(batch.countries)))
        and _TYPES.issuperset(batch.types)
    )


@contextmanager
def without_checks(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert rows that were checked already; types and NOT NULL are required all the same."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")
