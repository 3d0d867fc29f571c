"""Partners, filters and totals in words, for the dialog and the directory alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from rich.cells import cell_len
from textual.content import Content

from csp_tui.domain.partner import Facet, PartnerQuery, PartnerType, partner_type_title
from csp_tui.domain.text import visible
from csp_tui.i18n import Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.text.cells import fit

FACETS = (Facet.COUNTRY, Facet.COMPETENCY, Facet.SKILL)


def facet_title(facet: Facet) -> str:
    """The filter's name in the program (R21)."""
    match facet:
        case Facet.COUNTRY:
            return _("Country")
        case Facet.COMPETENCY:
            return _("Competency")
        case Facet.SKILL:
            return _("Skill")


def country_name(code: str, countries: Mapping[str, str]) -> str:
    """A country by its name with its code, or the code alone where the table lacks it."""
    name = countries.get(code)
    return f"{_(name)} ({code})" if name else code


def short_tenant(tenant_id: str) -> str:
    """Beginning and end of a tenant ID, for narrow places; the whole ID is in the detail."""
    return f"{tenant_id[:8]}…{tenant_id[-4:]}"


def shorten(text: str, width: int) -> str:
    """Cut a text to terminal cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    return str(fit(text, max(1, width), right=False, ellipsis="…"))


def filter_summary(values: Collection[str], room: int) -> str:
    """The selected values of one filter in a number of cells: ``FR, DE +1``.

    Args:
        values: The selected values; none means that everything passes.
        room: Cells that there are; one value is always shown, shortened if need be.
    """
    if not values:
        return _("any")
    shown: list[str] = []
    rest = sorted(values)
    while rest:
        more = f" +{len(rest) - 1}" if len(rest) > 1 else ""
        if shown and cell_len(", ".join([*shown, rest[0]]) + more) > room:
            break
        shown.append(rest.pop(0))
    more = f" +{len(rest)}" if rest else ""
    return shorten(visible(", ".join(shown)), max(4, room - cell_len(more))) + more


def filter_words(query: PartnerQuery, countries: Mapping[str, str]) -> str:
    """Every filter that is on with all its values, "" if none is."""
    parts = []
    for facet in FACETS:
        values: Iterable[str] = sorted(query.values(facet))
        if facet is Facet.COUNTRY:
            values = [country_name(code, countries) for code in values]
        listed = ", ".join(values)
        if listed:
            parts.append(
                _("{filter}: {values}").format(filter=facet_title(facet), values=visible(listed))
            )
    return " · ".join(parts)


def search_words(query: PartnerQuery, countries: Mapping[str, str]) -> str:
    """What is searched: the words and every filter that is on, "" if everyone is found."""
    text = query.text.strip()
    quoted = _("“{text}”").format(text=visible(text)) if text else ""
    parts = (quoted, filter_words(query, countries))
    return " · ".join(filter(None, parts))


def total_words(total: int | None) -> str:
    """How many partners match, None while they are counted."""
    if total is None:
        return _("Searching…")
    return ngettext("{count} partner", "{count} partners", Number(total))


def no_results_text(query: PartnerQuery, countries: Mapping[str, str]) -> str:
    """That nothing matches, with what was asked for and the keys that ask for less."""
    filters = filter_words(query, countries)
    text = shorten(visible(query.text.strip()), 60)
    if text and filters:
        first = _("No partner matches “{text}” with these filters:").format(text=text)
    elif text:
        first = _("No partner matches “{text}”.").format(text=text)
    else:
        first = _("No partner matches these filters:")
    lines = [first]
    if filters:
        lines += [filters, "", _("x clears the filters, / edits the search.")]
    else:
        lines += [
            "",
            _("Press / to edit the search. Part of a name, city or ID is enough."),
        ]
    return "\n".join(lines)


def type_words(row: PartnerRow) -> str:
    """The partner's type in the program, "" if the directory does not say."""
    try:
        return render(partner_type_title(PartnerType(row.type))) if row.type else ""
    except ValueError:
        return visible(row.type)


def place_words(row: PartnerRow, countries: Mapping[str, str]) -> str:
    """Country and region of a partner (R28)."""
    country = country_name(row.country, countries)
    if not row.region:
        return _("{country} · not in a CSP region").format(country=country)
    return _("{country} · region {region}").format(country=country, region=_(row.region))


def detail_lines(row: PartnerRow, countries: Mapping[str, str], *, tall: bool) -> Content:
    """Everything that the directory says about a partner.

    Args:
        row: The partner.
        countries: Country names by code.
        tall: Whether each fact's title has a line of its own, for a narrow column.
    """
    none = "–"
    facts = [
        (_("Tenant ID"), [row.tenant_id]),
        (_("Country"), [place_words(row, countries)]),
        *([(_("City"), [row.city])] if row.city else []),
        (_("Type"), [type_words(row) or none]),
        *([(_("MPN ID"), [row.mpn_id])] if row.mpn_id else []),
        (_("Competencies"), list(row.competencies) or [none]),
        (_("Skills"), list(row.skills) or [none]),
    ]
    lines = [Content.styled(visible(row.name), "bold")]
    for title, values in facts:
        styled = Content.styled(title, "$text-muted")
        if tall:
            lines += [Content(""), styled, *(Content(visible(value)) for value in values)]
        else:
            lines.append(Content.assemble(styled, "  ", visible(", ".join(values))))
    return Content("\n").join(lines)
