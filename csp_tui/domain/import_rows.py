"""Rows as they come out of a file, before anyone has decided what to do with them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import field
from datetime import date

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

AUDIENCE_FIELDS = ("tenant_id", "name")
DIRECTORY_FIELDS = (
    "tenant_id",
    "name",
    "country",
    "competencies",
    "skills",
    "type",
    "mpn_id",
    "city",
)
RESALES_FIELDS = ("offer_id", "tenant_id", "first_sold_on")
"""What the columns of each file hold, as ``--map`` names it."""

REJECTED_ROWS_KEPT = 100
"""How many invalid rows of a file are kept; the others are only counted."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """An invalid row.

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
    """An audience file, read whole.

    Attributes:
        entries: The usable rows, each partner once.
        rejected: How many rows are invalid.
        rejects: The first hundred of them.
        named: Tenant IDs that invalid rows contain, so that replacing a list does not remove
            partners that the file names.
    """

    entries: list[AudienceEntry] = field(default_factory=list)
    rejected: int = 0
    rejects: list[RejectedRow] = field(default_factory=list)
    named: Set[str] = frozenset()


@dataclass(slots=True)
class ResalesFile:
    """A resales file, read whole.

    Attributes:
        entries: The usable rows.
        rejected: How many rows are invalid.
        rejects: The first hundred of them.
    """

    entries: list[ResaleEntry] = field(default_factory=list)
    rejected: int = 0
    rejects: list[RejectedRow] = field(default_factory=list)


class NoUsableRow(InvalidInput):
    """A file has no usable row, so nothing was changed.

    Args:
        rejects: The first of the invalid rows; the first of them says why.
        rejected: How many rows are invalid.
    """

    def __init__(self, rejects: Sequence[RejectedRow] = (), rejected: int = 0) -> None:
        self.rejects = tuple(rejects)
        self.rejected = max(rejected, len(self.rejects))
        if not rejects:
            super().__init__(
                say("The file has no rows, so nothing was changed."),
                say("Choose a file with at least one row below its header."),
                field="file",
            )
            return
        super().__init__(
            say(
                "The file contains no valid rows, so nothing was changed. "
                "Line {line}: {reason} {value}",
                line=rejects[0].line,
                reason=rejects[0].reason,
                value=rejects[0].value,
            ),
            say("Correct the rows, or choose another file."),
            field="file",
        )
