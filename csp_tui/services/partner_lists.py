"""Partner lists: named, fixed or defined by a search, followed by offers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.partner_list import Drift, PartnerList
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.list_changes import create_list, delete_list, edit_list, follow_list

if TYPE_CHECKING:
    from csp_tui.domain.import_rows import AudienceFile
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.services.context import Context
    from csp_tui.services.plan_applying import ApplyOptions
    from csp_tui.services.plan_values import Applied, Plan
    from csp_tui.services.plans import PlanService
    from csp_tui.services.read_unit import ReadUnit


@dataclass(frozen=True, slots=True)
class ListSummary:
    """A partner list with its size and the offers that follow it.

    Attributes:
        list: The list.
        partners: How many partners it has now; a search is resolved.
        offers: The offers that follow it, with how their drafts differ.
    """

    list: PartnerList
    partners: int
    offers: tuple[Drift, ...] = ()

    @property
    def drifted(self) -> int:
        """How many offers differ from it."""
        return sum(one.has_drifted for one in self.offers)


class ListService:
    """What a publisher does with partner lists.

    Args:
        context: Storage, time and the current user.
        plans: Returns what carries out the plan of applying a list; called when one is applied.
    """

    def __init__(self, context: Context, plans: Callable[[], PlanService]) -> None:
        self._context = context
        self._plans = plans

    def rows(self) -> list[ListSummary]:
        """Every list in the order of names, with its size and drift."""
        with self._context.open_read() as unit:
            return [_summary(unit, listed) for listed in unit.lists.all()]

    def names(self) -> list[str]:
        """The names of all lists in order."""
        with self._context.open_read() as unit:
            return [listed.name for listed in unit.lists.all()]

    def show(self, name: str) -> ListSummary:
        """One list.

        Raises:
            NotFound: There is none with that name.
        """
        with self._context.open_read() as unit:
            return _summary(unit, unit.lists.get(name))

    def members(
        self, name: str, *, offset: int = 0, limit: int = -1
    ) -> Iterator[tuple[str, str, str]]:
        """Tenant ID, name and country of the partners of a list; few are in memory at a time.

        Raises:
            NotFound: There is no such list.
        """
        with self._context.open_read() as unit:
            listed = unit.lists.get(name)
            if listed.query is None:
                yield from unit.lists.members(name, offset=offset, limit=limit)
                return
            unit.directory.stage_matching(listed.query)
            yield from unit.directory.staged(offset=offset, limit=limit)

    def create(
        self,
        name: str,
        *,
        title: str = "",
        tenant_ids: Collection[str] = (),
        labels: Mapping[str, str] = {},
        query: PartnerQuery | None = None,
    ) -> ListSummary:
        """Create a list; arguments and errors as ``create_list``."""
        listed = self._context.commit(
            create_list, name, title=title, tenant_ids=tenant_ids, labels=labels, query=query
        )
        return self.show(listed.name)

    def create_from_offer(self, name: str, offer_id: str, *, title: str = "") -> ListSummary:
        """Save the draft list of an offer as a fixed list.

        Raises:
            InvalidInput: The name can't be used or is taken.
            NotFound: There is no such offer.
        """
        with self._context.open_unit() as unit:
            unit.offers.get(offer_id)
            tenants = unit.audiences.draft_ids(offer_id)
            members = unit.audiences.members(offer_id, tenants)
            labels = {tenant: one.name for tenant, one in members.items() if one.name != tenant}
            create_list(unit, self._context, name, title=title, tenant_ids=tenants, labels=labels)
            unit.commit()
        return self.show(name)

    def edit(
        self,
        name: str,
        *,
        title: str | None = None,
        query: PartnerQuery | None = None,
        add: Collection[str] = (),
        remove: Collection[str] = (),
        labels: Mapping[str, str] = {},
    ) -> ListSummary:
        """Change a list, and say how the offers that follow it differ from it then.

        Args:
            name: Its name.
            title: Its new title, None to keep it.
            query: The new search, None to keep what it has.
            add: Partners that join a fixed list.
            remove: Partners that leave it.
            labels: Names of partners that may not be in the directory, by tenant ID.

        Raises:
            InvalidInput: Partners are given for a list that is defined by a search.
            NotFound: There is no such list.
        """
        self._context.commit(
            edit_list, name, title=title, query=query, add=add, remove=remove, labels=labels
        )
        return self.show(name)

    def preview_search(self, query: PartnerQuery) -> int:
        """How many partners a list would have that is defined by a search."""
        with self._context.open_read() as unit:
            return unit.directory.stage_matching(query)

    def preview_edit(
        self,
        name: str,
        *,
        query: PartnerQuery | None = None,
        add: Collection[str] = (),
        remove: Collection[str] = (),
    ) -> ListSummary:
        """How the offers that follow a list would differ from it after an edit, writing nothing.

        Raises:
            NotFound: There is no such list.
        """
        with self._context.open_read() as unit:
            listed = unit.lists.get(name)
            if query is not None:
                unit.directory.stage_matching(query)
                return _summary(unit, listed, members=unit.planning.add_staged())
            if listed.query is not None:
                return _summary(unit, listed)
            wanted = {*unit.lists.ids(name), *add} - set(remove)
            return _summary(unit, listed, members=unit.planning.add_set(wanted))

    def replace(self, name: str, file: AudienceFile, *, replace: bool) -> ListSummary:
        """Put the partners of a file on a fixed list, which is created where there is none.

        Args:
            name: Its name.
            file: The rows that were read.
            replace: Whether partners that the file does not name leave the list.

        Raises:
            InvalidInput: The list is defined by a search, or its name can't be used.
        """
        wanted = {entry.tenant_id: entry.label for entry in file.entries}
        labels = {tenant: label for tenant, label in wanted.items() if label}
        with self._context.open_unit() as unit:
            if unit.lists.find(name) is None:
                create_list(unit, self._context, name, tenant_ids=list(wanted), labels=labels)
            else:
                leaving = [
                    one
                    for one in unit.lists.ids(name)
                    if replace and one not in wanted and one not in file.named
                ]
                edit_list(
                    unit, self._context, name, add=list(wanted), remove=leaving, labels=labels
                )
            unit.commit()
        return self.show(name)

    def delete(self, name: str) -> None:
        """Delete a list; offers keep the partners that came through it.

        Raises:
            NotFound: There is no such list.
        """
        self._context.commit(delete_list, name)

    def follow(self, name: str, offer_ids: Iterable[str], *, follow: bool = True) -> list[str]:
        """Make offers follow a list, or stop; return the offers that this changes.

        Raises:
            NotFound: The list or an offer does not exist.
        """
        return self._context.commit(follow_list, name, offer_ids, follow=follow)

    def set_followers(self, name: str, joining: Iterable[str], leaving: Iterable[str]) -> int:
        """Make some offers follow a list and others not, as one change; returns how many changed.

        Raises:
            NotFound: The list or an offer does not exist.
        """
        with self._context.open_unit() as unit:
            unit.history.begin_batch()
            changed = [
                *follow_list(unit, self._context, name, joining, follow=True),
                *follow_list(unit, self._context, name, leaving, follow=False),
            ]
            if changed:
                unit.commit()
        return len(changed)

    def drift(self, offer_id: str) -> list[Drift]:
        """How an offer's draft differs from the lists that it follows."""
        with self._context.open_read() as unit:
            return [
                drift
                for name in unit.lists.followed_by(offer_id)
                for drift in _summary(unit, unit.lists.get(name), only=offer_id).offers
            ]

    def wishes(self, names: Iterable[str]) -> DesiredState:
        """What applying lists asks of the offers that follow them.

        Raises:
            NotFound: There is no such list.
        """
        with self._context.open_read() as unit:
            return _wishes(unit, names)

    def plan(self, name: str) -> Plan:
        """What applying a list would do; nothing is written.

        Raises:
            NotFound: There is no such list.
        """
        return self._plans().plan(self.wishes([name]))

    def apply(self, name: str, options: ApplyOptions, *, requests: bool = False) -> Applied:
        """Bring the offers that follow a list in line with it, as one batch.

        Raises:
            NotFound: There is no such list.
            PlanRefused: An offer can't be changed.
        """
        return self._plans().apply(self.wishes([name]), options, requests=requests)


