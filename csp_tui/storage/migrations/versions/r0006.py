"""The markets where an offer is sold; offers that are there already are sold in all of them."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    ALTER TABLE offer ADD COLUMN markets TEXT
        CONSTRAINT offer_markets
            CHECK (markets IS NULL OR (markets GLOB '[A-Z][A-Z]*' AND
            markets NOT GLOB '*[^A-Z ]*' AND length(markets) <= 3000))
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
