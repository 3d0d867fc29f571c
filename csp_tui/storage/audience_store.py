"""Who is on the lists of an offer, for a unit of work."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, bindparam, col, delete, select

from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer
from csp_tui.domain.standing import Member, Standing
from csp_tui.storage.counting import NAME_OF, standings
from csp_tui.storage.tables import MemberRecord

# Thousands of tenant IDs travel as one JSON text; as parameters they would hit a limit.
_MEMBERS = f"""
    SELECT audience_member.tenant_id, {NAME_OF} AS name, audience_member.label,
           in_draft, in_live, resale.tenant_id IS NOT NULL AS resold
    FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    LEFT JOIN resale ON resale.offer_id = audience_member.offer_id
        AND resale.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?
        AND audience_member.tenant_id IN (SELECT value FROM json_each(?))
"""
_RESOLD = f"""
    SELECT resale.tenant_id, {NAME_OF}
    FROM resale
    LEFT JOIN partner ON partner.tenant_id = resale.tenant_id
    LEFT JOIN audience_member ON audience_member.offer_id = resale.offer_id
        AND audience_member.tenant_id = resale.tenant_id
    WHERE resale.offer_id = ?
"""
_STAGED = """
    FROM temp.matching CROSS JOIN partner USING (rank)
    WHERE NOT EXISTS (
        SELECT 1 FROM audience_member AS known
        WHERE known.offer_id = :offer_id AND known.tenant_id = partner.tenant_id AND known.in_draft
    )
"""
_ADD_STAGED = f"""
    INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live, added_by)
    SELECT :offer_id, partner.tenant_id, partner.name, 1, 0, :entry {_STAGED}
    ON CONFLICT (offer_id, tenant_id)
    DO UPDATE SET in_draft = 1, added_by = excluded.added_by
"""


class AudienceStore:
    """Reads and writes audiences in a session.

    Args:
        session: The session of the unit of work.
        connection: The driver's connection of the same transaction.
    """

    def __init__(self, session: Session, connection: sqlite3.Connection) -> None:
        self._session = session
        self._connection = connection

    def standing(self, offer: Offer) -> Standing:
        """Count an offer's audience."""
        return standings(self._connection, [offer])[0]

    def members(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, Member]:
        """Those of the tenants that are on either list, by tenant ID in the order given."""
        rows = self._connection.execute(_MEMBERS, (offer_id, json.dumps(list(tenant_ids))))
        found = {
            tenant: Member(tenant, name or tenant, bool(in_draft), bool(in_live), bool(resold))
            for tenant, name, _label, in_draft, in_live, resold in rows
        }
        return {tenant: found[tenant] for tenant in tenant_ids if tenant in found}

    def draft_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the draft list, in tenant ID order."""
        return self._ids(offer_id, col(MemberRecord.in_draft) == 1)

    def live_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the live list, in tenant ID order."""
        return self._ids(offer_id, col(MemberRecord.in_live) == 1)

    def _ids(self, offer_id: str, on_list: Any) -> list[str]:
        return list(
            self._session.exec(
                select(MemberRecord.tenant_id)
                .where(MemberRecord.offer_id == offer_id, on_list)
                .order_by(col(MemberRecord.tenant_id))
            )
        )

    def resold(self, offer_id: str) -> dict[str, str]:
        """Name (or "") by tenant ID of every partner that has resold the offer."""
        return dict(self._connection.execute(_RESOLD, (offer_id,)).fetchall())

    def waiting_ids(self, offer_id: str, at_most: int) -> list[str]:
        """Tenant IDs on the draft list only, in tenant ID order, no more than asked for."""
        rows = self._connection.execute(
            "SELECT tenant_id FROM audience_member "
            "WHERE offer_id = ? AND in_draft AND NOT in_live ORDER BY tenant_id LIMIT ?",
            (offer_id, at_most),
        )
        return [row[0] for row in rows]

    def make_live(self, offer_id: str) -> int:
        """Put everyone of the draft list on the live list, in one statement; how many joined."""
        return self._connection.execute(
            "UPDATE audience_member SET in_live = 1 "
            "WHERE offer_id = ? AND in_draft AND NOT in_live",
            (offer_id,),
        ).rowcount

    def count_staged(self, offer_id: str) -> int:
        """How many of those made ready by ``stage_matching`` are not on the draft list yet."""
        count = self._connection.execute(f"SELECT count(*) {_STAGED}", {"offer_id": offer_id})
        return int(count.fetchone()[0])

    def add_staged(self, offer_id: str, entry: int) -> int:
        """Put those made ready by ``stage_matching`` on the draft list, in one statement.

        Args:
            offer_id: The offer.
            entry: The number of the history entry that says so.

        Returns:
            How many joined the list.
        """
        parameters = {"offer_id": offer_id, "entry": entry}
        return self._connection.execute(_ADD_STAGED, parameters).rowcount

    def take_back_staged(self, offer_id: str, entry: int) -> int:
        """Take off the draft list who came with a history entry and is not live; how many."""
        return self._connection.execute(
            "DELETE FROM audience_member "
            "WHERE offer_id = ? AND added_by = ? AND in_draft AND NOT in_live",
            (offer_id, entry),
        ).rowcount

    def apply(self, offer_id: str, delta: ListDelta, labels: Mapping[str, str]) -> None:
        """Change both lists; a partner on neither any more is forgotten.

        Args:
            offer_id: The offer.
            delta: Who joins and leaves which list.
            labels: Names for partners that may not be in the directory; a new one replaces the
                name a partner had.
        """
        touched = {
            *delta.draft_added,
            *delta.draft_removed,
            *delta.live_added,
            *delta.live_removed,
        }
        before = {
            row[0]: row
            for row in self._connection.execute(_MEMBERS, (offer_id, json.dumps(list(touched))))
        }
        draft = {tenant for tenant, row in before.items() if row[3]}
        live = {tenant for tenant, row in before.items() if row[4]}
        draft = (draft | set(delta.draft_added)) - set(delta.draft_removed)
        live = (live | set(delta.live_added)) - set(delta.live_removed)
        kept = [
            {
                "offer_id": offer_id,
                "tenant_id": tenant,
                "label": labels.get(tenant) or (before[tenant][2] if tenant in before else ""),
                "in_draft": int(tenant in draft),
                "in_live": int(tenant in live),
            }
            for tenant in sorted(draft | live)
        ]
        gone = [{"gone": tenant} for tenant in sorted(before.keys() - draft - live)]
        if kept:
            self._session.execute(_upsert(), kept)
        if gone:
            self._session.connection().execute(
                delete(MemberRecord).where(
                    col(MemberRecord.offer_id) == offer_id,
                    col(MemberRecord.tenant_id) == bindparam("gone"),
                ),
                gone,
            )


def _upsert() -> Any:
    statement = insert(MemberRecord)
    return statement.on_conflict_do_update(
        index_elements=["offer_id", "tenant_id"],
        set_={name: statement.excluded[name] for name in ("label", "in_draft", "in_live")},
    )
