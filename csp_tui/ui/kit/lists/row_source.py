"""Rows that come in pages, of which only the last put stay in memory, described when seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from csp_tui.ui.kit.lists.record_model import Record

T = TypeVar("T")


class RowSource(Generic[T]):
    """Rows in pages, described whenever they are painted.

    Unlike a source of finished records it follows what is chosen, without loading again.

    Args:
        describe: Makes the line of a row.
        key_of: The key of that line.
        total: Number of rows.
        page_size: Rows of a full page.
        max_pages: Pages to keep.
        lead: Rows that stand before the first page, wherever they are in it.
    """

    def __init__(
        self,
        describe: Callable[[T], Record],
        key_of: Callable[[T], str],
        total: int = 0,
        *,
        page_size: int = 100,
        max_pages: int = 40,
        lead: Sequence[T] = (),
    ) -> None:
        self.page_size = page_size
        self.lead = lead
        self.total = len(lead) + total
        self._describe = describe
        self._key_of = key_of
        self._max_pages = max_pages
        self._pages: OrderedDict[int, Sequence[T]] = OrderedDict()

    def row(self, index: int) -> T | None:
        """The row at a place from 0, or None while it is not loaded."""
        if not 0 <= index < self.total:
            return None
        if index < len(self.lead):
            return self.lead[index]
        index -= len(self.lead)
        page = self._pages.get(index // self.page_size)
        place = index % self.page_size
        return page[place] if page is not None and place < len(page) else None

    def record(self, index: int) -> Record | None:
        """The line at a place from 0, or None while it is not loaded."""
        row = self.row(index)
        return None if row is None else self._describe(row)

    def find(self, key: str) -> int | None:
        """The place of a row in the loaded pages, or None."""
        for index, row in enumerate(self.lead):
            if self._key_of(row) == key:
                return index
        for number, page in self._pages.items():
            for index, row in enumerate(page):
                if self._key_of(row) == key:
                    return len(self.lead) + number * self.page_size + index
        return None

    def put(self, number: int, rows: Sequence[T]) -> None:
        """Keep a page, counted from 0; the page put longest ago makes room for it."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > self._max_pages:
            self._pages.popitem(last=False)

    def missing(self, start: int, stop: int) -> tuple[int, ...]:
        """Numbers of the pages that are not loaded in a range of places."""
        start, stop = max(0, start - len(self.lead)), min(stop, self.total) - len(self.lead)
        if start >= stop:
            return ()
        pages = range(start // self.page_size, (stop - 1) // self.page_size + 1)
        return tuple(page for page in pages if page not in self._pages)
