"""A day that has not begun is never reported on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.import_rows import AudienceFile
from csp_tui.services.workbench import Workbench

Offer = Callable[..., str]


def no_file(_path: str) -> AudienceFile:
    raise AssertionError


@pytest.mark.parametrize("ahead", [1, 400])
def test_days_in_the_future_are_refused(
    stocked: Workbench, offer: Offer, clock: FixedClock, ahead: int
) -> None:
    offer_id = offer(partners=(1,))
    today = clock.now().date()
    day = today + timedelta(days=ahead)
    reports = stocked.reports
    for ask in (
        lambda: reports.audience(offer_id, day),
        lambda: reports.changes(day, day),
        lambda: reports.changes(today, day),
        lambda: stocked.compare.compare(offer_id, f"{offer_id}@{day}", no_file),
        lambda: stocked.compare.compare(f"{offer_id}@{day}", offer_id, no_file),
        lambda: stocked.resales.record(offer_id, "1" * 8 + "-0000-4000-8000-000000000001", on=day),
    ):
        with pytest.raises(InvalidInput, match="in the future"):
            ask()


def test_today_and_earlier_days_are_known(
    stocked: Workbench, offer: Offer, clock: FixedClock
) -> None:
    offer_id = offer(partners=(1,))
    today = clock.now().date()
    assert len(stocked.reports.audience(offer_id, today).partners) == 1
    assert stocked.reports.audience(offer_id, date(2000, 1, 1)).partners == ()
    assert stocked.reports.changes(today, today) != []
    assert stocked.compare.compare(f"{offer_id}@{today}", offer_id, no_file).is_same
