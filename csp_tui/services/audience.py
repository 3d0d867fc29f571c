"""Changes of an audience, as functions of a unit of work: edits, matching partners, sync."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import AddPartners, ChooseOption, RemovePartners, Sync
from csp_tui.domain.audience_state import AudienceState, Unlisted
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST, not_in_directory
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.services.context import Context, require, require_version
from csp_tui.services.publishing import make_live
from csp_tui.services.undo_port import ChangeScope, Snapshot
from csp_tui.services.views import SaveResult

if TYPE_CHECKING:
    from csp_tui.domain.offer import Offer, ResellerChannel
    from csp_tui.domain.wording import Message
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


@dataclass(frozen=True, slots=True)
class AudienceEdit:
    """A change of the draft that is not saved yet.

    Attributes:
        channel: The option to choose, None to leave it.
        add: Tenant IDs to put on the list.
        remove: Tenant IDs to take off it.
        labels: Names of partners that may not be in the directory, by tenant ID.
        queries: Searches whose results all join the list. Each is carried out as one statement
            when the edit is saved; partners in ``remove`` do not join.
        through: Names of the partner lists through which partners join, by tenant ID.
    """

    channel: ResellerChannel | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    queries: tuple[PartnerQuery, ...] = ()
    through: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return self.channel is not None or bool(self.add or self.remove or self.queries)


def save_and_go_live(
    context: Context,
    offer_id: str,
    go_live: Callable[..., Verdict],
    *,
    edit: AudienceEdit | None,
    version: int | None,
) -> Verdict:
    """Publish or sync, after a change of the draft where there is one; both are done, or neither.

    Args:
        context: Storage, time and the current user.
        offer_id: The offer.
        go_live: Publishes or syncs in a unit of work.
        edit: The change of the draft.
        version: The offer's version that was seen.

    Returns:
        The rules' answer to ``go_live``.
    """
    with context.open_unit() as unit:
        if edit is not None:
            apply_edit(unit, context, offer_id, edit, version=version)
            version = None
        verdict = go_live(unit, context, offer_id, version=version)
        unit.commit()
    return verdict


def apply_edit(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    edit: AudienceEdit,
    *,
    version: int | None = None,
    action: Action = Action.DRAFT_SAVED,
) -> SaveResult:
    """Write an edit to the draft in a unit of work, all of it or nothing (R24).

    Args:
        unit: The unit of work.
        context: Time and the current user.
        offer_id: The offer.
        edit: The edit.
        version: The offer's version that was seen; None trusts the stored one.
        action: What the history says.

    Raises:
        InvalidInput: A tenant ID cannot be used.
        NotFound: There is no such offer.
        RuleRefusal: A part of it is refused or takes a support request.
        StaleOffer: The offer has changed since ``version``.
    """
    edit = checked_edit(edit)
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    plan = _Plan(unit, offer_id, edit)
    found = unit.audiences.state(offer)
    warnings: list[Message] = []
    for state, change in _changes(found, edit, plan):
        warnings.extend(require(state, change).warnings)
    channel = offer.draft_channel if edit.channel is None else edit.channel
    if channel == offer.draft_channel and not plan.delta and not plan.matching:
        return SaveResult(found, already=plan.already, changed=False)
    entry = unit.history.next_number()
    scope = ChangeScope(
        offer_id=offer_id,
        offer=True,
        members=plan.delta.touched,
        came_with=entry if plan.matching else None,
    )
    before = unit.snapshots.capture(scope, plan.known)
    known = unit.directory.names(plan.delta.draft_added)
    labels = {**edit.labels, **known}
    _apply(unit, offer_id, edit, plan.delta, labels, entry)
    saved = unit.offers.save(dataclasses.replace(offer, draft_channel=channel))
    state = unit.audiences.state(saved)
    removed = len(plan.delta.draft_removed)
    added = state.draft_partners - found.draft_partners + removed
    detail: dict[str, Any] = plan.delta.as_detail()
    if edit.queries:
        detail["draft"] = {**detail.get("draft", {}), "added_count": added}
        detail["queries"] = [_query_facts(query) for query in edit.queries]
    if channel != offer.draft_channel:
        detail["before"] = {"reseller_channel": offer.draft_channel}
        detail["after"] = {"reseller_channel": channel}
    context.record(unit, action, offer_id, detail, before)
    unlisted = unlisted_of(plan.delta.draft_added, known, edit.labels)
    return SaveResult(
        state,
        added=added,
        already=plan.already,
        removed=removed,
        warnings=(*warnings, *not_in_directory(unlisted)),
        unlisted=unlisted,
    )


def apply_matching(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    query: PartnerQuery,
    *,
    version: int | None = None,
) -> SaveResult:
    """Put every partner that matches a search on the draft list, in a unit of work.

    Raises:
        NotFound: There is no such offer.
        RuleRefusal: Partners cannot be added under the option chosen (R12).
        StaleOffer: The offer has changed since ``version``.
    """
    offer, found = preview_matching(unit, offer_id, query, version)
    if not found.added:
        return found
    saved = unit.offers.save(offer)
    detail = {"query": _query_facts(query), "added": found.added}
    entry = context.record(unit, Action.MATCHING_ADDED, offer_id, detail)
    unit.snapshots.store(entry, Snapshot(ChangeScope(offer_id=offer_id, came_with=entry)))
    unit.audiences.add_staged(offer_id, entry)
    return SaveResult(unit.audiences.state(saved), added=found.added, already=found.already)


def preview_matching(
    unit: ReadUnit, offer_id: str, query: PartnerQuery, version: int | None
) -> tuple[Offer, SaveResult]:
    """The offer, and what adding all matches would do to it."""
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    matching = unit.directory.stage_matching(query)
    added = unit.audiences.count_staged(offer_id)
    state = unit.audiences.state(offer)
    require(state, AddPartners(added))
    return offer, SaveResult(state, added=added, already=matching - added, changed=False)


def apply_sync(
    unit: UnitOfWork, context: Context, offer_id: str, *, version: int | None = None
) -> Verdict:
    """Make the added partners of a live list live in a unit of work (R26).

    Returns:
        The rules' answer; with nothing to sync its outcome is ``no-change``.

    Raises:
        NotFound: There is no such offer.
        RuleRefusal: There is no live list to sync.
        StaleOffer: The offer has changed since ``version``.
    """
    offer, verdict = preview_sync(unit, offer_id, version)
    if verdict.outcome is Outcome.NO_CHANGE:
        return verdict
    detail = make_live(unit, offer_id)
    unit.offers.save(dataclasses.replace(offer, published_at=context.clock.now()))
    context.record(unit, Action.AUDIENCE_SYNCED, offer_id, detail)
    unit.snapshots.forget(offer_id)
    return verdict


def preview_sync(unit: ReadUnit, offer_id: str, version: int | None) -> tuple[Offer, Verdict]:
    """The offer, and what the rules say of syncing its list.

    Raises:
        NotFound: There is no such offer.
        RuleRefusal: There is no live list to sync.
        StaleOffer: The offer has changed since ``version``.
    """
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    change = Sync(unit.audiences.unlisted(offer_id))
    return offer, require(unit.audiences.state(offer), change)


def _query_facts(query: PartnerQuery) -> dict[str, Any]:
    return {
        "text": query.text,
        **{facet.value: sorted(query.values(facet)) for facet in Facet},
    }


def unlisted_of(
    tenant_ids: Collection[str], known: Collection[str], labels: Mapping[str, str]
) -> Unlisted:
    """Those of some partners that are not in the directory.

    Args:
        tenant_ids: The partners.
        known: Those that the directory has.
        labels: Names by tenant ID, as far as they are given.
    """
    unknown = [tenant for tenant in tenant_ids if tenant not in known]
    names = (labels.get(tenant) or tenant for tenant in unknown[:NAMED_AT_MOST])
    return Unlisted(len(unknown), tuple(names))


def next_step(state: AudienceState, *, has_open_request: bool) -> str | None:
    """The next step of an offer's audience: ``publish``, ``sync``, ``request`` or nothing."""
    return state.next_step or ("request" if has_open_request else None)


