"""Two versions of an offer or a request: what someone typed, and what someone else has stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Generic, TypeVar

from csp_tui.domain.history import Entry, ListDelta
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.views import AudienceView
from csp_tui.ui.text.partner_names import partner_names

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

_NAMED_AT_MOST = 20

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One field in its three versions, in words.

    Attributes:
        label: The field's name.
        before: What was stored when the editing began.
        yours: What is typed.
        theirs: What is stored now.
    """

    label: str
    before: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Generic[S]):
    """An offer or a request that someone else changed while it was being edited.

    Attributes:
        before: What the user saw when the editing began.
        now: What is stored now.
        entries: The changes in between, newest first.
        newest: The newest history entry that is known.
        added: Names by tenant ID of the partners that others added to the draft list of an offer.
        removed: The same for those that others removed.
    """

    before: S
    now: S
    entries: tuple[Entry, ...]
    newest: int
    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferReading:
    """What an offer's page reads at once.

    Attributes:
        view: The state of the offer.
        newest: The newest history entry.
        entries: What others have changed since the page was read before, newest first.
    """

    view: AudienceView
    newest: int
    entries: tuple[Entry, ...] = ()


def read_offer(workbench: Workbench, offer_id: str, seen: int | None) -> OfferReading:
    """Read an offer and what others have changed in it; called in a thread.

    Args:
        workbench: The services.
        offer_id: The offer.
        seen: The newest history entry that the page knows, None for the first reading.

    Raises:
        NotFound: The offer no longer exists.
        StorageProblem: The file cannot be read.
    """
    watching = workbench.watching
    newest = watching.newest()
    entries: tuple[Entry, ...] = ()
    if seen is not None and newest != seen:
        entries = watching.since(seen, offer_id, others_only=True)
    return OfferReading(workbench.audience.show(offer_id), newest, entries)


def load_conflict(workbench: Workbench, before: AudienceView, seen: int) -> Conflict[AudienceView]:
    """Read what others have made of an offer; called in a thread.

    Args:
        workbench: The services.
        before: The offer as it was when the editing began.
        seen: The newest history entry that was known then.

    Raises:
        NotFound: The offer no longer exists.
        StorageProblem: The file cannot be read.
    """
    offer_id = before.state.offer.offer_id
    newest = workbench.watching.newest()
    entries = workbench.watching.since(seen, offer_id)
    joined, left = _net_moves(entries)
    names = partner_names(workbench, offer_id, [*joined, *left][:_NAMED_AT_MOST])
    return Conflict(
        before=before,
        now=workbench.audience.show(offer_id),
        entries=entries,
        newest=newest,
        added={tenant: names.get(tenant, tenant) for tenant in joined},
        removed={tenant: names.get(tenant, tenant) for tenant in left},
    )


def _net_moves(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """Tenant IDs that were added to the draft list and removed from it, all entries together."""
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
