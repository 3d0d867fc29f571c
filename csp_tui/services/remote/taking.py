"""Applies the changes of one product of Partner Center, or says what that would do."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.history import Action
from csp_tui.domain.offer import Offer, Setup
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.remote import (
    Account,
    Link,
    RemoteAudience,
    RemoteOffer,
    RemoteProduct,
    SyncState,
    sync_state,
)
from csp_tui.domain.remote_conflicts import choices
from csp_tui.domain.wording import say
from csp_tui.services.offers import setup_facts
from csp_tui.services.remote.local import local_draft, local_live, put_lists
from csp_tui.services.remote.views import (
    NAMED,
    ConflictView,
    LiveChange,
    PulledChange,
    UnreadableProduct,
)

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


@dataclass()
class Found:
    """What a pull has found so far."""

    new: list[str] = dataclasses.field(default_factory=list)
    changed: list[PulledChange] = dataclasses.field(default_factory=list)
    conflicts: list[ConflictView] = dataclasses.field(default_factory=list)
    unreadable: list[UnreadableProduct] = dataclasses.field(default_factory=list)
    unchanged: int = 0

    def cannot(self, product: RemoteProduct, reason: Any) -> None:
        """Note a product that could not be pulled."""
        self.unreadable.append(UnreadableProduct(product.offer_id or product.product, reason))


class Taking:
    """Applies the changes of one product, or says what that would do."""

    def __init__(
        self,
        context: Context,
        unit: ReadUnit,
        account: Account,
        remote: RemoteOffer,
        found: Found,
    ) -> None:
        self._context = context
        self._account = account
        self._remote = remote
        self._found = found
        self._offer = unit.offers.find(remote.identity.offer_id)
        self._link = unit.remote.link(remote.identity.offer_id)
        self._local = RemoteAudience()
        self._live: RemoteAudience | None = None
        if self._offer is not None:
            self._local = local_draft(unit, self._offer)
            self._live = local_live(unit, self._offer)

    def look(self) -> bool:
        """Note what is new, changed or in conflict; False where nothing can be pulled."""
        remote, found, offer = self._remote, self._found, self._offer
        offer_id = remote.identity.offer_id
        if self._link is not None and self._link.account != self._account.name:
            reason = say("The offer belongs to the account {name}.", name=self._link.account)
            found.cannot(remote.identity, reason)
            return False
        if offer is None:
            if remote.draft.word:
                found.cannot(remote.identity, _unknown_option(remote.draft))
                return False
            found.new.append(offer_id)
            return True
        if offer.product_type is not remote.product_type:
            found.cannot(
                remote.identity,
                say(
                    "The offer has the type {here} here and {there} in Partner Center.",
                    here=offer.product_type.value,
                    there=remote.identity.type_word,
                ),
            )
            return False
        state = self.state
        if state is SyncState.READ_ONLY:
            found.cannot(remote.identity, _unknown_option(remote.draft))
        elif state is SyncState.CONFLICT:
            base = None if self._link is None else self._link.base
            found.conflicts.append(
                ConflictView(
                    offer_id=offer_id,
                    base=base,
                    local=self._local,
                    remote=remote.draft,
                    choices=tuple(choices(base, self._local, remote.draft)),
                )
            )
        change = self._change(offer)
        if change:
            found.changed.append(change)
        elif state not in (SyncState.CONFLICT, SyncState.READ_ONLY):
            found.unchanged += 1
        return True

    @property
    def state(self) -> SyncState:
        """How the draft here compares with the one that was just read."""
        return sync_state(self._seen(None if self._link is None else self._link.base), self._local)

    def take(self, unit: UnitOfWork) -> None:
        """Apply the changes of the product in a unit of work."""
        if not self.look():
            return
        if self._offer is None:
            self._create(unit)
        else:
            self._update(unit, self._offer)

    def _change(self, offer: Offer) -> PulledChange:
        """What the draft, the setup and the live audience become."""
        remote, local = self._remote.draft, self._local
        fields, live = self._setup_fields(offer), self._live_change()
        if live is not None:
            fields = (*fields, "live")
        if self.state is not SyncState.TO_PULL:
            return PulledChange(offer_id=offer.offer_id, fields=fields, live=live)
        moved = local.channel != remote.channel
        return PulledChange(
            offer_id=offer.offer_id,
            reseller_channel=(local.channel, remote.channel) if moved else None,
            added=len(remote.tenants - local.tenants),
            removed=len(local.tenants - remote.tenants),
            fields=fields,
            live=live,
        )

    def _live_change(self) -> LiveChange | None:
        """What the audience that is recorded as live changes to, None where it stays."""
        here, there = self._live, self._remote.live
        if here is None and there is None:
            return None
        if here is not None and there is not None and (there.word or here.same_as(there)):
            return None
        before, after = here or RemoteAudience(), _known(there) or RemoteAudience()
        leaving = sorted(before.partners[one] or one for one in before.tenants - after.tenants)
        return LiveChange(
            before=None if here is None else before.channel,
            after=None if there is None else after.channel,
            is_published=there is not None,
            added=len(after.tenants - before.tenants),
            removed=len(leaving),
            leaving=tuple(leaving[:NAMED]),
        )

    def _setup_fields(self, offer: Offer) -> tuple[str, ...]:
        """The fields of the setup that follow Partner Center; none where they were edited here."""
        here, there = setup_facts(offer.setup), setup_facts(self._remote.setup)
        if self._remote.older:
            # The older API gives no listing, so that what was entered here stays.
            there = {**here, "name": there["name"]}
        elif not self._remote.has_markets:
            there["markets"] = here["markets"]
        if self._link is None or here != {**_BEFORE_MARKETS, **self._link.setup}:
            return ()
        return tuple(name for name in here if here[name] != there[name])

    def _create(self, unit: UnitOfWork) -> None:
        remote, now = self._remote, self._context.clock.now()
        live = _known(remote.live)
        offer = Offer(
            offer_id=remote.identity.offer_id,
            product_type=remote.product_type,
            setup=remote.setup,
            live_setup=None if remote.live is None else remote.setup,
            draft_channel=remote.draft.channel,
            live_channel=None if live is None else live.channel,
            created_at=now,
            published_at=None if remote.live is None else now,
        )
        unit.offers.add(offer)
        lists = put_lists(unit, offer, remote.draft, live)
        unit.remote.save_link(self._seen(remote.draft, setup=setup_facts(remote.setup)))
        after = {"reseller_channel": offer.draft_channel, **setup_facts(offer.setup)}
        detail = {"created": True, "after": after, **lists}
        self._context.record(unit, Action.REMOTE_PULLED, offer.offer_id, detail)

    def _update(self, unit: UnitOfWork, offer: Offer) -> None:
        remote, state = self._remote, self.state
        change = self._change(offer)
        base = None if self._link is None else self._link.base
        if state in (SyncState.IN_SYNC, SyncState.TO_PULL):
            base = remote.draft
        setup = dict(self._link.setup) if self._link is not None else setup_facts(offer.setup)
        if change:
            offer = self._changed(unit, offer, change)
        if set(change.fields) - {"live"}:
            setup = setup_facts(offer.setup)
        unit.remote.save_link(self._seen(base, setup=setup))

    def _changed(self, unit: UnitOfWork, offer: Offer, change: PulledChange) -> Offer:
        remote = self._remote
        after: dict[str, Any] = {}
        before: dict[str, Any] = {}
        updated = offer
        if set(change.fields) - {"live"}:
            updated = dataclasses.replace(
                offer, setup=self._setup(offer), live_setup=self._live_setup(offer)
            )
            facts = setup_facts(updated.setup)
            for name in set(change.fields) - {"live"}:
                before[name], after[name] = setup_facts(offer.setup)[name], facts[name]
        draft = remote.draft if self.state is SyncState.TO_PULL else None
        if draft is not None:
            updated = dataclasses.replace(updated, draft_channel=draft.channel)
            if change.reseller_channel is not None:
                before["reseller_channel"], after["reseller_channel"] = change.reseller_channel
        live = None
        if "live" in change.fields:
            live = _known(remote.live) or RemoteAudience()
            updated = self._with_live(updated, live)
        lists = put_lists(unit, offer, draft, live)
        saved = unit.offers.save(updated)
        detail: dict[str, Any] = {**lists}
        if after:
            detail |= {"before": before, "after": after}
        if "live" in change.fields:
            detail["fields"] = ["live"]
        self._context.record(unit, Action.REMOTE_PULLED, offer.offer_id, detail)
        unit.snapshots.forget(offer.offer_id)
        return saved

    def _setup(self, offer: Offer) -> Setup:
        """The setup that Partner Center has, as far as it says it."""
        remote = self._remote
        if remote.older:
            return dataclasses.replace(offer.setup, name=remote.setup.name)
        if not remote.has_markets:
            return dataclasses.replace(remote.setup, markets=offer.setup.markets)
        return remote.setup

    def _live_setup(self, offer: Offer) -> Setup | None:
        """What is recorded as published.

        Markets that are read for the first time were not changed: they are live already.
        """
        live = offer.live_setup
        if live is None or self._link is None or "markets" in self._link.setup:
            return live
        return dataclasses.replace(live, markets=self._setup(offer).markets)

    def _with_live(self, offer: Offer, live: RemoteAudience) -> Offer:
        if self._remote.live is None:
            return dataclasses.replace(offer, live_setup=None, live_channel=None, published_at=None)
        return dataclasses.replace(
            offer,
            live_setup=offer.live_setup or offer.setup,
            live_channel=live.channel,
            published_at=offer.published_at or self._context.clock.now(),
        )

    def _seen(self, base: RemoteAudience | None, *, setup: Mapping[str, Any] | None = None) -> Link:
        remote = self._remote
        return Link(
            offer_id=remote.identity.offer_id,
            account=self._account.name,
            product=remote.identity.product,
            type_word=remote.identity.type_word,
            older=remote.older,
            base=base,
            remote=remote.draft,
            live=remote.live,
            setup=setup or {},
            resource=remote.resource,
            seen_at=self._context.clock.now(),
        )


_BEFORE_MARKETS: Mapping[str, Any] = {"markets": None}
"""What setups have that were stored before markets were."""


def _known(audience: RemoteAudience | None) -> RemoteAudience | None:
    """An audience whose option is known; one of another word has no list here."""
    return None if audience is None or audience.word else audience


def _unknown_option(audience: RemoteAudience) -> Any:
    if audience.word == "unreadable list":
        return say("An entry of its list has no tenant ID, so it is neither pulled nor pushed.")
    return say("Its option is “{word}”, which is only read here.", word=audience.word)
