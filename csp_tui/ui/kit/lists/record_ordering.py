"""Keeps a list in its order: sorts and filters its records, in a thread where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.widget import Widget
from textual.worker import Worker

from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.record_model import Column, RecordSource
from csp_tui.ui.kit.lists.record_order import AT_ONCE, Order, OrderedSource, first_gap
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.lists.row_source import RowSource

READ_WHOLE = 4_000
"""Records that come in pages and are read whole to be sorted; of more the store does it."""
TYPING_PAUSE = 0.12
"""Seconds without a further letter before a long list is searched."""


class RecordOrdering:
    """The order of a list, and its records before they are ordered.

    Args:
        owner: The list, for which a thread sorts.
        columns: Its columns.
        source: Its records.
        load: Asks for records that are not loaded, given by the first place and the one after
            the last.

    Attributes:
        order: How the records are sorted and filtered.
        columns: All columns, as they are titled without an order.
        source: The records in their own order.
    """

    def __init__(
        self,
        owner: Widget,
        columns: Sequence[Column],
        source: RecordSource,
        load: Callable[[int, int], object],
    ) -> None:
        self._owner = owner
        self._load = load
        self._sorting: Worker[None] | None = None
        self.order = Order()
        self.columns: tuple[Column, ...] = tuple(columns)
        self.source = source

    def arrange(
        self, source: RecordSource, show: Callable[[RecordSource], None], *, in_store: bool
    ) -> None:
        """Show other records in the order; what is shown stays until a long sort is done.

        Args:
            source: The records in their own order.
            show: Shows records as they are.
            in_store: Whether the source sorts and filters itself.
        """
        self.source = source
        if self._sorting is not None:
            self._sorting.cancel()
        order, columns = self.order, self.columns
        if not order or in_store:
            show(source)
        elif (missing := first_gap(source)) is not None:
            self._load(*missing)
            show(source)
        elif source.total > AT_ONCE and isinstance(source, (ListSource, RowSource)):
            self._sorting = BackgroundTasks(self._owner).run(
                lambda: order.places(source, columns),
                lambda places: show(OrderedSource(source, places)),
                group="sort",
                delay=TYPING_PAUSE if order.words else 0,
            )
        else:
            show(OrderedSource(source, order.places(source, columns)))