def _wishes(unit: ReadUnit, names: Iterable[str]) -> DesiredState:
    return DesiredState(
        tuple(
            OfferWish(offer_id=offer_id, lists=(name,), drift_of=name)
            for name in names
            for offer_id in unit.lists.followers(unit.lists.get(name).name)
        )
    )


def _summary(
    unit: ReadUnit,
    listed: PartnerList,
    *,
    only: str | None = None,
    members: int | None = None,
) -> ListSummary:
    followers = unit.lists.followers(listed.name) if only is None else [only]
    if not followers and listed.query is None and members is None:
        return ListSummary(listed, unit.lists.count(listed.name))
    if members is None:
        members = _set_of(unit, listed)
    size = unit.planning.size(members)
    followed = unit.lists.followed()
    sets = {listed.name: members}
    drifts = []
    for offer_id in followers:
        came = unit.planning.came_through(offer_id, listed.name)
        extra = came - unit.planning.ids(members) if came else frozenset()
        for other in followed.get(offer_id, ()):
            if extra:
                if other not in sets:
                    sets[other] = _set_of(unit, unit.lists.get(other))
                extra -= unit.planning.ids(sets[other])
        missing = unit.planning.missing(members, offer_id)
        drifts.append(Drift(listed.name, offer_id, missing, len(extra)))
    return ListSummary(listed, size, tuple(drifts))


def _set_of(unit: ReadUnit, listed: PartnerList) -> int:
    if listed.query is None:
        return unit.planning.add_list(listed.name)
    unit.directory.stage_matching(listed.query)
    return unit.planning.add_staged()
