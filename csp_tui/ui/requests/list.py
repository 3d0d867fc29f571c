"""Support requests, one a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from csp_tui.domain.support import ListedRequest, RequestStatus, is_old
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, pgettext
from csp_tui.services.views import BlockedByRequest
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.record_source import DescribedSource
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.theme import STATE_STYLES, State
from csp_tui.ui.text.requests import (
    age_words,
    blocked_short,
    request_object_short,
    status_word,
)

_STYLES: dict[RequestStatus, LineStyle] = {
    RequestStatus.DRAFT: "changed",
    RequestStatus.SUBMITTED: "",
    RequestStatus.COMPLETED: "muted",
    RequestStatus.DECLINED: "muted",
    RequestStatus.WITHDRAWN: "muted",
}


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the list shows beside the requests themselves.

    Attributes:
        now: The time from which ages count, UTC.
        names: Offer names by offer ID; an offer without one shows its ID.
        blocked: What each open request blocks, by its number.
        marked: The numbers of the marked requests.
    """

    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[int, BlockedByRequest] = field(default_factory=dict)
    marked: Collection[int] = ()


class RequestList(RecordList):
    """A line a request; old ones have a mark.

    Args:
        with_offer: Whether the offer has a column.
    """

    def __init__(self, *, with_offer: bool, id: str | None = None) -> None:
        columns = [
            Column("id", _("No."), min_width=3, align="right"),
            Column("offer", _("Offer"), min_width=14, cut="middle"),
            Column("asked", pgettext("content", "Request"), min_width=22),
            Column("status", _("Status"), min_width=9),
            Column("age", pgettext("column", "Age"), min_width=7, align="right", priority=1),
            Column("ticket", _("Ticket"), min_width=16, priority=2),
            Column("blocks", pgettext("column", "Blocks"), min_width=14, priority=3),
            Column("updated", _("Updated (UTC)"), min_width=16, priority=4),
        ]
        if not with_offer:
            del columns[1]
        super().__init__(columns, toggles=True, id=id)
        self._with_offer = with_offer

    def show(self, requests: Sequence[ListedRequest], facts: RequestFacts) -> None:
        """Show requests.

        Args:
            requests: In the order of the list.
            facts: What else is known about them.
        """
        self.set_source(
            DescribedSource(requests, lambda one: self._record(one, facts), lambda one: str(one.id))
        )

    def _record(self, request: ListedRequest, facts: RequestFacts) -> Record:
        is_marked, is_late = request.id in facts.marked, is_old(request, facts.now)
        status = status_word(request.status)
        cells = [
            str(request.id),
            facts.names.get(request.offer_id, request.offer_id),
            request_object_short(request),
            status,
            age_words(request, facts.now) if request.status.is_open else "",
            request.ticket or "–",
            blocked_short(facts.blocked.get(request.id)),
            moment(request.updated_at),
        ]
        if not self._with_offer:
            del cells[1]
        unmarked = tuple(cells)
        if is_marked:
            cells[cells.index(status)] = _("marked") + f" · {status}"
        style = _STYLES[request.status]
        if is_marked or is_late:
            style = "selected" if is_marked else "warning"
        mark = "✓" if is_marked else STATE_STYLES[State.STALE].symbol if is_late else ""
        return Record(tuple(cells), mark=mark, style=style, key=str(request.id), unmarked=unmarked)
