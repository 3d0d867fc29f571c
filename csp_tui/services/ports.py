"""What services need from storage; ``bootstrap`` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.intake import Reject
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.standing import Member, Standing
from csp_tui.domain.support import SupportRequest
from csp_tui.services.inverse_port import InverseStore
from csp_tui.services.views import DirectoryImport

Progress = Callable[[int], None]
"""Told the rows done so far; raises ``Cancelled`` to stop the job, which then undoes itself."""

Keep = Callable[[DirectoryImport], int]
"""Writes the history entry of an import and gives its number."""


class OfferStore(Protocol):
    """The offers of a unit of work."""

    def get(self, offer_id: str) -> Offer:
        """Read an offer.

        Raises:
            NotFound: There is none with that ID.
        """
        ...

    def find(self, offer_id: str) -> Offer | None:
        """Read an offer, or None where there is none."""
        ...

    def add(self, offer: Offer) -> None:
        """Store a new offer as version 1."""
        ...

    def save(self, offer: Offer) -> Offer:
        """Write an offer that was read before.

        Returns:
            The offer with its new version, one higher.

        Raises:
            StaleOffer: The stored version is not the offer's.
        """
        ...

    def delete(self, offer_id: str) -> None:
        """Remove an offer with its audience, resales and requests; its history stays."""
        ...


class AudienceStore(Protocol):
    """Who is on the lists."""

    def standing(self, offer: Offer) -> Standing:
        """Count an offer's audience."""
        ...

    def members(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, Member]:
        """Those of the tenants that are on either list, by tenant ID."""
        ...

    def draft_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the draft list, in tenant ID order."""
        ...

    def live_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the live list, in tenant ID order."""
        ...

    def resold(self, offer_id: str) -> dict[str, str]:
        """Name (or "") by tenant ID of every partner that has resold the offer."""
        ...

    def waiting_ids(self, offer_id: str, at_most: int) -> list[str]:
        """Tenant IDs on the draft list only, in tenant ID order, no more than asked for."""
        ...

    def make_live(self, offer_id: str) -> int:
        """Put everyone of the draft list on the live list, in one statement; how many joined."""
        ...

    def count_staged(self, offer_id: str) -> int:
        """How many of those made ready by ``stage_matching`` are not on the draft list yet."""
        ...

    def add_staged(self, offer_id: str, entry: int) -> int:
        """Put those made ready on the draft list, in one statement; how many joined it.

        ``entry`` is the number of the history entry that says so.
        """
        ...

    def take_back_staged(self, offer_id: str, entry: int) -> int:
        """Take off the draft list who came with a history entry and is not live; how many."""
        ...

    def apply(self, offer_id: str, delta: ListDelta, labels: Mapping[str, str]) -> None:
        """Change both lists; a partner on neither any more is forgotten.

        Args:
            offer_id: The offer.
            delta: Who joins and leaves which list.
            labels: Names for partners that may not be in the directory.
        """
        ...


class RequestStore(Protocol):
    """The support requests."""

    def get(self, request_id: int) -> SupportRequest:
        """Read a request.

        Raises:
            NotFound: There is none with that number.
        """
        ...

    def add(self, request: SupportRequest) -> SupportRequest:
        """Store a new request; its ``id`` is ignored and given anew."""
        ...

    def save(self, request: SupportRequest) -> None:
        """Write a request that was read before."""
        ...

    def of_offer(self, offer_id: str) -> list[SupportRequest]:
        """All requests of an offer, oldest first."""
        ...


class ResaleStore(Protocol):
    """Which partner has resold what."""

    def record(
        self, offer_id: str, sales: Mapping[str, date | None]
    ) -> tuple[list[str], list[str]]:
        """Record resales by tenant ID; an earlier day replaces a later one or none.

        Returns:
            The tenant IDs that were not recorded before, and those that were and now have an
            earlier day.
        """
        ...

    def remove(self, offer_id: str, tenant_id: str) -> bool:
        """Take a record back; False where there was none."""
        ...


class HistoryStore(Protocol):
    """The log, only ever added to."""

    def append(
        self,
        at: datetime,
        who: str,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
    ) -> int:
        """Write an entry and return its number."""
        ...


@runtime_checkable
class PartnerFile(Protocol):
    """A file of partners that can tell whether it was read before.

    Attributes:
        cleaned: Cells that were cleaned so far.
        rejected: Rows that could not be used so far.
        rejects: The first hundred of them.
        digest: Of what was read so far.
    """

    cleaned: int

    @property
    def rejected(self) -> int:
        """Rows that could not be used so far."""
        ...

    @property
    def rejects(self) -> list[Reject]:
        """The first hundred of them."""
        ...

    @property
    def digest(self) -> str:
        """The digest of what was read so far."""
        ...

    def digest_ahead(self) -> str:
        """The digest of the whole file before it is read, "" where it can be read only once."""
        ...

    def pass_over(self, cleaned: int, rejected: int, rejects: Sequence[Reject]) -> None:
        """Take for read what was read before from a file with the same digest."""
        ...

    def __iter__(self) -> Iterator[Partner]:
        """The partners, read once."""
        ...


class DirectoryStore(Protocol):
    """The partner directory, for writing and looking up names."""

    def names(self, tenant_ids: Collection[str]) -> dict[str, str]:
        """Names by tenant ID of those that the directory knows."""
        ...

    def matching(self, query: PartnerQuery) -> Iterator[str]:
        """Tenant IDs of all who match, in name order, a few in memory at a time."""
        ...

    def stage_matching(self, query: PartnerQuery) -> int:
        """Make all who match ready for one statement of this unit of work; how many they are."""
        ...

    def recall(self, digest: str) -> DirectoryImport | None:
        """What merging the file with this digest anew would do, without reading it.

        Returns:
            The summary, with all that ``replace`` would remove; None where the directory does not
            hold all rows of that file, or was changed since.
        """
        ...

    def remember(self, digest: str, result: DirectoryImport) -> None:
        """Note that the directory holds all rows of a file that was merged with this result."""
        ...

    def merge(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool,
        progress: Progress | None,
        keep: Keep | None = None,
    ) -> DirectoryImport:
        """Put partners in: new ones added, known ones updated, with replace the rest removed.

        All or nothing, in bounded memory. The last row of a tenant ID wins. ``keep`` is called
        when something changes, and what is replaced is kept under the entry that it writes.
        """
        ...

    def put_back(self, entry: int, *, progress: Progress | None, keep: Keep | None) -> bool:
        """Make the directory as it was before an import; False where that is not kept."""
        ...


class UnitOfWork(Protocol):
    """One transaction; leaving it without ``commit`` undoes everything."""

    @property
    def offers(self) -> OfferStore:
        """The offers."""
        ...

    @property
    def audiences(self) -> AudienceStore:
        """Who is on the lists."""
        ...

    @property
    def requests(self) -> RequestStore:
        """The support requests."""
        ...

    @property
    def resales(self) -> ResaleStore:
        """Which partner has resold what."""
        ...

    @property
    def history(self) -> HistoryStore:
        """The log."""
        ...

    @property
    def inverses(self) -> InverseStore:
        """What was before the changes that can be taken back."""
        ...

    @property
    def directory(self) -> DirectoryStore:
        """The partner directory."""
        ...

    def __enter__(self) -> Self:
        """Begin to write; waits a moment for another writer."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, undoing what was not committed."""
        ...

    def commit(self) -> None:
        """Make everything written since the beginning permanent, all of it or nothing."""
        ...
