"""An offer's page while others change the offer: nothing typed is lost, nothing stored unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csp_tui.domain.errors import NotFound, StaleOffer, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import NO_VERSION
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.versions import Meeting, OfferReading, VersionRow, read_meeting, read_offer
from csp_tui.ui.watching import others_words
from csp_tui.ui.workbench_screen import WorkbenchScreen

if TYPE_CHECKING:
    from csp_tui.ui.sections.section import Section

CHANGES = Command(
    "changes",
    N_("Both versions"),
    N_("Compare what you changed here with what someone else has saved meanwhile"),
    "f6",
    bar=False,
)


class OfferVersions(WorkbenchScreen):
    """Reads an offer, and keeps apart what is typed and what others have stored since.

    Args:
        offer_id: The offer.

    Attributes:
        view: Where the offer stood when what is shown was read, None until it is.
        theirs: What others have stored since then, newest first, while something is not saved.
    """

    def __init__(self, offer_id: str) -> None:
        super().__init__()
        self.offer_id = offer_id
        self.view: AudienceView | None = None
        self.theirs: tuple[Entry, ...] = ()
        self._seen: int | None = None
        self._told = ""

    @property
    def section(self) -> Section | None:
        """The section that is open."""
        raise NotImplementedError

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed and not saved."""
        return self.section is not None and self.section.is_dirty

    def show_view(self, view: AudienceView) -> None:
        """Show where the offer stands."""
        raise NotImplementedError

    def show_next(self, instead: str = "") -> None:
        """Say what comes next."""
        raise NotImplementedError

    def load(self) -> None:
        """Read where the offer stands; what is typed stays as it is."""
        seen = self._seen
        self.job(
            lambda: read_offer(self.app.workbench, self.offer_id, seen),
            self._loaded,
            failed=self._not_loaded,
        )

    def _loaded(self, reading: OfferReading) -> None:
        # What was compared while this was read is known by now.
        theirs = tuple(entry for entry in reading.theirs if entry.id > (self._seen or 0))
        if self.is_dirty and self.view is not None and theirs:
            self.theirs = theirs
            self.show_next()
            self.refresh_commands()
            return
        self.theirs = ()
        self._seen = reading.newest
        self.show_view(reading.view)

    def _not_loaded(self, error: WorkbenchError) -> None:
        if not isinstance(error, NotFound):
            self.app.show_problem(error)
        elif self.is_dirty:
            # What was typed is still to be seen; the way back leads away from it.
            self.tell(render(error.message), "refused")
        else:
            self.app.go_back()
            if self._told and isinstance(self.app.screen, WorkbenchScreen):
                # Whoever took it away is named where one finds oneself instead.
                self.app.screen.tell(self._told, "plain")
            self.app.show_problem(error)

    def shows(self, entry: Entry) -> bool:
        """Changes of the offer, and of partners' names."""
        return entry.offer_id in (None, self.offer_id)

    def database_replaced(self) -> None:
        """Let nothing that was decided upon the other file be taken for new enough here."""
        self._seen = 0
        if self.view is not None:
            standing = self.view.standing
            offer = replace(standing.offer, version=NO_VERSION)
            self.view = replace(self.view, standing=replace(standing, offer=offer))
            if self.section is not None:
                self.section.view = self.view

    def others_changed(self, entries: Sequence[Entry]) -> None:
        """Read anew, or where something is typed keep it and say how to see both versions."""
        concerned = [entry for entry in entries if self.shows(entry)]
        if concerned and self.is_dirty:
            self.load()
            text = _("{changed}. What you changed here is kept; {key} shows both versions.").format(
                changed=others_words(concerned, here=self.offer_id), key=key_of(CHANGES.id)
            )
            self.tell(text, "refused")
        elif concerned:
            self._told = others_words(concerned)
            self.load()
            self.tell(others_words(concerned, here=self.offer_id), "plain")

    def next_of_both(self) -> str:
        """What comes next while there are two versions, "" while there are not."""
        if self.theirs and not self.is_dirty:
            # What was typed is gone, and what is stored can be shown.
            self.theirs = ()
            self.call_later(self.load)
        if not self.theirs:
            return ""
        return _("{who} has changed this offer meanwhile: compare both versions ({key})").format(
            who=self.theirs[0].who, key=key_of(CHANGES.id)
        )

    def why_not_changes(self) -> str | None:
        """There must be two versions."""
        return None if self.theirs else _("Nobody else has changed what you are changing here.")

    def command_changes(self) -> None:
        """Compare both versions."""
        self.meet_versions()

    def meet_versions(self) -> None:
        """Read what is stored now, and ask which version stays."""
        before, seen = self.view, self._seen
        if before is None or seen is None:
            self.load()
            return
        self.job(
            lambda: read_meeting(self.app.workbench, before, seen),
            self._ask_which,
            group="meeting",
            failed=self._not_loaded,
        )

    def or_meet(
        self, rows: Callable[[Meeting], Sequence[VersionRow]], again: Callable[[], object]
    ) -> Callable[[WorkbenchError], None]:
        """Hear the error of a step that needs no typing, such as publishing; called before it.

        Args:
            rows: What the step would have done, beside what is stored now.
            again: Makes the step once more, on what is stored then.

        Returns:
            For ``failed``: of a stale offer both versions are shown, with reloading and
            trying again; what is typed in the section stays. Other errors are shown.
        """
        # The page may have read anew when the error comes, as where a question over it has closed.
        before, seen = self.view, self._seen

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, StaleOffer):
                self._meet_step(before, seen, rows, again)
            else:
                self.app.show_problem(error)

        return failed

    def _meet_step(
        self,
        before: AudienceView | None,
        seen: int | None,
        rows: Callable[[Meeting], Sequence[VersionRow]],
        again: Callable[[], object],
    ) -> None:
        if before is None or seen is None:
            self.load()
            return

        def ask(meeting: Meeting) -> None:
            from csp_tui.ui.dialogs.stale_step import StaleStepDialog

            def answered(choice: str | None) -> None:
                self.theirs = ()
                self._seen = meeting.newest
                self.show_view(meeting.now)
                if choice == "again":
                    again()
                else:
                    self.tell(_("What is stored now is shown; nothing of yours was done."), "plain")

            self.app.push_screen(StaleStepDialog(meeting.entries, rows(meeting)), answered)

        self.job(
            lambda: read_meeting(self.app.workbench, before, seen),
            ask,
            group="meeting",
            failed=self._not_loaded,
        )

    def _ask_which(self, meeting: Meeting) -> None:
        from csp_tui.ui.dialogs.versions import VersionsDialog

        section = self.section
        if section is None:
            return
        self.theirs = meeting.entries
        dialog = VersionsDialog(
            meeting.entries, section.versions(meeting), by_field=section.SHOWS_BOTH_SIDES
        )
        self.app.push_screen(dialog, lambda answer: self._chosen(answer, meeting, section))

    def _chosen(self, answer: str | None, meeting: Meeting, section: Section) -> None:
        if answer is None:
            self.show_next()
            return
        if answer == "theirs":
            section.discard()
        self.theirs = ()
        self._seen = meeting.newest
        self.show_view(meeting.now)
        match answer:
            case "mine":
                self.action_run_command("draft.save")
            case "theirs":
                self.tell(_("What is stored is shown; your changes were dropped."), "plain")
            case _:
                self.tell(_("Where both differ, theirs stands below the field."), "plain")
