"""Who is on the lists of an offer, for a unit of work."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from csp_tui.domain.history import ListDelta
from csp_tui.services import ports
from csp_tui.services.undo_port import StoredMembers
from csp_tui.storage.counting import stored_members
from csp_tui.storage.readers import NOT_YET_ON_LIST, AudienceReader
from csp_tui.storage.snapshot_store import stored_row

# Each member is written without being read first; which lists it is on is decided in SQL.
_JOIN = """
    INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live, list_name)
    SELECT :offer_id, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
    FROM json_each(:joining) WHERE true
    ON CONFLICT (offer_id, tenant_id) DO UPDATE SET
        label = coalesce(nullif(excluded.label, ''), label),
        list_name = CASE WHEN in_draft THEN list_name ELSE excluded.list_name END,
        in_draft = max(in_draft, excluded.in_draft),
        in_live = max(in_live, excluded.in_live)
"""
_LEAVES_DRAFT = "tenant_id IN (SELECT value FROM json_each(:draft_removed))"
_LEAVES_LIVE = "tenant_id IN (SELECT value FROM json_each(:live_removed))"
_LEAVE = (
    f"""
    DELETE FROM audience_member WHERE offer_id = :offer_id AND ({_LEAVES_DRAFT} OR {_LEAVES_LIVE})
        AND (NOT in_draft OR {_LEAVES_DRAFT}) AND (NOT in_live OR {_LEAVES_LIVE})
    """,
    f"""
    UPDATE audience_member SET in_draft = 0, list_name = NULL
    WHERE offer_id = :offer_id AND {_LEAVES_DRAFT}
    """,
    f"UPDATE audience_member SET in_live = 0 WHERE offer_id = :offer_id AND {_LEAVES_LIVE}",
)
_ADD_STAGED = f"""
    INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live, added_by)
    SELECT :offer_id, partner.tenant_id, partner.name, 1, 0, :entry {NOT_YET_ON_LIST}
    ON CONFLICT (offer_id, tenant_id)
    DO UPDATE SET in_draft = 1, added_by = excluded.added_by
"""
_STORED_ROW = stored_row("audience_member")
_WANTED = (
    "CREATE TEMP TABLE IF NOT EXISTS wanted (tenant_id TEXT PRIMARY KEY) WITHOUT ROWID",
    "DELETE FROM temp.wanted",
)
# Who joins and leaves which list where both become the wanted one.
_JOINS = """
    FROM temp.wanted WHERE tenant_id NOT IN
        (SELECT tenant_id FROM audience_member WHERE offer_id = ? AND {on_list})
"""
_LEAVES = """
    FROM audience_member WHERE offer_id = ? AND {on_list}
        AND tenant_id NOT IN (SELECT tenant_id FROM temp.wanted)
"""
_REPLACE = (
    """
    DELETE FROM audience_member WHERE offer_id = :offer_id
        AND tenant_id NOT IN (SELECT tenant_id FROM temp.wanted)
    """,
    """
    INSERT INTO audience_member (offer_id, tenant_id, label, in_draft, in_live)
    SELECT :offer_id, wanted.tenant_id, coalesce(partner.name, ''), 1, 1
    FROM temp.wanted LEFT JOIN partner USING (tenant_id) WHERE true
    ON CONFLICT (offer_id, tenant_id) DO UPDATE SET
        label = coalesce(nullif(excluded.label, ''), label), in_draft = 1, in_live = 1
        WHERE NOT (in_draft AND in_live)
    """,
)


class AudienceStore(AudienceReader, ports.AudienceStore):
    """Reads and writes audiences in the transaction of a unit of work."""

    def stored_members(self, offer_id: str, tenant_ids: Collection[str]) -> StoredMembers:
        return stored_members(self._connection, offer_id, tenant_ids, _STORED_ROW)

    def make_live(self, offer_id: str) -> int:
        return self._connection.execute(
            "UPDATE audience_member SET in_live = 1 "
            "WHERE offer_id = ? AND in_draft AND NOT in_live",
            (offer_id,),
        ).rowcount

    def add_staged(self, offer_id: str, entry: int) -> int:
        parameters = {"offer_id": offer_id, "entry": entry}
        return self._connection.execute(_ADD_STAGED, parameters).rowcount

    def replace(
        self, offer_id: str, tenant_ids: Collection[str], named_at_most: int
    ) -> dict[str, dict[str, Any]]:
        connection = self._connection
        for statement in _WANTED:
            connection.execute(statement)
        connection.executemany(
            "INSERT OR IGNORE INTO temp.wanted VALUES (?)", ((one,) for one in tenant_ids)
        )
        lists = {
            name: {
                **self._part("added", _JOINS.format(on_list=on_list), offer_id, named_at_most),
                **self._part("removed", _LEAVES.format(on_list=on_list), offer_id, named_at_most),
            }
            for name, on_list in (("draft", "in_draft"), ("live", "in_live"))
        }
        for statement in _REPLACE:
            connection.execute(statement, {"offer_id": offer_id})
        return {name: part for name, part in lists.items() if part}

    def _part(self, verb: str, partners: str, offer_id: str, at_most: int) -> dict[str, Any]:
        """Partners as a history entry names or counts them; nothing where there is none."""
        connection = self._connection
        (number,) = connection.execute(f"SELECT count(*) {partners}", (offer_id,)).fetchone()
        if not number:
            return {}
        if number > at_most:
            return {f"{verb}_count": number}
        rows = connection.execute(f"SELECT tenant_id {partners} ORDER BY tenant_id", (offer_id,))
        return {verb: [tenant for (tenant,) in rows]}

    def apply(
        self,
        offer_id: str,
        delta: ListDelta,
        labels: Mapping[str, str],
        through: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        parameters: dict[str, Any] = {
            "offer_id": offer_id,
            "draft_removed": json.dumps(list(delta.draft_removed)),
            "live_removed": json.dumps(list(delta.live_removed)),
        }
        joining = _joining(delta, labels, through)
        if joining:
            self._connection.execute(_JOIN, {**parameters, "joining": json.dumps(joining)})
        if delta.draft_removed or delta.live_removed:
            for statement in _LEAVE:
                self._connection.execute(statement, parameters)


def _joining(
    delta: ListDelta, labels: Mapping[str, str], through: Mapping[str, str]
) -> list[tuple[str, str, int, int, str | None]]:
    """Partners that join a list: tenant ID, label, whether they join draft and live, and how."""
    draft, live = set(delta.draft_added), set(delta.live_added)
    return [
        (
            tenant,
            labels.get(tenant, ""),
            int(tenant in draft),
            int(tenant in live),
            through.get(tenant),
        )
        for tenant in sorted(draft | live)
    ]
