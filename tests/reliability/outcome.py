"""The result of a storm, and what it has not seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.classes import command_screens


@dataclass
class Outcome:
    """The result of a storm.

    Attributes:
        keys: How much was done: keys, pastes, clicks and the rest.
        seconds: How long it took.
        seen: How often each screen and dialog was in front.
        looks: How often everything was looked at.
        left: How often the program was to be left.
    """

    keys: int = 0
    seconds: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    left: int = 0

    @property
    def unseen(self) -> list[str]:
        """Screens and dialogs that were never in front."""
        return sorted(one.__name__ for one in command_screens() if one.__name__ not in self.seen)
