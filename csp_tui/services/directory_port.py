"""The storage interface with which services replace the partner directory.

A directory of a million partners takes a minute to read, compare and index. A draft does that
before the write lock is taken, and the unit of work only puts it in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, Self

from csp_tui.services.evidence_port import StagedReader

if TYPE_CHECKING:
    from csp_tui.domain.partner import Partner
    from csp_tui.services.directory_plan import DirectoryPlan
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import Progress
    from csp_tui.services.views import DirectoryImport

ATTEMPTS = 3
"""How often a draft is computed before it gives up, because others change the directory."""


class DirectoryDraft(AbstractContextManager["DirectoryDraft"], StagedReader, Protocol):
    """The next directory, computed without the write lock, by one thread in a ``with``."""

    def __enter__(self) -> Self:
        """Begin without waiting for other connections."""

    def recall(self, digest: Callable[[], str]) -> DirectoryImport | None:
        """As ``DirectoryReader.recall``."""

    def stage(self, partners: Iterable[Partner], progress: Progress | None) -> None:
        """Read partners, in bounded memory; the last row of a tenant ID wins.

        ``progress`` is called with the rows read so far, and may also stop the steps that follow.
        """

    def compute(self, *, replace: bool, named: Set[str] = frozenset()) -> DirectoryPlan:
        """Build the directory that the staged rows lead to.

        It can be called again if the directory has changed since.

        Args:
            replace: Whether partners that are not among the rows are removed.
            named: Tenant IDs that stay even with ``replace``.
        """

    def compute_before(
        self, entry: int, progress: Progress | None, *, keep: bool
    ) -> DirectoryPlan | None:
        """Build the directory as it was before an import, None where that is not kept.

        Args:
            entry: The history entry of the import, or of its undoing.
            progress: As in ``stage``.
            keep: Whether what is replaced is going to be kept.
        """

    def open_unit(self) -> UnitOfWork:
        """A unit of work whose ``directory.put`` puts the draft in the directory's place."""
