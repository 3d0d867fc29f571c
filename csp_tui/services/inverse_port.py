"""What a change leaves behind so that it can be taken back, as services ask storage for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What of an offer a change may touch.

    Attributes:
        offer_id: The offer.
        whole: Everything that belongs to the offer, as when it comes or goes.
        offer: Its setup and options.
        members: Partners whose place on the two lists changes, by tenant ID.
        came_with: Instead of naming them, those who came to the draft list with this history
            entry and are not live.
        resales: Partners whose recorded resale changes, by tenant ID.
        requests: The numbers of the support requests that change.
    """

    offer_id: str
    whole: bool = False
    offer: bool = False
    members: Collection[str] = ()
    came_with: int | None = None
    resales: Collection[str] = ()
    requests: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """What was touched, as it was.

    Attributes:
        touched: What it is of.
        rows: What was there; None where nothing was.
    """

    touched: Touched
    rows: bytes | None = None


class InverseStore(Protocol):
    """What was before a change, kept beside its history entry."""

    def take(self, touched: Touched) -> Image:
        """What is there now, to be kept once it is changed."""
        ...

    def keep(self, entry: int, image: Image) -> None:
        """Keep what was before the change that a history entry tells of."""
        ...

    def put_back(self, entry: int, kept_as: int | None = None) -> bool:
        """Make what a change touched as it was before.

        Args:
            entry: The history entry of the change.
            kept_as: The entry under which what is there now is kept, for the way forward again.

        Returns:
            False where nothing is kept of that entry; nothing was changed then.
        """
        ...

    def is_kept(self, entry: int) -> bool:
        """Whether what was before a change is kept."""
        ...

    def forget(self, offer_id: str) -> None:
        """Let go of what is kept of an offer, once none of it can be taken back any more."""
        ...
