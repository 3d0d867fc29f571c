"""Partner lists and the offers that follow them, in plain SQL."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from csp_tui.domain.partner_list import PartnerList, no_such_list, query_facts, query_of
from csp_tui.services import planning_port
from csp_tui.storage.reader import Reader
from csp_tui.storage.records import moment, stored_moment
from csp_tui.storage.unreadable import reading_row

_MEMBERS = """
    SELECT member.tenant_id, coalesce(partner.name, nullif(member.label, ''), member.tenant_id),
           coalesce(partner.country, '')
    FROM partner_list_member AS member LEFT JOIN partner USING (tenant_id)
    WHERE list_name = ?
    ORDER BY coalesce(partner.folded, fold(member.label)), member.tenant_id LIMIT ? OFFSET ?
"""


class ListReader(Reader, planning_port.ListReader):
    """Reads partner lists."""

    def all(self) -> list[PartnerList]:
        rows = self._connection.execute(
            'SELECT name, title, "query", created_at, updated_at FROM partner_list ORDER BY name'
        )
        return [_list_value(*row) for row in rows]

    def find(self, name: str) -> PartnerList | None:
        row = self._connection.execute(
            'SELECT name, title, "query", created_at, updated_at FROM partner_list WHERE name = ?',
            (name,),
        ).fetchone()
        return None if row is None else _list_value(*row)

    def get(self, name: str) -> PartnerList:
        found = self.find(name)
        if found is None:
            raise no_such_list(name)
        return found

    def count(self, name: str) -> int:
        query = "SELECT count(*) FROM partner_list_member WHERE list_name = ?"
        return int(self._connection.execute(query, (name,)).fetchone()[0])

    def members(
        self, name: str, *, offset: int = 0, limit: int = -1
    ) -> Iterator[tuple[str, str, str]]:
        for row in self._connection.execute(_MEMBERS, (name, limit, offset)):
            yield row[0], row[1], row[2]

    def ids(self, name: str) -> list[str]:
        query = "SELECT tenant_id FROM partner_list_member WHERE list_name = ? ORDER BY tenant_id"
        return [tenant for (tenant,) in self._connection.execute(query, (name,))]

    def named(self, name: str, tenant_ids: Collection[str]) -> set[str]:
        rows = self._connection.execute(
            "SELECT tenant_id FROM partner_list_member WHERE list_name = ? "
            "AND tenant_id IN (SELECT value FROM json_each(?))",
            (name, json.dumps(list(tenant_ids))),
        )
        return {tenant for (tenant,) in rows}

    def followers(self, name: str) -> list[str]:
        query = "SELECT offer_id FROM list_follower WHERE list_name = ? ORDER BY offer_id"
        return [offer for (offer,) in self._connection.execute(query, (name,))]

    def followed(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for offer, name in self._connection.execute(
            "SELECT offer_id, list_name FROM list_follower ORDER BY offer_id, list_name"
        ):
            found[offer].append(name)
        return dict(found)

    def followed_by(self, offer_id: str) -> list[str]:
        query = "SELECT list_name FROM list_follower WHERE offer_id = ? ORDER BY list_name"
        return [name for (name,) in self._connection.execute(query, (offer_id,))]


class ListStore(ListReader, planning_port.ListStore):
    """Writes partner lists in the transaction of a unit of work."""

    def put(self, listed: PartnerList) -> None:
        query = None if listed.query is None else json.dumps(query_facts(listed.query))
        self._connection.execute(
            'INSERT INTO partner_list (name, title, "query", created_at, updated_at) '
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET title = excluded.title, "
            '"query" = excluded."query", updated_at = excluded.updated_at',
            (
                listed.name,
                listed.title,
                query,
                stored_moment(listed.created_at),
                stored_moment(listed.updated_at),
            ),
        )

    def forget_origin(self, name: str) -> None:
        self._connection.execute(
            "UPDATE audience_member SET list_name = NULL WHERE list_name = ?", (name,)
        )

    def delete(self, name: str) -> None:
        self._connection.execute("DELETE FROM partner_list WHERE name = ?", (name,))

    def add(self, name: str, tenant_ids: Iterable[str], labels: Mapping[str, str]) -> int:
        before = self.count(name)
        self._connection.executemany(
            "INSERT INTO partner_list_member VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            ((name, tenant, labels.get(tenant, "")) for tenant in tenant_ids),
        )
        return self.count(name) - before

    def remove(self, name: str, tenant_ids: Collection[str]) -> int:
        return self._connection.execute(
            "DELETE FROM partner_list_member WHERE list_name = ? "
            "AND tenant_id IN (SELECT value FROM json_each(?))",
            (name, json.dumps(list(tenant_ids))),
        ).rowcount

    def follow(self, name: str, offer_ids: Iterable[str]) -> None:
        self._connection.executemany(
            "INSERT INTO list_follower VALUES (?, ?) ON CONFLICT DO NOTHING",
            ((name, offer) for offer in offer_ids),
        )

    def unfollow(self, name: str, offer_ids: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM list_follower WHERE list_name = ? AND offer_id = ?",
            ((name, offer) for offer in offer_ids),
        )


def _list_value(
    name: str, title: str, query: str | None, created_at: str, updated_at: str
) -> PartnerList:
    with reading_row("partner_list", name):
        return PartnerList(
            name=name,
            title=title,
            query=None if query is None else query_of(json.loads(query)),
            created_at=moment(created_at),
            updated_at=moment(updated_at),
        )
