"""Distinguishes a damaged file from a fault of the program when reading fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from csp_tui.domain.errors import DamagedDatabase, StorageProblem
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.problems import driver_explained, message_of
from csp_tui.storage.sqlite_errors import UNREADABLE


@contextmanager
def explained(path: DatabaseLocation) -> Iterator[None]:
    """As ``driver_explained``, also where the program stumbles over what a damaged file holds.

    Where the block fails in another way than in the driver, the file is checked, and only if it
    is damaged, that is the problem.

    Args:
        path: The database that the block works on.

    Raises:
        StorageProblem: The block failed in the driver or the file system, or because the file is
            damaged.
    """
    try:
        with driver_explained(path):
            yield
    except UNREADABLE as error:
        damage = proven_damage(path)
        if damage is None:
            raise
        raise damage from error


def proven_damage(path: DatabaseLocation) -> DamagedDatabase | None:
    """The damage of a database on which the program failed, None where there is none to see."""
    from csp_tui.storage.inspection import check_of

    try:
        check = check_of(path)
    except StorageProblem as problem:
        return problem if isinstance(problem, DamagedDatabase) else None
    if check.ok:
        return None
    return DamagedDatabase(*message_of(sqlite3.SQLITE_CORRUPT, check.problems[0], str(path)))
