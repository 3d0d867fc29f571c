"""A history entry in full: what was before, what is after, and which partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from csp_tui.domain.decisions.warnings import NAMED_AT_MOST, some_names
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.history import Entry
from csp_tui.domain.history_words import summarize
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.partner import Facet
from csp_tui.domain.product import ProductType, type_title
from csp_tui.domain.request_form import severity_title
from csp_tui.domain.support import RequestKind, RequestStatus, Severity
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, ngettext, pgettext, render, titled
from csp_tui.ui.text.partner_names import by_name, listed
from csp_tui.ui.text.requests import status_word

_ORDERED_AT_MOST = 50
"""Partners of an entry that are put into the order of their names; of longer lists the first."""
_LISTS = (("draft", "added"), ("draft", "removed"), ("live", "added"), ("live", "removed"))


def tenants_of(entry: Entry) -> list[str]:
    """The partners an entry names, each once."""
    detail = entry.detail
    named: list[str] = []
    for part in ("draft", "live", "resales"):
        for verb in ("added", "removed"):
            named.extend(detail.get(part, {}).get(verb, ()))
    for side in ("before", "after"):
        named.extend(detail.get(side, {}).get("tenant_ids", ()))
    return list(dict.fromkeys(named))


def first_tenants(entry: Entry) -> list[str]:
    """The partners whose names an entry in a list needs: the first few in their order."""
    return tenants_of(entry)[:_ORDERED_AT_MOST]


def summary_with_names(entry: Entry, names: Mapping[str, str]) -> str:
    """What an entry did, with the names of the first few partners.

    Args:
        entry: The entry.
        names: Names by tenant ID, as far as they are known.
    """
    text = render(summarize(entry))
    tenants = tenants_of(entry)
    if not tenants:
        return text
    first = by_name(tenants[:_ORDERED_AT_MOST], names)[:NAMED_AT_MOST]
    shown = [names.get(tenant, tenant) for tenant in first]
    return _("{change}: {names}").format(change=text, names=render(some_names(shown, len(tenants))))


def entry_text(entry: Entry, names: dict[str, str], offers: Mapping[str, str]) -> str:
    """Write an entry out.

    Args:
        entry: The entry.
        names: Partner names by tenant ID, as far as they are known.
        offers: Names of offers by offer ID.
    """
    offer = entry.offer_id or "–"
    if offer in offers:
        offer = f"{offers[offer]}  {offer}"
    head = [
        (_("When"), moment(entry.at) + " UTC"),
        (_("Who"), entry.who),
        (_("Offer"), offer),
        (_("What"), render(summarize(entry))),
    ]
    width = max(len(label) for label, _value in head) + 2
    lines = [f"{label:<{width}}{value}" for label, value in head]
    before, after = entry.detail.get("before") or {}, entry.detail.get("after") or {}
    for name in dict.fromkeys([*before, *after]):
        if name in before and name in after and before[name] == after[name]:
            continue
        lines.append("")
        lines.extend(_field(name, before, after, names))
    only_query = entry.detail.get("query")
    queries = [only_query] if only_query else entry.detail.get("queries", ())
    for query in queries:
        searched = [query.get("text", ""), *(v for f in Facet for v in query.get(f.value, ()))]
        lines.extend(["", _heading(_("Search")), "  " + ", ".join(filter(None, searched))])
    for part, verb in _LISTS:
        tenants = entry.detail.get(part, {}).get(verb, ())
        lines.extend(_partners(_list_title(part, verb), tenants, names))
    for verb in ("added", "removed"):
        tenants = entry.detail.get("resales", {}).get(verb, ())
        title = _("Resale recorded") if verb == "added" else _("Resale removed")
        lines.extend(_partners(title, tenants, names))
    return "\n".join(lines) + "\n"


def _field(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], names: dict[str, str]
) -> list[str]:
    if name == "tenant_ids":
        return _partners(_("Partners"), after.get(name) or before.get(name) or (), names)[1:]
    lines = [_heading(_label(name))]
    if name in before:
        lines.extend(_indented(_("before"), _value(name, before[name])))
    if name in after:
        lines.extend(_indented(_("after"), _value(name, after[name])))
    return lines


def _heading(title: str) -> str:
    return _("{title}:").format(title=title)


def _indented(label: str, text: str) -> list[str]:
    if "\n" not in text:
        return ["  " + titled(label, text)]
    return ["  " + _heading(label), *(f"    {line}" for line in text.splitlines())]


def _partners(title: str, tenants: Iterable[str], names: dict[str, str]) -> list[str]:
    tenants = by_name(list(tenants), names)
    if not tenants:
        return []
    count = ngettext("{count} partner", "{count} partners", len(tenants))
    return ["", _heading(f"{title}, {count}"), *(f"  {line}" for line in listed(tenants, names))]


def _list_title(part: str, verb: str) -> str:
    return {
        ("draft", "added"): _("Joined the draft list"),
        ("draft", "removed"): _("Left the draft list"),
        ("live", "added"): _("Joined the live list"),
        ("live", "removed"): _("Left the live list"),
    }[part, verb]


def _label(name: str) -> str:
    if name in FIELD_NAMES:
        return render(FIELD_NAMES[name])
    return {
        "reseller_channel": _("Option"),
        "change_to": _("Requested option"),
        "kind": _("Request"),
        "status": _("Status"),
        "ticket": _("Ticket"),
        "title": _("Issue title"),
        "description": _("Description"),
        "contact": _("Contact"),
        "severity": _("Severity"),
        "product_type": _("Product type"),
        "type": _("Product type"),
        "setup": _("Offer setup"),
    }.get(name, name)


def _value(name: str, value: Any) -> str:
    """A stored value in words where it has some, else as it is stored."""
    if name == "markets":
        return ", ".join(map(str, value)) if isinstance(value, list) else _("all markets")
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, Mapping) and name == "setup":
        parts = ((_label(key), _value(key, part)) for key, part in value.items())
        return "\n".join(titled(label, "; ".join(text.splitlines())) for label, text in parts)
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values() if part) or "–"
    if isinstance(value, list):
        return "\n".join(_value("", part) for part in value)
    try:
        return _word(name, str(value))
    except ValueError:
        return str(value)


def _word(name: str, value: str) -> str:
    match name:
        case "reseller_channel" | "change_to":
            return render(channel_title(ResellerChannel(value)))
        case "product_type" | "type":
            return render(type_title(ProductType(value)))
        case "status" if value in set(RequestStatus):
            return status_word(RequestStatus(value))
        case "severity":
            return render(severity_title(Severity(value)))
        case "kind" if value in set(RequestKind):
            deauthorize = RequestKind(value) is RequestKind.DEAUTHORIZE
            return _("Deauthorize partners") if deauthorize else _("Change the option")
        case _:
            return value


def describe_external_changes(entries: Sequence[Entry], *, here: str | None = None) -> str:
    """Say what others have changed.

    Args:
        entries: Newest first, at least one.
        here: The offer that is shown, which need not be named.
    """
    newest = entries[0]
    what = render(summarize(newest))
    if newest.offer_id not in (None, here):
        what = _("{offer}: {what}").format(offer=newest.offer_id, what=what)
    if len(entries) == 1:
        return _("Changed by {who}: {what}").format(who=newest.who, what=what)
    return ngettext(
        "{count} change by others, the last by {who}: {what}",
        "{count} changes by others, the last by {who}: {what}",
        len(entries),
        who=newest.who,
        what=what,
    )
