"""Sentences that several decisions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.wording import Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import Unlisted

CLOSED_TO_CUSTOMERS = say(
    "With “No partners in the CSP program”, customers with a CSP subscription can't deploy "
    "the offer themselves either (rule R15)."
)
"""What choosing “no partners” does to customers (R15)."""
NAMED_AT_MOST = 5
"""How many partners a warning names before it says how many more there are."""


def some_names(names: Sequence[str], count: int) -> Message:
    """Name the first few of several partners, and say how many more there are."""
    shown = names[:NAMED_AT_MOST]
    names, more = ", ".join(shown), count - len(shown)
    if more > 0:
        return say_n("{names} and {count} more", "{names} and {count} more", more, names=names)
    return say("{names}", names=names)


def not_in_directory(unlisted: Unlisted) -> tuple[Message, ...]:
    """The warning that a tenant ID may be mistyped, none where all partners are known."""
    if not unlisted.count:
        return ()
    return (
        say_n(
            "{count} partner is not in the partner directory: {names}. Check its tenant ID.",
            "{count} partners are not in the partner directory: {names}. Check their tenant IDs.",
            unlisted.count,
            names=some_names(unlisted.names, unlisted.count),
        ),
    )


def live_outside_directory(unlisted: Unlisted) -> tuple[Message, ...]:
    """The warning that someone unknown can sell the offer, none where all partners are known."""
    if not unlisted.count:
        return ()
    return (
        say_n(
            "{count} live partner is not in the partner directory: {names}. Check its tenant ID.",
            "{count} live partners are not in the partner directory: {names}. "
            "Check their tenant IDs.",
            unlisted.count,
            names=some_names(unlisted.names, unlisted.count),
        ),
    )
