"""Partners of the directory, searches in it, and imports."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.publishing import NO_ONE
from csp_tui.domain.name_changes import NO_NAME_CHANGES, NameChanges
from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import Unlisted
    from csp_tui.domain.evidence import EvidenceNote
    from csp_tui.domain.import_rows import RejectedRow
    from csp_tui.domain.partner import Facet


@dataclass(frozen=True, slots=True)
class PartnerOrder:
    """What the results of a search are sorted by; those that are equal are in name order.

    Attributes:
        column: ``partner``, ``country``, ``region`` or ``tenant``.
        is_reversed: Whether the last one comes first.
        titles: For each country code the country or region as it is shown, "" for none.
    """

    column: str
    is_reversed: bool = False
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LocatedPartner:
    """A partner with its country code and region, each "" where unknown."""

    tenant_id: str
    name: str
    country: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One line of the search results.

    Attributes:
        tenant_id: The partner.
        name: Its name.
        country: Country code.
        region: CSP region, "" where unknown.
        competencies: Earned competencies.
        skills: Free-form skills.
        type: Partner type by its file name, or "".
        mpn_id: Partner location ID (MPN ID), or "".
        city: Its city, or "".
    """

    tenant_id: str
    name: str
    country: str
    region: str
    competencies: tuple[str, ...]
    skills: tuple[str, ...]
    type: str
    mpn_id: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to filter by, with the number of partners it would give in the current search."""

    facet: Facet
    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryImport:
    """What importing a directory file did or would do.

    Attributes:
        added: New partners.
        updated: Partners with other data than before.
        unchanged: Partners that stay as they are.
        removed: Partners that are no longer in the directory (with ``replace`` only).
        kept: Partners that stay because an invalid row names them (with ``replace``).
        on_lists: Those of the removed that offers list. They stay there as not in the directory.
        names: The names that it changes.
        cleaned: Cells that were cleaned.
        rejected: Rows that could not be used.
        rejects: The first hundred of them.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    on_lists: Unlisted = NO_ONE
    names: NameChanges = field(default=NO_NAME_CHANGES, compare=False)
    cleaned: int = 0
    rejected: int = 0
    rejects: tuple[RejectedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerOffer:
    """How a partner is related to one offer.

    Attributes:
        offer_id: The offer.
        name: The offer's name.
        label: The partner's name as the offer's list has it, "" if not said.
        in_draft: Whether the partner is on the draft list.
        in_live: Whether it is on the live list.
        resold: Whether it has resold the offer.
        first_sold_on: The day of the first sale, None if not said.
        request: The number of the oldest open support request that names it, None without one.
        evidence: Where the resale is known from, None where it was recorded by hand.
        lists: Names of the partner lists that the offer follows and that have the partner, and of
            the one that it came through.
    """

    offer_id: str
    name: str
    label: str
    in_draft: bool
    in_live: bool
    resold: bool
    first_sold_on: date | None
    request: int | None
    evidence: EvidenceNote | None = None
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """A partner and the offers that it is related to.

    Attributes:
        partner: The directory's data; of a partner that it does not have, ID and name only.
        in_directory: Whether the directory has it.
        offers: The offers that list it, that it has resold, or that have an open request for it.
    """

    partner: PartnerRow
    in_directory: bool
    offers: tuple[PartnerOffer, ...]
