"""Where audiences stand, in counts: one set of queries for read models and units of work."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable

from csp_tui.domain.audience_state import AudienceState, Member, Unlisted
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.offer import Offer
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.undo_port import StoredMembers
from csp_tui.storage.evidence_notes import evidence_notes

NAME_OF = "coalesce(partner.name, nullif(audience_member.label, ''), '')"
"""A partner's name: as the directory has it, else as it was called when it was added, else ""."""

# The tally index answers it alone; the members themselves are not read.
TALLY = "SELECT offer_id, in_draft, in_live, count(*) FROM audience_member GROUP BY 1, 2, 3"
"""How many partners are on which lists of which offer."""
_TALLY_ONE = """
    SELECT offer_id, in_draft, in_live, count(*) FROM audience_member
    WHERE offer_id = :offer_id GROUP BY 1, 2, 3
"""
Tally = tuple[str, int, int, int]
"""An offer, whether partners are on its draft and on its live list, and how many they are."""
_RESOLD = "SELECT offer_id, count(*) FROM resale GROUP BY 1"
_RESOLD_ONE = "SELECT offer_id, count(*) FROM resale WHERE offer_id = :offer_id GROUP BY 1"
_LIVE_RESOLD = """
    SELECT offer_id, count(*) FROM resale JOIN audience_member USING (offer_id, tenant_id)
    WHERE in_live GROUP BY 1
"""
_LIVE_RESOLD_ONE = """
    SELECT offer_id, count(*) FROM resale JOIN audience_member USING (offer_id, tenant_id)
    WHERE in_live AND offer_id = :offer_id GROUP BY 1
"""
_FIRST_NAMES = f"""
    SELECT {NAME_OF} AS name, named.tenant_id
    FROM (SELECT offer_id, tenant_id FROM resale
          WHERE offer_id = :offer_id ORDER BY tenant_id LIMIT {NAMED_AT_MOST}) AS named
    LEFT JOIN partner ON partner.tenant_id = named.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = named.offer_id
        AND audience_member.tenant_id = named.tenant_id
"""
# Thousands of tenant IDs travel as one JSON text; as parameters they would hit a limit.
_MEMBERS = f"""
    SELECT audience_member.tenant_id, {NAME_OF} AS name,
           in_draft, in_live, resale.tenant_id IS NOT NULL AS resold, {{row}}
    FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    LEFT JOIN resale ON resale.offer_id = audience_member.offer_id
        AND resale.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?
        AND audience_member.tenant_id IN (SELECT value FROM json_each(?))
"""
_RESOLD_BY = f"""
    SELECT resale.tenant_id, {NAME_OF}
    FROM resale
    LEFT JOIN partner ON partner.tenant_id = resale.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = resale.offer_id
        AND audience_member.tenant_id = resale.tenant_id
    WHERE resale.offer_id = ?
"""
# Of the live list all, of the draft list those that are not live; few of many, so by the index.
_UNLISTED = """
    FROM audience_member INDEXED BY audience_member_tally
    WHERE offer_id = ?1 AND in_live = ?2 AND in_draft IN (1, ?2 = 0)
        AND NOT EXISTS (SELECT 1 FROM partner WHERE partner.tenant_id = audience_member.tenant_id)
"""
_ORDERED_AT_MOST = 5_000
"""Pending partners of an offer that are put into the order of their names; then the first few."""
_WAITING_NAMES = f"""
    SELECT {NAME_OF} AS name, audience_member.tenant_id FROM (
        SELECT * FROM audience_member INDEXED BY audience_member_tally
        WHERE offer_id = ? AND in_draft = 1 AND in_live = 0
        LIMIT {_ORDERED_AT_MOST}
    ) AS audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    ORDER BY partner.rank IS NULL, partner.rank, audience_member.tenant_id LIMIT {NAMED_AT_MOST}
"""
_NAMES = """
    SELECT tenant_id, name FROM partner
    WHERE tenant_id IN (SELECT value FROM json_each(?))
"""


@dataclass(slots=True)
class _Counts:
    draft: int = 0
    live: int = 0
    additions: int = 0


