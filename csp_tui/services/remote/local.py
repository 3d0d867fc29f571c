"""The audience here as a value, and how one from Partner Center replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.remote import RemoteAudience
from csp_tui.services.publishing import NAMED_AT_MOST

if TYPE_CHECKING:
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


def local_draft(unit: ReadUnit, offer: Offer) -> RemoteAudience:
    """The draft of an offer."""
    if offer.draft_channel is not ResellerChannel.SOME:
        return RemoteAudience(offer.draft_channel)
    return _named(unit, offer.offer_id, unit.audiences.draft_ids(offer.offer_id))


def local_live(unit: ReadUnit, offer: Offer) -> RemoteAudience | None:
    """What is live of an offer, None while it was never published."""
    if not offer.is_live:
        return None
    if offer.live_channel is not ResellerChannel.SOME:
        return RemoteAudience(offer.live_channel)
    return _named(unit, offer.offer_id, unit.audiences.live_ids(offer.offer_id))


def _named(unit: ReadUnit, offer_id: str, tenants: list[str]) -> RemoteAudience:
    members = unit.audiences.members(offer_id, tenants)
    names = {tenant: members[tenant].name if tenant in members else "" for tenant in tenants}
    # A name that is only the ID is none, and must not be written to Partner Center as one.
    partners = {tenant: "" if name == tenant else name for tenant, name in names.items()}
    return RemoteAudience(ResellerChannel.SOME, partners)


def put_lists(
    unit: UnitOfWork,
    offer: Offer,
    draft: RemoteAudience | None,
    live: RemoteAudience | None,
) -> dict[str, Any]:
    """Set the lists of an offer to those of audiences.

    Args:
        unit: The unit of work.
        offer: The offer, as it is stored.
        draft: The draft, None to leave it.
        live: What is live, None to leave it.

    Returns:
        The part of a history entry that says who joined and left.
    """
    offer_id = offer.offer_id
    on_draft, on_live = (
        set(unit.audiences.draft_ids(offer_id)),
        set(unit.audiences.live_ids(offer_id)),
    )
    wanted_draft = on_draft if draft is None else draft.tenants
    wanted_live = on_live if live is None else live.tenants
    delta = ListDelta(
        tuple(sorted(wanted_draft - on_draft)),
        tuple(sorted(on_draft - wanted_draft)),
        tuple(sorted(wanted_live - on_live)),
        tuple(sorted(on_live - wanted_live)),
    )
    if not delta:
        return {}
    labels = {
        tenant: name
        for audience in (live, draft)
        if audience is not None
        for tenant, name in audience.partners.items()
    }
    known = unit.directory.names(delta.touched)
    unit.audiences.apply(offer_id, delta, {**labels, **known})
    detail = delta.as_detail()
    if len(delta.touched) <= NAMED_AT_MOST:
        return dict(detail)
    return {
        name: {f"{verb}_count": len(ids) for verb, ids in part.items()}
        for name, part in detail.items()
    }
