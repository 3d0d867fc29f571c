"""Countries of the partners that an unsaved edit would add to a draft list and remove from it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection

_ADDED = """
    SELECT coalesce(partner.country, ''), count(*) FROM json_each(:ids) AS listed
    LEFT JOIN partner ON partner.tenant_id = listed.value
    WHERE NOT EXISTS (
        SELECT 1 FROM audience_member AS known
        WHERE known.offer_id = :offer_id AND known.tenant_id = listed.value AND known.in_draft
    )
    GROUP BY 1
"""
_REMOVED = """
    SELECT coalesce(partner.country, ''), count(*) FROM json_each(:ids) AS listed
    JOIN audience_member AS known ON known.offer_id = :offer_id
        AND known.tenant_id = listed.value AND known.in_draft
    LEFT JOIN partner ON partner.tenant_id = listed.value
    GROUP BY 1
"""


def edit_countries(
    connection: sqlite3.Connection, offer_id: str, added: Collection[str], removed: Collection[str]
) -> Counter[str]:
    """By how many partners of each country an edit would change a draft list.

    Args:
        connection: A reading connection.
        offer_id: The offer.
        added: Tenant IDs to add; those on the list already do not count.
        removed: Tenant IDs to remove; those that are not on the list do not count.

    Returns:
        Numbers by country code, below zero where more leave than join; partners that are not in
        the directory count under "".
    """
    counts: Counter[str] = Counter()
    for statement, ids, sign in ((_ADDED, added, 1), (_REMOVED, removed, -1)):
        if ids:
            rows = connection.execute(
                statement, {"offer_id": offer_id, "ids": json.dumps(list(ids))}
            )
            for country, count in rows:
                counts[country] += sign * count
    return counts
