"""What someone has typed in one place and not saved, as plain values."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass

Value = str | int | float | bool | None | list[Any] | dict[str, Any]
"""What JSON can hold."""
BY_ROUTE = "way"
"""The place of what is reached by running commands again; its name is part of stored files."""


@dataclass(frozen=True, slots=True)
class UnsavedInput:
    """What is typed in one place.

    Attributes:
        place: What kind of place it is, such as ``offer`` or ``new-offer``.
        about: Which one, such as the offer's ID and its section.
        typed: The values, as the place itself understands it.
        summary_lines: The same for people, a line each, for when it cannot be restored there.
        transient: Whether it is dropped when the person quits on purpose, such as a path;
            a session that is cut off keeps it.
    """

    place: str
    about: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Value] = field(default_factory=dict)
    summary_lines: tuple[str, ...] = ()
    transient: bool = False

    def as_json(self) -> dict[str, Value]:
        """The values for a file."""
        return {
            "place": self.place,
            "about": dict(self.about),
            "typed": self.typed,
            "words": list(self.summary_lines),
        }

    @classmethod
    def from_json(cls, value: object) -> UnsavedInput:
        """Read it back.

        Raises:
            ValueError: It is something else.
        """
        match value:
            case {
                "place": str(place),
                "about": dict(about),
                "typed": dict(typed),
                "words": list(words),
            } if all(isinstance(one, str) for one in (*about, *about.values(), *typed, *words)):
                return cls(place, about, typed, tuple(words))
        raise ValueError("not something that was typed")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What an earlier session left unsaved.

    Attributes:
        path: The file that holds it.
        at: When it was typed last.
        unsaved: The places, the lower ones before those above them.
    """

    path: Path
    at: datetime
    unsaved: tuple[UnsavedInput, ...]
