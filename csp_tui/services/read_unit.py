"""What services need to read within one state of the database; ``bootstrap`` hands it in.

A ``ReadUnit`` sees one snapshot and never takes the write lock, so previews and dry runs work in a
file that is only read, and while another program writes. A ``UnitOfWork`` has the same readers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState, Member, Unlisted
    from csp_tui.domain.history import Entry
    from csp_tui.domain.offer import Offer, ResellerChannel
    from csp_tui.domain.partner import Partner, PartnerQuery
    from csp_tui.domain.support import RequestContact, SupportRequest
    from csp_tui.services.evidence_port import EvidenceReader
    from csp_tui.services.planning_port import ListReader, PlanningReader, PlanReader
    from csp_tui.services.remote_port import RemoteReader
    from csp_tui.services.views import DirectoryImport

Progress = Callable[[int], None]
"""Called with the rows done so far; raises ``Canceled`` to stop the job and roll it back."""


class OfferReader(Protocol):
    """The offers."""

    def all(self) -> list[Offer]:
        """Every offer in the order of names."""

    def states(self, offer_ids: Collection[str]) -> dict[str, AudienceState]:
        """Where the audiences of these offers stand, as far as the offers exist."""

    def live_channels(self, offer_ids: Collection[str]) -> dict[str, ResellerChannel | None]:
        """The live options of these offers by their IDs, as far as the offers exist."""

    def get(self, offer_id: str) -> Offer:
        """Read an offer.

        Raises:
            NotFound: There is none with that ID.
        """

    def find(self, offer_id: str) -> Offer | None:
        """Read an offer, or None where there is none."""


class AudienceReader(Protocol):
    """Who is on the lists."""

    def state(self, offer: Offer) -> AudienceState:
        """Count an offer's audience."""

    def members(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, Member]:
        """Those of the tenants that are on either list, by tenant ID in the order given."""

    def draft_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the draft list, in tenant ID order."""

    def live_ids(self, offer_id: str) -> list[str]:
        """Tenant IDs on the live list, in tenant ID order."""

    def resold(self, offer_id: str) -> dict[str, str]:
        """Name (or "") by tenant ID of every partner that has resold the offer."""

    def waiting_ids(self, offer_id: str, at_most: int) -> list[str]:
        """Tenant IDs on the draft list only, in tenant ID order, no more than asked for."""

    def unlisted(self, offer_id: str, *, are_live: bool = False) -> Unlisted:
        """Partners that are not in the directory: on the draft list only, or on the live list."""

    def count_staged(self, offer_id: str) -> int:
        """How many of those made ready by ``stage_matching`` are not on the draft list yet."""


class RequestReader(Protocol):
    """The support requests."""

    def open_ones(self) -> list[SupportRequest]:
        """Every open request, oldest first."""

    def get(self, request_id: int) -> SupportRequest:
        """Read a request.

        Raises:
            NotFound: There is none with that number.
        """

    def still_live(self, numbers: Collection[int]) -> dict[int, int]:
        """How many of the partners that requests name are live, if any are, by number."""

    def of_offer(self, offer_id: str) -> list[SupportRequest]:
        """All requests of an offer, oldest first."""

    def last_contact(self) -> RequestContact | None:
        """The contact of the newest request that has one, None without such a request."""


class ResaleReader(Protocol):
    """Which partner has resold what."""

    def days(self, offer_id: str) -> Mapping[str, date | None]:
        """The day of the first sale, or None, by tenant ID of all that have resold an offer."""

    def is_from_evidence(self, offer_id: str, tenant_id: str) -> bool:
        """Whether a resale is recorded only because evidence shows it."""


class HistoryReader(Protocol):
    """The log."""

    def entries(
        self,
        offer_id: str | None = None,
        *,
        limit: int = 100,
        before: int | None = None,
        after: int = 0,
    ) -> list[Entry]:
        """Entries newest first, of one offer or all, between two entry numbers."""

    def first_published(self, offer_id: str) -> datetime | None:
        """When an offer was published here for the first time, UTC; None if never."""

    def batch(self, number: int) -> list[Entry]:
        """The entries of a batch, newest first."""

    def undone_batches(self) -> frozenset[int]:
        """The batches that were undone and not redone since."""


class DirectoryReader(Protocol):
    """The partner directory."""

    def names(self, tenant_ids: Collection[str]) -> dict[str, str]:
        """Names by tenant ID of those that the directory knows."""

    def stage_matching(self, query: PartnerQuery) -> int:
        """Make all who match ready for one query of this unit; how many they are."""

    def staged(self, *, offset: int = 0, limit: int = -1) -> Iterator[tuple[str, str, str]]:
        """Tenant ID, name and country of those made ready, in the order of names."""

    def recall(self, digest: Callable[[], str]) -> DirectoryImport | None:
        """What merging the file with this digest again would do, without reading it.

        Args:
            digest: Gives the digest, which takes a moment; called only if any file can be
                recognized.

        Returns:
            The summary, with all that ``replace`` would remove; None where the directory does not
            hold all rows of that file, was changed since, or has a partner that only an invalid
            row of the file names.
        """

    def compare(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool,
        progress: Progress | None,
        named: Set[str] = frozenset(),
    ) -> DirectoryImport:
        """What merging partners would do: all rows are read, nothing is changed.

        Args:
            partners: The rows, read once.
            replace: Whether partners that are not among them would be removed.
            progress: Called with the rows read so far.
            named: Tenant IDs that stay even with ``replace``; complete once all rows are read.
        """


class ReadUnit(AbstractContextManager["ReadUnit"], Protocol):
    """One state of the database, read in one ``with`` statement by one thread.

    It waits for no other connection.

    Attributes:
        offers: The offers.
        audiences: Who is on the lists.
        requests: The support requests.
        resales: Which partner has resold what.
        history: The log.
        directory: The partner directory.
        lists: The partner lists.
        planning: Sets of partners for planning.
        plans: The saved plans.
        remote: What is known of Partner Center.
        evidence: Resale evidence from files.

    Raises:
        StorageProblem: From the block, if the file cannot be read.
    """

    offers: OfferReader
    audiences: AudienceReader
    requests: RequestReader
    resales: ResaleReader
    history: HistoryReader
    directory: DirectoryReader
    lists: ListReader
    planning: PlanningReader
    plans: PlanReader
    remote: RemoteReader
    evidence: EvidenceReader
