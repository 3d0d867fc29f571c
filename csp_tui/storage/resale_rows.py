"""The recorded resales, with the names of their partners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from csp_tui.services.views import ResaleRow
from csp_tui.storage.counting import NAME_OF
from csp_tui.storage.readers import stored_day
from csp_tui.storage.unreadable import require_signature

_RESALES = f"""
    SELECT resale.offer_id, resale.tenant_id, {NAME_OF} AS name, resale.first_sold_on
    FROM resale
    JOIN offer ON offer.offer_id = resale.offer_id
    LEFT JOIN partner ON partner.tenant_id = resale.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = resale.offer_id
        AND audience_member.tenant_id = resale.tenant_id
    WHERE ?1 IS NULL OR resale.offer_id = ?1
    ORDER BY natural_key(offer.name), natural_key(resale.offer_id), resale.offer_id,
        coalesce(partner.folded, fold({NAME_OF})), resale.tenant_id
"""


def each_resale(connection: sqlite3.Connection, offer_id: str | None = None) -> Iterator[ResaleRow]:
    """The recorded resales of one offer or of all, in the order of offer and partner name.

    They come one after the other, as there can be hundreds of thousands.
    """
    for row in connection.execute(_RESALES, (offer_id,)):
        yield _resale_row(*row)


def _resale_row(offer_id: str, tenant_id: str, name: str, day: str | None) -> ResaleRow:
    require_signature("resale", (offer_id, tenant_id, name), ((str, str, str),))
    return ResaleRow(
        offer_id=offer_id,
        tenant_id=tenant_id,
        name=name,
        first_sold_on=stored_day(offer_id, tenant_id, day),
    )
