"""Two versions of one page: what someone typed and what someone else has stored meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csp_tui.domain.history import Entry, ListDelta
from csp_tui.services.views import AudienceView
from csp_tui.ui.partner_names import partner_names

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

_NAMED_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One field in its three versions, in words.

    Attributes:
        label: The field's name.
        before: What was stored when the typing began.
        yours: What is typed.
        theirs: What is stored now.
    """

    label: str
    before: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where an offer stands that was changed while someone typed.

    Attributes:
        before: The offer as it was when the typing began.
        now: The offer as it is stored.
        entries: What was changed meanwhile, newest first.
        newest: The newest history entry that is known.
        added: Names by tenant ID of the partners that joined the draft list meanwhile.
        removed: The same of those that left it.
    """

    before: AudienceView
    now: AudienceView
    entries: tuple[Entry, ...]
    newest: int
    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferReading:
    """What an offer's page reads at once.

    Attributes:
        view: Where the offer stands.
        newest: The newest history entry.
        theirs: What others have changed in it since the page was read last, newest first.
    """

    view: AudienceView
    newest: int
    theirs: tuple[Entry, ...] = ()


def read_offer(workbench: Workbench, offer_id: str, seen: int | None) -> OfferReading:
    """Read an offer, and what others have done to it since ``seen``; called in a thread.

    Raises:
        NotFound: There is no such offer any more.
        StorageProblem: The file cannot be read.
    """
    watching = workbench.watching
    newest = watching.newest()
    theirs: tuple[Entry, ...] = ()
    if seen is not None and newest != seen:
        theirs = watching.since(seen, offer_id, others_only=True)
    return OfferReading(workbench.audience.show(offer_id), newest, theirs)


def read_meeting(workbench: Workbench, before: AudienceView, seen: int) -> Meeting:
    """Read both sides; called in a thread.

    Args:
        workbench: The services.
        before: The offer as it was when the typing began.
        seen: The newest history entry that was known then.

    Raises:
        NotFound: There is no such offer any more.
        StorageProblem: The file cannot be read.
    """
    offer_id = before.standing.offer.offer_id
    newest = workbench.watching.newest()
    entries = workbench.watching.since(seen, offer_id)
    joined, left = _moved(entries)
    names = partner_names(workbench, offer_id, [*joined, *left][:_NAMED_AT_MOST])
    return Meeting(
        before=before,
        now=workbench.audience.show(offer_id),
        entries=entries,
        newest=newest,
        added={tenant: names.get(tenant, tenant) for tenant in joined},
        removed={tenant: names.get(tenant, tenant) for tenant in left},
    )


def _moved(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """Who has joined and who has left the draft list in the end."""
    joined: dict[str, None] = {}
    left: dict[str, None] = {}
    for entry in reversed(entries):
        delta = ListDelta.from_detail(entry.detail)
        for came, went, ids in (
            (joined, left, delta.draft_added),
            (left, joined, delta.draft_removed),
        ):
            for tenant in ids:
                if tenant in went:
                    del went[tenant]
                else:
                    came[tenant] = None
    return list(joined), list(left)
