"""Leaving the page of a draft request, whose input is saved first."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.support import StaleRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.kit.page import Page
from csp_tui.ui.requests.conflict import RequestConflict
from csp_tui.ui.requests.draft_saver import DraftSaver
from csp_tui.ui.requests.versions import OpenRequest


class RequestLeaving:
    """Saves unsaved input before the page is left, and asks if that fails.

    Args:
        page: The page of the request.
        opened: The request.
        saver: Writes the input.
        conflict: What to do if someone else has changed the request.
    """

    def __init__(
        self, page: Page, opened: OpenRequest, saver: DraftSaver, conflict: RequestConflict
    ) -> None:
        self._page = page
        self._opened = opened
        self._saver = saver
        self._conflict = conflict
        self._leave: Callable[[], object] | None = None

    def leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere once everything is saved."""

        def saved() -> None:
            self._leave = None
            is_draft = self._opened.is_draft
            go()
            screen = self._page.app.screen
            if is_draft and isinstance(screen, Page):
                number = self._opened.request_id
                screen.tell(_("Request {id} is kept as a draft.").format(id=number))

        self._leave = go
        self._saver.flush(saved)

    def not_saved(self, error: WorkbenchError, is_awaited: bool) -> None:
        """Show the error of a save; ask whether to leave without saving if that was the reason.

        Args:
            error: The error.
            is_awaited: Whether something was to happen after the save.
        """
        leave, self._leave = self._leave, None
        if isinstance(error, StaleRequest):
            self._conflict.resolve_save(error, leave, is_awaited=is_awaited)
            return
        if leave is None:
            self._page.app.show_problem(error)
            return
        self._ask(error, leave)

    def _ask(self, error: WorkbenchError, leave: Callable[[], object]) -> None:
        from csp_tui.ui.kit.dialogs.confirm import confirm

        def discard() -> None:
            self._saver.discard()
            leave()

        confirm(
            self._page.app,
            _("Leave without saving?"),
            [_("Your last input could not be saved."), render(error.message)],
            _("Leave"),
            discard,
            cancel=_("Stay"),
            loses=True,
        )
