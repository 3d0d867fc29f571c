"""The context that every service works with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from csp_tui.domain.audience import Change, decide
from csp_tui.domain.errors import RuleRefusal, StaleOffer
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.views import LocatedPartner

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.clock import Clock
    from csp_tui.domain.history import Action
    from csp_tui.domain.offer import Offer
    from csp_tui.domain.regions import RegionTable
    from csp_tui.domain.verdict import Verdict
    from csp_tui.services.directory_port import DirectoryDraft
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit
    from csp_tui.services.reading_ports import PartnerSearch, ReadModels
    from csp_tui.services.undo_port import Snapshot

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Context:
    """What every service works with.

    Attributes:
        open_unit: Begins a unit of work, which holds the write lock.
        open_draft: Begins to compute the next partner directory, without the write lock.
        open_read: Begins to read one state of the database, without any lock.
        read: Rows for showing.
        clock: The time.
        who: The account whose name goes into the history.
        regions: The CSP program's markets.
    """

    open_unit: Callable[[], UnitOfWork]
    open_draft: Callable[[], DirectoryDraft]
    open_read: Callable[[], ReadUnit]
    read: ReadModels
    clock: Clock
    who: str
    regions: RegionTable

    def commit(
        self,
        change: Callable[Concatenate[UnitOfWork, Context, _Parameters], _Result],
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> _Result:
        """Make one change in a unit of work of its own, and commit it.

        Args:
            change: A function of a unit of work and of this context.
            *args: Its other arguments.
            **kwargs: Its other arguments by name.
        """
        with self.open_unit() as unit:
            result = change(unit, self, *args, **kwargs)
            unit.commit()
        return result

    def located(
        self, unit: ReadUnit, tenant_ids: Collection[str], names: Mapping[str, str] = {}
    ) -> tuple[LocatedPartner, ...]:
        """Partners with their regions, in the order of names.

        Args:
            unit: Reads the directory.
            tenant_ids: The partners.
            names: Names of partners that the directory may lack.
        """
        return tuple(
            LocatedPartner(
                tenant, name or names.get(tenant, ""), country, self.regions.region_of(country)
            )
            for tenant, name, country in unit.planning.described(tenant_ids)
        )

    def record(
        self,
        unit: UnitOfWork,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
        before: Snapshot | None = None,
    ) -> int:
        """Record what is done, with what was before if it can be undone.

        Returns:
            The number of the history entry.
        """
        entry = unit.history.append(self.clock.now(), self.who, action, offer_id, detail)
        if before is not None:
            unit.snapshots.store(entry, before)
        return entry


class Service:
    """What is done with one kind of thing, such as offers.

    Args:
        context: Storage, time and the current user.
    """

    def __init__(self, context: Context) -> None:
        self._context = context


class SearchingService(Service):
    """A service that also searches the partner directory.

    Args:
        context: Storage, time and the current user.
        search: The search over the directory.
    """

    def __init__(self, context: Context, search: PartnerSearch) -> None:
        super().__init__(context)
        self._search = search


def require(state: AudienceState, change: Change) -> Verdict:
    """Require that the rules allow the change right away.

    Raises:
        RuleRefusal: It is refused or takes a support request.
    """
    verdict = decide(state, change)
    if not verdict.is_allowed:
        raise RuleRefusal(verdict)
    return verdict


def require_no_objection(verdict: Verdict | None) -> None:
    """Require that no rule forbids it.

    Raises:
        RuleRefusal: One does.
    """
    if verdict is not None:
        raise RuleRefusal(verdict)


def require_version(offer: Offer, seen: int | None) -> None:
    """Refuse a change made on an older version than the stored one.

    Raises:
        StaleOffer: The offer has changed since ``seen``; None trusts the stored one.
    """
    if seen is not None and seen != offer.version:
        raise StaleOffer(offer.offer_id, seen, offer.version)
