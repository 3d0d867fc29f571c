"""The CSP reseller audience: choose an option, add and remove partners, sync."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import AddPartners, ChooseOption, RemovePartners, Sync, decide
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.regions import Coverage
from csp_tui.domain.standing import Standing
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.services.context import Context, require, require_version
from csp_tui.services.going_live import make_live
from csp_tui.services.inverse_port import Image, Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.views import AudienceRow, AudienceView, SaveResult

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class AudienceEdit:
    """A change of the draft that is not saved yet.

    Attributes:
        channel: The option to choose, None to leave it.
        add: Tenant IDs to put on the list.
        remove: Tenant IDs to take off it.
        labels: Names of partners that may not be in the directory, by tenant ID.
    """

    channel: ResellerChannel | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return self.channel is not None or bool(self.add or self.remove)


class AudienceService:
    """What a publisher does with an offer's audience.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, offer_id: str) -> AudienceView:
        """Where an offer's audience stands, with its coverage and what comes next.

        Raises:
            NotFound: There is no such offer.
        """
        read = self._context.read
        standing = read.standing(offer_id)
        offer = standing.offer
        open_requests = tuple(
            request for request in read.requests(offer_id) if request.status.is_open
        )
        return AudienceView(
            standing=standing,
            draft_coverage=self._coverage(offer, offer.draft_channel, live=False),
            live_coverage=self._coverage(offer, offer.live_channel, live=True),
            next=next_step(standing, has_open_request=bool(open_requests)),
            open_requests=open_requests,
        )

    def rows(self, offer_id: str, *, offset: int = 0, limit: int = -1) -> list[AudienceRow]:
        """Partners on either list, in the order of their names."""
        return self._context.read.audience_rows(offer_id, offset=offset, limit=limit)

    def count(self, offer_id: str) -> int:
        """Partners on either list."""
        return self._context.read.audience_count(offer_id)

    def consult(self, offer_id: str, edit: AudienceEdit) -> list[Verdict]:
        """Ask what the rules say to each part of an edit, without making it.

        Raises:
            NotFound: There is no such offer.
        """
        edit = _checked(edit)
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            return [
                decide(standing, change)
                for standing, change in _changes(unit, offer, edit, _Plan(unit, offer_id, edit))
            ]

    def save_draft(
        self,
        offer_id: str,
        edit: AudienceEdit,
        *,
        version: int | None = None,
        action: Action = Action.DRAFT_SAVED,
    ) -> SaveResult:
        """Write an edit to the draft, all of it or nothing (R24).

        Raises:
            InvalidInput: A tenant ID cannot be used.
            NotFound: There is no such offer.
            RuleRefusal: A part of it is refused or takes a support request.
            StaleOffer: The offer has changed since ``version``.
        """
        context = self._context
        edit = _checked(edit)
        with context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            plan = _Plan(unit, offer_id, edit)
            for standing, change in _changes(unit, offer, edit, plan):
                require(standing, change)
            channel = offer.draft_channel if edit.channel is None else edit.channel
            if channel == offer.draft_channel and not plan.delta:
                return SaveResult(
                    unit.audiences.standing(offer), already=plan.already, changed=False
                )
            touched = Touched(offer_id=offer_id, offer=True, members=plan.delta.touched)
            before = unit.inverses.take(touched)
            labels = {**edit.labels, **unit.directory.names(plan.delta.draft_added)}
            unit.audiences.apply(offer_id, plan.delta, labels)
            saved = unit.offers.save(dataclasses.replace(offer, draft_channel=channel))
            detail: dict[str, Any] = plan.delta.as_detail()
            if channel != offer.draft_channel:
                detail["before"] = {"reseller_channel": offer.draft_channel}
                detail["after"] = {"reseller_channel": channel}
            context.note(unit, action, offer_id, detail, before)
            standing = unit.audiences.standing(saved)
            unit.commit()
        return SaveResult(
            standing,
            added=len(plan.delta.draft_added),
            already=plan.already,
            removed=len(plan.delta.draft_removed),
        )

    def add_matching(
        self,
        offer_id: str,
        query: PartnerQuery,
        *,
        version: int | None = None,
        preview: bool = False,
    ) -> SaveResult:
        """Put every partner that matches a search on the draft list, as one step.

        Args:
            offer_id: The offer.
            query: The search; the filter itself is carried out, not a list of partners.
            version: The offer's version that was seen.
            preview: Only say how many it would add.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: Partners cannot be added under the option chosen (R12).
            StaleOffer: The offer has changed since ``version``.
        """
        context = self._context
        with context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            matching = unit.directory.stage_matching(query)
            added = unit.audiences.count_staged(offer_id)
            standing = unit.audiences.standing(offer)
            require(standing, AddPartners(added))
            if preview or not added:
                return SaveResult(standing, added=added, already=matching - added, changed=False)
            saved = unit.offers.save(offer)
            detail = {"query": _query_facts(query), "added": added}
            entry = context.note(unit, Action.MATCHING_ADDED, offer_id, detail)
            unit.inverses.keep(entry, Image(Touched(offer_id=offer_id, came_with=entry)))
            unit.audiences.add_staged(offer_id, entry)
            standing = unit.audiences.standing(saved)
            unit.commit()
        return SaveResult(standing, added=added, already=matching - added)

    def sync(self, offer_id: str, *, version: int | None = None) -> Verdict:
        """Make the added partners of a live list live, and nothing else (R26).

        Returns:
            The rules' answer; with nothing to sync its outcome is ``no-change``.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: There is no live list to sync.
            StaleOffer: The offer has changed since ``version``.
        """
        context = self._context
        with context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            verdict = require(unit.audiences.standing(offer), Sync())
            if verdict.outcome is Outcome.NO_CHANGE:
                return verdict
            now = context.clock.now()
            detail = make_live(unit, offer_id)
            unit.offers.save(dataclasses.replace(offer, published_at=now))
            unit.history.append(now, context.who, Action.AUDIENCE_SYNCED, offer_id, detail)
            unit.inverses.forget(offer_id)
            unit.commit()
        return verdict

    def export(self, offer_id: str) -> Iterator[tuple[str, str]]:
        """Tenant ID and name of every partner on the draft list, in the order of their names.

        Raises:
            NotFound: There is no such offer.
        """
        self._context.read.standing(offer_id)
        return self._exported(offer_id)

    def _exported(self, offer_id: str) -> Iterator[tuple[str, str]]:
        offset = 0
        while rows := self.rows(offer_id, offset=offset, limit=_PAGE):
            yield from ((row.tenant_id, row.name) for row in rows if row.in_draft)
            offset += len(rows)

    def _coverage(self, offer: Offer, channel: ResellerChannel | None, *, live: bool) -> Coverage:
        regions = self._context.regions
        if channel is ResellerChannel.ALL:
            return regions.whole()
        if channel is ResellerChannel.SOME:
            return regions.coverage(self._context.read.countries(offer.offer_id, live=live))
        return Coverage()


