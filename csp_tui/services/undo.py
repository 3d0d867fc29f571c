"""Taking back the last change of an audience's draft, as one step."""

from __future__ import annotations

import dataclasses
from typing import Any

from csp_tui.domain.audience import AddPartners, ChooseOption, RemovePartners
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.wording import say
from csp_tui.services.context import Context, require, require_version
from csp_tui.services.ports import UnitOfWork

_UNDOABLE = (Action.DRAFT_SAVED, Action.AUDIENCE_IMPORTED, Action.MATCHING_ADDED)
_ENDS = (
    Action.OFFER_CREATED,
    Action.OFFER_PUBLISHED,
    Action.OFFER_DELETED,
    Action.AUDIENCE_SYNCED,
    Action.REQUEST_COMPLETED,
)
"""What was published is not taken back by a draft; before it there is nothing to undo."""
_LOOKED_AT = 200


class UndoService:
    """Undoes changes of drafts, the newest first; every undo is a change of its own.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def last(self, offer_id: str) -> Entry | None:
        """The change that ``undo`` would take back, None where there is none."""
        undone: set[int] = set()
        for entry in self._context.read.history(offer_id, limit=_LOOKED_AT):
            if entry.action is Action.UNDONE:
                undone.add(int(entry.detail["undoes"]))
            elif entry.action in _ENDS:
                return None
            elif entry.action in _UNDOABLE and entry.id not in undone:
                return entry
        return None

    def undo(self, offer_id: str, *, version: int | None = None, others: bool = False) -> Entry:
        """Take back the last change of the draft.

        Args:
            offer_id: The offer.
            version: The offer's version that was seen.
            others: Whether the change of someone else may be taken back.

        Returns:
            The entry of the change that was taken back.

        Raises:
            InvalidInput: There is nothing to undo, or someone else made the change.
            NotFound: There is no such offer.
            RuleRefusal: The rules do not allow the way back.
            StaleOffer: The offer has changed since ``version``.
        """
        context = self._context
        with context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            entry = self.last(offer_id)
            if entry is None:
                raise InvalidInput(
                    say("There is no change of the draft to take back."),
                    say("What was published, synced or completed is changed by a new change."),
                )
            if entry.who != context.who and not others:
                raise InvalidInput(
                    say("{who} made the last change of this draft.", who=entry.who),
                    say("Take it back only if they agree, and say so."),
                )
            detail = {"undoes": entry.id, **_take_back(unit, offer, entry)}
            unit.history.append(context.clock.now(), context.who, Action.UNDONE, offer_id, detail)
            unit.commit()
        return entry


def _take_back(unit: UnitOfWork, offer: Offer, entry: Entry) -> dict[str, Any]:
    if entry.action is Action.MATCHING_ADDED:
        unit.offers.save(offer)
        return {"removed": unit.audiences.take_back_staged(offer.offer_id, entry.id)}
    return _invert(unit, offer, entry)


def _invert(unit: UnitOfWork, offer: Offer, entry: Entry) -> dict[str, Any]:
    """Apply the inverse of a saved draft, after asking the rules about each part of it."""
    delta = ListDelta.from_detail(entry.detail).inverse
    standing = unit.audiences.standing(offer)
    if delta.draft_removed and offer.draft_channel is ResellerChannel.SOME:
        members = unit.audiences.members(offer.offer_id, delta.draft_removed)
        require(standing, RemovePartners(tuple(members.values())))
    channel = offer.draft_channel
    detail: dict[str, Any] = delta.as_detail()
    before = entry.detail.get("before", {})
    if "reseller_channel" in before:
        chosen = before["reseller_channel"]
        channel = None if chosen is None else ResellerChannel(chosen)
        if channel is not None:
            require(standing, ChooseOption(channel))
        detail["before"] = {"reseller_channel": offer.draft_channel}
        detail["after"] = {"reseller_channel": channel}
    if delta.draft_added and channel is ResellerChannel.SOME:
        moved = dataclasses.replace(
            standing, offer=dataclasses.replace(offer, draft_channel=channel)
        )
        require(moved, AddPartners(len(delta.draft_added)))
    labels = unit.directory.names(delta.draft_added)
    unit.audiences.apply(offer.offer_id, delta, labels)
    unit.offers.save(dataclasses.replace(offer, draft_channel=channel))
    return detail
