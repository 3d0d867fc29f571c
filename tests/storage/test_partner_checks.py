"""Rows that are checked together are rows that SQLite takes."""

from __future__ import annotations

import itertools
import re
import sqlite3

import pytest

from csp_tui.domain.partner import Partner, PartnerColumns
from csp_tui.storage.factory import Storage
from csp_tui.storage.partner_checks import meet_checks
from tests.storage.importing import import_directory

TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
TENANTS = [TENANT, TENANT.upper(), TENANT[1:], f"{TENANT} ", "é" * 36, "\0" * 36, ""]
COUNTRIES = ["FR", "fr", "F1", "FRA", "F", "", "ÉÀ", "FR\n", "\0\0"]
TYPES = [None, "direct-bill", "indirect-provider", "indirect-reseller", "", "Direct-bill"]
INSERT = """
    INSERT INTO partner (tenant_id, name, folded, country, type, mpn_id, city, competencies, skills)
    VALUES (?, 'x', 'x', ?, ?, '', '', '', '')
"""


def columns(tenant: str, country: str, kind: str | None) -> PartnerColumns:
    """One partner."""
    return PartnerColumns([tenant], ["x"], [country], [""], [""], [kind], [""], [""])


def is_taken(connection: sqlite3.Connection, *cells: str | None) -> bool:
    """Whether SQLite takes a partner."""
    try:
        connection.execute(INSERT, cells)
    except sqlite3.IntegrityError:
        return False
    connection.execute("DELETE FROM partner")
    return True


def test_what_meets_the_checks_is_taken(raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN")
    for cells in itertools.product(TENANTS, COUNTRIES, TYPES):
        assert meet_checks(columns(*cells)) == is_taken(raw, *cells), cells


def test_one_wrong_row_among_others_is_noticed() -> None:
    right = columns(TENANT, "FR", None)
    wrong = (columns("x" * 36, "FR", None), columns(TENANT, "fr", None), columns(TENANT, "FR", ""))
    for other in wrong:
        both = PartnerColumns(*([*one, *two] for one, two in zip(right, other, strict=True)))
        assert not meet_checks(both)


def test_every_check_of_the_table_is_made(raw: sqlite3.Connection) -> None:
    (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'partner'").fetchone()
    # The rank needs no check, as SQLite gives it from 1 on.
    checks = {"partner_rank", "partner_tenant_shape", "partner_country", "partner_type"}
    assert set(re.findall(r"CONSTRAINT (\w+) CHECK", sql)) == checks


@pytest.mark.parametrize(
    "partner", [Partner("x" * 36, "Alpine", "FR"), Partner(TENANT, "Alpine", "fr")]
)
def test_a_wrong_partner_is_not_imported(
    storage: Storage, raw: sqlite3.Connection, partner: Partner
) -> None:
    with pytest.raises(Exception, match="invalid value"):
        import_directory(storage, [partner])
    assert raw.execute("SELECT count(*) FROM partner").fetchone() == (0,)
