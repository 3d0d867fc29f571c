"""Linked offers, one a line, with how they compare."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.domain.remote import SyncState
from csp_tui.domain.remote_words import sync_word
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, render
from csp_tui.services.remote.views import LinkedOffer
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.theme import State, symbol
from csp_tui.ui.text.offers import option_word

_STYLES: dict[SyncState, LineStyle] = {
    SyncState.IN_SYNC: "muted",
    SyncState.TO_PUSH: "changed",
    SyncState.TO_PULL: "changed",
    SyncState.CONFLICT: "removed",
    SyncState.GONE: "removed",
    SyncState.READ_ONLY: "muted",
}
_MARKS = {
    SyncState.CONFLICT: symbol(State.REFUSED),
    SyncState.TO_PUSH: symbol(State.PENDING),
    SyncState.TO_PULL: symbol(State.STALE),
}
_ORDER = (SyncState.CONFLICT, SyncState.TO_PUSH, SyncState.TO_PULL, SyncState.GONE)


class LinkedOfferList(RecordList):
    """A line an offer: conflicts first, then what is to be written."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = [
            Column("offer", _("Offer"), min_width=16, cut="middle"),
            Column("state", _("State"), min_width=14),
            Column("differs", _("Differs"), min_width=7, priority=1),
            Column("there", _("In Partner Center"), min_width=8, priority=2),
            Column("read", _("Read (UTC)"), min_width=16, priority=3),
        ]
        super().__init__(columns, mark_width=1, id=id)

    def show(self, offers: Iterable[LinkedOffer]) -> None:
        """Show offers.

        Args:
            offers: By offer ID.
        """
        ordered = sorted(
            offers,
            key=lambda one: _ORDER.index(one.state) if one.state in _ORDER else len(_ORDER),
        )
        self.set_source(ListSource(map(_record, ordered)))


def _record(one: LinkedOffer) -> Record:
    counts = [f"+{one.added}"] if one.added else []
    counts += [f"-{one.removed}"] if one.removed else []
    cells = (
        one.name,
        render(sync_word(one.state)),
        " ".join(counts),
        one.link.remote.word or option_word(one.link.remote.channel, one.eligibility),
        moment(one.link.seen_at),
    )
    mark = _MARKS.get(one.state, "")
    return Record(cells, mark=mark, style=_STYLES[one.state], key=one.link.offer_id)