def audience_states(
    connection: sqlite3.Connection,
    offers: Collection[Offer],
    tally: Iterable[Tally] | None = None,
) -> list[AudienceState]:
    """Where the audiences of these offers stand, in the order given.

    Of the partners that have resold, the five with the lowest tenant IDs are named, in the order
    of their names: which five doesn't matter, and finding them stays cheap.

    Args:
        connection: In a transaction.
        offers: The offers.
        tally: That of the offers, where it is known already.
    """
    if len(offers) == 1:
        (only,) = offers
        parameters = {"offer_id": only.offer_id}
        if tally is None:
            tally = connection.execute(_TALLY_ONE, parameters)
        sales = connection.execute(_RESOLD_ONE, parameters)
        locked = connection.execute(_LIVE_RESOLD_ONE, parameters)
    else:
        if tally is None:
            tally = connection.execute(TALLY)
        sales = connection.execute(_RESOLD)
        locked = connection.execute(_LIVE_RESOLD)
    counts: dict[str, _Counts] = defaultdict(_Counts)
    for offer_id, in_draft, in_live, number in tally:
        count = counts[offer_id]
        count.draft += number * in_draft
        count.live += number * in_live
        if in_draft and not in_live:
            count.additions += number
    resold_by, live_resold = dict(sales.fetchall()), dict(locked.fetchall())
    return [
        AudienceState(
            offer=offer,
            draft_partners=counts[offer.offer_id].draft,
            live_partners=counts[offer.offer_id].live,
            additions=counts[offer.offer_id].additions,
            resold=resold_by.get(offer.offer_id, 0),
            live_resold=live_resold.get(offer.offer_id, 0),
            resold_names=_first_names(connection, offer.offer_id)
            if offer.offer_id in resold_by
            else (),
        )
        for offer in offers
    ]


def _first_names(connection: sqlite3.Connection, offer_id: str) -> tuple[str, ...]:
    rows = connection.execute(_FIRST_NAMES, {"offer_id": offer_id})
    return tuple(sorted(name or tenant for name, tenant in rows))


def members(
    connection: sqlite3.Connection, offer_id: str, tenant_ids: Collection[str]
) -> dict[str, Member]:
    """Those of the tenants that are on either list, by tenant ID in the order given."""
    return dict(stored_members(connection, offer_id, tenant_ids, "NULL").members)


def stored_members(
    connection: sqlite3.Connection, offer_id: str, tenant_ids: Collection[str], row: str
) -> StoredMembers:
    """As ``members``, each with a text of its row.

    Args:
        connection: In a transaction.
        offer_id: The offer.
        tenant_ids: The partners.
        row: The SQL expression of that text.
    """
    query = _MEMBERS.format(row=row)
    rows = connection.execute(query, (offer_id, json.dumps(list(tenant_ids)))).fetchall()
    resold_by = [row[0] for row in rows if row[4]]
    known = evidence_notes(connection, offer_id, resold_by) if resold_by else {}
    found = {
        tenant: Member(
            tenant,
            name or tenant,
            bool(in_draft),
            bool(in_live),
            bool(has_resold),
            known.get(tenant),
        )
        for tenant, name, in_draft, in_live, has_resold, _text in rows
    }
    return StoredMembers(
        members={tenant: found[tenant] for tenant in tenant_ids if tenant in found},
        rows={one[0]: one[5] for one in rows},
    )


def resold(connection: sqlite3.Connection, offer_id: str) -> dict[str, str]:
    """Name (or "") by tenant ID of every partner that has resold an offer."""
    return dict(connection.execute(_RESOLD_BY, (offer_id,)).fetchall())


def unlisted(connection: sqlite3.Connection, offer_id: str, *, are_live: bool = False) -> Unlisted:
    """Partners that are not in the directory: on the draft list only, or on the live list."""
    values = (offer_id, int(are_live))
    count = connection.execute(f"SELECT count(*) {_UNLISTED}", values).fetchone()[0]
    if not count:
        return Unlisted(0, ())
    rows = connection.execute(
        f"SELECT label, tenant_id {_UNLISTED} ORDER BY tenant_id LIMIT {NAMED_AT_MOST}", values
    )
    return Unlisted(count, tuple(label or tenant for label, tenant in rows))


def waiting_names(connection: sqlite3.Connection, offer_id: str) -> tuple[str, ...]:
    """Names of the first few partners that are on the draft list only, in the directory's order."""
    rows = connection.execute(_WAITING_NAMES, (offer_id,))
    return tuple(name or tenant for name, tenant in rows)


def directory_names(connection: sqlite3.Connection, tenant_ids: Collection[str]) -> dict[str, str]:
    """Names by tenant ID of those that the directory knows."""
    rows = connection.execute(_NAMES, [json.dumps(list(tenant_ids))])
    return dict(rows.fetchall())
