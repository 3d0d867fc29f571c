"""What someone has typed in one place and not saved, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

Value = str | int | float | bool | None | list[Any] | dict[str, Any]
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What is typed in one place.

    Attributes:
        place: What kind of place it is, such as ``offer`` or ``new-offer``.
        about: Which one, such as the offer's ID and its section.
        typed: What stands there, as the place itself understands it.
        words: The same for people, a line each, for when the place cannot take it back.
        focus: Where in the place one was, as the screens understand it.
        fleeting: Whether whoever leaves on purpose is done with it, as with the words of a filter;
            a session that is cut off keeps it.
    """

    place: str
    about: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Value] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    focus: dict[str, Value] = field(default_factory=dict)
    fleeting: bool = False

    def as_json(self) -> dict[str, Value]:
        """The values for a file."""
        return {
            "place": self.place,
            "about": dict(self.about),
            "typed": self.typed,
            "words": list(self.words),
            "focus": self.focus,
        }

    @classmethod
    def from_json(cls, value: object) -> Unsaved:
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
                focus = value.get("focus") if isinstance(value, dict) else None
                known = isinstance(focus, dict) and all(isinstance(one, str) for one in focus)
                at = focus if known and isinstance(focus, dict) else {}
                return cls(place, about, typed, tuple(words), at)
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
    unsaved: tuple[Unsaved, ...]
