"""The files that ship with the program, for whoever has none to import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csp_tui.domain.wording import Message, say
from csp_tui.exchange.reference import data_folder


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to try an import with.

    Attributes:
        kind: What it holds: ``partners``, ``audience`` or ``resales``.
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
        say("An update of the directory: new partners, changed ones, and a row that is wrong"),
    ),
    Sample(
        "audience",
        "audience.csv",
        say("A list of partners for an offer, with rows that cannot be used"),
    ),
    Sample("resales", "resales.csv", say("Resales of two offers, with rows that cannot be used")),
)


def samples_of(kind: str) -> list[Sample]:
    """The samples of a kind.

    Args:
        kind: ``partners``, ``audience`` or ``resales``.
    """
    return [sample for sample in SAMPLES if sample.kind == kind]
