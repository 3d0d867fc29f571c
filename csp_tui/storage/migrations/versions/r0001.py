"""The first schema: offers, audiences, resales, requests, history, directory and its index."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE offer (
        offer_id TEXT NOT NULL,
        product_type TEXT NOT NULL,
        name TEXT NOT NULL,
        transactable INTEGER NOT NULL,
        csp_url TEXT NOT NULL,
        csp_contact_name TEXT NOT NULL,
        csp_contact_email TEXT NOT NULL,
        csp_contact_phone TEXT NOT NULL,
        live_setup TEXT,
        draft_channel TEXT,
        live_channel TEXT,
        version INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        published_at TEXT,
        PRIMARY KEY (offer_id),
        CONSTRAINT offer_id_shape CHECK (length(offer_id) BETWEEN 3 AND 50 AND offer_id GLOB
            '[a-z0-9]*' AND offer_id NOT GLOB '*[^a-z0-9_-]*'),
        CONSTRAINT offer_product_type CHECK (product_type IN ('saas', 'virtual-machine',
            'core-virtual-machine', 'azure-application', 'business-central', 'container',
            'container-app', 'consulting-service', 'cosell-only',
            'dynamics365-for-customer-engagement', 'dynamics365-for-operations',
            'iot-edge-module', 'managed-service', 'power-bi-app', 'power-bi-visual',
            'xbox360-non-backcompat')),
        CONSTRAINT offer_name CHECK (length(name) BETWEEN 1 AND 120),
        CONSTRAINT offer_transactable CHECK (transactable IN (0, 1) AND (transactable = 1 OR
            product_type = 'saas')),
        CONSTRAINT offer_draft_channel CHECK (draft_channel IN ('all', 'some', 'none')),
        CONSTRAINT offer_live_channel CHECK (live_channel IN ('all', 'some', 'none')),
        CONSTRAINT offer_live_setup CHECK (live_setup IS NULL OR json_valid(live_setup)),
        CONSTRAINT offer_never_published CHECK ((live_setup IS NULL) = (published_at IS NULL)
            AND (live_setup IS NOT NULL OR live_channel IS NULL)),
        CONSTRAINT offer_version CHECK (version >= 1),
        CONSTRAINT offer_created_at CHECK (created_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT offer_published_at CHECK (published_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00')
    ) STRICT
    """,
    """
    CREATE TABLE "plan" (
        offer_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        plan_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        PRIMARY KEY (offer_id, position),
        CONSTRAINT plan_position CHECK (position >= 0),
        CONSTRAINT plan_id_shape CHECK (length(plan_id) BETWEEN 1 AND 50 AND plan_id NOT GLOB
            '*[^a-z0-9_-]*'),
        CONSTRAINT plan_kind CHECK (kind IN ('managed-application', 'solution-template', 'byol',
            'pay-as-you-go', 'standard')),
        CONSTRAINT plan_once UNIQUE (offer_id, plan_id),
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE audience_member (
        offer_id TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        label TEXT NOT NULL,
        in_draft INTEGER NOT NULL,
        in_live INTEGER NOT NULL,
        added_by INTEGER,
        PRIMARY KEY (offer_id, tenant_id),
        CONSTRAINT audience_member_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        CONSTRAINT audience_member_lists CHECK (in_draft IN (0, 1) AND in_live IN (0, 1)),
        CONSTRAINT audience_member_somewhere CHECK (in_draft OR in_live),
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX audience_member_tally ON audience_member (offer_id, in_draft, in_live)
    """,
    """
    CREATE TABLE resale (
        offer_id TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        first_sold_on TEXT,
        PRIMARY KEY (offer_id, tenant_id),
        CONSTRAINT resale_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        CONSTRAINT resale_day CHECK (first_sold_on GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE support_request (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        offer_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        change_to TEXT,
        status TEXT NOT NULL,
        ticket TEXT,
        selections TEXT NOT NULL,
        title TEXT NOT NULL,
        description TEXT NOT NULL,
        contact_name TEXT NOT NULL,
        contact_email TEXT NOT NULL,
        contact_phone TEXT NOT NULL,
        severity TEXT NOT NULL,
        language TEXT NOT NULL,
        step INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        CONSTRAINT support_request_kind CHECK (kind IN ('deauthorize', 'change-option')),
        CONSTRAINT support_request_change_to CHECK (change_to IN ('all', 'some', 'none')),
        CONSTRAINT support_request_asks CHECK ((change_to IS NULL) = (kind = 'deauthorize')),
        CONSTRAINT support_request_status CHECK (status IN ('draft', 'submitted', 'completed',
            'declined', 'withdrawn')),
        CONSTRAINT support_request_ticket CHECK (ticket IS NULL OR (status <> 'draft' AND
            length(ticket) BETWEEN 1 AND 60)),
        CONSTRAINT support_request_selections CHECK (json_valid(selections)),
        CONSTRAINT support_request_severity CHECK (severity IN ('minimal', 'moderate',
            'critical')),
        CONSTRAINT support_request_language CHECK (language IN ('en', 'fr')),
        CONSTRAINT support_request_step CHECK (step BETWEEN 1 AND 3),
        CONSTRAINT support_request_created_at CHECK (created_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT support_request_updated_at CHECK (updated_at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        FOREIGN KEY(offer_id) REFERENCES offer (offer_id) ON DELETE CASCADE
    ) STRICT
    """,
    """
    CREATE INDEX support_request_offer ON support_request (offer_id, status)
    """,
    """
    CREATE TABLE request_partner (
        request_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        tenant_id TEXT NOT NULL,
        PRIMARY KEY (request_id, position),
        CONSTRAINT request_partner_tenant CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        CONSTRAINT request_partner_position CHECK (position >= 0),
        CONSTRAINT request_partner_once UNIQUE (request_id, tenant_id),
        FOREIGN KEY(request_id) REFERENCES support_request (id) ON DELETE CASCADE
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE history (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        action TEXT NOT NULL,
        offer_id TEXT,
        detail TEXT NOT NULL,
        CONSTRAINT history_at CHECK (at GLOB
            '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'),
        CONSTRAINT history_action CHECK (action GLOB '[a-z]*' AND action NOT GLOB '*[^a-z-]*'),
        CONSTRAINT history_detail CHECK (json_valid(detail) AND json_type(detail) = 'object')
    ) STRICT
    """,
    """
    CREATE INDEX history_offer ON history (offer_id, id)
    """,
    """
    CREATE TABLE inverse (
        entry INTEGER NOT NULL,
        part INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (entry, part),
        CONSTRAINT inverse_part CHECK (part >= 0),
        FOREIGN KEY(entry) REFERENCES history (id)
    ) STRICT
    """,
    """
    CREATE TABLE partner (
        rank INTEGER NOT NULL,
        tenant_id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        country TEXT NOT NULL,
        type TEXT,
        mpn_id TEXT NOT NULL,
        city TEXT NOT NULL,
        competencies TEXT NOT NULL,
        skills TEXT NOT NULL,
        PRIMARY KEY (rank),
        CONSTRAINT partner_rank CHECK (rank >= 1),
        CONSTRAINT partner_tenant_shape CHECK (length(tenant_id) = 36 AND tenant_id NOT GLOB
            '*[^0-9a-f-]*'),
        CONSTRAINT partner_country CHECK (country GLOB '[A-Z][A-Z]'),
        CONSTRAINT partner_type CHECK (type IN ('direct-bill', 'indirect-provider',
            'indirect-reseller'))
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX partner_tenant ON partner (tenant_id)
    """,
    """
    CREATE TABLE facet (
        kind TEXT NOT NULL,
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        partners INTEGER NOT NULL,
        ranks BLOB NOT NULL,
        PRIMARY KEY (kind, "key"),
        CONSTRAINT facet_kind CHECK (kind IN ('country', 'competency', 'skill')),
        CONSTRAINT facet_partners CHECK (partners >= 1)
    ) STRICT
    """,
    """
    CREATE TABLE partner_word (
        id INTEGER NOT NULL,
        word TEXT NOT NULL,
        partners INTEGER NOT NULL,
        ranks BLOB NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT partner_word_partners CHECK (partners >= 1)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX partner_word_word ON partner_word (word)
    """,
    """
    CREATE TABLE partner_gram (
        gram TEXT NOT NULL,
        partners INTEGER NOT NULL,
        ranks BLOB NOT NULL,
        PRIMARY KEY (gram),
        CONSTRAINT partner_gram_partners CHECK (partners >= 1)
    ) STRICT
    """,
    """
    CREATE TABLE directory (
        id INTEGER NOT NULL,
        partners INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        digest TEXT NOT NULL,
        summary TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT directory_once CHECK (id = 1),
        CONSTRAINT directory_partners CHECK (partners >= 0),
        CONSTRAINT directory_summary CHECK (json_valid(summary))
    ) STRICT
    """,
    """
    INSERT INTO directory (id, partners, revision, digest, summary) VALUES (1, 0, 0, '', '{}')
    """,
    # The log is only ever added to.
    """
    CREATE TRIGGER history_is_kept BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END
    """,
    """
    CREATE TRIGGER history_is_final BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'history is never changed'); END
    """,
    # A change of partners that bypasses the program makes the directory forget which file it holds.
    """
    CREATE TRIGGER partner_added AFTER INSERT ON partner
    BEGIN UPDATE directory SET digest = '' WHERE digest <> ''; END
    """,
    """
    CREATE TRIGGER partner_changed AFTER UPDATE ON partner
    BEGIN UPDATE directory SET digest = '' WHERE digest <> ''; END
    """,
    """
    CREATE TRIGGER partner_removed AFTER DELETE ON partner
    BEGIN UPDATE directory SET digest = '' WHERE digest <> ''; END
    """,
    # Words are folded before they come here, so the index keeps letters as they are; it stores no
    # text of its own (partner_word has it) and no lengths (nothing is ranked).
    """
    CREATE VIRTUAL TABLE word_index USING fts5(
        word, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1'
    )
    """,
    """
    CREATE VIRTUAL TABLE word_index_terms USING fts5vocab(word_index, row)
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
