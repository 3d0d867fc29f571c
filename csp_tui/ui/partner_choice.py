"""What is chosen so far, over any number of searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow
from csp_tui.ui.numbers import Number
from csp_tui.ui.widgets.partner_results import PartnerState

CHOOSE_AT_MOST = 20_000
"""Partners of one choice: what Partner Center takes in one file of its sister list."""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A partner that was chosen.

    Attributes:
        tenant_id: The partner.
        name: Its name in the directory.
    """

    tenant_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What came of choosing, in a sentence.

    Attributes:
        text: The sentence.
        kind: ``done`` or ``refused``, as the status line has it.
    """

    text: str
    kind: str = "done"


class PartnerChoice:
    """The chosen partners in the order of choosing.

    Args:
        already: Tenant IDs that are on the list already and cannot be chosen.
        at_most: The most partners that can be chosen.
    """

    def __init__(self, already: frozenset[str], at_most: int = CHOOSE_AT_MOST) -> None:
        self._already = already
        self._at_most = at_most
        self._rows: dict[str, PartnerRow] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, tenant_id: str) -> bool:
        return tenant_id in self._rows

    @property
    def at_most(self) -> int:
        """The most partners that can be chosen."""
        return self._at_most

    @property
    def rows(self) -> list[PartnerRow]:
        """The partners as the directory has them."""
        return list(self._rows.values())

    @property
    def partners(self) -> tuple[Chosen, ...]:
        """The partners as the dialog gives them back."""
        return tuple(Chosen(row.tenant_id, row.name) for row in self._rows.values())

    def state_of(self, row: PartnerRow) -> PartnerState:
        """How a partner stands: on the list already, chosen, or neither."""
        if row.tenant_id in self._already:
            return PartnerState("=", _("on the list"), "muted")
        if row.tenant_id in self._rows:
            return PartnerState("✓", _("chosen"), "chosen")
        return PartnerState()

    def toggle(self, row: PartnerRow) -> Said:
        """Choose a partner, or no longer; one on the list says why it cannot be chosen."""
        name = visible(row.name)
        if row.tenant_id in self._already:
            return Said(_("{name} is on the list already.").format(name=name), "refused")
        if self._rows.pop(row.tenant_id, None) is not None:
            return Said(_("{name} is no longer chosen.").format(name=name))
        if len(self._rows) >= self._at_most:
            return self.too_many(len(self._rows) + 1)
        self._rows[row.tenant_id] = row
        return Said(_("{name} is chosen.").format(name=name))

    def add(self, rows: Sequence[PartnerRow]) -> Said:
        """Choose all of these that can be chosen, or none where they are too many."""
        known = self._already | self._rows.keys()
        new = {row.tenant_id: row for row in rows if row.tenant_id not in known}
        if len(new) + len(self._rows) > self._at_most:
            return self.too_many(len(new) + len(self._rows))
        self._rows.update(new)
        text = ngettext(
            "{count} more partner is chosen.",
            "{count} more partners are chosen.",
            Number(len(new)),
        )
        listed = sum(1 for row in rows if row.tenant_id in self._already)
        if listed:
            text += " " + ngettext(
                "{count} is on the list already.",
                "{count} are on the list already.",
                Number(listed),
            )
        return Said(text)

    def too_many(self, count: int) -> Said:
        """The refusal of more partners than one choice takes, with the way on."""
        return Said(
            _(
                "{count} are too many: one choice takes at most {limit} partners. "
                "Narrow the search with words or filters."
            ).format(count=Number(count), limit=Number(self._at_most)),
            "refused",
        )


def collect(directory: DirectoryService, query: PartnerQuery, at_most: int) -> list[PartnerRow]:
    """Every partner of a search, in its order; stops soon after ``at_most``.

    Raises:
        Cancelled: Another search interrupted it.
    """
    rows: list[PartnerRow] = []
    while len(rows) <= at_most:
        page = directory.page(query, offset=len(rows), limit=_BATCH)
        rows += page
        if len(page) < _BATCH:
            break
    return rows
