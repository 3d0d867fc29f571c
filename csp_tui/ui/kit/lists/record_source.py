"""Records in memory, and records that come a page at a time."""

from __future__ import annotations

from collections import OrderedDict
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


class PagedSource:
    """Records that are loaded by pages, of which only the last used stay in memory.

    It belongs to the thread of the screen: a worker hands its page over and the screen puts it.

    Args:
        total: Number of records in all.
        page_size: Records of a full page.
        max_pages: Pages to keep; must cover more than a screenful of lines.

    Raises:
        ValueError: A size is not positive, or the total is negative.
    """

    def __init__(self, total: int, page_size: int = 100, max_pages: int = 40) -> None:
        if total < 0 or page_size < 1 or max_pages < 1:
            raise ValueError("a paged source needs positive sizes")
        self.page_size = page_size
        self._total = total
        self._max_pages = max_pages
        self._pages: OrderedDict[int, tuple[Record, ...]] = OrderedDict()

    @property
    def total(self) -> int:
        """Number of records, loaded or not."""
        return self._total

    @total.setter
    def total(self, total: int) -> None:
        self._total = max(0, total)

    @property
    def loaded_pages(self) -> tuple[int, ...]:
        """Numbers of the pages in memory, the one used longest ago first."""
        return tuple(self._pages)

    def record(self, index: int) -> Record | None:
        """The record at a place, or None while its page is not loaded."""
        if not 0 <= index < self._total:
            return None
        number, offset = divmod(index, self.page_size)
        page = self._pages.get(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        return page[offset] if offset < len(page) else None

    def find(self, key: str) -> int | None:
        """The place of a record in the loaded pages, or None."""
        for number, page in self._pages.items():
            for offset, record in enumerate(page):
                if record.key == key:
                    return number * self.page_size + offset
        return None

    def put(self, page_index: int, records: Sequence[Record]) -> None:
        """Keep a loaded page; the page used longest ago makes room for it.

        Args:
            page_index: Number of the page, from 0.
            records: Its records, at most ``page_size``; the last page may have fewer.

        Raises:
            ValueError: The page number is negative or the page has too many records.
        """
        if page_index < 0 or len(records) > self.page_size:
            raise ValueError("not a page of this source")
        self._pages[page_index] = tuple(records)
        self._pages.move_to_end(page_index)
        while len(self._pages) > self._max_pages:
            self._pages.popitem(last=False)

    def missing(self, start: int, stop: int) -> tuple[int, ...]:
        """Numbers of the pages that are not loaded in a range of places.

        Args:
            start: First place, from 0; lower ones count as 0.
            stop: The place after the last; higher ones count as the total.
        """
        start, stop = max(0, start), min(stop, self._total)
        if start >= stop:
            return ()
        pages = range(start // self.page_size, (stop - 1) // self.page_size + 1)
        return tuple(page for page in pages if page not in self._pages)

    def clear(self) -> None:
        """Discard all pages so that they are reloaded."""
        self._pages.clear()
