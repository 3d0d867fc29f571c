"""How a CSV file is written: for programs, or for the spreadsheet of the current locale."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.domain.quick_dataclass import dataclass

_VARIABLES = ("LC_ALL", "LC_NUMERIC", "LANG")
# Where a comma separates decimals, spreadsheets separate cells with a semicolon.
_DECIMAL_POINT = frozenset(
    (
        *("am", "bn", "cy", "en", "fil", "ga", "gu", "gd", "he", "hi", "ja", "kn", "ko", "ml"),
        *("mr", "ms", "mt", "my", "ne", "pa", "si", "sw", "ta", "te", "th", "ur", "yo", "zh"),
    )
)
_DECIMAL_POINT_IN = frozenset(
    ("es_MX", "es_GT", "es_HN", "es_NI", "es_PA", "es_PE", "es_PR", "es_DO", "es_SV", "es_US")
)
_DECIMAL_COMMA_IN = frozenset(("en_ZA", "ms_BN"))


@dataclass(frozen=True, slots=True)
class CsvForm:
    """The separator of cells, and whether a byte order mark states the encoding."""

    separator: str = ","
    has_mark: bool = False


PLAIN = CsvForm()


def excel_form(environment: Mapping[str, str], language: str) -> CsvForm:
    """What a spreadsheet opens with a double click: UTF-8 with a mark, and its own separator.

    Args:
        environment: Its locale decides: ``LC_ALL``, ``LC_NUMERIC`` or ``LANG``.
        language: Decides where the environment names no locale.
    """
    named = next(filter(None, map(environment.get, _VARIABLES)), "")
    locale = named.partition(".")[0].partition("@")[0]
    if locale in ("", "C", "POSIX"):
        locale = language
    has_point = locale in _DECIMAL_POINT_IN or (
        locale.partition("_")[0] in _DECIMAL_POINT and locale not in _DECIMAL_COMMA_IN
    )
    return CsvForm("," if has_point else ";", has_mark=True)
