"""Resales and imports of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.import_rows import RejectedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleRow:
    """A recorded resale.

    Attributes:
        offer_id: The offer.
        tenant_id: The partner that has resold it.
        name: The partner's name, "" where unknown.
        first_sold_on: The day of the first sale, None where not said.
    """

    offer_id: str
    tenant_id: str
    name: str
    first_sold_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResalesImport:
    """What importing resales did or would do.

    Attributes:
        added: Resales that were not recorded yet.
        already: Resales that were.
        early: Usable rows with a sale before the first publication of their offer.
        offers: How many partners the usable rows name, by offer.
        rejected: How many rows are invalid.
        rejects: The first hundred of them.
    """

    added: int = 0
    already: int = 0
    early: int = 0
    offers: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0
    rejects: tuple[RejectedRow, ...] = ()
