"""Support requests, one a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import neg

from csp_tui.domain.support import ListedRequest, RequestStatus, is_old
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, pgettext
from csp_tui.services.views import BlockedByRequest
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.kit.theme import STATE_STYLES, State
from csp_tui.ui.text.requests import (
    age_words,
    blocked_short,
    request_object_short,
    status_word,
)

PAGE = 100
"""Closed requests that are read at a time."""
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


class RequestSource(RowSource[ListedRequest]):
    """Open requests, then closed ones, which are read in pages.

    Args:
        describe: Makes the line of a request.
        open_ones: The open requests, newest first.
        closed: The numbers of the closed ones, newest first.
    """

    def __init__(
        self,
        describe: Callable[[ListedRequest], Record],
        open_ones: Sequence[ListedRequest],
        closed: Sequence[int] = (),
    ) -> None:
        # Sorting the list or finding words in it reads all of them.
        pages = len(closed) // PAGE + 1
        super().__init__(
            describe,
            lambda one: str(one.id),
            len(closed),
            page_size=PAGE,
            max_pages=pages,
            lead=open_ones,
        )
        self._closed = closed

    def find_paged(self, key: str) -> int | None:
        """The place of a closed request, loaded or not, or None."""
        number = int(key)
        place = bisect_left(self._closed, -number, key=neg)
        if place == len(self._closed) or self._closed[place] != number:
            return None
        return self.place_of(place)


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

    def describe(self, request: ListedRequest, facts: RequestFacts) -> Record:
        """How a request is shown.

        Args:
            request: The request.
            facts: What else is known about it.
        """
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
            # The status first: there is not always room for both, and the mark is shown as well.
            cells[cells.index(status)] = f"{status} · " + _("marked")
        style = _STYLES[request.status]
        if is_marked or is_late:
            style = "selected" if is_marked else "warning"
        mark = "✓" if is_marked else STATE_STYLES[State.STALE].symbol if is_late else ""
        return Record(tuple(cells), mark=mark, style=style, key=str(request.id), unmarked=unmarked)
