"""Restores what an earlier session had entered on the audience page and not saved."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.offer import ResellerChannel
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.requests import AudienceRequests
from csp_tui.ui.audience.resales import AudienceResales
from csp_tui.ui.audience.selection import PartnerSelection
from csp_tui.ui.commands.catalog.audience import AUDIENCE_SELECT
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.section import Section


class AudienceRecovery:
    """Restores the unsaved changes and the dialogs that were open above the page.

    Args:
        section: The audience page.
        draft: The unsaved changes.
        selection: Opens the partner search again.
        requests: Asks again for the partners of a request.
        resales: Asks again for the date of resales.
    """

    def __init__(
        self,
        section: Section,
        draft: AudienceDraft,
        selection: PartnerSelection,
        requests: AudienceRequests,
        resales: AudienceResales,
    ) -> None:
        self._section = section
        self._draft = draft
        self._selection = selection
        self._requests = requests
        self._resales = resales

    def restore_draft(self, typed: Mapping[str, Value]) -> None:
        """Restore the unsaved changes; an option that the rules now refuse is left out."""
        kept = AudienceDraft.from_dict(typed)
        view, option = self._section.view, kept.option
        if view is not None and option is not None and option != view.channel:
            verdict = decide(view.state, ChooseOption(option))
            if verdict.is_allowed:
                self._draft.choose(option, stored=view.channel)
            else:
                self._section.app.push_screen(RefusalDialog(verdict))
        self._draft.restore(kept)

    def restore_dialogs(self, typed: Mapping[str, Value]) -> None:
        """Open the dialogs again that had unsaved input."""
        choosing, resold = typed.get("choosing"), typed.get("resold")
        if isinstance(choosing, dict):
            self._section.page.last_command = AUDIENCE_SELECT.id
            self._selection.open_search(choosing)
        authorizing, change = typed.get("authorizing"), typed.get("authorized_for")
        if isinstance(authorizing, dict) and change in list(ResellerChannel):
            self._requests.create_option_change(ResellerChannel(change), authorizing)
        if isinstance(resold, dict):
            self._resales.restore(resold)
