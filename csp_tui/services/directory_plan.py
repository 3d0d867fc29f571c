"""What an import or its undoing changes in the partner directory, computed before it is written."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.views import DirectoryImport

Keep = Callable[[DirectoryImport], int]
"""Writes the history entry of an import and gives its number."""


@dataclass(frozen=True, slots=True)
class DirectoryPlan:
    """How a draft changes the directory.

    Attributes:
        result: What it changes.
        revision: The revision of the directory that it was computed for.
    """

    result: DirectoryImport
    revision: int

    @property
    def is_change(self) -> bool:
        """Whether the directory becomes another one."""
        return bool(self.result.added or self.result.updated or self.result.removed)
