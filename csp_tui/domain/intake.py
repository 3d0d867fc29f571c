"""Rows as they come out of a file, before anyone has decided what to do with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from csp_tui.domain.wording import Message


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be used.

    Attributes:
        line: The line of the file it begins on, the header being line 1.
        value: The cell that is wrong, cleaned and shortened.
        reason: What is wrong with it.
    """

    line: int
    value: str
    reason: Message


@dataclass(frozen=True, slots=True)
class AudienceEntry:
    """One partner of an audience file.

    Attributes:
        line: The line it begins on.
        tenant_id: The checked tenant ID.
        label: The description, cleaned; "" where there is none.
    """

    line: int
    tenant_id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ResaleEntry:
    """One resale of a resales file.

    Attributes:
        line: The line it begins on.
        offer_id: The checked offer ID.
        tenant_id: The checked tenant ID.
        first_sold_on: The day of the first sale, None where not said.
    """

    line: int
    offer_id: str
    tenant_id: str
    first_sold_on: date | None = None


@dataclass(slots=True)
class AudienceFile:
    """An audience file, read whole."""

    entries: list[AudienceEntry] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


@dataclass(slots=True)
class ResalesFile:
    """A resales file, read whole."""

    entries: list[ResaleEntry] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
