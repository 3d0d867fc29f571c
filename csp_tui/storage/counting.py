"""Where audiences stand, in counts: one set of queries for read models and units of work."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from csp_tui.domain.audience import NAMED_AT_MOST
from csp_tui.domain.offer import Offer
from csp_tui.domain.standing import Standing

NAME_OF = "coalesce(partner.name, nullif(audience_member.label, ''), '')"
"""A partner's name: as the directory has it, else as it was called when it was added, else ""."""

# The tally index answers it alone; the members themselves are not read.
_TALLY = "SELECT offer_id, in_draft, in_live, count(*) FROM audience_member GROUP BY 1, 2, 3"
_TALLY_ONE = """
    SELECT offer_id, in_draft, in_live, count(*) FROM audience_member
    WHERE offer_id = :offer_id GROUP BY 1, 2, 3
"""
_RESOLD = "SELECT offer_id, count(*) FROM resale GROUP BY 1"
_RESOLD_ONE = "SELECT offer_id, count(*) FROM resale WHERE offer_id = :offer_id GROUP BY 1"
_FIRST_NAMES = f"""
    SELECT {NAME_OF} AS name, named.tenant_id
    FROM (SELECT offer_id, tenant_id FROM resale
          WHERE offer_id = :offer_id ORDER BY tenant_id LIMIT {NAMED_AT_MOST}) AS named
    LEFT JOIN partner ON partner.tenant_id = named.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = named.offer_id
        AND audience_member.tenant_id = named.tenant_id
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


def standings(connection: sqlite3.Connection, offers: Collection[Offer]) -> list[Standing]:
    """Where the audiences of these offers stand, in the order given.

    Of the partners that have resold, the five with the lowest tenant IDs are named, in the order
    of their names: which five matters to nobody, and finding them stays cheap.
    """
    if len(offers) == 1:
        (only,) = offers
        parameters = {"offer_id": only.offer_id}
        tally = connection.execute(_TALLY_ONE, parameters)
        sales = connection.execute(_RESOLD_ONE, parameters)
    else:
        tally = connection.execute(_TALLY)
        sales = connection.execute(_RESOLD)
    counts: dict[str, _Counts] = defaultdict(_Counts)
    for offer_id, in_draft, in_live, number in tally:
        count = counts[offer_id]
        count.draft += number * in_draft
        count.live += number * in_live
        if in_draft and not in_live:
            count.additions += number
    resold = dict(sales.fetchall())
    return [
        Standing(
            offer=offer,
            draft_partners=counts[offer.offer_id].draft,
            live_partners=counts[offer.offer_id].live,
            additions=counts[offer.offer_id].additions,
            resold=resold.get(offer.offer_id, 0),
            resold_names=_first_names(connection, offer.offer_id)
            if offer.offer_id in resold
            else (),
        )
        for offer in offers
    ]


def _first_names(connection: sqlite3.Connection, offer_id: str) -> tuple[str, ...]:
    rows = connection.execute(_FIRST_NAMES, {"offer_id": offer_id})
    return tuple(sorted(name or tenant for name, tenant in rows))


def directory_names(connection: sqlite3.Connection, tenant_ids: Collection[str]) -> dict[str, str]:
    """Names by tenant ID of those that the directory knows."""
    rows = connection.execute(_NAMES, [json.dumps(list(tenant_ids))])
    return dict(rows.fetchall())
