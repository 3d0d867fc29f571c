"""Saves the unsaved changes to an audience, as one change with one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.errors import RuleRefusal, StaleOffer, WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import SaveResult
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.names import saved_text
from csp_tui.ui.audience.requests import AudienceRequests
from csp_tui.ui.commands.catalog.common import DRAFT_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.section import Section

if TYPE_CHECKING:
    pass


class DraftSaving:
    """Saves option and list in the draft, and shows why that is refused.

    Args:
        section: The audience page.
        draft: The unsaved changes.
        requests: Explains what only a support request can change.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (DRAFT_SAVE,)

    def __init__(self, section: Section, draft: AudienceDraft, requests: AudienceRequests) -> None:
        self._section = section
        self._draft = draft
        self._requests = requests

    def disabled_reason_draft_save(self) -> str | None:
        """Saving needs a change."""
        return None if self._draft else _("There is nothing to save here.")

    def command_draft_save(self) -> None:
        """Save option and list in the draft, in one step."""
        section, audience = self._section, self._section.app.workbench.audience
        view = section.view
        if view is None:
            return
        edit = self._draft.to_edit()
        version = view.state.offer.version
        then = section.after_save
        section.tasks.run_write(
            lambda: audience.save_draft(section.offer_id, edit, version=version),
            lambda result: self._saved(edit, result, then),
            on_error=self._not_saved,
        )

    def _saved(
        self, edit: AudienceEdit, result: SaveResult, then: Callable[[], object] | None
    ) -> None:
        section = self._section
        section.mark_saved(edit)
        section.page.tell(saved_text(edit, result))
        section.page.load()
        if then is not None:
            then()

    def _not_saved(self, error: WorkbenchError) -> None:
        if isinstance(error, StaleOffer):
            self._section.page.conflict.show_conflict()
        elif isinstance(error, RuleRefusal) and error.verdict.tenant_ids:
            self._requests.explain_removal(error.verdict)
        else:
            self._section.app.show_problem(error)
