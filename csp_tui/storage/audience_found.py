"""The partners of an audience that have certain words, in the order of a column, as IDs alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from csp_tui.domain.text import fold
from csp_tui.services.views.audience import ListOrder
from csp_tui.storage.unreadable import UnreadableRow

_ID_LENGTH = 36
_NAME = "coalesce(partner.folded, fold(audience_member.label))"
_COUNTRY = "coalesce(partner.country, '')"
_STATE = """(in_draft || in_live || (resale.tenant_id IS NOT NULL)
    || (partner.tenant_id IS NOT NULL) || (asked.tenant_id IS NOT NULL))"""
_WITH_STATE = """
    LEFT JOIN resale ON resale.offer_id = audience_member.offer_id
        AND resale.tenant_id = audience_member.tenant_id
    LEFT JOIN (
        SELECT DISTINCT request_partner.tenant_id FROM support_request
        JOIN request_partner ON request_partner.request_id = support_request.id
        WHERE offer_id = :offer_id AND kind = 'deauthorize' AND status IN ('draft', 'submitted')
    ) AS asked ON asked.tenant_id = audience_member.tenant_id
"""
_FOUND = """
    SELECT group_concat(tenant_id, '') FROM (
        SELECT audience_member.tenant_id FROM audience_member
        LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
        {joins}
        WHERE audience_member.offer_id = :offer_id {words}
        ORDER BY {column} {name}, coalesce(partner.rank, 0), audience_member.tenant_id
    )
"""


class FoundMembers:
    """The members of one offer that an order shows, in that order.

    Only their tenant IDs are in memory; a page of them is read when it is shown.

    Args:
        connection: In a transaction.
        offer_id: The offer.
        order: Which of them, and sorted by what.

    Raises:
        UnreadableRow: A tenant ID cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection, offer_id: str, order: ListOrder) -> None:
        parameters: dict[str, str] = {"offer_id": offer_id}
        conditions = list(_conditions(order, parameters))
        if order.only_live:
            conditions.append("audience_member.in_live")
        column = _column(order)
        needs_state = any(_STATE in part for part in (column, *conditions))
        query = _FOUND.format(
            joins=_WITH_STATE if needs_state else "",
            words="".join(f" AND ({condition})" for condition in conditions),
            column=column,
            name=_NAME,
        )
        (ids,) = connection.execute(query, parameters).fetchone()
        self._ids: str = ids or ""
        if len(self._ids) % _ID_LENGTH:
            raise UnreadableRow("audience_member", offer_id, ValueError("no tenant ID"))

    def __len__(self) -> int:
        return len(self._ids) // _ID_LENGTH

    def place(self, tenant_id: str) -> int | None:
        """The position of a tenant ID, None where it is not found."""
        start = self._ids.find(tenant_id)
        return start // _ID_LENGTH if start >= 0 else None

    def page(self, offset: int, limit: int) -> list[str]:
        """The tenant IDs from a position.

        Args:
            offset: The position, from 0.
            limit: How many at most; all where it is negative.
        """
        last = len(self) if limit < 0 else min(len(self), offset + limit)
        starts = range(offset * _ID_LENGTH, last * _ID_LENGTH, _ID_LENGTH)
        return [self._ids[start : start + _ID_LENGTH] for start in starts]


def _conditions(order: ListOrder, parameters: dict[str, str]) -> Iterator[str]:
    """For each word, where it may be; regions and states are found by what they are shown as."""
    for number, word in enumerate(order.words):
        parameters[f"word{number}"] = word
        places = [
            f"instr({_NAME}, :word{number})",
            f"instr(replace(audience_member.tenant_id, '-', ' '), :word{number})",
            f"instr(lower({_COUNTRY}), :word{number})",
        ]
        for text, pairs in ((_COUNTRY, order.regions), (_STATE, order.states)):
            keys = [key for key, shown in pairs if word in fold(shown)]
            if keys:
                places.append(f"{text} IN ({_quoted(keys)})")
        yield " OR ".join(places)


def _column(order: ListOrder) -> str:
    """The terms that come before the name in the order; what is unknown comes last."""
    direction = "DESC" if order.is_reversed else "ASC"
    match order.column:
        case "":
            return ""
        case "name":
            texts = [f"{_NAME} = ''", _NAME]
        case "tenant":
            texts = ["audience_member.tenant_id"]
        case "country":
            texts = [f"{_COUNTRY} = ''", _COUNTRY]
        case "region":
            texts = [_place(_COUNTRY, order.regions)]
        case "state":
            texts = [_place(_STATE, order.states)]
        case _:
            raise ValueError(order.column)
    return "".join(f"{text} {direction}, " for text in texts)


def _place(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The place of what a value is shown as among all that is shown; last where it is nothing."""
    pairs = tuple(pairs)
    shown = sorted({word for _key, word in pairs if word})
    places = {word: number for number, word in enumerate(shown)}
    cases = " ".join(f"WHEN {_quoted([key])} THEN {places[word]}" for key, word in pairs if word)
    return f"CASE {text} {cases} ELSE {len(shown)} END" if cases else "0"


def _quoted(keys: Iterable[str]) -> str:
    return ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
