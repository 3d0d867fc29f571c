"""Who may resell an offer, and what may be changed when: the one function that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from csp_tui.domain.decisions.members import decide_addition, decide_removal
from csp_tui.domain.decisions.options import decide_option
from csp_tui.domain.decisions.publishing import NO_ONE, decide_publish, decide_sync
from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState, Member, Unlisted
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """Choose one of the three options."""

    to: ResellerChannel


@dataclass(frozen=True, slots=True)
class AddPartners:
    """Put this many partners on the draft list that are not on it yet."""

    count: int


@dataclass(frozen=True, slots=True)
class RemovePartners:
    """Take these partners off the list."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """Make the whole draft live; of the partners that go live, these are unknown."""

    unlisted: Unlisted = NO_ONE


@dataclass(frozen=True, slots=True)
class Sync:
    """Make the additions to a live list of specific partners live, and nothing else.

    These of them are unknown.
    """

    unlisted: Unlisted = NO_ONE


Change = ChooseOption | AddPartners | RemovePartners | Publish | Sync


def decide(state: AudienceState, change: Change) -> Verdict:
    """Answer a proposed change: allowed, by support request or refused, and by which rule."""
    match change:
        case ChooseOption(to):
            return decide_option(state, to)
        case AddPartners(count):
            return decide_addition(state, count)
        case RemovePartners(members):
            return decide_removal(state, members)
        case Publish(unlisted):
            return decide_publish(state, unlisted)
        case Sync(unlisted):
            return decide_sync(state, unlisted)
        case _:
            assert_never(change)
