"""What services need from storage; ``bootstrap`` hands it in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from csp_tui.services.read_unit import (
    AudienceReader,
    DirectoryReader,
    HistoryReader,
    OfferReader,
    ReadUnit,
    RequestReader,
    ResaleReader,
)

if TYPE_CHECKING:
    from csp_tui.domain.history import Action, ListDelta
    from csp_tui.domain.import_rows import RejectedRow
    from csp_tui.domain.offer import Offer
    from csp_tui.domain.partner import Partner, PartnerColumns
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.directory_plan import DirectoryPlan, Keep
    from csp_tui.services.evidence_port import EvidenceStore
    from csp_tui.services.planning_port import ListStore, PlanStore
    from csp_tui.services.remote_port import RemoteStore
    from csp_tui.services.undo_port import SnapshotStore, StoredMembers
    from csp_tui.services.views import DirectoryImport


class OfferStore(OfferReader, Protocol):
    """Reads and writes offers."""

    def add(self, offer: Offer) -> None:
        """Store a new offer as version 1."""

    def save(self, offer: Offer) -> Offer:
        """Write an offer that was read before, if no one else has written it since.

        Returns:
            The offer with its new version, one higher.

        Raises:
            NotFound: It no longer exists.
            StaleOffer: The stored version is not the offer's.
        """

    def delete(self, offer_id: str) -> None:
        """Remove an offer with its audience, resales and requests; its history stays.

        Raises:
            NotFound: There is none with that ID.
        """


class AudienceStore(AudienceReader, Protocol):
    """Reads and changes the lists."""

    def stored_members(self, offer_id: str, tenant_ids: Collection[str]) -> StoredMembers:
        """As ``members``, together with what undo keeps of them."""

    def make_live(self, offer_id: str) -> int:
        """Put everyone of the draft list on the live list, in one statement; how many joined."""

    def add_staged(self, offer_id: str, entry: int) -> int:
        """Put those made ready on the draft list, in one statement; how many joined it.

        ``entry`` is the number of the history entry that says so.
        """

    def replace(
        self, offer_id: str, tenant_ids: Collection[str], named_at_most: int
    ) -> dict[str, dict[str, Any]]:
        """Let both lists have exactly these partners, however long they are.

        Args:
            offer_id: The offer.
            tenant_ids: Who is on both lists then; names come from the directory.
            named_at_most: Partners that the answer names; more of them it counts.

        Returns:
            Who joined and left which list, as in a history entry.
        """

    def apply(
        self,
        offer_id: str,
        delta: ListDelta,
        labels: Mapping[str, str],
        through: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Change both lists; a partner on neither list is deleted.

        Args:
            offer_id: The offer.
            delta: Who joins and leaves which list.
            labels: Names for partners that may not be in the directory; a new one replaces the
                name a partner had.
            through: Names of the partner lists through which partners join, by tenant ID.
        """


class RequestStore(RequestReader, Protocol):
    """Reads and writes support requests."""

    def add(self, request: SupportRequest) -> SupportRequest:
        """Store a new request; its ``id`` is ignored and assigned here."""

    def save(self, request: SupportRequest) -> None:
        """Write a request that was read before; offer, kind and partners never change.

        Raises:
            NotFound: There is none with that number.
        """


class ResaleStore(ResaleReader, Protocol):
    """Reads and records resales."""

    def record(
        self, offer_id: str, sales: Mapping[str, date | None]
    ) -> tuple[list[str], list[str]]:
        """Record resales by tenant ID; an earlier day replaces a later one or none.

        Returns:
            The tenant IDs that were not recorded before, and those that were and now have an
            earlier day, both in tenant ID order.
        """

    def remove(self, offer_id: str, tenant_id: str) -> bool:
        """Remove a record; False if there was none.

        The resale stays recorded where evidence shows it as well.
        """


class HistoryStore(HistoryReader, Protocol):
    """Reads the log and adds to it."""

    def append(
        self,
        at: datetime,
        who: str,
        action: Action,
        offer_id: str | None,
        detail: Mapping[str, Any],
    ) -> int:
        """Write an entry and return its number.

        Args:
            at: When the change was made, UTC.
            who: The account that ran the program.
            action: What was done.
            offer_id: The offer it concerns, None for the directory.
            detail: JSON-ready facts.
        """

    def next_number(self) -> int:
        """The number of the entry that is written next; the transaction keeps it from others."""

    def begin_batch(self) -> int:
        """Let all entries of this unit from now on share a batch, which is undone as one.

        Returns:
            The number of the batch: that of its first entry.
        """


@runtime_checkable
class PartnerFile(Protocol):
    """A file of partners that knows whether it was read before.

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

    @property
    def rejects(self) -> list[RejectedRow]:
        """The first hundred of them."""

    @property
    def named(self) -> Set[str]:
        """Tenant IDs that the invalid rows so far contain."""

    @property
    def digest(self) -> str:
        """The digest of what was read so far."""

    def digest_ahead(self) -> str:
        """The digest of the whole file before it is read, "" where it can be read only once."""

    def skip_reading(self, cleaned: int, rejected: int, rejects: Sequence[RejectedRow]) -> None:
        """Skip reading a file whose digest is that of an earlier one."""

    def __iter__(self) -> Iterator[Partner]:
        """The partners, read once."""

    def batches(self) -> Iterator[PartnerColumns]:
        """The partners, read once, some hundred at a time."""


class DirectoryStore(DirectoryReader, Protocol):
    """Reads and replaces the partner directory."""

    def remember(self, digest: str, result: DirectoryImport, named: Set[str]) -> None:
        """Note that the directory holds all rows of a file that was merged with this result.

        ``named`` are the tenant IDs that the file's invalid rows contain; a file with very many is
        not remembered.
        """

    def put(self, plan: DirectoryPlan, keep: Keep | None) -> bool:
        """Make a draft the directory, in a unit of that draft.

        Audiences are left alone: a partner that is removed is "not in the directory" there.

        Args:
            plan: What the draft came to.
            keep: Writes the history entry of the change and returns its number, under which the
                replaced directory is kept; without it nothing is kept.

        Returns:
            False where the directory has changed since the draft was computed; nothing was done.
        """


class UnitOfWork(ReadUnit, Protocol):
    """One transaction; leaving it without ``commit`` undoes everything.

    Its thread uses no other connection while it lasts: what it needs, it reads through this one.

    Attributes:
        snapshots: The earlier state of the changes that can be undone.

    Raises:
        StorageProblem: From the block, if the file cannot be written; nothing was.
    """

    offers: OfferStore
    audiences: AudienceStore
    requests: RequestStore
    resales: ResaleStore
    history: HistoryStore
    snapshots: SnapshotStore
    directory: DirectoryStore
    lists: ListStore
    plans: PlanStore
    remote: RemoteStore
    evidence: EvidenceStore

    def __enter__(self) -> Self:
        """Begin to write; waits a moment for another writer."""

    def commit(self) -> None:
        """Make everything written since the beginning permanent, all of it or nothing.

        Raises:
            StorageProblem: It could not be written; nothing was.
        """
