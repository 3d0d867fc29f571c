"""The markets where an offer is sold, as people name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import quoted, say

ALL_MARKETS = "all"
"""The word for every market, on the command line and in pasted text."""
MARKET_CODE = re.compile("[A-Z]{2}", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;|]+")


def checked_markets(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of markets in upper case and in order, each once.

    Codes that the CSP program's table lacks are kept, as Partner Center may know more markets.

    Raises:
        InvalidInput: One of them is not a code of two letters.
    """
    found = {code.strip().upper() for code in codes}
    for code in sorted(found):
        if not MARKET_CODE.fullmatch(code):
            raise _not_a_market(code)
    return tuple(sorted(found))


def markets_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Read codes of markets that someone typed or pasted.

    Args:
        text: Codes with white space, commas or semicolons between them, or ``all``.
        known: The codes of the CSP program's markets.

    Returns:
        The codes in order; none for ``all`` or where every market is named.

    Raises:
        InvalidInput: There is no code, or one is none of the CSP program's markets.
    """
    words = [word for word in _SEPARATORS.split(text) if word]
    if [word.lower() for word in words] == [ALL_MARKETS]:
        return ()
    if not words:
        raise InvalidInput(
            say("Give at least one market code, or “all”."),
            say("Use two-letter codes, such as FR or DE."),
            field="markets",
        )
    require_known((word.upper() for word in words), known)
    found = checked_markets(words)
    return () if set(found) >= set(known) else found


def require_known(codes: Iterable[str], known: Collection[str]) -> None:
    """Require that all codes are markets of the CSP program.

    Raises:
        InvalidInput: One is not; the error names the first.
    """
    unknown = sorted({code for code in codes if code not in known})
    if unknown:
        raise _not_a_market(unknown[0])


def _not_a_market(code: str) -> InvalidInput:
    return InvalidInput(
        say("{value} is not a market of the CSP program.", value=quoted(code[:20])),
        say("Use two-letter codes, such as FR or DE."),
        field="markets",
    )
