"""What answers that are kept depend on: the file, its newest history entry and its directory."""

from __future__ import annotations

from typing import NamedTuple

from csp_tui.storage.connections import Lease

_STATE = """
    SELECT (SELECT coalesce(max(id), 0) FROM history), revision, partners FROM directory
"""


class FileState(NamedTuple):
    """What changes with everything that may change an order; the key of answers that are kept.

    Attributes:
        generation: Another one for each file that was found at the path.
        newest: The newest history entry, 0 without one.
        revision: Another one for each change of the directory.
        partners: How many partners the directory has.
    """

    generation: int
    newest: int
    revision: int
    partners: int


def file_state(lease: Lease) -> FileState:
    """The state that a reading connection sees."""
    return FileState(lease.generation, *lease.connection.execute(_STATE).fetchone())
