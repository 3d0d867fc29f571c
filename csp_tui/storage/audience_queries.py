"""The queries about the audience of an offer."""

from __future__ import annotations

from csp_tui.storage.counting import NAME_OF

OPEN_REQUESTS = """
    SELECT offer_id, count(*) FROM support_request
    WHERE status IN ('draft', 'submitted') GROUP BY 1
"""
"""How many open requests each offer has."""
_MEMBERS = f"""
    SELECT audience_member.tenant_id, {NAME_OF} AS name, partner.country,
           in_draft, in_live, resale.tenant_id IS NOT NULL AS resold,
           (SELECT min(support_request.id) FROM request_partner
            JOIN support_request ON support_request.id = request_partner.request_id
            WHERE support_request.offer_id = audience_member.offer_id
                AND support_request.kind = 'deauthorize'
                AND support_request.status IN ('draft', 'submitted')
                AND request_partner.tenant_id = audience_member.tenant_id) AS requested
    FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    LEFT JOIN resale ON resale.offer_id = audience_member.offer_id
        AND resale.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = :offer_id
"""
_IN_ORDER = """
    ORDER BY coalesce(partner.folded, fold(audience_member.label)),
        coalesce(partner.rank, 0), audience_member.tenant_id
"""
IN_ORDER = f"{_MEMBERS} {_IN_ORDER} LIMIT :limit OFFSET :offset"
"""A part of an audience, in the order that ``AudienceOrder`` finds without sorting."""
NAMED = f"""{_MEMBERS} AND audience_member.tenant_id IN (SELECT value FROM json_each(:tenants))"""
"""The members of an audience with the given tenant IDs."""
TENANTS_OF_RANKS = """
    SELECT rank, tenant_id FROM partner WHERE rank IN (SELECT value FROM json_each(?))
"""
"""Tenant IDs of the directory by their place in the order of names."""
RESOLD = "SELECT tenant_id FROM resale WHERE offer_id = ?"
"""Who has resold an offer; for a whole list this is read once and not per row."""
REQUESTED = """
    SELECT request_partner.tenant_id, min(support_request.id) FROM support_request
    JOIN request_partner ON request_partner.request_id = support_request.id
    WHERE offer_id = ? AND kind = 'deauthorize' AND status IN ('draft', 'submitted') GROUP BY 1
"""
"""Whose removal is requested, with the request; for a whole list."""
MEMBER_TYPES = tuple(
    (str, str, country, int, int, int, requested)
    for country in (str, type(None))
    for requested in (int, type(None))
)
"""The types of the columns of a member, for rows that cannot be read."""
