"""How a draft list goes live: one statement, however long the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csp_tui.services.ports import UnitOfWork

NAMED_AT_MOST = 20_000
"""Partners that a history entry names one by one; beyond that it says how many they were."""


def make_live(unit: UnitOfWork, offer_id: str) -> dict[str, Any]:
    """Put everyone of the draft list on the live list.

    Returns:
        The part of a history entry that says so.
    """
    waiting = unit.audiences.waiting_ids(offer_id, NAMED_AT_MOST + 1)
    joined = unit.audiences.make_live(offer_id)
    if not joined:
        return {}
    if joined > NAMED_AT_MOST:
        return {"live": {"added_count": joined}}
    return {"live": {"added": waiting}}
