"""Partners that are on lists of offers, but not in the directory: found by name or tenant ID."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.search_terms import as_tenant_id
from csp_tui.domain.text import fold
from csp_tui.services.views import PartnerRow


def matching(unlisted: Sequence[PartnerRow], query: PartnerQuery) -> list[PartnerRow]:
    """Partners without an entry in the directory that a search finds by name or tenant ID.

    Args:
        unlisted: The partners.
        query: What is searched for; one with filters finds none, as nothing else is known of them.
    """
    if any(query.values(facet) for facet in Facet):
        return []
    if query.terms:
        named = {as_tenant_id(term) for term in query.terms}
        return [row for row in unlisted if row.tenant_id in named]
    words = fold(query.text).split()
    return [row for row in unlisted if all(word in _searched(row) for word in words)]


def _searched(row: PartnerRow) -> str:
    return f"{fold(row.name)} {row.tenant_id}"
