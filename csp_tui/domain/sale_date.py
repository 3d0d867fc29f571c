"""Which dates of a first sale are possible, and which need a second look."""

from __future__ import annotations

from datetime import date

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Message, say


def require_past(sold_on: date | None, today: date) -> None:
    """Reject a first sale in the future.

    Raises:
        InvalidInput: The date is after today.
    """
    if sold_on is not None and sold_on > today:
        raise InvalidInput(
            say("{date} is in the future, so it can't be the date of a sale.", date=sold_on),
            say("Enter the date of the first sale, today at the latest, or leave it out."),
            field="on",
        )


def before_publication(sold_on: date | None, published_on: date | None) -> Message | None:
    """What is doubtful about a sale before an offer's first publication; None if nothing is.

    Args:
        sold_on: The date of the first sale, None where it is unknown.
        published_on: The date of the first publication here, None where it is unknown.
    """
    if sold_on is None or published_on is None or sold_on >= published_on:
        return None
    return say(
        "The sale on {date} is older than the first publication of the offer here, on {published}.",
        date=sold_on,
        published=published_on,
    )
