"""What is typed into a draft request: written as it is typed, and never over someone else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual import getters

from csp_tui.domain.errors import StaleRequest, WorkbenchError
from csp_tui.domain.support import Severity, SupportRequest, severity_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.request_details import RequestDetails, differing, filled, stamp
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.draft_saver import DraftSaver
from csp_tui.ui.screens.offer_versions import CHANGES
from csp_tui.ui.screens.request_actions import RequestActions
from csp_tui.ui.screens.request_versions import RequestReading, is_draft, request_rows
from csp_tui.ui.widgets.request_wizard import RequestWizard


class RequestTyping(RequestActions):
    """The part of a request's screen that writes what is typed.

    Attributes:
        saver: Writes what is typed.
    """

    wizard = getters.query_one(RequestWizard)

    def __init__(self, request_id: int) -> None:
        super().__init__(request_id)
        self._leaving: Callable[[], None] | None = None
        self._is_overtaken = False
        self._wrote = RequestDetails()
        # What stands in the fields was made of this; what was written here since is in it.
        self._base: SupportRequest | None = None
        self.saver = DraftSaver(self, self._write, self._kept, self._not_kept)

    def leave(self, go: Callable[[], None]) -> None:
        """Go elsewhere when everything that was typed is written."""
        raise NotImplementedError

    def with_saved(self, go: Callable[[], object]) -> None:
        """Go on when everything that was typed is written."""
        self.saver.flush(go)

    def show_reading(self, reading: RequestReading) -> None:
        """Show what was read; what is typed from now on is made of that."""
        super().show_reading(reading)
        self._base = reading.request
        self._is_overtaken = False

    def seen_of(self, names: Iterable[str]) -> dict[str, str]:
        """What was stored in fields when the typing began, for a session that goes on with it."""
        said = {} if self._base is None else stamp(self._base)
        return {name: str(said[name]) for name in names if name in said}

    def begin_on(self, seen: object) -> None:
        """Take for the beginning of the typing what an earlier session had seen in the fields.

        Args:
            seen: What ``seen_of`` gave then; it comes from a file, so that any of it may be wrong.
        """
        if self._base is None or not isinstance(seen, dict):
            return
        fields = {name for name in stamp(self._base) if name not in ("status", "ticket")}
        said: dict[str, Any] = {
            name: text for name, text in seen.items() if name in fields and isinstance(text, str)
        }
        if "severity" in said:
            known = said["severity"] in list(Severity)
            said["severity"] = Severity(said["severity"]) if known else None
        self._base = filled(self._base, RequestDetails(**said))

    def _write(self, details: RequestDetails) -> SupportRequest:
        self._wrote = details
        return self.app.workbench.support.edit(self.request_id, details, seen=self._base)

    def _kept(self, request: SupportRequest) -> None:
        self.request = request
        self._is_overtaken = False
        self._base = filled(self._base or request, self._wrote)
        if differing(self._base, request):
            # Someone else has changed other fields, which do not show it yet.
            self.load()

    def _not_kept(self, error: WorkbenchError) -> None:
        leaving, self._leaving = self._leaving, None
        if isinstance(error, StaleRequest):
            self._overtaken(error, leaving)
            return
        if leaving is None:
            self.app.show_problem(error)
            return
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        def answered(choice: str | None) -> None:
            if choice == "leave":
                self.saver.forget()
                leaving()

        dialog = ConfirmDialog(
            _("Leave without saving?"),
            [_("What you typed last could not be saved."), render(error.message)],
            [("leave", _("Leave"))],
            cancel=_("Stay"),
        )
        self.app.push_screen(dialog, answered)

    def _overtaken(self, error: StaleRequest, leaving: Callable[[], None] | None) -> None:
        """Keep what is typed beside what someone else has stored; ask where someone waits."""
        if not set(self.saver.unwritten) - {"step"}:
            self.saver.forget()
            if leaving is not None:
                leaving()
                return
            self.load()
            self.tell(render(error.message), "refused")
            return
        self._is_overtaken = True
        self.refresh_commands()
        if self.saver.was_asked or not is_draft(error.now):
            self._ask_which(leaving)
            return
        text = _(
            "Someone else has changed what you are typing here. Yours is kept, not saved yet; "
            "{key} shows both versions."
        ).format(key=key_of(CHANGES.id))
        self.tell(text, "refused")

    def why_not_changes(self) -> str | None:
        """There must be two versions."""
        if self._is_overtaken:
            return None
        return _("Nobody else has changed what you are changing here.")

    def command_changes(self) -> None:
        """Compare both versions."""
        self._ask_which(None)

    def _ask_which(self, leaving: Callable[[], None] | None) -> None:
        base = self._base
        if base is None:
            return

        def ask(reading: RequestReading) -> None:
            if not is_draft(reading.request):
                self.meet_step(base, None, self._typed_words())
                return
            from csp_tui.ui.dialogs.versions import VersionsDialog

            rows = request_rows(base, reading.request, self._typed_words())
            dialog = VersionsDialog(reading.theirs, rows, by_field=False)
            self.app.push_screen(dialog, lambda answer: self._chosen(answer, reading, leaving))

        self.job(self.read, ask, group="meeting", failed=self.not_read)

    def _chosen(
        self, answer: str | None, reading: RequestReading, leaving: Callable[[], None] | None
    ) -> None:
        if answer is None:
            return
        if answer == "theirs":
            self.saver.forget()
        self.show_reading(reading)
        if leaving is not None:
            self.leave(leaving)
        elif answer == "mine":
            self.saver.flush(lambda: self.tell(_("Your version is saved in the draft.")))
        else:
            self.tell(_("What is stored is shown; your changes were dropped."), "plain")

    def _typed_words(self) -> dict[str, str]:
        return {
            name: render(severity_title(value)) if isinstance(value, Severity) else str(value)
            for name, value in self.saver.unwritten.items()
            if name != "step"
        }
