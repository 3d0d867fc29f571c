"""What services need from storage for showing and searching."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.history import Entry
    from csp_tui.domain.partner import Facet, PartnerQuery
    from csp_tui.domain.support import ListedRequest, SupportRequest
    from csp_tui.services.views import (
        AudienceFacts,
        AudienceRow,
        FacetValue,
        ListOrder,
        OfferRow,
        PartnerOffer,
        PartnerOrder,
        PartnerRow,
        RequestOverview,
        ResaleFigures,
        ResaleRow,
    )
    from csp_tui.services.views.history import HistoryOrder


class HistoryLines(Protocol):
    """The lines of the history, those of one offer or all; safe to call from any thread.

    Raises:
        StorageProblem: From each method, if the file cannot be read.
    """

    def count(self, offer_id: str | None, order: HistoryOrder | None = None) -> int:
        """How many lines there are, or how many an order shows."""

    def page(
        self, offer_id: str | None, *, offset: int, limit: int, order: HistoryOrder | None = None
    ) -> list[Entry]:
        """Lines from a position, the newest first or in another order."""

    def place(
        self, offer_id: str | None, entry_id: int, order: HistoryOrder | None = None
    ) -> int | None:
        """The position of a line, None where it is not shown."""


class ReadModels(Protocol):
    """Flat rows for showing; safe to call from any thread.

    Raises:
        StorageProblem: From each method, if the file cannot be read.
    """

    @property
    def history_lines(self) -> HistoryLines:
        """The lines of the history."""

    def offer_names(self, offer_ids: Collection[str] | None) -> dict[str, str]:
        """The names of these offers by their IDs, or of all."""

    def offer_rows(self) -> list[OfferRow]:
        """All offers in the order of their names."""

    def audience_state(self, offer_id: str) -> AudienceState:
        """One offer with its counts.

        Raises:
            NotFound: There is none with that ID.
        """

    def audience_rows(
        self, offer_id: str, *, offset: int = 0, limit: int = -1, order: ListOrder | None = None
    ) -> list[AudienceRow]:
        """Partners on either list, in the order of their names or another; no limit if negative."""

    def audience_lists(self, offer_id: str) -> Iterator[tuple[bool, AudienceRow]]:
        """The whole draft list and then the whole live list, each in the order of names.

        Both are of one state of the file; few rows are in memory at a time.

        Yields:
            Whether the row is of the live list, and the row.
        """

    def exported(self, offer_id: str) -> Iterator[tuple[str, str]]:
        """Tenant ID and name of everyone on the draft list, in the order of names."""

    def audience_count(self, offer_id: str, order: ListOrder | None = None) -> int:
        """Partners on either list, all of them or those that an order shows."""

    def audience_place(
        self, offer_id: str, tenant_id: str, order: ListOrder | None = None
    ) -> int | None:
        """The position of a partner in its list or in an order, None where it is not shown."""

    def countries(self, offer_id: str, *, live: bool) -> dict[str, int]:
        """Partners on one list by country code; those not in the directory count under ""."""

    def audience_facts(self, offer_id: str) -> AudienceFacts:
        """What is stored of an audience, all of it in one state of the file.

        Raises:
            NotFound: There is no such offer.
        """

    def edit_countries(
        self, offer_id: str, added: Collection[str], removed: Collection[str]
    ) -> dict[str, int]:
        """By how many partners of each country an edit would change the draft list."""

    def each_request(self, offer_id: str | None = None) -> Iterator[SupportRequest]:
        """Support requests, of one offer or all, newest first, one after the other."""

    def request_overview(self, offer_id: str | None) -> RequestOverview:
        """The requests of one offer or of all: the open ones in full, the closed ones by number."""

    def listed_requests(self, numbers: Collection[int]) -> list[ListedRequest]:
        """What a list shows of the requests with these numbers, newest first."""

    def newest_entry(self) -> int:
        """The number of the newest history entry, 0 where there is none."""

    def history(
        self,
        offer_id: str | None = None,
        *,
        limit: int = 100,
        before: int | None = None,
        after: int = 0,
    ) -> list[Entry]:
        """Entries newest first, of one offer or all, between two entry numbers."""

    def partner_history(self, tenant_id: str, *, limit: int) -> list[Entry]:
        """The newest entries that name a partner, newest first."""

    def request_statuses(self, offer_id: str, request_id: int) -> list[Entry]:
        """The changes of the status of a support request, newest first."""

    def each_resale(self, offer_id: str | None = None) -> Iterator[ResaleRow]:
        """Recorded resales in the order of offer and partner name, one after the other."""

    def partner_offers(self, tenant_id: str) -> list[PartnerOffer]:
        """The offers that have to do with a partner, in the order of their names."""

    def live_moves(self, offer_id: str) -> dict[str, int]:
        """By month (``YYYY-MM``), how many more partners joined the live list than left it."""

    def resale_figures(self, offer_id: str | None, *, partners: int, months: int) -> ResaleFigures:
        """Resales of one offer or all by partner and by month, at most this many of each."""


class PartnerSearch(Protocol):
    """The search over the directory; safe to call from any thread, one search at a time each.

    If no partner matches the text of a query, all its methods refer to those that have something
    similar: with one letter missing, extra, wrong or swapped in words of five letters or more.

    Raises:
        Canceled: From each method that takes a query, once ``interrupt`` was called.
        StorageProblem: From each method, if the file cannot be read.
    """

    def page(
        self,
        query: PartnerQuery,
        *,
        offset: int = 0,
        limit: int = 100,
        order: PartnerOrder | None = None,
    ) -> Sequence[PartnerRow]:
        """Partners that match, from a position in an order.

        Without an order, names that begin with the text come first, then names with words that
        begin with its words, then the rest; each in name order.
        """

    def count(self, query: PartnerQuery) -> int:
        """How many match."""

    def place(self, query: PartnerQuery, order: PartnerOrder | None, tenant_id: str) -> int | None:
        """The position of a partner in an order, None where it does not match."""

    def places(self, query: PartnerQuery, tenant_ids: Collection[str]) -> dict[str, int]:
        """The positions of partners in the order of the search, of those that match."""

    def is_similar(self, query: PartnerQuery) -> bool:
        """Whether no partner matches the text, so that the query finds only similar names.

        It depends on the text and not on the filters; False if no partner matches at all.
        """

    def missing(self, query: PartnerQuery) -> tuple[str, ...]:
        """Tenant IDs and names that a query lists and that find no partner.

        Empty unless the text of the query names several partners; filters don't matter.
        """

    def tenant_ids(self, query: PartnerQuery) -> Iterator[str]:
        """Tenant IDs of all who match, in name order, a few in memory at a time.

        They are those of one state of the directory, regardless of concurrent writes.
        """

    def facets(self, query: PartnerQuery, facet: Facet) -> Sequence[FacetValue]:
        """Values of one facet with the partners each would give, the most first.

        The facet's own selected values do not narrow it; the other filters and the text do. A
        selected value is there even if it would find no partner.
        """

    def find(self, tenant_id: str) -> PartnerRow | None:
        """One partner by its tenant ID as it is stored, or None."""

    def countries(
        self, queries: Collection[PartnerQuery], offer_id: str, known: Collection[str]
    ) -> dict[str, int]:
        """Results of searches by country code, each partner once.

        Args:
            queries: The searches.
            offer_id: An offer; partners on its draft list do not count.
            known: Tenant IDs of other partners that do not count.
        """

    def find_all(self, tenant_ids: Collection[str]) -> dict[str, PartnerRow]:
        """Partners by tenant ID, those of the given ones that the directory has."""

    def interrupt(self) -> None:
        """Stop whatever search runs now in any thread; it ends with ``Canceled``."""


class Suggestions(Protocol):
    """Words that a shell completes, with what explains them; reading them changes no file.

    A file that cannot be read has none.
    """

    def offers(self) -> dict[str, str]:
        """Names by offer ID."""

    def requests(self) -> dict[str, str]:
        """Issue titles by number of support request, newest first."""

    def partners(self, prefix: str, at_most: int) -> dict[str, str]:
        """Names by tenant ID of the partners whose IDs begin with a prefix, in lower case.

        None is named if more than ``at_most`` do, because a shell would take what the first of
        them have in common for what all of them have.
        """

    def members(self, offer_id: str, prefix: str, at_most: int) -> dict[str, str]:
        """As ``partners``, of those that are on either list of an offer."""

    def facets(self, facet: Facet) -> dict[str, str]:
        """How many partners have each value, as text, the most first."""
