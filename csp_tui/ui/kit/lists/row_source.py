"""Rows that come in pages, of which only the last put stay in memory, described when seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from csp_tui.ui.kit.lists.record_model import Record

T = TypeVar("T")


class RowSource(Generic[T]):
    """Rows in pages, described whenever they are painted.

    Unlike a source of finished records it follows what is selected, without loading again.

    Args:
        describe: Makes the line of a row.
        key_of: The key of that line.
        total: Number of rows.
        page_size: Rows of a full page.
        max_pages: Pages to keep.
        lead: Rows that stand before the first page.
        left_out: Places in the pages of rows that are not shown there, because they lead.
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
        left_out: Iterable[int] = (),
    ) -> None:
        self.page_size = page_size
        self.lead = lead
        self._left_out = sorted(left_out)
        # The number of rows that stay before each that is left out, to find places by bisection.
        self._kept_before = [place - at for at, place in enumerate(self._left_out)]
        self.total = len(lead) + total - len(self._left_out)
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
        index = self._paged(index - len(self.lead))
        page = self._pages.get(index // self.page_size)
        place = index % self.page_size
        return page[place] if page is not None and place < len(page) else None

    def keys(self) -> list[str] | None:
        """The keys of all rows in their order, None while some are not loaded."""
        # The first comparison spares most long lists the second, which goes through all pages.
        has_all = len(self._pages) * self.page_size >= self.total - len(self.lead)
        if not has_all or self.gap() is not None:
            return None
        rows = (self.row(index) for index in range(self.total))
        return [self._key_of(row) for row in rows if row is not None]

    def page(self, number: int) -> Sequence[T]:
        """The rows of a page, none while it is not loaded."""
        return self._pages.get(number, ())

    def record(self, index: int) -> Record | None:
        """The line at a place from 0, or None while it is not loaded."""
        row = self.row(index)
        return None if row is None else self._describe(row)

    def find(self, key: str) -> int | None:
        """The place of a row in the loaded pages, or None."""
        for index, row in enumerate(self.lead):
            if self._key_of(row) == key:
                return index
        return self.find_paged(key)

    def find_paged(self, key: str) -> int | None:
        """The place of a row of the loaded pages, which does not lead, or None."""
        for number, page in self._pages.items():
            for index, row in enumerate(page):
                if self._key_of(row) == key:
                    return self.place_of(number * self.page_size + index)
        return None

    def place_of(self, paged: int) -> int:
        """The place in the list of a row of the pages, counted through all of them from 0."""
        return len(self.lead) + paged - bisect_left(self._left_out, paged)

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """The range of places that two pages and those between them have."""
        size = self.page_size
        return self.place_of(first * size), min(self.place_of((last + 1) * size), self.total)

    def gap(self) -> tuple[int, int] | None:
        """The range of places from the first to the last row that is not loaded, None without."""
        pages = self.missing(0, self.total)
        return self.span_of(pages[0], pages[-1]) if pages else None

    def _paged(self, place: int) -> int:
        return place + bisect_right(self._kept_before, place)

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
        first, last = self._paged(start), self._paged(stop - 1)
        pages = range(first // self.page_size, last // self.page_size + 1)
        return tuple(page for page in pages if page not in self._pages)
