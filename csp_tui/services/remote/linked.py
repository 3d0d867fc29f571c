"""Linked offers, each compared with what was last read of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.domain.eligibility import assess
from csp_tui.domain.errors import NotFound
from csp_tui.domain.remote import Account, Link, RemoteAudience, SyncState, sync_state
from csp_tui.domain.wording import say
from csp_tui.services.remote.local import local_draft
from csp_tui.services.remote.views import LinkedOffer

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit


def linked_offers(unit: ReadUnit, account: Account) -> Iterator[LinkedOffer]:
    """The offers of an account by offer ID, one at a time."""
    for link in unit.remote.links(account.name):
        found = _compared(unit, link)
        if found is not None:
            yield found


def not_linked(offer_id: str) -> NotFound:
    """The refusal for an offer that is not linked to Partner Center."""
    return NotFound(
        say("The offer {offer_id} is not linked to Partner Center.", offer_id=offer_id),
        say("Pull first: csp-tui partner-center pull"),
        field="offer",
    )


def linked_offer(unit: ReadUnit, offer_id: str) -> LinkedOffer | None:
    """One offer, None where it is not linked."""
    link = unit.remote.link(offer_id)
    return None if link is None else _compared(unit, link)


def _compared(unit: ReadUnit, link: Link) -> LinkedOffer | None:
    offer = unit.offers.find(link.offer_id)
    if offer is None:
        return None
    local = local_draft(unit, offer)
    state = sync_state(link, local)
    differs = state is not SyncState.IN_SYNC
    return LinkedOffer(
        link,
        offer.setup.name,
        state,
        len(local.tenants - link.remote.tenants) if differs else 0,
        len(link.remote.tenants - local.tenants) if differs else 0,
        local,
        assess(offer.product_type, transactable=offer.setup.transactable, plans=offer.setup.plans),
    )


def without_partners(one: LinkedOffer) -> LinkedOffer:
    """An offer as a list shows it: the options and counts, and no partner."""
    link = dataclasses.replace(
        one.link,
        base=None,
        remote=_bare(one.link.remote),
        live=None if one.link.live is None else _bare(one.link.live),
        setup={},
        resource={},
    )
    return dataclasses.replace(one, link=link, local=_bare(one.local))


def _bare(audience: RemoteAudience) -> RemoteAudience:
    return RemoteAudience(audience.channel, {}, audience.word)
