"""Import and export of an audience's list."""

from __future__ import annotations

from pathlib import Path

from csp_tui.exchange.audience_csv import write_audience
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.sections.audience_partners import AudiencePartners


class AudienceFiles(AudiencePartners):
    """The part of the audience section that reads and writes files."""

    def why_not_audience_import(self) -> str | None:
        """A list is imported under the second option, on a saved draft."""
        if self.view is None:
            return _("The offer is still being read.")
        if self.is_dirty:
            return _("Save the draft first ({key}).").format(key=key_of("draft.save"))
        return self.why_not_audience_select()

    def command_audience_import(self) -> None:
        """Ask for a file, show what it would do, then do it."""
        from csp_tui.ui.dialogs.audience_import import AudienceImportDialog
        from csp_tui.ui.dialogs.file_path import FilePathDialog

        def chosen(path: Path | None) -> None:
            if path is not None:
                self.app.push_screen(AudienceImportDialog(self.offer_id, path), imported)

        def imported(text: str | None) -> None:
            if text:
                self.page.tell(text)
                self.page.load()

        self.app.push_screen(
            FilePathDialog(_("Import a list"), _("CSV file to import"), must_exist=True), chosen
        )

    def why_not_audience_export(self) -> str | None:
        """There must be a list."""
        if self.view is None or not self.view.standing.draft_partners:
            return _("There is no saved partner to export.")
        return None

    def command_audience_export(self) -> None:
        """Ask for a file and write the draft list into it."""
        from csp_tui.ui.dialogs.file_path import FilePathDialog

        def chosen(path: Path | None) -> None:
            if path is not None:
                self._export(path)

        self.app.push_screen(
            FilePathDialog(
                _("Export CSPs"),
                _("CSV file to write"),
                initial=f"{self.offer_id}-csp-partners.csv",
                button=_("Export"),
            ),
            chosen,
        )

    def _export(self, path: Path) -> None:
        def write() -> int:
            return write_audience(path, self.app.workbench.audience.export(self.offer_id))

        def written(count: int) -> None:
            self.page.tell(
                _("Written: {what} to {path}").format(
                    what=ngettext("{count} partner", "{count} partners", count), path=path
                )
            )

        self.save(write, written)
