"""Adding partners to an audience and removing them, not saved yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.audience import AddPartners, RemovePartners, decide
from csp_tui.i18n import Number, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import AudienceRow
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.messages import DraftChanged
from csp_tui.ui.audience.names import marked_words
from csp_tui.ui.audience.requests import AudienceRequests
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.commands.catalog.audience import AUDIENCE_REMOVE, AUDIENCE_SELECT
from csp_tui.ui.commands.catalog.common import LIST_MARK_ALL
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.section import Section
from csp_tui.ui.text.offers import refusal_words

if TYPE_CHECKING:
    pass


class PartnerSelection:
    """Changes which partners are on the list.

    Args:
        section: The audience page.
        draft: The unsaved changes.
        table: The list of partners.
        requests: Explains what only a support request can change.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (AUDIENCE_SELECT, AUDIENCE_REMOVE, LIST_MARK_ALL)

    def __init__(
        self,
        section: Section,
        draft: AudienceDraft,
        table: AudienceTable,
        requests: AudienceRequests,
    ) -> None:
        self._section = section
        self._draft = draft
        self._table = table
        self._requests = requests

    def disabled_reason_audience_select(self) -> str | None:
        """Partners are selected under the second option only (R12)."""
        view = self._section.view
        if view is None:
            return _("The offer is still being read.")
        state = view.state
        option = self._draft.option or view.channel
        chosen = replace(state, offer=replace(state.offer, draft_channel=option))
        verdict = decide(chosen, AddPartners(1))
        return None if verdict.is_allowed else refusal_words(verdict)

    def command_audience_select(self) -> None:
        """Open the search over the directory."""
        self.open_search({})

    def open_search(self, recovered: Mapping[str, Value]) -> None:
        """Open the search over the directory.

        Args:
            recovered: Unsaved selection of an earlier session.
        """
        from csp_tui.ui.partners.search_dialog import PartnerSearchDialog, Selection

        section = self._section
        audience, draft = section.app.workbench.audience, self._draft

        def read_listed(tenant_ids: Collection[str]) -> Collection[str]:
            return draft.listed(audience.on_draft(section.offer_id, tenant_ids))

        def selected(selection: Selection | None) -> None:
            if selection is None:
                return
            partners = {partner.tenant_id: partner.name for partner in selection.partners}
            if selection.query is not None:
                self._draft.add_query(selection.query, selection.results)
            self.add(partners, more=selection.results)

        search = PartnerSearchDialog(frozenset(), read_listed=read_listed, takes_query=True)
        search.recovered = recovered
        section.app.push_screen(search, selected)

    def add(self, partners: dict[str, str], *, more: int = 0) -> None:
        """Put partners on the list, not saved yet.

        Args:
            partners: Names by tenant ID.
            more: Results of a search that were added beside them.
        """
        self._draft.add(partners)
        self._section.post_message(DraftChanged())
        text = ngettext(
            "{count} partner added, not saved yet. Save draft: {key}.",
            "{count} partners added, not saved yet. Save draft: {key}.",
            Number(len(partners) + more),
            key=key_label("draft.save"),
        )
        view = self._section.view
        if more and (self._draft.added or (view is not None and view.state.draft_partners)):
            # A search is carried out when the draft is saved; which are new is not known before.
            text = ngettext(
                "{count} partner added unless it is already on the list, not saved yet. "
                "Save draft: {key}.",
                "{count} partners added unless they are already on the list, not saved yet. "
                "Save draft: {key}.",
                Number(len(partners) + more),
                key=key_label("draft.save"),
            )
        self._section.page.tell(text, "plain")
        self._table.focus()

    def disabled_reason_audience_remove(self) -> str | None:
        """There must be a partner to remove."""
        if self._section.view is None or not (
            self._table.selected() or self._table.selected_queries()
        ):
            return _("No partner is selected.")
        return None

    def command_audience_remove(self) -> None:
        """Remove partners, or explain which request that takes (R30 to R33)."""
        view = self._section.view
        if view is None:
            return
        selected = self._table.selected()
        members = self._table.members(selected)
        verdict = decide(view.state, RemovePartners(members)) if members else None
        if verdict is not None and not verdict.is_allowed:
            self._requests.explain_removal(verdict)
            return
        queries, draft = self._table.selected_queries(), self._draft
        restored = len(draft.removed.keys() & set(selected))
        dropped = len(draft.added.keys() & set(selected))
        stored = len(selected) - restored - dropped
        results = sum(draft.queries.get(query, 0) for query in queries)
        for query in queries:
            draft.remove_query(query)
        draft.toggle_removal(self._table.names(selected))
        self._table.clear_marks()
        self._section.post_message(DraftChanged())
        self._section.page.tell(_removal_text(stored, dropped + results, restored), "plain")

    def disabled_reason_list_mark_all(self) -> str | None:
        """There must be something to mark."""
        return None if self._table.total else _("No partner is selected.")

    def command_list_mark_all(self) -> None:
        """Mark all partners that the list shows, or unmark them."""
        section, table = self._section, self._table

        def mark(rows: Sequence[AudienceRow]) -> None:
            section.page.tell(marked_words(table.mark_all(rows)), "plain")
            section.page.refresh_commands()

        if table.shown_keys() is not None:
            mark(())
            return
        audience, order = section.app.workbench.audience, table.shown_order
        section.tasks.run(lambda: audience.rows(section.offer_id, order=order), mark, group="mark")


def _removal_text(stored: int, added: int, restored: int) -> str:
    """How many partners leave the list on the page, or stay on it after all.

    Args:
        stored: Partners of the stored list that are removed.
        added: Partners that were added and not saved, and are removed again.
        restored: Partners that were removed and not saved, and are put back.
    """
    if stored:
        return ngettext(
            "{count} partner removed, not saved yet. Save draft: {key}.",
            "{count} partners removed, not saved yet. Save draft: {key}.",
            Number(stored + added),
            key=key_label("draft.save"),
        )
    if added:
        return ngettext("{count} partner removed.", "{count} partners removed.", Number(added))
    return ngettext(
        "{count} partner stays on the list.",
        "{count} partners stay on the list.",
        Number(restored),
    )
