"""What a state file says, and what in it can't be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.exchange.audience_csv import read_audience

if TYPE_CHECKING:
    from csp_tui.services.state import MissingThing


@dataclass(frozen=True, slots=True)
class StateProblem:
    """Something in a state file that can't be used.

    Attributes:
        line: The line, counted from 1.
        message: What is wrong.
    """

    line: int
    message: Message


@dataclass(slots=True)
class StateFile:
    """A state file that was read.

    Attributes:
        desired: What it says, as far as it can be used.
        problems: What can't be used, in the order of lines.
        places: The line of each table and key, by its path.
    """

    desired: DesiredState = field(default_factory=DesiredState)
    problems: list[StateProblem] = field(default_factory=list)
    places: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def line_of(self, *path: str) -> int:
        """The line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return 1

    def add_missing(self, missing: Iterable[MissingThing]) -> None:
        """Note what it names and what does not exist, in the order of lines.

        Args:
            missing: What ``StateService.missing`` has found.
        """
        self.problems += [StateProblem(self.line_of(*one.path), one.message) for one in missing]
        self.problems.sort(key=lambda problem: problem.line)

    def require_usable(self) -> DesiredState:
        """What the file says, where all of it can be used.

        Raises:
            InvalidInput: Something in it can't be; the first problem is named with its line.
        """
        if not self.problems:
            return self.desired
        first = self.problems[0]
        more = len(self.problems) - 1
        step = (
            say("Correct the line, then try again.")
            if not more
            else say_n(
                "Correct it and {count} more; “csp-tui state check” lists both.",
                "Correct it and {count} more; “csp-tui state check” lists all of them.",
                more,
            )
        )
        raise InvalidInput(
            say("Line {line}: {reason}", line=first.line, reason=first.message), step, field="file"
        )


class CsvPartners:
    """The tenant IDs of a CSV file, read each time they are needed.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[str]:
        """The tenant IDs.

        Raises:
            InvalidInput: The file can't be read, or a row of it can't be used.
        """
        file = read_audience(self._path)
        if file.rejects:
            first = file.rejects[0]
            raise InvalidInput(
                say(
                    "{path}, line {line}: {reason}",
                    path=visible(str(self._path)),
                    line=first.line,
                    reason=first.reason,
                ),
                say("Correct the file, then try again."),
                field="file",
            )
        return (entry.tenant_id for entry in file.entries)
