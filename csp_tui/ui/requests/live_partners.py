"""The partners of a live list, read a page at a time, some of which are selected."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRow, ListOrder
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.kit.theme import DONE

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.domain.audience_state import Member
    from csp_tui.ui.kit.app_base import AppBase

PAGE = 100
"""Partners that are read at a time."""
_Pages = dict[int, list[AudienceRow]]


class LivePartners(RecordList):
    """Selects partners of an offer's live list; those that have resold are locked.

    Attributes:
        selected: The names of the selected partners by tenant ID.
    """

    if TYPE_CHECKING:
        app = getters.app(AppBase)

    class Changed(Message):
        """A partner was selected or deselected, or could not be.

        Attributes:
            locked: The name of a partner that could not be selected; else "".
        """

        def __init__(self, locked: str = "") -> None:
            super().__init__()
            self.locked = locked

    def __init__(self, *, id: str) -> None:
        super().__init__(_columns(), toggles=True, id=id)
        self.tasks = BackgroundTasks(self)
        self.selected: dict[str, str] = {}
        self._offer_id = ""
        self._rows: RowSource[AudienceRow] | None = None
        self._order_shown = ListOrder(only_live=True)

    @property
    def is_ordered_in_store(self) -> bool:
        """The store sorts the partners, of which only those in view are read."""
        return True

    def reorder(self) -> None:
        """Show the partners in the order that is wanted, the cursor on its own."""
        self._load(self.cursor_key or "")

    def show_offer(self, offer_id: str) -> None:
        """Show the live list of an offer; nothing is selected."""
        self._offer_id = offer_id
        self.selected.clear()
        self._load()

    def restore(self, members: Iterable[Member]) -> None:
        """Select partners that an earlier session had selected, as far as they are free."""
        free = (one for one in members if one.in_live and not one.resold)
        self.selected.update((one.tenant_id, one.name) for one in free)
        self.records_loaded(0, self.total)

    def on_record_list_needed(self, event: RecordList.Needed) -> None:
        """Read what has come into view."""
        event.stop()
        source, order = self._rows, self._order_shown
        missing = source.missing(event.start, event.end) if source is not None else ()

        def show(pages: _Pages) -> None:
            if source is not None and source is self._rows:
                self._put(source, pages)
                self.records_loaded(0, source.total)

        if missing:
            read = partial(self._read, missing, order)
            self.tasks.run(read, show, group="pages", is_quick=True)

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, event: RecordList.Toggled | RecordList.Selected) -> None:
        """Select a partner, or deselect it."""
        event.stop()
        row = self._rows.row(event.index) if self._rows is not None else None
        if row is None:
            return
        name = row.name or row.tenant_id
        if row.resold:
            self.post_message(self.Changed(locked=name))
            return
        if self.selected.pop(row.tenant_id, None) is None:
            self.selected[row.tenant_id] = name
        self.records_loaded(event.index, event.index + 1)
        self.post_message(self.Changed())

    def _load(self, key: str = "") -> None:
        order = self._store_order()
        audience, offer_id = self.app.workbench.audience, self._offer_id

        def read() -> tuple[int, int | None, _Pages]:
            place = audience.place(offer_id, key, order) if key else None
            pages = self._read({0, (place or 0) // PAGE}, order)
            total = audience.count(offer_id, order)
            return total, place, pages

        def show(answer: tuple[int, int | None, _Pages]) -> None:
            total, place, pages = answer
            self._rows = RowSource(self._describe, _key, total, page_size=PAGE)
            self._order_shown = order
            self._put(self._rows, pages)
            if place is not None:
                self.start_at(key, place)
            self.set_source(self._rows, keep_key=bool(key))

        self.tasks.run(read, show)

    def _read(self, numbers: Iterable[int], order: ListOrder) -> _Pages:
        rows = self.app.workbench.audience.rows
        return {
            page: rows(self._offer_id, offset=page * PAGE, limit=PAGE, order=order)
            for page in numbers
        }

    def _put(self, source: RowSource[AudienceRow], pages: _Pages) -> None:
        for page, rows in pages.items():
            source.put(page, rows)

    def _store_order(self) -> ListOrder:
        order = self.order
        if not order.column:
            return ListOrder(only_live=True)
        flags = map("".join, product("01", repeat=5))
        states = tuple((one, _state(one[2] == "1", one[4] == "1")) for one in flags)
        return ListOrder(order.column, order.is_reversed, states=states, only_live=True)

    def _describe(self, row: AudienceRow) -> Record:
        is_selected = row.tenant_id in self.selected
        state = _state(row.resold, row.requested is not None, row.requested)
        return Record(
            (
                row.name or row.tenant_id,
                row.country,
                row.tenant_id,
                state or (_("selected") if is_selected else ""),
            ),
            mark=DONE if is_selected else "",
            style="locked" if row.resold else "selected" if is_selected else "",
            key=row.tenant_id,
        )


def _state(resold: bool, is_requested: bool, request: int | None = None) -> str:
    if resold:
        return _("locked: resold")
    return _("requested in request {id}").format(id=request) if is_requested else ""


def _key(row: AudienceRow) -> str:
    return row.tenant_id


def _columns() -> list[Column]:
    return [
        Column("name", _("Partner"), min_width=16, cut="middle"),
        Column("country", _("Country"), min_width=7, priority=1),
        Column("tenant", _("Tenant ID"), min_width=13, priority=2, cut="middle"),
        Column("state", _("State"), min_width=20),
    ]
