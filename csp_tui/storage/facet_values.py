"""Facet values: how a cell holds several, and how they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SEPARATOR = ";"


def facet_key(value: str) -> str:
    """A value as it is compared: without regard to letter case and width."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def joined(values: Iterable[str]) -> str:
    """Several values as one cell of the directory file."""
    return SEPARATOR.join(values)


def parted(cell: str) -> tuple[str, ...]:
    """The values of a cell."""
    return tuple(cell.split(SEPARATOR)) if cell else ()
