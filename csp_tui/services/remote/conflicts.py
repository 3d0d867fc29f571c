"""Conflicts: an offer that was changed both here and in Partner Center."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.remote import RemoteAudience, SyncState, sync_state
from csp_tui.domain.remote_conflicts import Side, choices, resolved
from csp_tui.domain.wording import say
from csp_tui.services.context import Service
from csp_tui.services.remote.linked import not_linked
from csp_tui.services.remote.local import local_draft, put_lists
from csp_tui.services.remote.views import ConflictView

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit


class ConflictService(Service):
    """Shows and resolves conflicts; asks nothing of the network."""

    def show(self, offer_id: str) -> ConflictView:
        """The three versions of an offer's draft.

        Raises:
            InvalidInput: The offer is not in conflict.
            NotFound: It is not linked to Partner Center.
        """
        with self._context.open_read() as unit:
            return _conflict(unit, offer_id)

    def resolve(
        self,
        offer_id: str,
        *,
        take: Side | None = None,
        keep: Collection[str] = (),
        drop: Collection[str] = (),
        preview: bool = False,
    ) -> RemoteAudience:
        """Make the draft here what was decided; what then differs is to be pushed.

        Args:
            offer_id: The offer.
            take: The version to begin with; None puts the changes of both sides together.
            keep: Partners that are on the list then.
            drop: Partners that are not.
            preview: Only say what the draft would be.

        Raises:
            InvalidInput: The offer is not in conflict, or the decision is not complete.
            NotFound: It is not linked to Partner Center.
        """
        decided = {"keep": frozenset(keep), "drop": frozenset(drop)}
        if preview:
            view = self.show(offer_id)
            return resolved(view.base, view.local, view.remote, take=take, **decided)
        with self._context.open_unit() as unit:
            view = _conflict(unit, offer_id)
            result = resolved(view.base, view.local, view.remote, take=take, **decided)
            link = unit.remote.link(offer_id)
            assert link is not None
            unit.remote.save_link(dataclasses.replace(link, base=view.remote))
            offer = unit.offers.get(offer_id)
            lists = put_lists(unit, offer, result, None)
            unit.offers.save(dataclasses.replace(offer, draft_channel=result.channel))
            detail: dict[str, Any] = {"take": take, **lists}
            if result.channel != view.local.channel:
                detail["before"] = {"reseller_channel": view.local.channel}
                detail["after"] = {"reseller_channel": result.channel}
            self._context.record(unit, Action.CONFLICT_RESOLVED, offer_id, detail)
            unit.snapshots.forget(offer_id)
            unit.commit()
        return result


def _conflict(unit: ReadUnit, offer_id: str) -> ConflictView:
    offer = unit.offers.get(offer_id)
    link = unit.remote.link(offer_id)
    if link is None:
        raise not_linked(offer_id)
    local = local_draft(unit, offer)
    if sync_state(link, local) is not SyncState.CONFLICT:
        raise InvalidInput(
            say("The offer {offer_id} is not in conflict.", offer_id=offer_id),
            say("Pull to see whether something has changed: csp-tui partner-center pull"),
            field="offer",
        )
    found = choices(link.base, local, link.remote)
    return ConflictView(
        offer_id=offer_id, base=link.base, local=local, remote=link.remote, choices=tuple(found)
    )
