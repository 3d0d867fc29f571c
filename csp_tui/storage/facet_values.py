"""Facet values: how a cell holds several, and how they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from csp_tui.domain.partner import VALUE_SEPARATOR


def facet_key(value: str) -> str:
    """A value as it is compared: without regard to letter case and width."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def joined(values: Iterable[str]) -> str:
    """Several values as one cell of the directory file."""
    return VALUE_SEPARATOR.join(values)
