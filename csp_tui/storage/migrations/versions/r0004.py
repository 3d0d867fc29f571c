"""Resale evidence: imports, pieces, confirmed names, remembered columns, partners to identify."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE evidence_import (
        id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        file TEXT NOT NULL,
        digest TEXT NOT NULL,
        at TEXT NOT NULL,
        "rows" INTEGER NOT NULL,
        active INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT evidence_import_at CHECK (at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT evidence_import_rows CHECK ("rows" >= 0),
        CONSTRAINT evidence_import_active CHECK (active IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE evidence (
        id INTEGER NOT NULL,
        import_id INTEGER NOT NULL,
        key TEXT NOT NULL,
        alias TEXT NOT NULL,
        line INTEGER NOT NULL,
        strength TEXT NOT NULL,
        offer TEXT NOT NULL,
        offer_key TEXT NOT NULL,
        offer_id TEXT,
        partner TEXT NOT NULL,
        partner_key TEXT NOT NULL,
        tenant_id TEXT,
        named INTEGER NOT NULL,
        domain TEXT NOT NULL,
        day TEXT,
        since INTEGER NOT NULL,
        dismissed TEXT,
        PRIMARY KEY (id),
        CONSTRAINT evidence_line CHECK (line >= 1),
        CONSTRAINT evidence_strength CHECK (strength IN ('certain', 'good', 'manual', 'hint')),
        CONSTRAINT evidence_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        CONSTRAINT evidence_named CHECK (named IN (0, 1)),
        CONSTRAINT evidence_day CHECK (day GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
        CONSTRAINT evidence_since CHECK (since IN (0, 1)),
        FOREIGN KEY(import_id) REFERENCES evidence_import (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX evidence_key ON evidence (key)",
    "CREATE INDEX evidence_alias ON evidence (alias) WHERE alias <> ''",
    "CREATE INDEX evidence_pair ON evidence (offer_id, tenant_id)",
    "CREATE INDEX evidence_of_import ON evidence (import_id)",
    """
    CREATE INDEX evidence_partner ON evidence (partner_key) WHERE partner_key <> ''
    """,
    "CREATE INDEX evidence_offer ON evidence (offer_key)",
    """
    CREATE TABLE evidence_match (
        kind TEXT NOT NULL,
        name_key TEXT NOT NULL,
        name TEXT NOT NULL,
        target TEXT NOT NULL,
        PRIMARY KEY (kind, name_key),
        CONSTRAINT evidence_match_kind CHECK (kind IN ('partner', 'offer'))
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE evidence_columns (
        header TEXT NOT NULL,
        columns TEXT NOT NULL,
        PRIMARY KEY (header),
        CONSTRAINT evidence_columns_columns CHECK (json_valid(columns) AND json_type(columns) =
            'object')
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE waiting_partner (
        id INTEGER NOT NULL,
        import_id INTEGER NOT NULL,
        line INTEGER NOT NULL,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        tenant_id TEXT,
        country TEXT NOT NULL,
        city TEXT NOT NULL,
        mpn_id TEXT NOT NULL,
        domain TEXT NOT NULL,
        competencies TEXT NOT NULL,
        skills TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT waiting_partner_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        FOREIGN KEY(import_id) REFERENCES evidence_import (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX waiting_partner_name ON waiting_partner (name_key)",
    "CREATE INDEX waiting_partner_tenant_id ON waiting_partner (tenant_id)",
    "CREATE INDEX waiting_partner_import ON waiting_partner (import_id)",
    """
    CREATE TABLE tenant_hint (
        domain TEXT NOT NULL,
        name_key TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        name TEXT NOT NULL,
        import_id INTEGER NOT NULL,
        PRIMARY KEY (domain, name_key, tenant_id),
        CONSTRAINT tenant_hint_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        FOREIGN KEY(import_id) REFERENCES evidence_import (id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    # Whether the record exists only because of evidence; without a value someone recorded it.
    """
    ALTER TABLE resale ADD COLUMN from_evidence INTEGER
        CONSTRAINT resale_from_evidence CHECK (from_evidence IS NULL OR from_evidence = 1)
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
