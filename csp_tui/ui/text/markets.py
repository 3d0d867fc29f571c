"""The markets where an offer is sold, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csp_tui.i18n import Number, ngettext
from csp_tui.i18n import gettext as _

_NAMED = 12


def markets_text(codes: Sequence[str], *, named: int = _NAMED) -> str:
    """The markets where an offer is sold: their codes, or how many they are.

    Args:
        codes: The codes; all markets if empty.
        named: How many codes are named at most.
    """
    if not codes:
        return _("all markets")
    if len(codes) <= named:
        return ", ".join(codes)
    # Most offers are sold in few markets or in all, which need no table.
    from csp_tui.exchange.reference import load_region_table

    count = load_region_table().count(codes)
    return ngettext("{count} market", "{count} markets", Number(count))


def markets_change(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """The markets before and after a change; of many, those that differ are named."""
    old, new = markets_text(before), markets_text(after)
    if before and after and max(len(before), len(after)) > _NAMED:
        added = _signed("+", set(after) - set(before))
        removed = _signed("-", set(before) - set(after))
        differ = " ".join((*added, *removed))
        if differ:
            new = f"{new} ({differ})"
    return old, new


def _signed(sign: str, codes: Iterable[str]) -> list[str]:
    found = [f"{sign}{code}" for code in sorted(codes)]
    return [*found[:_NAMED], "…"] if len(found) > _NAMED else found
