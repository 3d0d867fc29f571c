"""What every service is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from csp_tui.domain.audience import Change, decide
from csp_tui.domain.clock import Clock
from csp_tui.domain.errors import RuleRefusal, StaleOffer
from csp_tui.domain.history import Action
from csp_tui.domain.offer import Offer
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.standing import Standing
from csp_tui.domain.verdict import Verdict
from csp_tui.services.inverse_port import Image
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.reading_ports import ReadModels


@dataclass(frozen=True, slots=True)
class Context:
    """The hands of a service.

    Attributes:
        open_unit: Begins a unit of work.
        read: Rows for showing.
        clock: The time.
        who: The account whose name goes into the history.
        regions: The programme's markets.
    """

    open_unit: Callable[[], UnitOfWork]
    read: ReadModels
    clock: Clock
    who: str
    regions: RegionTable

    def note(
        self,
        unit: UnitOfWork,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
        before: Image | None = None,
    ) -> int:
        """Write down what is done, with what was before where it can be taken back.

        Returns:
            The number of the history entry.
        """
        entry = unit.history.append(self.clock.now(), self.who, action, offer_id, detail)
        if before is not None:
            unit.inverses.keep(entry, before)
        return entry


def require(standing: Standing, change: Change) -> Verdict:
    """Ask the rules and go on only if the change can be made right away.

    Raises:
        RuleRefusal: It is refused or takes a support request.
    """
    verdict = decide(standing, change)
    if not verdict.is_open:
        raise RuleRefusal(verdict)
    return verdict


def require_none(verdict: Verdict | None) -> None:
    """Go on only where no rule stands against it.

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
