"""What the cells of Microsoft's reports mean: unknown values, channels, dates and countries."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import DayOrder
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import shorten, tidy
from csp_tui.exchange.reference import load_region_table

_MASKED = re.compile(r"\*{3,}")
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?", re.ASCII)
_PARTS = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})(?:[ T].*)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)(?:[ T].*)?", re.ASCII)
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})", re.ASCII
)
_LONGEST_DOMAIN = 253
_OTHER_NAMES = {
    "united states of america": "US",
    "usa": "US",
    "great britain": "GB",
    "uk": "GB",
    "england": "GB",
    "holland": "NL",
    "the netherlands": "NL",
    "czechia": "CZ",
    "czech republic": "CZ",
    "turkey": "TR",
    "türkiye": "TR",
    "turkiye": "TR",
    "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea, republic of": "KR",
    "uae": "AE",
    "hong kong": "HK",
    "hong kong sar": "HK",
    "macao": "MO",
    "macau": "MO",
    "russian federation": "RU",
    "viet nam": "VN",
    "ivory coast": "CI",
    "deutschland": "DE",
    "österreich": "AT",
    "schweiz": "CH",
    "suisse": "CH",
    "belgique": "BE",
    "allemagne": "DE",
    "royaume-uni": "GB",
    "états-unis": "US",
    "pays-bas": "NL",
    "espagne": "ES",
    "españa": "ES",
    "italie": "IT",
    "italia": "IT",
}
_CSP = "cloud solution provider"
# Hosts that many organizations share tell nothing about a partner.
_SHARED_HOSTS = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"}
)


def known(cell: str) -> str:
    """A cleaned cell; what is blank or masked with asterisks is unknown and becomes ""."""
    text = tidy(cell)
    return "" if _MASKED.fullmatch(text) else text


def is_csp(channel: str) -> bool:
    """Whether a sales channel is the CSP program; “Enterprise through Reseller” is not."""
    return known(channel).casefold().startswith(_CSP)


def read_sale_day(cell: str, order: DayOrder | None) -> tuple[date | None, bool]:
    """Read the day of a sale.

    Args:
        cell: ISO 8601, or three numbers with slashes or dots.
        order: How day and month stand where both readings are possible.

    Returns:
        The day, None where it is unknown; and whether it is unknown only because it can mean two
        days.

    Raises:
        InvalidInput: It is not a date.
    """
    text = known(cell)
    if not text:
        return None, False
    found = _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])), False
        found = _PARTS.fullmatch(text)
        if found:
            return _two_ways(int(found[1]), int(found[2]), int(found[3]), order)
        return datetime.fromisoformat(text).date(), False
    except ValueError:
        raise InvalidInput(
            say("{value} is not a date.", value=quoted(shorten(text))), field="date"
        ) from None


def _two_ways(
    first: int, second: int, year: int, order: DayOrder | None
) -> tuple[date | None, bool]:
    if first > 12:
        return date(year, second, first), False
    if second > 12 or first == second:
        return date(year, first, second), False
    if order is None:
        date(year, first, second)
        return None, True
    month, day = (second, first) if order is DayOrder.DAY_FIRST else (first, second)
    return date(year, month, day), False


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names = {market.name.casefold(): market.country for market in load_region_table().markets}
    return {**names, **_OTHER_NAMES}


def country_code(cell: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country's code or name, "" for one that is not known."""
    text = known(cell)
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    return _countries().get(text.casefold(), "")


def domain_of(cell: str) -> str:
    """The domain of an e-mail address, a web address or a domain; "" where there is none."""
    text = known(cell).lower()
    text = text.rpartition("@")[2].partition("://")[2] or text.rpartition("@")[2]
    text = re.split(r"[/?#:]", text, maxsplit=1)[0].strip(". ").removeprefix("www.")
    try:
        text = text.encode("idna").decode("ascii") if not text.isascii() else text
    except UnicodeError:
        return ""
    if len(text) > _LONGEST_DOMAIN or not _DOMAIN.fullmatch(text) or text in _SHARED_HOSTS:
        return ""
    return text
