"""How offers compare with Partner Center, in words for narrow places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.remote import SyncState
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext

if TYPE_CHECKING:
    from csp_tui.services.remote.states import CenterSummary, OfferSync

OLD_DAYS = 7
"""After so many days without a pull, what is known of an offer counts as old."""


def sync_cell(sync: OfferSync | None) -> str:
    """How an offer compares, in a cell of a list.

    Args:
        sync: How it compares, None if it was never pulled.
    """
    if sync is None:
        return _("never pulled")
    words = {
        SyncState.IN_SYNC: _("in sync"),
        SyncState.TO_PUSH: _("differs, push"),
        SyncState.TO_PULL: _("differs, pull"),
        SyncState.CONFLICT: _("conflict"),
        SyncState.GONE: _("gone"),
        SyncState.READ_ONLY: _("read only"),
    }
    word = words[sync.state]
    if not sync.days:
        return word
    age = ngettext("{count} day old", "{count} days old", sync.days)
    return f"{word} · {age}"


def center_words(summary: CenterSummary, *, only_attention: bool = False) -> str:
    """The connection in two or three words, "" without an account.

    Args:
        summary: What was read.
        only_attention: Whether only what needs someone is said.
    """
    if not summary.is_connected:
        return ""
    counts = summary.counts
    conflicts = counts.get(SyncState.CONFLICT, 0)
    differ = counts.get(SyncState.TO_PUSH, 0) + counts.get(SyncState.TO_PULL, 0)
    if conflicts:
        words = ngettext("{count} conflict", "{count} conflicts", conflicts)
    elif summary.jobs_open:
        words = ngettext("{count} open job", "{count} open jobs", summary.jobs_open)
    elif only_attention:
        return ""
    elif differ:
        words = ngettext("{count} differs", "{count} differ", differ)
    elif not summary.offers:
        words = _("never pulled")
    else:
        words = _("in sync")
    return _("emulator") + f" · {words}" if summary.is_emulated else words
