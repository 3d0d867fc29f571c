"""What importing partners into a list would do, without anything of the screen."""

from __future__ import annotations

from csp_tui.domain.import_rows import AudienceFile
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.audience_import import AudienceImportService
from csp_tui.services.import_report import audience_notes, audience_summary
from csp_tui.services.views import ImportPreview
from csp_tui.ui.text.offers import refusal_words
from csp_tui.ui.text.rejected_rows import reject_lines


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """How an import changes a list, for the unsaved changes of the page.

    Attributes:
        added: Names by tenant ID of the partners that join the list, "" without a name.
        removed: Tenant IDs of the partners that leave it.
        replaces: Whether the list becomes that of the file, without unsaved searches.
        summary: What it does, in a sentence.
    """

    added: dict[str, str]
    removed: tuple[str, ...]
    replaces: bool
    summary: str


@dataclass(frozen=True, slots=True)
class ImportPlans:
    """The two ways to import partners: adding them to a list, or replacing the list.

    Attributes:
        file: The imported rows.
        add: What adding them would do.
        replace: What replacing the list would do.
        pending: The unsaved changes of the list.
    """

    file: AudienceFile
    add: ImportPreview
    replace: ImportPreview
    pending: AudienceEdit

    @classmethod
    def read(
        cls,
        service: AudienceImportService,
        offer_id: str,
        file: AudienceFile,
        pending: AudienceEdit,
    ) -> ImportPlans:
        """Preview both ways; called in a thread."""
        return cls(
            file,
            service.preview(offer_id, file, pending=pending),
            service.preview(offer_id, file, replace=True, pending=pending),
            pending,
        )

    def reason_against_adding(self, nothing_new: str) -> str | None:
        """Why the partners can't be added, None if they can.

        Args:
            nothing_new: What is said if none of them is new.
        """
        if self.add.refusal is not None:
            return refusal_words(self.add.refusal)
        return None if self.add.added else nothing_new

    def reason_against_replacing(self) -> str | None:
        """Why the list can't be replaced, None if it can."""
        if self.replace.refusal is not None:
            return refusal_words(self.replace.refusal)
        changes = self.replace.removed or self.replace.added or self.pending.queries
        return None if changes else _("The list has all of this already.")

    def planned(self, *, replaces: bool) -> PlannedImport:
        """What one of the ways promises."""
        preview = self.replace if replaces else self.add
        labels = {entry.tenant_id: entry.label for entry in self.file.entries}
        return PlannedImport(
            added={tenant_id: labels[tenant_id] for tenant_id in preview.added},
            removed=preview.removed,
            replaces=replaces,
            summary=render(audience_summary(preview)),
        )

    def lines(self) -> list[str]:
        """What both ways would do, a line each."""
        add, replace = self.add, self.replace
        lines = [_("Add to the list: {what}").format(what=render(audience_summary(add)))]
        if replace.removed or replace.by_request or replace.resold or replace.kept:
            what = render(audience_summary(replace))
            lines.append(_("Replace the list: {what}").format(what=what))
        notes = [render(note) for note in audience_notes(replace)]
        if self.pending.queries:
            notes.append(_("Replacing the list also discards the search results added before."))
        if notes:
            lines += ["", *(f"! {note}" for note in notes)]
        return [*lines, *reject_lines(add.rejects, add.rejected)]
