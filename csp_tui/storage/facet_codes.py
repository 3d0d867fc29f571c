"""Codes by which facet values stand in the search index, and how values are compared."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable

from csp_tui.domain.partner import Facet, Partner

MARKER = "#"
"""Begins every code and occurs nowhere else, so no three characters across two codes are one."""
_FIRST = 0x4E00
_DIGITS = 4096
SEPARATOR = ";"


def facet_key(value: str) -> str:
    """A value as it is compared: without regard to letter case and width."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def code_of(number: int) -> str:
    """The code of three characters with a number from 0 to 16,777,215."""
    high, low = divmod(number, _DIGITS)
    return MARKER + chr(_FIRST + high) + chr(_FIRST + low)


def _number_of(code: str) -> int:
    return (ord(code[1]) - _FIRST) * _DIGITS + ord(code[2]) - _FIRST


def joined(values: Iterable[str]) -> str:
    """Several values as one cell of the directory file."""
    return SEPARATOR.join(values)


def parted(cell: str) -> tuple[str, ...]:
    """The values of a cell."""
    return tuple(cell.split(SEPARATOR)) if cell else ()


class FacetCodes:
    """Gives every facet value its code: the stored one, or the next free one.

    Args:
        connection: Has the facets that are known.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._codes: dict[tuple[Facet, str], str] = {}
        self._seen: dict[tuple[Facet, str], str] = {}
        self._values: dict[str, tuple[Facet, str, str]] = {}
        for kind, key, value, code in connection.execute(
            "SELECT kind, key, value, code FROM facet"
        ):
            self._learn(Facet(kind), key, value, code)
        self._next = 1 + max(map(_number_of, self._values), default=-1)

    def of(self, partner: Partner) -> str:
        """The codes of all of a partner's values, each once, in one text."""
        codes = [self._code(Facet.COUNTRY, partner.country)]
        codes += [self._code(Facet.COMPETENCY, value) for value in partner.competencies]
        codes += [self._code(Facet.SKILL, value) for value in partner.skills]
        return "".join(dict.fromkeys(codes))

    def row_of(self, code: str) -> tuple[Facet, str, str]:
        """Facet, key and spelling of the value with a code."""
        return self._values[code]

    def _code(self, facet: Facet, value: str) -> str:
        # The same few spellings come by a million times, so the key is made once for each.
        known = self._seen.get((facet, value))
        if known is None:
            key = facet_key(value)
            known = self._codes.get((facet, key))
            if known is None:
                known = code_of(self._next)
                self._next += 1
                self._learn(facet, key, value, known)
            self._seen[facet, value] = known
        return known

    def _learn(self, facet: Facet, key: str, value: str, code: str) -> None:
        self._codes[facet, key] = code
        self._values[code] = (facet, key, value)
