"""What storage keeps of a change so that it can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from csp_tui.domain.audience_state import Member
from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeScope:
    """What of an offer a change may touch.

    Attributes:
        offer_id: The offer.
        whole: Everything that belongs to the offer, as when it comes or goes.
        offer: Its setup and options.
        members: Partners whose place on the two lists changes, by tenant ID.
        audience: Everyone on the two lists; ``members`` and ``came_with`` don't matter then.
        came_with: The number of a history entry: partners that it added to the draft list without
            naming them, unless they are live.
        resales: Partners whose recorded resale changes, by tenant ID.
        requests: The numbers of the support requests that change.
        lists: The names of the partner lists that change, with their partners and followers.
    """

    offer_id: str
    whole: bool = False
    offer: bool = False
    members: Collection[str] = ()
    audience: bool = False
    came_with: int | None = None
    resales: Collection[str] = ()
    requests: Collection[int] = ()
    lists: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a change touched, as it was before.

    Attributes:
        scope: What it is of.
        rows: What was there; None where nothing was.
    """

    scope: ChangeScope
    rows: bytes | None = None


@dataclass(frozen=True, slots=True)
class StoredMembers:
    """Partners of an audience, read once for the rules and for undo.

    Attributes:
        members: What the rules ask for, by tenant ID.
        rows: What undo keeps, by tenant ID; only storage reads it.
    """

    members: Mapping[str, Member]
    rows: Mapping[str, str]


class SnapshotStore(Protocol):
    """What was before a change, kept beside its history entry."""

    def capture(self, scope: ChangeScope, known: StoredMembers | None = None) -> Snapshot:
        """What is there now, to be kept once it is changed.

        Args:
            scope: What may change.
            known: The ``members`` of the scope where they were read before; they are not read
                again.
        """

    def store(self, entry: int, snapshot: Snapshot) -> None:
        """Keep what was before the change that a history entry describes."""

    def restore(self, entry: int, kept_as: int | None = None) -> bool:
        """Restore what a change touched; the offer gets a new version.

        Args:
            entry: The history entry of the change.
            kept_as: The entry under which what is there now is kept, for redo.

        Returns:
            False where nothing is kept of that entry; nothing was changed then.
        """

    def forget(self, offer_id: str) -> None:
        """Delete what is kept of an offer, once none of it can be undone."""
