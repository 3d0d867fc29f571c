"""What happens on an offer's page when someone else has changed the offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from csp_tui.domain.errors import StaleOffer, WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.offers import CHANGES
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.conflicts import ConflictDialogs
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.section import Section
from csp_tui.ui.offer.opened import OpenOffer
from csp_tui.ui.text.conflicts import Conflict, VersionRow, load_conflict


class OfferConflict:
    """Shows both versions of an offer; unsaved input and what others have stored both stay.

    Args:
        page: The page of the offer.
        opened: The offer.
        section: Gives the open section, None if there is none.
        show: Shows the state of the offer on the page.
        show_next: Shows on the page what comes next.
        not_loaded: Gets the error of a failed reading.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (CHANGES,)

    def __init__(
        self,
        page: Page,
        opened: OpenOffer,
        *,
        section: Callable[[], Section | None],
        show: Callable[[AudienceView], None],
        show_next: Callable[[], None],
        not_loaded: Callable[[WorkbenchError], None],
    ) -> None:
        self._page = page
        self._opened = opened
        self._section = section
        self._show = show
        self._show_next = show_next
        self._dialogs: ConflictDialogs[AudienceView] = ConflictDialogs(
            page, self._show_stored, not_loaded
        )

    def next_step(self) -> str:
        """What comes next while there are two versions; "" if there are not."""
        opened = self._opened
        if opened.entries and not self._page.has_unsaved:
            # The unsaved input is gone, so that what is stored can be shown.
            opened.entries = ()
            self._page.call_later(self._page.load)
        if not opened.entries:
            return ""
        return _("{who} has changed this offer: compare both versions ({key})").format(
            who=opened.entries[0].who, key=key_label(CHANGES.id)
        )

    def disabled_reason_changes(self) -> str | None:
        """Comparing needs two versions."""
        if self._opened.entries:
            return None
        return _("No one else has changed the fields that you are changing here.")

    def show_conflict(self) -> None:
        """Load what is stored now, and ask which version stays."""
        self._load(self._opened.view, self._opened.newest, self._ask_version)

    command_changes = show_conflict

    def or_conflict(
        self,
        rows: Callable[[Conflict[AudienceView]], Sequence[VersionRow]],
        repeat: Callable[[], object],
    ) -> Callable[[WorkbenchError], None]:
        """An error handler for a step without input, such as publishing; called before the step.

        Args:
            rows: What the step would have done, beside what it would do now.
            repeat: Tries the step again on what is stored then.

        Returns:
            For ``on_error``: if the offer is stale, it shows both versions and offers to reload or
            to try again; unsaved input of the section stays. Other errors are shown.
        """
        # The page may have read the offer again when the error arrives, for example because a
        # dialog above it was closed.
        before, newest = self._opened.view, self._opened.newest

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, StaleOffer):
                self._load(
                    before,
                    newest,
                    lambda conflict: self._dialogs.ask_repeat(conflict, rows(conflict), repeat),
                )
            else:
                self._page.app.show_problem(error)

        return failed

    def _load(
        self,
        before: AudienceView | None,
        newest: int | None,
        done: Callable[[Conflict[AudienceView]], None],
    ) -> None:
        if before is None or newest is None:
            self._page.load()
            return
        self._dialogs.load(lambda: load_conflict(self._page.app.workbench, before, newest), done)

    def _ask_version(self, conflict: Conflict[AudienceView]) -> None:
        section = self._section()
        if section is None:
            return
        self._opened.entries = conflict.entries
        self._dialogs.ask_version(
            conflict,
            section.versions(conflict),
            lambda answer: self._decided(answer, conflict, section),
            by_field=section.SHOWS_BOTH_SIDES,
        )

    def _decided(
        self, answer: str | None, conflict: Conflict[AudienceView], section: Section
    ) -> None:
        page = self._page
        if answer is None:
            self._show_next()
            return
        if answer == "theirs":
            section.discard()
        self._show_stored(conflict)
        match answer:
            case "mine":
                page.action_run_command("draft.save")
            case "theirs":
                page.tell(_("Showing the saved version; your changes were discarded."), "plain")
            case _:
                page.tell(_("Where both differ, theirs is shown below the field."), "plain")

    def _show_stored(self, conflict: Conflict[AudienceView]) -> None:
        self._opened.resolve(conflict.newest)
        self._show(conflict.now)
