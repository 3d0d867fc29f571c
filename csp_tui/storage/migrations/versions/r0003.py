"""Partner lists, the offers that follow them, and saved plans."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE partner_list (
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        "query" TEXT,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (name),
        CONSTRAINT partner_list_name CHECK (length(name) BETWEEN 1 AND 50 AND name GLOB
            '[a-z0-9]*' AND name NOT GLOB '*[^a-z0-9-]*'),
        CONSTRAINT partner_list_title CHECK (length(title) <= 120),
        CONSTRAINT partner_list_query CHECK ("query" IS NULL OR (json_valid("query") AND
            json_type("query") = 'object')),
        CONSTRAINT partner_list_created_at CHECK (created_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT partner_list_updated_at CHECK (updated_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00')
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE partner_list_member (
        list_name TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        label TEXT NOT NULL,
        PRIMARY KEY (list_name, tenant_id),
        CONSTRAINT partner_list_member_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT
            GLOB '*[^0-9a-f-]*'),
        FOREIGN KEY(list_name) REFERENCES partner_list (name) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE list_follower (
        list_name TEXT NOT NULL,
        offer_id TEXT NOT NULL,
        PRIMARY KEY (list_name, offer_id),
        FOREIGN KEY(list_name) REFERENCES partner_list (name) ON DELETE CASCADE,
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX list_follower_offer ON list_follower (offer_id)",
    """
    CREATE TABLE saved_plan (
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        who TEXT NOT NULL,
        made_at TEXT NOT NULL,
        carried_out_at TEXT,
        closed_at TEXT,
        batch INTEGER,
        document TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT saved_plan_id CHECK (length(id) BETWEEN 8 AND 64 AND id NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT saved_plan_made_at CHECK (made_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT saved_plan_carried_out_at CHECK (carried_out_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT saved_plan_closed_at CHECK (closed_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT saved_plan_document CHECK (json_valid(document) AND json_type(document) =
            'object')
    ) STRICT
    """,
    "ALTER TABLE audience_member ADD COLUMN list_name TEXT",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
