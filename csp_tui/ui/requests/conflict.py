"""What happens on a request's page when someone else has changed the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.support import RequestStatus, StaleRequest, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.commands.catalog.offers import CHANGES
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.conflicts import ConflictDialogs
from csp_tui.ui.kit.page import Page
from csp_tui.ui.requests.draft import RequestDraft
from csp_tui.ui.requests.draft_saver import DraftSaver
from csp_tui.ui.requests.versions import OpenRequest, RequestReading, load_conflict, version_rows
from csp_tui.ui.text.conflicts import Conflict


class RequestConflict:
    """Shows both versions of a request; unsaved input and what others have stored both stay.

    Args:
        page: The page of the request.
        opened: The request.
        draft: Its unsaved input.
        saver: Writes the input.
        show: Shows a reading on the page.
        not_read: Gets the error of a failed reading.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (CHANGES,)

    def __init__(
        self,
        page: Page,
        opened: OpenRequest,
        draft: RequestDraft,
        saver: DraftSaver,
        show: Callable[[RequestReading], None],
        not_read: Callable[[WorkbenchError], None],
    ) -> None:
        self._page = page
        self._opened = opened
        self._draft = draft
        self._saver = saver
        self._show = show
        self._dialogs: ConflictDialogs[RequestReading] = ConflictDialogs(
            page, lambda conflict: show(conflict.now), not_read
        )

    # --- steps in the life of a request

    def or_conflict(
        self,
        seen: SupportRequest,
        repeat: Callable[[], object],
        typed: Mapping[str, str] | None = None,
    ) -> Callable[[WorkbenchError], None]:
        """An error handler for a step such as completing; called before the step.

        Args:
            seen: The request on which the user decided.
            repeat: Tries the step again on what is stored then.
            typed: What was entered for the step, by names of the request's fields.

        Returns:
            For ``on_error``: if the request is stale, it shows both versions and offers to reload
            or to try again. Other errors are shown.
        """
        # The page may have read the request again when the error arrives, for example because a
        # dialog above it was closed.
        newest = self._opened.newest

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, StaleRequest):
                self._resolve_step(seen, newest, repeat, typed or {})
            else:
                self._page.app.show_problem(error)

        return failed

    def _resolve_step(
        self,
        seen: SupportRequest,
        newest: int | None,
        repeat: Callable[[], object],
        typed: Mapping[str, str],
    ) -> None:
        self._dialogs.load(
            lambda: load_conflict(self._page.app.workbench, seen, newest),
            lambda conflict: self._ask_repeat(conflict, repeat, typed),
        )

    def _ask_repeat(
        self,
        conflict: Conflict[RequestReading],
        repeat: Callable[[], object] | None,
        typed: Mapping[str, str],
    ) -> None:
        why = _("Your change was not applied because the support request has changed:")
        self._dialogs.ask_repeat(conflict, version_rows(conflict, typed), repeat, why)

    # --- unsaved input

    def resolve_save(
        self, error: StaleRequest, then: Callable[[], object] | None, *, is_awaited: bool
    ) -> None:
        """Keep both versions after a refused save; ask at once if something waits for the save.

        Args:
            error: The refusal.
            then: Leaves the page once this is decided; None if the user stays.
            is_awaited: Whether something was to happen after the save.
        """
        page = self._page
        if not self._draft.typed:
            self._saver.discard()
            if then is not None:
                then()
                return
            page.load()
            page.tell(render(error.message), "refused")
            return
        self._draft.is_conflicting = True
        page.refresh_commands()
        if is_awaited or error.now.status is not RequestStatus.DRAFT:
            self.show_conflict(then)
            return
        text = _(
            "Someone else has changed what you are typing here. Yours is kept, not saved yet; "
            "{key} shows both versions."
        ).format(key=key_label(CHANGES.id))
        page.tell(text, "refused")

    def disabled_reason_changes(self) -> str | None:
        """Comparing needs two versions."""
        if self._draft.is_conflicting:
            return None
        return _("No one else has changed the fields that you are changing here.")

    def command_changes(self) -> None:
        """Compare both versions."""
        self.show_conflict(None)

    def show_conflict(self, then: Callable[[], object] | None) -> None:
        """Load what is stored now, and ask which version stays.

        Args:
            then: Leaves the page once this is decided; None if the user stays.
        """
        base, newest = self._draft.base, self._opened.newest
        if base is None:
            return

        def ask(conflict: Conflict[RequestReading]) -> None:
            typed = self._draft.typed_lines()
            if conflict.now.request.status is not RequestStatus.DRAFT:
                self._ask_repeat(conflict, None, typed)
                return
            rows = version_rows(conflict, typed)
            self._dialogs.ask_version(
                conflict,
                rows,
                lambda answer: self._decided(answer, conflict.now, then),
                by_field=False,
            )

        self._dialogs.load(lambda: load_conflict(self._page.app.workbench, base, newest), ask)

    def _decided(
        self, answer: str | None, now: RequestReading, then: Callable[[], object] | None
    ) -> None:
        page = self._page
        if answer is None:
            return
        if answer == "theirs":
            self._saver.discard()
        self._show(now)
        if then is not None:
            page.leave(then)
        elif answer == "mine":
            self._saver.flush(lambda: page.tell(_("Your version is saved in the draft.")))
        else:
            page.tell(_("Showing the saved version; your changes were discarded."), "plain")
