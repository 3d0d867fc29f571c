"""Support requests, one a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment
from csp_tui.ui.request_wording import asked_short, status_word
from csp_tui.ui.widgets.record_list import Column, ListSource, Record, RecordList

_STYLES = {
    RequestStatus.DRAFT: "changed",
    RequestStatus.SUBMITTED: "",
    RequestStatus.COMPLETED: "muted",
    RequestStatus.DECLINED: "muted",
    RequestStatus.WITHDRAWN: "muted",
}


class RequestList(RecordList):
    """A line a request, the open ones first, then the newest.

    Args:
        with_offer: Whether the offer has a column.
    """

    def __init__(self, *, with_offer: bool, id: str | None = None) -> None:
        columns = [
            Column("id", _("No."), width=4, align="right"),
            Column("offer", _("Offer"), flex=2, min_width=14),
            Column("asked", _("Asked"), flex=2, min_width=22),
            Column("status", _("Status"), width=9),
            Column("ticket", _("Ticket"), width=12, priority=1),
            Column("updated", _("Updated (UTC)"), width=16, priority=2),
        ]
        if not with_offer:
            del columns[1]
        super().__init__(columns, mark_width=0, id=id)
        self._with_offer = with_offer

    def show(self, requests: Iterable[SupportRequest], names: Mapping[str, str]) -> None:
        """Show requests.

        Args:
            requests: Newest first.
            names: Offer names by offer ID; an offer without one shows its ID.
        """
        ordered = sorted(requests, key=lambda request: not request.status.is_open)
        self.set_source(ListSource(self._record(request, names) for request in ordered))

    def _record(self, request: SupportRequest, names: Mapping[str, str]) -> Record:
        cells = [
            str(request.id),
            names.get(request.offer_id, request.offer_id),
            asked_short(request),
            status_word(request.status),
            request.ticket or "–",
            moment(request.updated_at),
        ]
        if not self._with_offer:
            del cells[1]
        return Record(tuple(cells), style=_STYLES[request.status], key=str(request.id))
