"""Batches of history, the basis of support requests, and search by city and MPN ID."""

from __future__ import annotations

import sqlite3

from alembic import op

from csp_tui.storage.directory_index import refresh

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE history ADD COLUMN batch INTEGER",
    "CREATE INDEX history_batch ON history (batch)",
    """
    ALTER TABLE support_request ADD COLUMN basis TEXT
        CONSTRAINT support_request_basis
            CHECK (basis IS NULL OR (json_valid(basis) AND json_type(basis) = 'object'))
    """,
    "CREATE INDEX IF NOT EXISTS partner_mpn ON partner (mpn_id) WHERE mpn_id <> ''",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    # The words of cities join those of names in the search index.
    connection = op.get_bind().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    refresh(connection)
