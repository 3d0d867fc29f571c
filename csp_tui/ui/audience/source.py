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
from csp_tui.ui.kit.lists.record_source import PagedSource
from csp_tui.ui.kit.theme import DONE, State, symbol


class AudienceSource:
    """Rows of an audience for a list.

    Attributes:
        known: The directory's data of unsaved partners, None for those that it does not have; a
            partner that is not here yet is not loaded.
        rows: The stored partners that were loaded, by tenant ID.
        pages: The records of stored partners.
        order: See below.

    Args:
        state: The state of the audience.
        draft: The unsaved changes; read at every paint.
        total: Partners stored on either list.
        marked: Tenant IDs that are marked for the next removal.
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
        self.order = order
        self._state = state
        self._draft = draft
        words = order.words if order is not None else ()
        self._queries = {
            f"search {index}": one
            for index, one in enumerate(draft.queries.items())
            if _has(words, search_text(one[0]))
        }
        self._query_keys = tuple(self._queries)
        self._added = tuple(
            tenant for tenant, name in draft.added.items() if _has(words, f"{name} {tenant}")
        )
        self._marked = marked
        self._search_text = search_text
        self.known = known
        self.rows: dict[str, AudienceRow] = {}
        self.pages = PagedSource(total)
        self._old: dict[int, list[Record]] = {}

    @property
    def total(self) -> int:
        """Unsaved and stored partners."""
        return self.lead + self.pages.total

    @property
    def lead(self) -> int:
        """Records before the first stored partner."""
        return len(self._queries) + len(self._added)

    @property
    def lead_keys(self) -> tuple[str, ...]:
        """The keys of the records before the first stored partner."""
        return (*self._query_keys, *self._added)

    def query(self, key: str) -> PartnerQuery | None:
        """The search that a record represents, None for a partner's record."""
        found = self._queries.get(key)
        return found[0] if found is not None else None

    def unknown(self, start: int, stop: int) -> list[str]:
        """Unsaved partners in a range of records that the directory was not asked about."""
        first = len(self._queries)
        added = self._added[max(0, start - first) : max(0, stop - first)]
        return [tenant_id for tenant_id in added if tenant_id not in self.known]

    def record(self, index: int) -> Record | None:
        """The record at a position, None while it is not loaded."""
        if index < len(self._queries):
            return self._search_record(self._query_keys[index])
        if index < self.lead:
            return self._added_record(self._added[index - len(self._queries)])
        return self.stored_record(index - self.lead)

    def stored_record(self, place: int) -> Record | None:
        """The record at a place among the stored partners, None while it is not loaded."""
        record = self.pages.record(place)
        if record is None and 0 <= place < self.pages.total:
            page, offset = divmod(place, self.pages.page_size)
            old = self._old.get(page, ())
            return old[offset] if offset < len(old) else None
        return record

    @property
    def old_pages(self) -> tuple[int, ...]:
        """Pages that are shown as they were before, until they are read again."""
        return tuple(self._old)

    def keep_old(self, before: AudienceSource, start: int, stop: int) -> None:
        """Show stored partners as they were before, until they are read again.

        Args:
            before: The source that this one replaces, in the same order.
            start: The first place among the stored partners.
            stop: The place after the last one.
        """
        size = self.pages.page_size
        for page in range(max(0, start) // size, -(-stop // size)):
            places = range(page * size, (page + 1) * size)
            found = (before.stored_record(place) for place in places)
            rows = [before.rows.get(record.key) for record in found if record is not None]
            known = [row for row in rows if row is not None]
            if known and len(known) == len(rows):
                self.rows.update((row.tenant_id, row) for row in known)
                self._old[page] = [self._stored(row) for row in known]

    def find(self, key: str) -> int | None:
        """The position of a record if it is known without loading."""
        if key in self._queries:
            return self._query_keys.index(key)
        if key in self._draft.added and key in self._added:
            return len(self._queries) + self._added.index(key)
        found = self.pages.find(key)
        if found is None:
            found = self._find_old(key)
        return None if found is None else found + self.lead

    def _find_old(self, key: str) -> int | None:
        for page, records in self._old.items():
            for offset, record in enumerate(records):
                if record.key == key and page * self.pages.page_size + offset < self.pages.total:
                    return page * self.pages.page_size + offset
        return None

    def _search_record(self, key: str) -> Record:
        query, results = self._queries[key]
        text = self._search_text(query)
        count = search_results_text(results)
        name = _("{count}: {search}").format(count=count, search=text) if text else count
        return self._marked_record(
            (name, "", "", "", _("added, not saved")),
            mark=symbol(State.PENDING),
            style="added",
            key=key,
        )

    def _added_record(self, tenant_id: str) -> Record | None:
        if tenant_id not in self.known:
            return None
        partner = self.known[tenant_id]
        text = _("added, not saved")
        if partner is None:
            text = _("not in directory · not saved")
        name = (partner.name if partner else "") or self._draft.added.get(tenant_id) or tenant_id
        country = partner.country if partner else ""
        region = _(partner.region) if partner and partner.region else ""
        return self._marked_record(
            (name, country or "–", region or "–", tenant_id, text),
            mark=symbol(State.PENDING),
            style="added",
            key=tenant_id,
        )

    def _marked_record(self, cells: tuple[str, ...], *, mark: str, style: str, key: str) -> Record:
        if key in self._marked:
            text = _("marked · {state}").format(state=cells[-1])
            marked = (*cells[:-1], text)
            return Record(cells=marked, mark=DONE, style="chosen", key=key, unmarked=cells)
        return Record(cells=cells, mark=mark, style=style, key=key)

    def put(self, page: int, rows: Sequence[AudienceRow]) -> None:
        """Keep a page of stored partners."""
        self._old.pop(page, None)
        self.rows.update((row.tenant_id, row) for row in rows)
        self.pages.put(page, [self._stored(row) for row in rows])

    def repaint_row(self, tenant_id: str) -> None:
        """Update the record of one partner after it was marked or removed."""
        place, row = self.pages.find(tenant_id), self.rows.get(tenant_id)
        old = self._find_old(tenant_id) if place is None else None
        if row is not None and old is not None:
            page, offset = divmod(old, self.pages.page_size)
            self._old[page][offset] = self._stored(row)
        if place is None or row is None:
            return
        page = place // self.pages.page_size
        start = page * self.pages.page_size
        stop = min(start + self.pages.page_size, self.pages.total)
        records = []
        for index in range(start, stop):
            record = self.pages.record(index)
            if record is None:
                return
            records.append(self._stored(row) if index == place else record)
        self.pages.put(page, records)

    def repaint(self) -> None:
        """Update all records that are loaded, after many were marked."""
        for old in self._old.values():
            old[:] = [self._stored(self.rows[record.key]) for record in old]
        size = self.pages.page_size
        for page in self.pages.loaded_pages:
            keys = [
                record.key
                for index in range(page * size, (page + 1) * size)
                if (record := self.pages.record(index)) is not None
            ]
            self.pages.put(page, [self._stored(self.rows[key]) for key in keys])

    def _stored(self, row: AudienceRow) -> Record:
        mark, style, text = row_state(row, self._state, self._draft.removed)
        name, region = row.name or row.tenant_id, (_(row.region) if row.region else "–")
        return self._marked_record(
            (name, row.country or "–", region, row.tenant_id, text),
            mark=mark,
            style=style,
            key=row.tenant_id,
        )


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
) -> tuple[str, str, str]:
    """Mark, style and text for how one partner differs from the live audience, and locks."""
    offer = state.offer
    if row.tenant_id in removed:
        return symbol(State.REQUEST), "removed", _("removed, not saved")
    words = []
    mark = style = ""
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
