"""A rule of the program, as a reader sees it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, assert_never

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.rules.sources import Source


class RuleGroup(Enum):
    """What a rule is about, in reading order."""

    ELIGIBILITY = "eligibility"
    OPTIONS = "options"
    AUTHORIZING = "authorizing"
    DEAUTHORIZING = "deauthorizing"
    MOVING = "moving"
    MATERIAL = "material"

    @property
    def title(self) -> Message:
        """The subject in a few words."""
        match self:
            case RuleGroup.ELIGIBILITY:
                return say("Eligibility and duties")
            case RuleGroup.OPTIONS:
                return say("The three options")
            case RuleGroup.AUTHORIZING:
                return say("Authorizing partners")
            case RuleGroup.DEAUTHORIZING:
                return say("Deauthorizing partners")
            case RuleGroup.MOVING:
                return say("Changing the option")
            case RuleGroup.MATERIAL:
                return say("Marketing materials")
            case _:
                assert_never(self)


class Basis(Enum):
    """Where a rule is stated."""

    ARTICLE = "article"
    DOCUMENT = "document"
    READING = "reading"

    @property
    def title(self) -> Message:
        """Who says so, in a sentence."""
        match self:
            case Basis.ARTICLE:
                return say("Stated in Microsoft's article on the CSP program.")
            case Basis.DOCUMENT:
                return say("Stated in another Microsoft document.")
            case Basis.READING:
                return say("Not stated by Microsoft: this is the workbench's interpretation.")
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the program.

    Attributes:
        number: Its number, as in ``R30``; the same in verdicts, help and documentation.
        group: What it is about.
        title: What it says, in a few words.
        text: What it says, in one to four sentences of our own.
        basis: Where a rule is stated.
        source: The document it is from, None for a reading that no document suggests.
    """

    number: str
    group: RuleGroup
    title: Message
    text: Message
    basis: Basis
    source: Source | None = None
