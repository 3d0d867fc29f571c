"""Import and export of an audience's list."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.offer import ResellerChannel
from csp_tui.exchange.audience_csv import write_audience
from csp_tui.exchange.csv_form import PLAIN, CsvForm, excel_form
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import current, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.messages import DraftChanged
from csp_tui.ui.audience.selection import PartnerSelection
from csp_tui.ui.commands.catalog.audience import (
    AUDIENCE_COPY_LIST,
    AUDIENCE_EXPORT,
    AUDIENCE_IMPORT,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.section import Section
from csp_tui.ui.text.offers import refusal_words

if TYPE_CHECKING:
    from csp_tui.services.views import AudienceView
    from csp_tui.ui.audience.import_plans import PlannedImport


class AudienceFiles:
    """Imports a list into the draft and exports the draft list.

    Args:
        section: The audience page.
        draft: The unsaved changes, which an import becomes part of.
        selection: Says whether partners can be added.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        AUDIENCE_IMPORT,
        AUDIENCE_COPY_LIST,
        AUDIENCE_EXPORT,
    )

    def __init__(self, section: Section, draft: AudienceDraft, selection: PartnerSelection) -> None:
        self._section = section
        self._draft = draft
        self._selection = selection

    def disabled_reason_audience_import(self) -> str | None:
        """A list is imported under the second option."""
        return self._selection.disabled_reason_audience_select()

    def command_audience_import(self) -> None:
        """Ask for a file, show what it would do, then add that to the unsaved changes."""
        from csp_tui.ui.kit.files.choose_import import ask_for_file

        def chosen(path: Path | Pasted | None) -> None:
            if path is not None:
                self.preview_import(path)

        ask_for_file(
            self._section.app, "audience", _("Import a list"), _("CSV file to import"), chosen
        )

    def preview_import(self, path: Path | Pasted) -> None:
        """Show what an import would do, and add it to the unsaved changes if that is wanted."""
        from csp_tui.ui.audience.import_dialog import AudienceImportDialog

        section = self._section
        dialog = AudienceImportDialog(section.offer_id, path, self._draft.to_edit())
        section.app.push_screen(dialog, self._take)

    def disabled_reason_audience_copy_list(self) -> str | None:
        """A list is copied under the second option, or into an offer that can take it (R12)."""
        view = self._section.view
        if view is None:
            return _("The offer is still being read.")
        if self._needs_option(view):
            verdict = decide(view.state, ChooseOption(ResellerChannel.SOME))
            return None if verdict.is_allowed else refusal_words(verdict)
        return self._selection.disabled_reason_audience_select()

    def command_audience_copy_list(self) -> None:
        """Ask for an offer, show what copying its list would do, then make that pending."""
        from csp_tui.ui.audience.copy_list_dialog import CopyListDialog

        section, view = self._section, self._section.view
        if view is None:
            return
        edit = self._draft.to_edit()
        if self._needs_option(view):
            edit = replace(edit, channel=ResellerChannel.SOME)

        def planned(plan: PlannedImport | None) -> None:
            if plan is not None and edit.channel is ResellerChannel.SOME:
                self._draft.choose(ResellerChannel.SOME, stored=view.channel)
            self._take(plan)

        section.app.push_screen(CopyListDialog(section.offer_id, edit), planned)

    def _needs_option(self, view: AudienceView) -> bool:
        return (self._draft.option or view.channel) is not ResellerChannel.SOME

    def _take(self, plan: PlannedImport | None) -> None:
        """Add what a preview has promised to the unsaved changes."""
        if plan is None:
            return
        section, draft = self._section, self._draft
        draft.add(plan.added)
        draft.remove(dict.fromkeys(plan.removed, ""))
        if plan.replaces:
            for query in tuple(draft.queries):
                draft.remove_query(query)
        section.post_message(DraftChanged())
        text = _("{what} Not saved yet. Save draft: {key}.")
        section.page.tell(text.format(what=plan.summary, key=key_label("draft.save")), "plain")

    def disabled_reason_audience_export(self) -> str | None:
        """There must be a list."""
        if self._section.view is None or not self._section.view.state.draft_partners:
            return _("There are no saved partners to export.")
        return None

    def command_audience_export(self) -> None:
        """Ask for a file and write the draft list into it; where there are none, show it."""
        from csp_tui.ui.kit.dialogs.file_path import FilePathDialog

        name = f"{self._section.offer_id}-csp-partners.csv"
        if self._section.app.is_web or not self._section.app.policy.files:
            self._hand_over(name)
            return

        def chosen(path: Path | None) -> None:
            if path is not None:
                form = excel_form(os.environ, current()) if dialog.has_option else PLAIN
                self._export(path, form)

        dialog = FilePathDialog(
            _("Export CSPs"),
            _("CSV file to save to"),
            initial=name,
            button=_("Export"),
            option=_("For Excel, with its separator and encoding"),
        )
        self._section.app.push_screen(dialog, chosen)

    def _hand_over(self, name: str) -> None:
        from csp_tui.ui.kit.files.deliver import deliver

        def written() -> str:
            stream = io.BytesIO()
            write_audience(
                stream, self._section.app.workbench.audience.export(self._section.offer_id)
            )
            return stream.getvalue().decode("utf-8")

        self._section.tasks.run(
            written, lambda text: deliver(self._section.app, text, name), group="export"
        )

    def _export(self, path: Path, form: CsvForm) -> None:
        def write() -> int:
            rows = self._section.app.workbench.audience.export(self._section.offer_id)
            return write_audience(path, rows, form)

        def written(count: int) -> None:
            self._section.page.tell(
                _("Exported: {what} to {path}").format(
                    what=ngettext("{count} partner", "{count} partners", count), path=path
                )
            )

        self._section.tasks.run_write(write, written)
