"""The files that ship with the program, for people who have none to import."""

from __future__ import annotations

from pathlib import Path

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.exchange.reference import data_folder


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to try an import with.

    Attributes:
        kind: What it holds: ``partners``, ``audience``, ``resales``, ``state`` or ``evidence``.
        file: Its name in the folder of samples.
        title: What is in it.
    """

    kind: str
    file: str
    title: Message

    @property
    def path(self) -> Path:
        """Where it is.

        Raises:
            StorageProblem: The program's data is not there.
        """
        return data_folder() / "samples" / self.file


SAMPLES = (
    Sample(
        "partners",
        "directory-update.csv",
        say("A directory update: new partners, changed partners, and an invalid row"),
    ),
    Sample(
        "audience",
        "audience.csv",
        say("A list of partners for an offer, with invalid rows"),
    ),
    Sample(
        "evidence",
        "Customers.csv",
        say("A Customers report: one sale of a known partner, one whose name has to be matched"),
    ),
    Sample("state", "offers.toml", say("A state file: two offers as they should be")),
    Sample("resales", "resales.csv", say("Resales of two offers, with invalid rows")),
)


def samples_of(kind: str) -> list[Sample]:
    """The samples of a kind.

    Args:
        kind: ``partners``, ``audience``, ``resales``, ``state`` or ``evidence``.
    """
    return [sample for sample in SAMPLES if sample.kind == kind]
