"""Records in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from csp_tui.ui.kit.lists.record_model import Record

T = TypeVar("T")
_DESCRIBED = 256
"""Records that are kept once they were described: more than a screenful."""


class ListSource:
    """Records that are all in memory."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records = tuple(records)

    @property
    def total(self) -> int:
        """Number of records."""
        return len(self._records)

    def record(self, index: int) -> Record | None:
        """The record at a place, None outside the list."""
        return self._records[index] if 0 <= index < len(self._records) else None

    def find(self, key: str) -> int | None:
        """The place of the first record with this key, or None."""
        return next((i for i, record in enumerate(self._records) if record.key == key), None)

    def keys(self) -> list[str]:
        """The keys of all records, in their order."""
        return [record.key for record in self._records]


class DescribedSource(ListSource, Generic[T]):
    """Things that are all in memory, each described as a record when it is seen.

    Args:
        things: What the list shows.
        describe: Makes the record of one; may be called in any thread.
        key_of: The key of that record.
    """

    def __init__(
        self, things: Sequence[T], describe: Callable[[T], Record], key_of: Callable[[T], str]
    ) -> None:
        self._things = things
        self._key_of = key_of
        self._describe = lru_cache(_DESCRIBED)(lambda index: describe(things[index]))

    @property
    def total(self) -> int:
        """Number of things."""
        return len(self._things)

    def record(self, index: int) -> Record | None:
        """The record at a place, None outside the list."""
        return self._describe(index) if 0 <= index < len(self._things) else None

    def find(self, key: str) -> int | None:
        """The place of the first thing with this key, or None."""
        key_of = self._key_of
        return next((i for i, thing in enumerate(self._things) if key_of(thing) == key), None)

    def keys(self) -> list[str]:
        """The keys of all records, in their order."""
        return list(map(self._key_of, self._things))
