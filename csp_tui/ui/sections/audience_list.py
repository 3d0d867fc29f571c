"""The list of an audience: loading, marking, and what is not saved yet."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters, on
from textual.events import Resize

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.standing import Member
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRow
from csp_tui.ui.sections.audience_commands import IMPORT, SELECT
from csp_tui.ui.sections.review import PublishingSection
from csp_tui.ui.widgets.audience_source import AudienceSource, UnsavedEdit
from csp_tui.ui.widgets.record_list import Column, RecordList

_WIDE = 100


class AudienceList(PublishingSection):
    """The part of the audience section that shows partners."""

    partners = getters.query_one("#audience-partners", RecordList)

    def __init__(self, offer_id: str) -> None:
        super().__init__(offer_id)
        self.unsaved = UnsavedEdit()
        self._marked: set[str] = set()
        self._source: AudienceSource | None = None
        self._count = 0

    @property
    def is_dirty(self) -> bool:
        """Whether the audience was changed and not saved."""
        return bool(self.unsaved)

    @property
    def list_width(self) -> int:
        """Cells for the list."""
        return self.size.width

    @property
    def channel(self) -> ResellerChannel | None:
        """The option that is chosen, saved or not."""
        if self.unsaved.channel is not None:
            return self.unsaved.channel
        return self.view.channel if self.view else None

    def _show_list(self, count: int) -> None:
        self._count = count
        view = self.view
        if view is None:
            return
        shown = self.channel is ResellerChannel.SOME or (
            count > 0 and view.standing.offer.live_channel is ResellerChannel.SOME
        )
        wide = self.list_width >= _WIDE
        self.partners.set_columns(columns(wide=wide))
        self._source = AudienceSource(
            view.standing,
            self.unsaved,
            count if shown else 0,
            marked=self._marked,
            short_ids=not wide,
        )
        self.partners.empty = self._empty_words()
        self.partners.set_source(self._source)
        self.page.show_next()
        self.page.refresh_commands()

    def _empty_words(self) -> str:
        view = self.view
        if view is None:
            return ""
        if not view.standing.eligibility.eligible:
            return _("There is nothing to choose for this offer, and no list.")
        match self.channel:
            case ResellerChannel.SOME:
                return _(
                    "No partner is selected yet.\n\n"
                    "{select} selects CSP partners, {load} imports a list from a CSV file."
                ).format(select=SELECT.shown_key, load=IMPORT.shown_key)
            case ResellerChannel.ALL:
                return _("Every partner in the CSP program may resell the offer; there is no list.")
            case ResellerChannel.NONE:
                return _("The offer is not in the CSP program; there is no list.")
            case None:
                return _("Choose one of the three options above.")

    def on_resize(self, event: Resize) -> None:
        """Tenant IDs are shown whole where there is room."""
        if self.view is not None and self._source is not None:
            self._show_list(self._count)

    @on(RecordList.Needed, "#audience-partners")
    def load_pages(self, event: RecordList.Needed) -> None:
        """Read the pages in view."""
        event.stop()
        source = self._source
        if source is None:
            return
        wanted = source.pages.missing(event.start - source.lead, event.end - source.lead)
        size = source.pages.page_size

        def read() -> list[tuple[int, list[AudienceRow]]]:
            rows = self.app.workbench.audience.rows
            return [(page, rows(self.offer_id, offset=page * size, limit=size)) for page in wanted]

        def show(pages: list[tuple[int, list[AudienceRow]]]) -> None:
            for page, rows in pages:
                source.put(page, rows)
            self.partners.records_loaded(0, source.total)

        if wanted:
            self.job(read, show, group="pages")

    @on(RecordList.Highlighted, "#audience-partners")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the partner under the cursor."""
        event.stop()
        self.page.refresh_commands()

    @on(RecordList.Toggled, "#audience-partners")
    def mark_partner(self, event: RecordList.Toggled) -> None:
        """Mark a partner for removing several at once."""
        event.stop()
        self._marked.symmetric_difference_update({event.record.key})
        self._repaint(event.record.key)
        self.partners.action_cursor_down()

    def _repaint(self, tenant_id: str) -> None:
        if self._source is not None:
            self._source.repaint_row(tenant_id)
            place = self._source.find(tenant_id)
            if place is not None:
                self.partners.records_loaded(place, place + 1)

    def _chosen(self) -> list[str]:
        if self._marked:
            return sorted(self._marked)
        record = self.partners.cursor_record
        return [record.key] if record is not None else []

    def _members(self, tenant_ids: Sequence[str]) -> tuple[Member, ...]:
        rows = self._source.rows if self._source else {}
        return tuple(
            Member(
                tenant_id=row.tenant_id,
                name=row.name or row.tenant_id,
                in_draft=row.in_draft,
                in_live=row.in_live,
                resold=row.resold,
            )
            for row in (rows[tenant] for tenant in tenant_ids if tenant in rows)
        )


def columns(*, wide: bool) -> list[Column]:
    """The columns of an audience's list; tenant IDs are shown whole where there is room."""
    return [
        Column("name", _("Partner"), flex=3, min_width=22),
        Column("country", _("Country"), width=7),
        Column("region", _("Region"), flex=1, min_width=14, priority=2),
        Column("tenant", _("Tenant ID"), width=36 if wide else 9, priority=1),
        Column("state", _("State"), flex=3, min_width=24),
    ]
