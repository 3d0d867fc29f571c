"""An audience as a list: partners added but not saved first, then the stored ones by pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.standing import Standing
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRow
from csp_tui.ui.widgets.record_list import PagedSource, Record


@dataclass(slots=True)
class UnsavedEdit:
    """What someone changed in the audience and has not saved.

    Attributes:
        channel: The option chosen, None where it was not touched.
        added: Names of added partners by tenant ID, in the order of adding.
        removed: Tenant IDs taken off.
    """

    channel: ResellerChannel | None = None
    added: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return self.channel is not None or bool(self.added or self.removed)


class AudienceSource:
    """Rows of an audience for a list.

    Args:
        standing: Where the audience stands.
        edit: What is not saved; read at every paint.
        total: Partners stored on either list.
        marked: Tenant IDs that are marked for the next removal.
        short_ids: Whether tenant IDs are shortened to fit.
    """

    def __init__(
        self,
        standing: Standing,
        edit: UnsavedEdit,
        total: int,
        *,
        marked: set[str],
        short_ids: bool,
    ) -> None:
        self._standing = standing
        self._edit = edit
        self._added: Sequence[tuple[str, str]] = tuple(edit.added.items())
        self._marked = marked
        self._short = short_ids
        self.rows: dict[str, AudienceRow] = {}
        self.pages = PagedSource(total)

    @property
    def total(self) -> int:
        """Unsaved and stored partners."""
        return len(self._added) + self.pages.total

    @property
    def lead(self) -> int:
        """Places before the first stored partner."""
        return len(self._added)

    def record(self, index: int) -> Record | None:
        """The record at a place, None while it is not loaded."""
        if index < len(self._added):
            tenant, name = self._added[index]
            return Record(
                cells=(name or tenant, "", "", self._id(tenant), _("added, not saved")),
                mark="+",
                style="added",
                key=tenant,
            )
        return self.pages.record(index - len(self._added))

    def find(self, key: str) -> int | None:
        """The place of a partner where it is known without loading."""
        for place, (tenant, _name) in enumerate(self._added):
            if tenant == key:
                return place
        found = self.pages.find(key)
        return None if found is None else found + len(self._added)

    def put(self, page: int, rows: Sequence[AudienceRow]) -> None:
        """Keep a page of stored partners."""
        self.rows.update((row.tenant_id, row) for row in rows)
        self.pages.put(page, [self._stored(row) for row in rows])

    def repaint_row(self, tenant_id: str) -> None:
        """Make the record of one partner anew after it was marked or removed."""
        place = self.pages.find(tenant_id)
        row = self.rows.get(tenant_id)
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

    def _id(self, tenant_id: str) -> str:
        return f"{tenant_id[:4]}…{tenant_id[-4:]}" if self._short else tenant_id

    def _stored(self, row: AudienceRow) -> Record:
        mark, style, state = row_state(row, self._standing, self._edit.removed)
        if row.tenant_id in self._marked:
            mark = "✓"
            style = "chosen"
            state = _("marked · {state}").format(state=state)
        name = row.name or row.tenant_id
        return Record(
            cells=(name, row.country or "–", row.region or "–", self._id(row.tenant_id), state),
            mark=mark,
            style=style,
            key=row.tenant_id,
        )


def row_state(
    row: AudienceRow, standing: Standing, removed: Mapping[str, object] | set[str]
) -> tuple[str, str, str]:
    """Mark, look and words of one partner: what differs from the live audience, and locks."""
    offer = standing.offer
    if row.tenant_id in removed:
        return "-", "removed", _("removed, not saved")
    words = []
    mark = style = ""
    if row.in_draft and not row.in_live:
        if not offer.is_live:
            words.append(_("draft"))
        elif offer.live_channel is ResellerChannel.SOME:
            mark, style = "+", "added"
            words.append(_("waits for sync"))
        else:
            mark, style = "+", "added"
            words.append(_("waits for publish"))
    elif row.requested is not None:
        mark, style = "-", "removed"
        words.append(_("removal asked, request {id}").format(id=row.requested))
    elif row.in_live:
        words.append(_("live"))
    if row.resold:
        style = style or "locked"
        mark = mark or "■"
        words = [_("locked: resold")] if row.in_live else [*words, _("resold")]
    if not row.in_directory:
        words.append(_("not in directory"))
    return mark, style, " · ".join(words)
