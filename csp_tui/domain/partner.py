"""A partner of the CSP program, as the directory knows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Self

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.search_terms import split_terms
from csp_tui.domain.wording import Message, say


class PartnerType(StrEnum):
    """How a partner takes part in the program."""

    DIRECT_BILL = "direct-bill"
    INDIRECT_PROVIDER = "indirect-provider"
    INDIRECT_RESELLER = "indirect-reseller"


def partner_type_title(kind: PartnerType) -> Message:
    """The partner type as the program calls it."""
    return {
        PartnerType.DIRECT_BILL: say("Direct bill partner"),
        PartnerType.INDIRECT_PROVIDER: say("Indirect provider"),
        PartnerType.INDIRECT_RESELLER: say("Indirect reseller"),
    }[kind]


class Partner(NamedTuple):
    """One entry of the partner directory; a tuple, as a directory can have a million.

    Attributes:
        tenant_id: Microsoft Entra tenant ID, lower case.
        name: The company's name.
        country: ISO 3166-1 alpha-2, upper case.
        competencies: Earned competencies or designations.
        skills: Free-form skills.
        type: How it takes part, or None where the directory does not say.
        mpn_id: Partner location ID, or "".
        city: Its city, or "".
    """

    tenant_id: str
    name: str
    country: str
    competencies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    type: PartnerType | None = None
    mpn_id: str = ""
    city: str = ""


VALUE_SEPARATOR = ";"
"""Stands between competencies, and between skills, in a cell that holds several."""


def parted(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(cell.split(VALUE_SEPARATOR)) if cell else ()


class PartnerColumns(NamedTuple):
    """Some partners column by column, as checking and storing a million one by one takes long.

    Attributes:
        tenant_ids: As in ``Partner``.
        names: As in ``Partner``.
        countries: As in ``Partner``.
        competencies: Those of each partner with ``VALUE_SEPARATOR`` between them.
        skills: Likewise.
        types: The value of each ``PartnerType``, None where there is none.
        mpn_ids: As in ``Partner``.
        cities: As in ``Partner``.
    """

    tenant_ids: Sequence[str]
    names: Sequence[str]
    countries: Sequence[str]
    competencies: Sequence[str]
    skills: Sequence[str]
    types: Sequence[str | None]
    mpn_ids: Sequence[str]
    cities: Sequence[str]

    @classmethod
    def of(cls, partners: Iterable[Partner]) -> Self:
        """The columns of these partners."""
        columns = list(zip(*partners, strict=True)) or [()] * len(cls._fields)
        tenant_ids, names, countries, competencies, skills, types, mpn_ids, cities = columns
        return cls(
            tenant_ids,
            names,
            countries,
            list(map(VALUE_SEPARATOR.join, competencies)),
            list(map(VALUE_SEPARATOR.join, skills)),
            [None if kind is None else kind.value for kind in types],
            mpn_ids,
            cities,
        )


class Facet(StrEnum):
    """A property that partners are filtered by (R21)."""

    COUNTRY = "country"
    COMPETENCY = "competency"
    SKILL = "skill"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerQuery:
    """What is searched: every word, and one value of each facet that has any.

    Attributes:
        text: Part of a name, or a tenant ID or its beginning; "" finds everyone. Several tenant
            IDs or lines find each of their partners, see ``terms``.
        countries: Country codes; any of them.
        competencies: Competency names; any of them.
        skills: Skill names; any of them.
    """

    text: str = ""
    countries: frozenset[str] = frozenset()
    competencies: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()

    @property
    def terms(self) -> tuple[str, ...]:
        """Tenant IDs and names that the text lists, empty if it does not name several."""
        return split_terms(self.text)

    def values(self, facet: Facet) -> frozenset[str]:
        """The chosen values of one facet."""
        match facet:
            case Facet.COUNTRY:
                return self.countries
            case Facet.COMPETENCY:
                return self.competencies
            case Facet.SKILL:
                return self.skills
