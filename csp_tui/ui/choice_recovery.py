"""A choice of partners that was cut off before it was added to a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow
from csp_tui.ui.numbers import Number
from csp_tui.ui.partner_choice import Chosen, Said

if TYPE_CHECKING:
    from csp_tui.ui.partner_choice import PartnerChoice

_NAMED_AT_MOST = 8


def unsaved_choice(
    choice: PartnerChoice,
    query: Mapping[str, Value],
    lines: Sequence[str],
    place: tuple[str, Mapping[str, str]],
    title: str,
) -> Unsaved | None:
    """The search, and the partners that are chosen and not added; None where there is neither.

    Args:
        choice: What is chosen.
        query: What is searched, as ``query_typed`` gives it.
        lines: The same for people.
        place: What kind of place the search is, and which; "" where it cannot be opened again.
        title: What stands in the frame of the search.
    """
    partners = choice.partners
    if not partners and not query:
        return None
    kind, about = place
    named = [partner.name for partner in partners[:_NAMED_AT_MOST]]
    if len(partners) > len(named):
        named.append("…")
    if not kind:
        lines = [*lines, *(f"{partner.tenant_id}  {partner.name}" for partner in partners)]
    elif partners:
        lines = [*lines, ", ".join(named)]
    offer_id = about.get("offer_id")
    head = f"{offer_id} › {title}" if offer_id else title
    chosen: list[Value] = [partner.tenant_id for partner in partners]
    return Unsaved(
        kind or "dialog",
        dict(about),
        {**query, "chosen": chosen},
        (head, *(f"  {line}" for line in lines)),
        fleeting=not partners,
    )


def unsaved_resale(title: str, offer_id: str, partners: Sequence[Chosen], day: str) -> Unsaved:
    """Partners of which it is being recorded that they have resold an offer.

    Args:
        title: What stands in the frame.
        offer_id: The offer.
        partners: Who has resold it.
        day: What is typed as the day of the first sale.
    """
    named = [partner.name or partner.tenant_id for partner in partners[:_NAMED_AT_MOST]]
    if len(partners) > len(named):
        named.append("…")
    who: list[Value] = [[partner.tenant_id, partner.name] for partner in partners]
    lines = [f"{offer_id} › {title}", f"  {', '.join(named)}", *([f"  {day}"] if day else [])]
    return Unsaved("resale", {"offer_id": offer_id}, {"partners": who, "day": day}, tuple(lines))


def resellers_again(typed: Mapping[str, Value]) -> list[Chosen]:
    """The partners of such a record, as far as what was kept of it makes sense."""
    partners = typed.get("partners")
    found = []
    for one in partners if isinstance(partners, list) else ():
        match one:
            case [str(tenant_id), str(name)]:
                found.append(Chosen(tenant_id, name))
    return found


def rows_again(directory: DirectoryService, begun: Mapping[str, Value]) -> list[PartnerRow]:
    """The partners of such a choice that the directory still has; called in a thread."""
    chosen = begun.get("chosen")
    rows = []
    for tenant_id in chosen if isinstance(chosen, list) else ():
        try:
            rows.append(directory.show(str(tenant_id)))
        except (NotFound, InvalidInput):
            continue
    return rows


def again_words(begun: Mapping[str, Value], rows: Sequence[PartnerRow], said: Said) -> Said:
    """What to say of a choice that is brought back, and of whom the directory has lost.

    Args:
        begun: What was chosen then.
        rows: Whom the directory still has.
        said: What came of choosing them.
    """
    chosen = begun.get("chosen")
    if not chosen:
        return Said("", "plain")
    lost = len(chosen) - len(rows) if isinstance(chosen, list) else 0
    if not lost:
        return Said(_("What you had chosen is chosen again. It is not added yet."))
    text = ngettext(
        "{count} partner that you had chosen is not in the directory any more.",
        "{count} partners that you had chosen are not in the directory any more.",
        Number(lost),
    )
    return Said(f"{said.text} {text}", "refused")
