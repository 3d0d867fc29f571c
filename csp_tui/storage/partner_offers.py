"""The offers that have to do with a partner."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from csp_tui.domain.evidence import EvidenceNote
from csp_tui.services.views import PartnerOffer
from csp_tui.storage.evidence_notes import evidence_notes
from csp_tui.storage.readers import stored_day
from csp_tui.storage.unreadable import require_signature

_PARTNER_OFFERS = """
    SELECT * FROM (
        SELECT offer.offer_id, offer.name, coalesce(audience_member.label, ''),
               coalesce(in_draft, 0) AS in_draft, coalesce(in_live, 0) AS in_live,
               resale.tenant_id IS NOT NULL AS resold, resale.first_sold_on,
               (SELECT min(support_request.id) FROM request_partner
                JOIN support_request ON support_request.id = request_partner.request_id
                WHERE support_request.offer_id = offer.offer_id
                    AND support_request.status IN ('draft', 'submitted')
                    AND request_partner.tenant_id = :tenant_id) AS request,
               (SELECT json_group_array(list_name) FROM (
                    SELECT list_name FROM list_follower
                    JOIN partner_list_member USING (list_name)
                    WHERE list_follower.offer_id = offer.offer_id
                        AND partner_list_member.tenant_id = :tenant_id
                    UNION SELECT audience_member.list_name
                    WHERE audience_member.list_name IS NOT NULL AND in_draft
                    ORDER BY 1)) AS lists
        FROM offer
        LEFT JOIN audience_member ON audience_member.offer_id = offer.offer_id
            AND audience_member.tenant_id = :tenant_id
        LEFT JOIN resale ON resale.offer_id = offer.offer_id AND resale.tenant_id = :tenant_id
    )
    WHERE in_draft OR in_live OR resold OR request IS NOT NULL
    ORDER BY natural_key(name), natural_key(offer_id), offer_id
"""


def partner_offers(connection: sqlite3.Connection, tenant_id: str) -> list[PartnerOffer]:
    """The offers that list a partner, that it has resold, or that have an open request for it.

    In the order of their names.
    """
    rows = connection.execute(_PARTNER_OFFERS, {"tenant_id": tenant_id}).fetchall()
    return [
        _partner_offer(
            tenant_id, evidence_notes(connection, row[0], [tenant_id]) if row[5] else {}, *row
        )
        for row in rows
    ]


def _partner_offer(
    tenant_id: str,
    known: Mapping[str, EvidenceNote],
    offer_id: str,
    name: str,
    label: str,
    in_draft: int,
    in_live: int,
    resold: int,
    day: str | None,
    request: int | None,
    lists: str,
) -> PartnerOffer:
    require_signature("audience_member", (offer_id, name, label), ((str, str, str),))
    return PartnerOffer(
        offer_id=offer_id,
        name=name,
        label=label,
        in_draft=bool(in_draft),
        in_live=bool(in_live),
        resold=bool(resold),
        first_sold_on=stored_day(offer_id, tenant_id, day),
        request=request,
        evidence=known.get(tenant_id),
        lists=tuple(json.loads(lists)),
    )
