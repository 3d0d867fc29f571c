"""What planning, partner lists and saved plans need from storage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.partner_list import PartnerList


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """A plan that is or was carried out.

    Attributes:
        id: Its ID, which is never given twice.
        title: What it is for.
        who: The account that made it.
        made_at: When, UTC.
        carried_out_at: When the program's part was carried out, None before.
        closed_at: When the last step was done, or it was put away; None before.
        batch: The batch of its history entries, None if there are none.
        document: The plan as JSON values; empty where plans are listed.
    """

    id: str
    title: str
    who: str
    made_at: datetime
    carried_out_at: datetime | None = None
    closed_at: datetime | None = None
    batch: int | None = None
    document: Mapping[str, Any] = field(default_factory=dict)


class ListReader(Protocol):
    """The partner lists."""

    def all(self) -> list[PartnerList]:
        """Every list in the order of names."""

    def find(self, name: str) -> PartnerList | None:
        """A list by its name, or None."""

    def get(self, name: str) -> PartnerList:
        """A list by its name.

        Raises:
            NotFound: There is none with that name.
        """

    def count(self, name: str) -> int:
        """Partners that a fixed list names."""

    def members(
        self, name: str, *, offset: int = 0, limit: int = -1
    ) -> Iterator[tuple[str, str, str]]:
        """Tenant ID, name and country of the partners of a fixed list, in the order of names."""

    def ids(self, name: str) -> list[str]:
        """Tenant IDs that a fixed list names, in tenant ID order."""

    def named(self, name: str, tenant_ids: Collection[str]) -> set[str]:
        """Those of the tenants that a fixed list names."""

    def followers(self, name: str) -> list[str]:
        """IDs of the offers that follow a list, in order."""

    def followed(self) -> dict[str, list[str]]:
        """Names of the lists that each offer follows, in order."""

    def followed_by(self, offer_id: str) -> list[str]:
        """Names of the lists that an offer follows, in order."""


class ListStore(ListReader, Protocol):
    """Reads and writes partner lists."""

    def put(self, listed: PartnerList) -> None:
        """Store a list, new or known; its partners and followers stay."""

    def forget_origin(self, name: str) -> None:
        """Let partners that came through a list of this name count as added by hand."""

    def delete(self, name: str) -> None:
        """Remove a list with its partners and followers."""

    def add(self, name: str, tenant_ids: Iterable[str], labels: Mapping[str, str]) -> int:
        """Put partners on a fixed list; how many joined it."""

    def remove(self, name: str, tenant_ids: Collection[str]) -> int:
        """Take partners off a fixed list; how many left it."""

    def follow(self, name: str, offer_ids: Iterable[str]) -> None:
        """Let offers follow a list."""

    def unfollow(self, name: str, offer_ids: Iterable[str]) -> None:
        """Let offers no longer follow a list."""


class PlanningReader(Protocol):
    """Sets of partners for planning, kept outside of memory.

    With ``live``, the live lists count instead of the draft lists.
    """

    def add_set(self, tenant_ids: Iterable[str]) -> int:
        """Keep a set of tenant IDs; its number."""

    def add_list(self, name: str) -> int:
        """Keep the partners of a fixed list as a set; its number."""

    def add_staged(self) -> int:
        """Keep those made ready by ``stage_matching`` as a set; its number."""

    def size(self, set_id: int) -> int:
        """How many partners a set has."""

    def unknown(self, set_id: int) -> int:
        """How many partners of a set the directory does not have."""

    def described(self, tenant_ids: Collection[str]) -> list[tuple[str, str, str]]:
        """Tenant ID, name and country of partners in the order of names, "" where unknown."""

    def ids(self, set_id: int) -> frozenset[str]:
        """The tenant IDs of a set."""

    def places(self, offer_id: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Tenant IDs of an offer on the draft list only, on both lists, on the live list only."""

    def came_through(self, offer_id: str, list_name: str) -> frozenset[str]:
        """Tenant IDs on an offer's draft list that joined it through a partner list."""

    def missing(self, set_id: int, offer_id: str) -> int:
        """How many of a set are not on an offer's draft list."""

    def countries(self, tenant_ids: Collection[str]) -> dict[str, int]:
        """How many of the partners each country has, as far as the directory knows them."""

    def audience_countries(
        self, offer_ids: Collection[str], *, live: bool
    ) -> Iterator[tuple[str, str, int]]:
        """Offer, country and number of partners on draft or live lists, "" for no country."""

    def outside(
        self, offer_ids: Collection[str], countries: Collection[str], at_most: int, *, live: bool
    ) -> list[tuple[str, str, str, str]]:
        """Offer, tenant ID, name and country of partners that are in none of some countries."""

    def partner_countries(
        self, offer_ids: Collection[str], *, live: bool
    ) -> Iterator[tuple[str, int]]:
        """Country and number of partners on any of some lists, each once, "" for no country."""

    def partners_outside(
        self, offer_ids: Collection[str], countries: Collection[str], *, live: bool
    ) -> set[str]:
        """Tenant IDs of the partners on some lists that are in none of some countries."""

    def shared(self, offer_ids: Sequence[str], *, live: bool) -> Iterator[tuple[int, int, int]]:
        """The places of two offers and how many partners they share, where there are any."""

    def draft_countries(self, offer_id: str, *, live: bool) -> set[str]:
        """Countries of the partners on an offer's draft or live list."""

    def covers(
        self,
        offer_id: str,
        regions: Mapping[str, str],
        *,
        live: bool,
        without: Collection[str] = (),
    ) -> set[str]:
        """Regions that an audience covers, of those given by country code.

        Partners in ``without`` don't count.
        """

    def fingerprint(self, offer_id: str) -> str:
        """What is different as soon as anything differs that a plan of this offer depends on."""


class PlanReader(Protocol):
    """The saved plans."""

    def all(self) -> list[SavedPlan]:
        """Every saved plan without its document, newest first."""

    def find(self, plan_id: str) -> SavedPlan | None:
        """A saved plan with its document, or None."""


class PlanStore(PlanReader, Protocol):
    """Reads and writes saved plans."""

    def put(self, plan: SavedPlan) -> None:
        """Store a plan, new or known."""
