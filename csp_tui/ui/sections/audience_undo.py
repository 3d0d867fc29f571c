"""Taking back the last change of an audience's draft."""

from __future__ import annotations

from datetime import UTC

from csp_tui.domain.history import Entry, summarize
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.sections.audience_partners import AudiencePartners


class AudienceUndo(AudiencePartners):
    """The part of the audience section that undoes."""

    def command_audience_undo(self) -> None:
        """Drop what is not saved; else say what would be taken back, and take it back."""
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        if self.is_dirty:
            self.discard()
            self.page.tell(_("What was not saved is dropped."), "plain")
            return

        def found(entry: Entry | None) -> None:
            if entry is None:
                self.page.tell(
                    _("There is no change of the draft to take back since it was published."),
                    "refused",
                )
                return
            when = entry.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
            lines = [
                render(summarize(entry)),
                _("by {who}, {when} UTC").format(who=entry.who, when=when),
            ]
            dialog = ConfirmDialog(_("Take this back?"), lines, [("undo", _("Take it back"))])
            self.app.push_screen(dialog, answered)

        def answered(choice: str | None) -> None:
            if choice == "undo" and self.view is not None:
                version = self.view.standing.offer.version
                self.save(
                    lambda: self.app.workbench.undo.undo(
                        self.offer_id, version=version, others=True
                    ),
                    self._undone,
                )

        self.job(lambda: self.app.workbench.undo.last(self.offer_id), found)

    def _undone(self, entry: Entry) -> None:
        self.page.tell(_("Taken back: {what}").format(what=render(summarize(entry))))
        self.page.load()
