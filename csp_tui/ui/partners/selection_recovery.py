"""Restores a selection of partners that an ended session had not added to a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.i18n import Number, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow
from csp_tui.ui.partners.selection import Chosen, Notice

if TYPE_CHECKING:
    from csp_tui.ui.partners.selection import PartnerChoice

_NAMED_AT_MOST = 8


def unsaved_choice(
    choice: PartnerChoice,
    place: tuple[str, Mapping[str, str]],
    title: str,
) -> UnsavedInput | None:
    """The partners that are selected and not added; None if there are none.

    Args:
        choice: What is selected.
        place: What kind of place the search is, and which; "" if it cannot be opened again.
        title: The title in the frame of the search.
    """
    partners = choice.partners
    if not partners:
        return None
    kind, about = place
    named = [partner.name for partner in partners[:_NAMED_AT_MOST]]
    if len(partners) > len(named):
        named.append("…")
    if not kind:
        lines = [f"{partner.tenant_id}  {partner.name}" for partner in partners]
    else:
        lines = [", ".join(named)]
    offer_id = about.get("offer_id")
    head = f"{offer_id} › {title}" if offer_id else title
    chosen: list[Value] = [partner.tenant_id for partner in partners]
    return UnsavedInput(
        kind or "dialog",
        dict(about),
        {"chosen": chosen},
        (head, *(f"  {line}" for line in lines)),
    )


def unsaved_resale(title: str, offer_id: str, partners: Sequence[Chosen], day: str) -> UnsavedInput:
    """Partners of which it is being recorded that they have resold an offer.

    Args:
        title: The title in the frame.
        offer_id: The offer.
        partners: Who has resold it.
        day: What is typed as the day of the first sale.
    """
    named = [partner.name or partner.tenant_id for partner in partners[:_NAMED_AT_MOST]]
    if len(partners) > len(named):
        named.append("…")
    who: list[Value] = [[partner.tenant_id, partner.name] for partner in partners]
    lines = [f"{offer_id} › {title}", f"  {', '.join(named)}", *([f"  {day}"] if day else [])]
    return UnsavedInput(
        "resale", {"offer_id": offer_id}, {"partners": who, "day": day}, tuple(lines)
    )


def restored_resellers(typed: Mapping[str, Value]) -> list[Chosen]:
    """The partners of such a record, as far as what was kept of it makes sense."""
    partners = typed.get("partners")
    found = []
    for one in partners if isinstance(partners, list) else ():
        match one:
            case [str(tenant_id), str(name)]:
                found.append(Chosen(tenant_id, name))
    return found


def restored_rows(directory: DirectoryService, recovered: Mapping[str, Value]) -> list[PartnerRow]:
    """The partners of such a choice that the directory still has; called in a thread."""
    chosen = recovered.get("chosen")
    rows = []
    for tenant_id in chosen if isinstance(chosen, list) else ():
        try:
            rows.append(directory.show(str(tenant_id)))
        except (NotFound, InvalidInput):
            continue
    return rows


def restored_selection_text(
    recovered: Mapping[str, Value], rows: Sequence[PartnerRow], notice: Notice
) -> Notice:
    """What to say about a restored selection, and about partners no longer in the directory.

    Args:
        recovered: What was selected then.
        rows: The partners that the directory still has.
        notice: The result of selecting them.
    """
    chosen = recovered.get("chosen")
    if not chosen:
        return Notice("", "plain")
    lost = len(chosen) - len(rows) if isinstance(chosen, list) else 0
    if not lost:
        return Notice(_("Your selection is restored. It is not added yet."))
    text = ngettext(
        "{count} partner that you had selected is no longer in the directory.",
        "{count} partners that you had selected are no longer in the directory.",
        Number(lost),
    )
    return Notice(f"{notice.text} {text}", "refused")
