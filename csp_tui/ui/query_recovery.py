"""Words and filters of a partner search, through a session that was cut off."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.domain.partner import PartnerQuery
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.field_text import field_text
from csp_tui.ui.widgets.partner_words import filter_words

_FILTERS = ("countries", "competencies", "skills")


def query_typed(query: PartnerQuery, words: str) -> dict[str, Value]:
    """A search as values of a file; nothing where it asks for everyone.

    Args:
        query: The search, with its filters.
        words: What stands in the field, which may be ahead of the search.
    """
    typed: dict[str, Value] = {"words": words} if words else {}
    for name in _FILTERS:
        values = getattr(query, name)
        if values:
            typed[name] = [*sorted(values)]
    return typed


def query_again(typed: Mapping[str, Value]) -> PartnerQuery:
    """The search of such values, as far as they make sense."""
    words = typed.get("words")
    found = {name: typed.get(name) for name in _FILTERS}
    filters = {
        name: frozenset(field_text(one) for one in values if isinstance(one, str))
        for name, values in found.items()
        if isinstance(values, list)
    }
    return PartnerQuery(
        text=field_text(words) if isinstance(words, str) else "",
        countries=filters.get("countries", frozenset()),
        competencies=filters.get("competencies", frozenset()),
        skills=filters.get("skills", frozenset()),
    )


def query_words(query: PartnerQuery, words: str, countries: Mapping[str, str]) -> list[str]:
    """A search for people, a line for the words and one for the filters."""
    return [line for line in (words, filter_words(query, countries)) if line]
