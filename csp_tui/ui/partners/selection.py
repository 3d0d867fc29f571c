"""The selected partners, over any number of searches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.i18n import Number, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow
from csp_tui.ui.partners.results import PartnerState

CHOOSE_AT_MOST = 20_000
"""Partners of one choice: what Partner Center takes in one file of its sister list."""
_BATCH = 1000
ReadListed = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A partner that was selected.

    Attributes:
        tenant_id: The partner.
        name: Its name in the directory, "" if it is not there.
    """

    tenant_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What was selected in a partner search.

    Attributes:
        partners: The partners, in the order in which they were selected.
        query: A search whose results are all selected as well, without a list of them.
        results: How many results it had.
    """

    partners: tuple[Chosen, ...] = ()
    query: PartnerQuery | None = None
    results: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """The result of selecting, in a sentence.

    Attributes:
        text: The sentence.
        kind: ``done`` or ``refused``, as the status line has it.
    """

    text: str
    kind: str = "done"


class PartnerChoice:
    """The selected partners in the order of selecting.

    Args:
        already: Tenant IDs that are on the list already and cannot be selected.
        at_most: The most partners that can be selected.
        read_listed: Reads which of some tenant IDs are on the list, where it is too long to be
            known from the start.
    """

    def __init__(
        self,
        already: frozenset[str],
        at_most: int = CHOOSE_AT_MOST,
        *,
        read_listed: ReadListed | None = None,
    ) -> None:
        self._already = already
        self._at_most = at_most
        self._read_listed = read_listed
        self._rows: dict[str, PartnerRow] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, tenant_id: str) -> bool:
        return tenant_id in self._rows

    def learn(self, tenant_ids: Iterable[str]) -> None:
        """Read which partners are on the list; called in a thread before they are shown."""
        if self._read_listed is not None:
            asked = frozenset(tenant_ids)
            self._already = (self._already - asked) | asked.intersection(self._read_listed(asked))

    @property
    def at_most(self) -> int:
        """The most partners that can be selected."""
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
        """The state of a partner: on the list already, selected, or neither."""
        if row.tenant_id in self._already:
            return PartnerState("=", _("on the list"), "muted")
        if row.tenant_id in self._rows:
            return PartnerState("✓", _("selected"), "selected")
        return PartnerState()

    def toggle(self, row: PartnerRow) -> Notice:
        """Select or deselect a partner; one on the list says why it cannot be selected."""
        name = visible(row.name or row.tenant_id)
        if row.tenant_id in self._already:
            return Notice(_("{name} is already on the list.").format(name=name), "refused")
        if self._rows.pop(row.tenant_id, None) is not None:
            return Notice(_("{name} is no longer selected.").format(name=name))
        if len(self._rows) >= self._at_most:
            return self.too_many(len(self._rows) + 1)
        self._rows[row.tenant_id] = row
        return Notice(_("{name} is selected.").format(name=name))

    def select(self, row: PartnerRow) -> Notice:
        """Select a partner; one that is selected already stays selected."""
        if row.tenant_id in self._rows:
            name = visible(row.name or row.tenant_id)
            return Notice(_("{name} is selected already.").format(name=name))
        return self.toggle(row)

    def add(self, rows: Sequence[PartnerRow]) -> Notice:
        """Select all of these that can be selected, or none if they are too many."""
        new = {
            row.tenant_id: row
            for row in rows
            if row.tenant_id not in self._already and row.tenant_id not in self._rows
        }
        if len(new) + len(self._rows) > self._at_most:
            return self.too_many(len(new) + len(self._rows))
        self._rows.update(new)
        text = ngettext(
            "{count} more partner selected.",
            "{count} more partners selected.",
            Number(len(new)),
        )
        listed = sum(1 for row in rows if row.tenant_id in self._already)
        if listed:
            text += " " + ngettext(
                "{count} is already on the list.",
                "{count} are already on the list.",
                Number(listed),
            )
        return Notice(text)

    def too_many(self, count: int) -> Notice:
        """The refusal of a selection above the limit, with what to do next."""
        return Notice(
            _(
                "Too many results ({count}); you can select at most {limit}. Narrow the "
                "search with words or filters."
            ).format(count=Number(count), limit=Number(self._at_most)),
            "refused",
        )


def collect(directory: DirectoryService, query: PartnerQuery, at_most: int) -> list[PartnerRow]:
    """Every partner of a search, in its order; stops soon after ``at_most``.

    Raises:
        Canceled: Another search interrupted it.
    """
    rows: list[PartnerRow] = []
    while len(rows) <= at_most:
        page = directory.search.page(query, offset=len(rows), limit=_BATCH)
        rows += page
        if len(page) < _BATCH:
            break
    return rows


def unlisted_partner(tenant_id: str, name: str = "") -> PartnerRow:
    """A partner that the directory does not have.

    Args:
        tenant_id: The partner.
        name: What it was called when it was added to a list, "" if that is not known.
    """
    return PartnerRow(
        tenant_id=tenant_id,
        name=name,
        country="",
        region="",
        competencies=(),
        skills=(),
        type="",
    )
