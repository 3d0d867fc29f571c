"""Import and export of an audience's list."""

from __future__ import annotations

import io
from pathlib import Path

from csp_tui.domain.errors import StaleOffer
from csp_tui.domain.offer import channel_title
from csp_tui.exchange.audience_csv import write_audience
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.sections.audience_partners import AudiencePartners
from csp_tui.ui.versions import Meeting, VersionRow


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
        from csp_tui.ui.choosing_file import ask_for_file

        def chosen(path: Path | Pasted | None) -> None:
            if path is not None:
                self._preview_import(path)

        ask_for_file(self.app, "audience", _("Import a list"), _("CSV file to import"), chosen)

    def _preview_import(self, path: Path | Pasted) -> None:
        from csp_tui.ui.dialogs.audience_import import AudienceImportDialog
        from csp_tui.ui.sections.audience_recovery import some_names

        planned = ""

        def imported(text: str | None) -> None:
            if text:
                self.page.tell(text)
                self.page.load()

        def rows(meeting: Meeting) -> list[VersionRow]:
            lines = [
                label + " " + some_names(names)
                for label, names in (
                    (_("Partners added") + ":", meeting.added.values()),
                    (_("Partners removed") + ":", meeting.removed.values()),
                )
                if names
            ]
            option = meeting.now.channel
            if option != meeting.before.channel:
                text = _("CSP reseller audience: {option}")
                lines.insert(0, text.format(option=render(channel_title(option))))
            return [VersionRow(_("Draft list"), "", planned, "\n".join(lines))]

        def again() -> None:
            # Asked anew, for what the file would do is different now; so may be what is allowed.
            reason = self.why_not_audience_import()
            if reason is None:
                self._preview_import(path)
            else:
                self.page.tell(reason, "refused")

        failed = self.page.or_meet(rows, again)

        def overtaken(error: StaleOffer, wanted: str) -> None:
            nonlocal planned
            planned = wanted
            failed(error)

        self.app.push_screen(AudienceImportDialog(self.offer_id, path, overtaken), imported)

    def why_not_audience_export(self) -> str | None:
        """There must be a list."""
        if self.view is None or not self.view.standing.draft_partners:
            return _("There is no saved partner to export.")
        return None

    def command_audience_export(self) -> None:
        """Ask for a file and write the draft list into it; where there are none, show it."""
        from csp_tui.ui.dialogs.file_path import FilePathDialog

        name = f"{self.offer_id}-csp-partners.csv"
        if self.app.is_web or not self.app.policy.files:
            self._hand_over(name)
            return

        def chosen(path: Path | None) -> None:
            if path is not None:
                self._export(path)

        self.app.push_screen(
            FilePathDialog(
                _("Export CSPs"),
                _("CSV file to write"),
                initial=name,
                button=_("Export"),
            ),
            chosen,
        )

    def _hand_over(self, name: str) -> None:
        from csp_tui.ui.handing_over import hand_over

        def written() -> str:
            stream = io.BytesIO()
            write_audience(stream, self.app.workbench.audience.export(self.offer_id))
            return stream.getvalue().decode("utf-8")

        self.job(written, lambda text: hand_over(self.app, text, name), group="export")

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