class _Plan:
    """What an edit does to the draft list as it is stored now."""

    def __init__(self, unit: UnitOfWork, offer_id: str, edit: AudienceEdit) -> None:
        self.known = unit.audiences.stored_members(offer_id, {*edit.add, *edit.remove})
        known = self.known.members
        on_draft = {tenant for tenant, member in known.items() if member.in_draft}
        added = tuple(tenant for tenant in edit.add if tenant not in on_draft)
        self.already = len(edit.add) - len(added)
        self.leaving = tuple(known[tenant] for tenant in edit.remove if tenant in on_draft)
        self.delta = ListDelta(
            draft_added=added,
            draft_removed=tuple(member.tenant_id for member in self.leaving),
        )
        self.matching = 0
        for query in edit.queries:
            unit.directory.stage_matching(query)
            self.matching += unit.audiences.count_staged(offer_id)


def _apply(
    unit: UnitOfWork,
    offer_id: str,
    edit: AudienceEdit,
    delta: ListDelta,
    labels: Mapping[str, str],
    entry: int,
) -> None:
    """Change the draft list: named partners join, then search results, then partners leave.

    Partners that leave go last, so that a search that finds them does not bring them back.
    """
    joining = dataclasses.replace(delta, draft_removed=()) if edit.queries else delta
    unit.audiences.apply(offer_id, joining, labels, edit.through)
    for query in edit.queries:
        unit.directory.stage_matching(query)
        unit.audiences.add_staged(offer_id, entry)
    if edit.queries and edit.remove:
        unit.audiences.apply(offer_id, ListDelta(draft_removed=edit.remove), {})


def _changes(
    state: AudienceState, edit: AudienceEdit, plan: _Plan
) -> Iterator[tuple[AudienceState, ChooseOption | AddPartners | RemovePartners]]:
    """The parts of an edit in the order in which the rules are checked."""
    if edit.channel is not None:
        yield state, ChooseOption(edit.channel)
        state = dataclasses.replace(
            state, offer=dataclasses.replace(state.offer, draft_channel=edit.channel)
        )
    if edit.add or edit.queries:
        yield state, AddPartners(len(plan.delta.draft_added) + plan.matching)
    if edit.remove:
        yield state, RemovePartners(plan.leaving)


def checked_edit(edit: AudienceEdit) -> AudienceEdit:
    """An edit with clean tenant IDs, each once; one that is added and removed is removed.

    Raises:
        InvalidInput: A tenant ID cannot be used.
    """

    def cleaned(tenant_ids: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in tenant_ids))

    remove = cleaned(edit.remove)
    leaving = set(remove)
    return dataclasses.replace(
        edit,
        add=tuple(tenant for tenant in cleaned(edit.add) if tenant not in leaving),
        remove=remove,
    )