def _query_facts(query: PartnerQuery) -> dict[str, Any]:
    return {
        "text": query.text,
        **{facet.value: sorted(query.values(facet)) for facet in Facet},
    }


def next_step(standing: Standing, *, has_open_request: bool) -> str | None:
    """What brings an offer's audience on: ``publish``, ``sync``, ``request`` or nothing."""
    if not standing.offer.is_live or standing.channel_changed or standing.offer.setup_changed:
        return "publish"
    if standing.list_changed:
        return "sync"
    return "request" if has_open_request else None


class _Plan:
    """What an edit does to the draft list as it is stored now."""

    def __init__(self, unit: UnitOfWork, offer_id: str, edit: AudienceEdit) -> None:
        known = unit.audiences.members(offer_id, {*edit.add, *edit.remove})
        on_draft = {tenant for tenant, member in known.items() if member.in_draft}
        added = tuple(tenant for tenant in edit.add if tenant not in on_draft)
        self.already = len(edit.add) - len(added)
        self.leaving = tuple(known[tenant] for tenant in edit.remove if tenant in on_draft)
        self.delta = ListDelta(
            draft_added=added,
            draft_removed=tuple(member.tenant_id for member in self.leaving),
        )


def _changes(
    unit: UnitOfWork, offer: Offer, edit: AudienceEdit, plan: _Plan
) -> Iterator[tuple[Standing, ChooseOption | AddPartners | RemovePartners]]:
    """The parts of an edit in the order in which the rules are asked."""
    standing = unit.audiences.standing(offer)
    if edit.channel is not None:
        yield standing, ChooseOption(edit.channel)
        standing = dataclasses.replace(
            standing, offer=dataclasses.replace(offer, draft_channel=edit.channel)
        )
    if edit.add:
        yield standing, AddPartners(len(plan.delta.draft_added))
    if edit.remove:
        yield standing, RemovePartners(plan.leaving)


def _checked(edit: AudienceEdit) -> AudienceEdit:
    def cleaned(tenant_ids: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in tenant_ids))

    remove = cleaned(edit.remove)
    leaving = set(remove)
    return dataclasses.replace(
        edit,
        add=tuple(tenant for tenant in cleaned(edit.add) if tenant not in leaving),
        remove=remove,
    )
