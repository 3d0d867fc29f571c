"""The partners of an audience: unsaved ones first, then the stored ones a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.audience_state import Member
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRow, AudienceView, ListOrder, PartnerRow
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.names import marked_words
from csp_tui.ui.audience.source import AudienceSource, list_order
from csp_tui.ui.commands.catalog.audience import AUDIENCE_IMPORT, AUDIENCE_SELECT
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.lists.record_list import Column, RecordList
from csp_tui.ui.kit.lists.record_order import Order
from csp_tui.ui.kit.lists.record_ordering import READ_WHOLE, TYPING_PAUSE
from csp_tui.ui.text.partners import search_words

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.ui.kit.app_base import AppBase


class AudienceTable(RecordList):
    """Shows an audience with its unsaved changes, and marks partners."""

    if TYPE_CHECKING:
        app = getters.app(AppBase)

    def __init__(self, offer_id: str, draft: AudienceDraft, *, id: str) -> None:
        super().__init__(_columns(), id=id, toggles=True)
        self.tasks = BackgroundTasks(self)
        self._offer_id = offer_id
        self._draft = draft
        self._view: AudienceView | None = None
        self._rows: AudienceSource | None = None
        self._marked: set[str] = set()
        self._count = 0
        self._order_shown = Order()
        self._known: dict[str, PartnerRow | None] = {}

    def show_view(self, view: AudienceView) -> None:
        """Show an audience as it is stored now, with the unsaved changes."""
        is_first, self._view = self._view is None, view
        self._known.clear()
        self._show_count(view.state.listed)
        if is_first:
            self._recall_marks()

    def refresh_rows(self) -> None:
        """Show the unsaved changes as they are now."""
        view = self._view
        if view is None:
            return
        option = self._option
        offer = view.state.offer
        shown = option is ResellerChannel.SOME or (
            self._count > 0 and offer.live_channel is ResellerChannel.SOME
        )
        self.empty = self._empty_text()
        is_turned = self.order != self._order_shown and self.is_ordered_in_store
        if shown and self.is_ordered_in_store and (self.order or is_turned):
            self._read_ordered(view)
        else:
            self.workers.cancel_group(self, "order")
            self._show_rows(view, self._count if shown else 0)

    def _show_rows(
        self,
        view: AudienceView,
        count: int,
        order: ListOrder | None = None,
        start: tuple[str, int] | None = None,
    ) -> None:
        before = self._rows
        source = self._rows = AudienceSource(
            view.state,
            self._draft,
            count,
            marked=self._marked,
            search_text=self._search_text,
            known=self._known,
            order=order,
        )
        if before is not None:
            # What is marked stays known where only others are shown now.
            marked = self._marked & before.rows.keys()
            source.rows.update((tenant_id, before.rows[tenant_id]) for tenant_id in marked)
            if before.order == order:
                self._keep_old(source, before)
        if start is not None:
            partner, place = start
            self.start_at(partner, source.place_of(place))
        self.set_source(source)
        if source.old_pages:
            self._read(source, (), ())

    def _keep_old(self, source: AudienceSource, before: AudienceSource) -> None:
        """Let what is in view stay until it is read again, so that each key finds its partner."""
        seen, lead = self.records_in_view, len(before.lead)
        start, stop = seen.start - lead, seen.stop - lead
        if self.order and not self.is_ordered_in_store:
            start, stop = 0, before.total - lead
        source.keep_old(before, start, min(stop, source.total - len(source.lead)))

    @property
    def is_ordered_in_store(self) -> bool:
        """Whether there are so many stored partners that the store sorts and finds them."""
        return self._count > READ_WHOLE

    def reorder(self) -> None:
        """Show the stored partners in the order that is wanted."""
        self.refresh_rows()

    def _read_ordered(self, view: AudienceView) -> None:
        """Ask the store how many partners the order shows; until then the old ones stay."""
        audience, offer_id, wanted = self.app.workbench.audience, self._offer_id, self.order
        regions = self.app.workbench.regions
        order = list_order(wanted, view.state, regions) if wanted else None
        # The cursor stays on its partner where the order becomes another.
        partner = self.cursor_partner if wanted != self._order_shown else None

        def read() -> tuple[int, int | None]:
            place = audience.place(offer_id, partner, order) if partner is not None else None
            return audience.count(offer_id, order), place

        def show(answer: tuple[int, int | None]) -> None:
            count, place = answer
            self._order_shown = wanted
            start = (partner, place) if partner is not None and place is not None else None
            self._show_rows(view, count, order, start)

        delay = TYPING_PAUSE if wanted.words else 0
        self.tasks.run(read, show, group="order", delay=delay)

    def clear_marks(self) -> None:
        """Unmark all partners; the rows show it with the next ``refresh_rows``."""
        self._marked.clear()
        self._keep_marks()

    def _keep_marks(self) -> None:
        """Keep the marks of stored partners for when the user comes back."""
        stored = frozenset(key for key in self._marked if self.row(key) is not None)
        self.app.kept_marks[f"audience {self._offer_id}"] = stored

    def _recall_marks(self) -> None:
        kept = self.app.kept_marks.get(f"audience {self._offer_id}")
        if not kept:
            return
        audience, offer_id = self.app.workbench.audience, self._offer_id

        def read() -> list[AudienceRow]:
            return [row for row in audience.rows(offer_id) if row.tenant_id in kept]

        self.tasks.run(read, self._mark_again, group="marks")

    def _mark_again(self, rows: Sequence[AudienceRow]) -> None:
        source = self._rows
        if source is None or not rows:
            return
        source.rows.update((row.tenant_id, row) for row in rows)
        self._marked.update(row.tenant_id for row in rows)
        self.records_loaded(0, self.total)
        if isinstance(self.screen, CommandScreen):
            self.screen.tell(marked_words(len(self._marked)), "plain")
            self.screen.refresh_commands()

    def mark_all(self, rows: Sequence[AudienceRow]) -> int:
        """Mark all partners that are shown, or unmark them where all are marked.

        Args:
            rows: The stored partners, where not all of them are loaded.

        Returns:
            How many are marked now.
        """
        source = self._rows
        if source is None:
            return 0
        # The rules ask for the rows of what is marked, loaded into the list or not.
        source.rows.update((row.tenant_id, row) for row in rows)
        keys = self.shown_keys()
        loaded = (*source.lead_keys, *(row.tenant_id for row in rows))
        shown = set(loaded if keys is None else keys)
        is_marked = shown <= self._marked
        self._marked.difference_update(shown)
        if not is_marked:
            self._marked.update(shown)
        self.records_loaded(0, self.total)
        self._keep_marks()
        return len(self._marked)

    def selected(self) -> list[str]:
        """Tenant IDs of the marked partners, or of the highlighted one if none is marked."""
        return [key for key in self._selected_keys() if self._query(key) is None]

    def selected_queries(self) -> list[PartnerQuery]:
        """The unsaved searches that are marked, or the highlighted one if nothing is marked."""
        queries = map(self._query, self._selected_keys())
        return [query for query in queries if query is not None]

    @property
    def cursor_partner(self) -> str | None:
        """The tenant ID of the highlighted partner, if it is stored."""
        key = self.cursor_key
        return None if key is None or self.row(key) is None else key

    @property
    def shown_order(self) -> ListOrder | None:
        """How the store sorts and filters what is shown, None if the list does it."""
        return self._rows.order if self._rows is not None else None

    def row(self, tenant_id: str) -> AudienceRow | None:
        """A stored partner, None if it is not stored or was not shown yet."""
        return self._rows.rows.get(tenant_id) if self._rows is not None else None

    def names(self, tenant_ids: Sequence[str]) -> dict[str, str]:
        """Names by tenant ID; "" for partners that were not shown yet."""
        rows = {tenant_id: self.row(tenant_id) for tenant_id in tenant_ids}
        return {tenant_id: row.name if row else "" for tenant_id, row in rows.items()}

    def members(self, tenant_ids: Sequence[str]) -> tuple[Member, ...]:
        """The stored partners among these, as the rules check them."""
        rows = [row for tenant_id in tenant_ids if (row := self.row(tenant_id)) is not None]
        return tuple(
            Member(
                tenant_id=row.tenant_id,
                name=row.name or row.tenant_id,
                in_draft=row.in_draft,
                in_live=row.in_live,
                resold=row.resold,
                evidence=row.evidence,
            )
            for row in rows
        )

    def on_record_list_needed(self, event: RecordList.Needed) -> None:
        """Read the records in view: stored partners, and the directory's data of unsaved ones."""
        event.stop()
        source = self._rows
        if source is None:
            return
        wanted = source.missing(event.start, event.end)
        unknown = source.unknown(event.start, event.end)
        if wanted or unknown:
            self._read(source, wanted, unknown)

    def _read(self, source: AudienceSource, wanted: Sequence[int], unknown: Sequence[str]) -> None:
        """Read pages, together with those that are shown as they were before."""
        wanted = sorted({*wanted, *source.old_pages})
        is_old = bool(source.old_pages)
        size = source.page_size
        workbench, offer_id = self.app.workbench, self._offer_id

        def read() -> tuple[dict[int, list[AudienceRow]], dict[str, PartnerRow]]:
            rows, order = workbench.audience.rows, source.order
            pages = {
                page: rows(offer_id, offset=page * size, limit=size, order=order) for page in wanted
            }
            return pages, workbench.directory.search.find_all(unknown) if unknown else {}

        def show(answer: tuple[dict[int, list[AudienceRow]], dict[str, PartnerRow]]) -> None:
            pages, found = answer
            for page, rows in pages.items():
                source.put(page, rows)
            source.known.update({tenant_id: found.get(tenant_id) for tenant_id in unknown})
            self._draft.set_names({tenant_id: row.name for tenant_id, row in found.items()})
            if is_old and self.order and source is self._rows:
                # They may be others now, or in another order.
                self.set_source(source)
            self.records_loaded(0, source.total)

        self.tasks.run(read, show, group="pages", is_quick=True)

    def on_record_list_toggled(self, event: RecordList.Toggled) -> None:
        """Mark a partner, or unmark it, so that several can be removed at once."""
        event.stop()
        self._marked.symmetric_difference_update({event.record.key})
        self._keep_marks()
        self.records_loaded(event.index, event.index + 1)

    def _selected_keys(self) -> list[str]:
        if self._marked:
            return sorted(self._marked)
        return [] if self.cursor_key is None else [self.cursor_key]

    def _query(self, key: str) -> PartnerQuery | None:
        return self._rows.query(key) if self._rows is not None else None

    def _search_text(self, query: PartnerQuery) -> str:
        return search_words(query, self.app.workbench.regions.countries)

    @property
    def _option(self) -> ResellerChannel | None:
        if self._draft.option is not None:
            return self._draft.option
        return self._view.channel if self._view is not None else None

    def _show_count(self, count: int) -> None:
        self._count = count
        self.refresh_rows()

    def _empty_text(self) -> str:
        assert self._view is not None
        if not self._view.state.eligibility.eligible:
            return _("There is nothing to select for this offer, and no list.")
        match self._option:
            case ResellerChannel.SOME:
                return _(
                    "No partner is selected yet.\n\n"
                    "{select} selects CSP partners, {load} imports a list from a CSV file."
                ).format(select=AUDIENCE_SELECT.shown_key, load=AUDIENCE_IMPORT.shown_key)
            case ResellerChannel.ALL:
                return _("Every partner in the CSP program may resell the offer; there is no list.")
            case ResellerChannel.NONE:
                return _("The offer is not in the CSP program; there is no list.")
            case None:
                return _("Select one of the three options above.")


def _columns() -> list[Column]:
    """The columns of an audience."""
    return [
        Column("name", _("Partner"), min_width=30, narrow_width=22, cut="middle"),
        Column("country", _("Country"), min_width=7),
        Column("region", _("Region"), min_width=14, narrow_width=8, priority=2),
        Column("tenant", _("Tenant ID"), min_width=9, priority=1, cut="middle"),
        Column("state", _("State"), min_width=24, narrow_width=22),
    ]
