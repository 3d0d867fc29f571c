"""Offers to choose from, as a source of a list."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from csp_tui.ui.kit.lists.record_list import ListSource, Record
from csp_tui.ui.kit.theme import DONE

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow


def choices(rows: Iterable[OfferRow], chosen: Container[str]) -> ListSource:
    """Offers to choose from, by name and ID.

    Args:
        rows: The offers.
        chosen: IDs of those that are chosen.
    """
    return ListSource(
        Record(
            (row.state.offer.setup.name, row.state.offer.offer_id),
            mark=DONE if row.state.offer.offer_id in chosen else "",
            key=row.state.offer.offer_id,
        )
        for row in rows
    )
