"""The answer to a proposed change: allowed, by support request, or refused."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message


class Outcome(StrEnum):
    """The answer of the rules to a proposed change."""

    NO_CHANGE = "no-change"
    ALLOWED = "allowed"
    SUPPORT_REQUEST = "support-request"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision of the program's rules.

    Attributes:
        outcome: Whether the change is allowed.
        rule: The number of the rule that decided, as in ``R30``.
        message: Why, in a sentence.
        next_step: What the person can do now.
        warnings: What the person should know although the change is open.
        tenant_ids: The partners that the decision turns on, if any.
        field: The field of the offer that must be filled in first, "" if there is none.
    """

    outcome: Outcome
    rule: str
    message: Message
    next_step: Message | None = None
    warnings: tuple[Message, ...] = ()
    tenant_ids: tuple[str, ...] = ()
    field: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether the change can be made right away (or changes nothing)."""
        return self.outcome in (Outcome.ALLOWED, Outcome.NO_CHANGE)
