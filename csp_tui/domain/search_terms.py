"""A search text that names several partners, such as a pasted list of tenant IDs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Listed, Message, say, say_n

_LINES = re.compile(r"[;\r\n\0]+")
_WORDS = re.compile(r"[\s,{}\"'<>|]+")
TERM_SEPARATOR = "; "
"""The separator of terms where a text has only one line."""


def split_terms(text: str) -> tuple[str, ...]:
    """Split a search text that names several partners.

    Lines and semicolons separate terms. Tenant IDs are also separated by white space and commas,
    and each is a term of its own, as stored; other words beside an ID in the same line, such as
    the partner's name, are ignored.

    Args:
        text: What was typed or pasted.

    Returns:
        At least two terms in their order, without duplicates; empty for an ordinary search.
    """
    terms: dict[str, None] = {}
    for line in _LINES.split(text):
        found = dict.fromkeys(filter(None, map(as_tenant_id, _WORDS.split(line))))
        if found:
            terms.update(found)
        elif line.strip():
            terms[line.strip()] = None
    return tuple(terms) if len(terms) > 1 else ()


def as_tenant_id(text: str) -> str:
    """A tenant ID as it is stored, "" if the text is not a tenant ID."""
    try:
        return identifiers.tenant_id(text)
    except InvalidInput:
        return ""


def join_lines(text: str) -> str:
    """Put a text of several lines into one line that means the same to ``split_terms``."""
    return TERM_SEPARATOR.join(line.strip() for line in text.splitlines() if line.strip())


def search_summary(
    terms: Sequence[str], missing: Sequence[str], partners: int | None = None
) -> Message:
    """How many of the terms of a list were found.

    Args:
        terms: The terms, at least two.
        missing: Those that find no partner.
        partners: How many partners the terms find, if that is known: two terms may find the same
            partner, or one term several.
    """
    found = len(terms) - len(missing)
    if partners is not None and partners != found:
        return _summary_by_partners(len(terms), len(missing), partners)
    if all(map(as_tenant_id, terms)):
        if not missing:
            return say("{count} IDs: all found", count=len(terms))
        return say("{count} IDs: {counts}", count=len(terms), counts=_counts(found, len(missing)))
    if not missing:
        return say("{count} terms: all found", count=len(terms))
    return say("{count} terms: {counts}", count=len(terms), counts=_counts(found, len(missing)))


def _counts(found: int, missing: int) -> Listed:
    return Listed(
        (
            say_n("{count} found", "{count} found", found),
            say_n("{count} not in the directory", "{count} not in the directory", missing),
        )
    )


def _summary_by_partners(terms: int, missing: int, partners: int) -> Message:
    if not missing:
        return say_n(
            "{terms} terms: all found, {count} partner",
            "{terms} terms: all found, {count} partners",
            partners,
            terms=terms,
        )
    counts = (
        say_n("{count} partner found", "{count} partners found", partners),
        say_n("{count} not in the directory", "{count} not in the directory", missing),
    )
    return say("{count} terms: {counts}", count=terms, counts=Listed(counts))
