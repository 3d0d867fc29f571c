"""Partner lists as commands show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from csp_tui.cli.output import facts, table
from csp_tui.domain.partner_list import Drift, query_facts
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render, titled

if TYPE_CHECKING:
    from csp_tui.services.partner_lists import ListSummary
    from csp_tui.services.workbench import Workbench


def summary_shape(row: ListSummary) -> dict[str, Any]:
    """A list with its size and drift, as JSON values."""
    query = row.list.query
    return {
        "name": row.list.name,
        "title": row.list.title,
        "kind": row.list.kind,
        "query": None if query is None else query_facts(query),
        "partners": row.partners,
        "offers": [drift_shape(drift) for drift in row.offers],
    }


def drift_shape(drift: Drift) -> dict[str, Any]:
    """How an offer differs from a list, as JSON values."""
    return {"offer_id": drift.offer_id, "missing": drift.missing, "extra": drift.extra}


def full_shape(workbench: Workbench, name: str) -> dict[str, Any]:
    """A list with its partners, as JSON values; the partners are read when they are written."""
    members = workbench.lists.members(name)
    return {**summary_shape(workbench.lists.show(name)), "tenant_ids": (row[0] for row in members)}


def list_lines(workbench: Workbench, row: ListSummary) -> Iterator[str]:
    """A list with its offers and partners, for people."""
    query = row.list.query
    searched = "–"
    if query is not None:
        values = [query.text, *sorted(query.countries | query.competencies | query.skills)]
        searched = ", ".join(filter(None, values)) or _("every partner")
    yield from facts(
        [
            (_("Name"), row.list.name),
            (_("Title"), row.list.title),
            (_("Search"), searched),
            (_("Partners"), str(row.partners)),
        ]
    )
    if row.offers:
        yield ""
        yield from drift_lines([(row.list.name, drift) for drift in row.offers])
    if row.partners:
        yield ""
        yield from table(
            (_("Tenant ID"), _("Name"), _("Country")), workbench.lists.members(row.list.name)
        )


def differing_lines(row: ListSummary) -> Iterator[str]:
    """The offers that differ from a list, for people."""
    for drift in row.offers:
        if drift.has_drifted:
            yield titled(drift.offer_id, render(drift.difference))


def drift_lines(drifts: Sequence[tuple[str, Drift]]) -> Iterator[str]:
    """How offers differ from lists, as a table."""
    return table(
        (_("List"), _("Offer ID"), _("Missing") + "#", _("Extra") + "#"),
        ((name, one.offer_id, str(one.missing), str(one.extra)) for name, one in drifts),
    )
