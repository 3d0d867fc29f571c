"""Accounts of Partner Center, which offer is which product there, and jobs."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE remote_account (
        name TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        client_id TEXT NOT NULL,
        certificate TEXT NOT NULL,
        api_version TEXT NOT NULL,
        item_shape TEXT NOT NULL,
        products INTEGER NOT NULL,
        pulled_at TEXT,
        PRIMARY KEY (name),
        CONSTRAINT remote_account_name CHECK (length(name) BETWEEN 1 AND 50),
        CONSTRAINT remote_account_item_shape CHECK (item_shape IN ('id', 'resourceId')),
        CONSTRAINT remote_account_products CHECK (products >= 0),
        CONSTRAINT remote_account_pulled_at CHECK (pulled_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00')
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE remote_link (
        offer_id TEXT NOT NULL,
        account TEXT NOT NULL,
        product TEXT NOT NULL,
        type_word TEXT NOT NULL,
        older INTEGER NOT NULL,
        base TEXT,
        remote TEXT NOT NULL,
        live TEXT,
        setup TEXT NOT NULL,
        resource TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        gone INTEGER NOT NULL,
        PRIMARY KEY (offer_id),
        CONSTRAINT remote_link_flags CHECK (older IN (0, 1) AND gone IN (0, 1)),
        CONSTRAINT remote_link_base CHECK (base IS NULL OR json_valid(base)),
        CONSTRAINT remote_link_remote CHECK (json_valid(remote)),
        CONSTRAINT remote_link_live CHECK (live IS NULL OR json_valid(live)),
        CONSTRAINT remote_link_setup CHECK (json_valid(setup)),
        CONSTRAINT remote_link_resource CHECK (json_valid(resource)),
        CONSTRAINT remote_link_seen_at CHECK (seen_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE,
        FOREIGN KEY(account) REFERENCES remote_account (name) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE UNIQUE INDEX remote_link_product ON remote_link (account, product)",
    # Jobs outlive their offer and their account, so that none is forgotten.
    """
    CREATE TABLE remote_job (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        offer_id TEXT NOT NULL,
        account TEXT NOT NULL,
        product TEXT NOT NULL,
        older INTEGER NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        wished TEXT,
        expected TEXT,
        call TEXT NOT NULL,
        job_id TEXT NOT NULL,
        before TEXT NOT NULL,
        started_at TEXT NOT NULL,
        sent_at TEXT,
        polled_at TEXT,
        errors TEXT NOT NULL,
        CONSTRAINT remote_job_older CHECK (older IN (0, 1)),
        CONSTRAINT remote_job_kind CHECK (kind IN ('draft', 'preview', 'live')),
        CONSTRAINT remote_job_state CHECK (state IN ('intended', 'sent', 'unknown', 'running',
            'succeeded', 'failed', 'cancelled')),
        CONSTRAINT remote_job_wished CHECK (wished IS NULL OR json_valid(wished)),
        CONSTRAINT remote_job_expected CHECK (expected IS NULL OR json_valid(expected)),
        CONSTRAINT remote_job_call CHECK (json_valid(call)),
        CONSTRAINT remote_job_errors CHECK (json_valid(errors)),
        CONSTRAINT remote_job_started_at CHECK (started_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT remote_job_sent_at CHECK (sent_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT remote_job_polled_at CHECK (polled_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00')
    ) STRICT
    """,
    "CREATE INDEX remote_job_state ON remote_job (state)",
    # One open write for each offer: the second would be planned on a state that the first changes.
    """
    CREATE UNIQUE INDEX remote_job_open ON remote_job (offer_id)
        WHERE state IN ('intended', 'sent', 'unknown', 'running')
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
