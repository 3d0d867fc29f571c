"""An audience as list records: unsaved additions first, then the stored partners by pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.text import fold
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRow, ListOrder, PartnerRow
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.names import search_results_text
from csp_tui.ui.kit.lists.record_list import Record
from csp_tui.ui.kit.lists.record_order import Order
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.kit.theme import DONE, State, symbol

Item = AudienceRow | PartnerQuery | str
"""A stored partner, an unsaved search, or the tenant ID of an unsaved partner."""


class AudienceSource(RowSource[Item]):
    """Rows of an audience for a list: unsaved searches and partners lead the stored ones.

    Attributes:
        known: The directory's data of unsaved partners, None for those that it does not have; a
            partner that is not here yet is not loaded.
        rows: The stored partners that were loaded, by tenant ID.
        lead_keys: The keys of the records before the first stored partner.
        old_pages: Pages that are shown as they were before, until they are read again.
        order: See below.

    Args:
        state: The state of the audience.
        draft: The unsaved changes; read at every paint.
        total: Partners stored on either list.
        marked: Tenant IDs that are marked for the next removal; read at every paint.
        search_text: Describes a search in a few words.
        known: The directory's data of unsaved partners; kept while the list changes.
        order: Which of the stored partners are shown, and in which order, None for all by name.
    """

    def __init__(
        self,
        state: AudienceState,
        draft: AudienceDraft,
        total: int,
        *,
        marked: set[str],
        search_text: Callable[[PartnerQuery], str],
        known: dict[str, PartnerRow | None],
        order: ListOrder | None = None,
    ) -> None:
        words = order.words if order is not None else ()
        numbered = {f"search {number}": query for number, query in enumerate(draft.queries)}
        self._queries = {
            key: query for key, query in numbered.items() if _has(words, search_text(query))
        }
        added = [name for name, label in draft.added.items() if _has(words, f"{label} {name}")]
        self.lead_keys = (*self._queries, *added)
        lead: list[Item] = [*self._queries.values(), *added]
        super().__init__(self._record_of, self._key, total, lead=lead)
        self.order = order
        self.known = known
        self.rows: dict[str, AudienceRow] = {}
        self.old_pages: set[int] = set()
        self._state = state
        self._draft = draft
        self._marked = marked
        self._search_text = search_text

    def query(self, key: str) -> PartnerQuery | None:
        """The search that a record represents, None for a partner's record."""
        return self._queries.get(key)

    def unknown(self, start: int, stop: int) -> list[str]:
        """Unsaved partners in a range of records that the directory was not asked about."""
        items = self.lead[max(0, start) : max(0, stop)]
        return [one for one in items if isinstance(one, str) and one not in self.known]

    def record(self, index: int) -> Record | None:
        """The record at a place, None while it is not loaded."""
        item = self.row(index)
        is_unknown = item is None or (isinstance(item, str) and item not in self.known)
        return None if is_unknown else super().record(index)

    def find(self, key: str) -> int | None:
        """The place of a record if it is known without loading."""
        if key in self.lead_keys:
            return self.lead_keys.index(key)
        place = self.find_paged(key)
        return place if place is not None and place < self.total else None

    def gap(self) -> tuple[int, int] | None:
        """The range of places from the first to the last record that is not loaded."""
        is_unknown = bool(self.unknown(0, len(self.lead)))
        paged = super().gap()
        if not is_unknown:
            return paged
        return 0, len(self.lead) if paged is None else paged[1]

    def keep_old(self, before: AudienceSource, start: int, stop: int) -> None:
        """Show stored partners as they were before, until they are read again.

        Args:
            before: The source that this one replaces, in the same order.
            start: The first place among the stored partners.
            stop: The place after the last one.
        """
        for page in range(max(0, start) // self.page_size, -(-stop // self.page_size)):
            rows = before.page(page)
            if rows:
                self.put(page, rows)
                self.old_pages.add(page)

    def put(self, number: int, rows: Sequence[Item]) -> None:
        """Keep a page of stored partners."""
        self.old_pages.discard(number)
        self.rows.update((row.tenant_id, row) for row in rows if isinstance(row, AudienceRow))
        super().put(number, rows)

    def _key(self, item: Item) -> str:
        if isinstance(item, PartnerQuery):
            return next(key for key, query in self._queries.items() if query is item)
        return item if isinstance(item, str) else item.tenant_id

    def _record_of(self, item: Item) -> Record:
        if isinstance(item, PartnerQuery):
            return self._search_record(item)
        if isinstance(item, str):
            return self._added_record(item)
        mark, style, text = row_state(item, self._state, self._draft.removed)
        name, region = item.name or item.tenant_id, (_(item.region) if item.region else "–")
        cells = (name, item.country or "–", region, item.tenant_id, text)
        return self._marked_record(cells, mark, style, item.tenant_id)

    def _search_record(self, query: PartnerQuery) -> Record:
        text = self._search_text(query)
        count = search_results_text(self._draft.queries.get(query, 0))
        name = _("{count}: {search}").format(count=count, search=text) if text else count
        cells = (name, "", "", "", _("added, not saved"))
        return self._marked_record(cells, symbol(State.PENDING), "added", self._key(query))

    def _added_record(self, tenant_id: str) -> Record:
        partner = self.known[tenant_id]
        text = _("added, not saved") if partner else _("not in directory · not saved")
        name = (partner.name if partner else "") or self._draft.added.get(tenant_id) or tenant_id
        country = partner.country if partner else ""
        region = _(partner.region) if partner and partner.region else ""
        cells = (name, country or "–", region or "–", tenant_id, text)
        return self._marked_record(cells, symbol(State.PENDING), "added", tenant_id)

    def _marked_record(
        self, cells: tuple[str, ...], mark: str, style: LineStyle, key: str
    ) -> Record:
        if key in self._marked:
            text = _("marked · {state}").format(state=cells[-1])
            marked = (*cells[:-1], text)
            return Record(cells=marked, mark=DONE, style="selected", key=key, unmarked=cells)
        return Record(cells=cells, mark=mark, style=style, key=key)


def _has(words: Sequence[str], text: str) -> bool:
    """Whether a text has all these folded words."""
    folded = fold(text) if words else ""
    return all(word in folded for word in words)


def list_order(order: Order, state: AudienceState, regions: RegionTable) -> ListOrder:
    """What the store needs to show an audience in an order, in the present language.

    Args:
        order: What the list is to show.
        state: The state of the audience.
        regions: The markets of the CSP program.
    """
    areas = ((code, regions.region_of(code)) for code in regions.countries)
    named = tuple((code, _(area)) for code, area in areas)
    states = tuple((flags, _state_text(flags, state)) for flags in map("".join, _FLAGS))
    return ListOrder(order.column, order.is_reversed, order.words, named, states)


_FLAGS = tuple(product("01", repeat=5))


def _state_text(flags: str, state: AudienceState) -> str:
    """The state of a partner that is in draft, live, resold, in the directory, and requested."""
    in_draft, in_live, resold, in_directory, requested = (flag == "1" for flag in flags)
    row = AudienceRow(
        tenant_id="",
        name="",
        country="",
        region="",
        in_draft=in_draft,
        in_live=in_live,
        resold=resold,
        in_directory=in_directory,
        requested=0 if requested else None,
    )
    return row_state(row, state, {})[2]


def row_state(
    row: AudienceRow, state: AudienceState, removed: Mapping[str, object]
) -> tuple[str, LineStyle, str]:
    """Mark, style and text for how one partner differs from the live audience, and locks."""
    offer = state.offer
    if row.tenant_id in removed:
        return symbol(State.REQUEST), "removed", _("removed, not saved")
    words = []
    mark = ""
    style: LineStyle = ""
    if row.in_draft and not row.in_live:
        if not offer.is_live:
            words.append(_("draft"))
        elif offer.live_channel is ResellerChannel.SOME:
            mark, style = symbol(State.PENDING), "added"
            words.append(_("pending sync"))
        else:
            mark, style = symbol(State.PENDING), "added"
            words.append(_("pending publish"))
    elif row.requested is not None:
        mark, style = symbol(State.REQUEST), "removed"
        words.append(_("removal: request {id}").format(id=row.requested))
    elif row.in_live:
        words.append(_("live"))
    if row.resold:
        style = style or "locked"
        mark = mark or symbol(State.LOCKED)
        words = [_("locked: resold")] if row.in_live else [*words, _("resold")]
    if not row.in_directory:
        words.append(_("not in directory"))
    return mark, style, " · ".join(words)
