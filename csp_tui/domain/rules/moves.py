"""The table of changes to an audience: what may be changed when, to be read in one place.

``domain/audience.py`` decides; a test holds this table against it.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import Message, say

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE


class ListChange(Enum):
    """A change within the list of specific partners."""

    ADD = "add"
    REMOVE = "remove"

    @property
    def title(self) -> Message:
        """The change in a few words."""
        match self:
            case ListChange.ADD:
                return say("add a partner to the list")
            case ListChange.REMOVE:
                return say("remove a partner from the list")
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the table.

    Attributes:
        origin: The option that the offer has, None for any.
        to: The option that is wanted, or the change within the list.
        published: Whether the offer is live, None where that does not matter.
        resold: Whether a partner in question has resold, None where that does not matter.
        outcome: Whether the change is allowed.
        rules: The rules it follows, the deciding one first.
    """

    origin: ResellerChannel | None
    to: ResellerChannel | ListChange | None
    published: bool | None
    resold: bool | None
    outcome: Outcome
    rules: tuple[str, ...]

    @property
    def change(self) -> Message:
        """What is changed, in words."""
        if isinstance(self.to, ListChange):
            return self.to.title
        wanted = say("any option") if self.to is None else channel_title(self.to)
        if self.origin is None:
            return say("select “{option}”", option=wanted)
        return say(
            "from “{origin}” to “{option}”", origin=channel_title(self.origin), option=wanted
        )

    @property
    def condition(self) -> Message:
        """When the row holds, in words."""
        if self.published is False:
            return say("not published yet")
        if self.published is None:
            return say("at any time")
        if self.resold is None:
            return say("live offer")
        return say("live, resold by a partner") if self.resold else say("live, not resold")

    @property
    def answer(self) -> Message:
        """The outcome in words."""
        match self.outcome:
            case Outcome.ALLOWED | Outcome.NO_CHANGE:
                return say("allowed")
            case Outcome.SUPPORT_REQUEST:
                return say("by support request")
            case Outcome.REFUSED:
                return say("not possible")
            case _:
                assert_never(self.outcome)


MOVES = (
    Move(None, None, False, None, Outcome.ALLOWED, ("R1", "R25")),
    Move(ALL, SOME, True, False, Outcome.SUPPORT_REQUEST, ("R40",)),
    Move(ALL, SOME, True, True, Outcome.SUPPORT_REQUEST, ("R40", "R41", "R30")),
    Move(ALL, NONE, True, False, Outcome.SUPPORT_REQUEST, ("R40",)),
    Move(ALL, NONE, True, True, Outcome.SUPPORT_REQUEST, ("R40", "R42")),
    Move(SOME, ALL, True, None, Outcome.SUPPORT_REQUEST, ("R42",)),
    Move(SOME, NONE, True, False, Outcome.SUPPORT_REQUEST, ("R42",)),
    Move(SOME, NONE, True, True, Outcome.REFUSED, ("R42",)),
    Move(NONE, ALL, None, None, Outcome.ALLOWED, ("R43",)),
    Move(NONE, SOME, None, None, Outcome.ALLOWED, ("R43",)),
    Move(SOME, ListChange.ADD, True, None, Outcome.ALLOWED, ("R26",)),
    Move(SOME, ListChange.ADD, False, None, Outcome.ALLOWED, ("R24",)),
    Move(SOME, ListChange.REMOVE, True, False, Outcome.SUPPORT_REQUEST, ("R31",)),
    Move(SOME, ListChange.REMOVE, True, True, Outcome.REFUSED, ("R30",)),
    Move(SOME, ListChange.REMOVE, False, None, Outcome.ALLOWED, ("R32",)),
)
"""Every change that the rules distinguish, in the order of the program's table."""


def moves_under(number: str) -> tuple[Move, ...]:
    """The rows of the table that follow a rule."""
    return tuple(move for move in MOVES if number in move.rules)
