"""Days and moments as people of each language write and read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from csp_tui import i18n

DAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("en", "2026-01-31", "2026-01-31 23:05"), ("fr", "31/01/2026", "31/01/2026 23:05")],
)
def test_written(language: str, day: str, moment: str) -> None:
    i18n.use(language)
    assert i18n.day(DAY) == day
    late = datetime(2026, 2, 1, 1, 5, tzinfo=timezone(timedelta(hours=2)))
    assert i18n.moment(late) == moment
    assert i18n.moment(late.astimezone(UTC)) == moment


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_shown_can_be_typed_and_so_can_iso(language: str) -> None:
    i18n.use(language)
    assert i18n.read_day(f" {i18n.day(DAY)} ") == DAY
    assert i18n.read_day("2026-01-31") == DAY
    for wrong in ("31.01.2026", "2026-02-30", "yesterday"):
        with pytest.raises(ValueError, match=r"(?s).+"):
            i18n.read_day(wrong)


def test_french_says_how_a_day_is_written() -> None:
    i18n.use("fr")
    assert i18n.day_form() == "JJ/MM/AAAA"
