"""An audience list from a file: shown before it is done, then done as shown."""

from __future__ import annotations

from csp_tui.domain.errors import RuleRefusal
from csp_tui.domain.history import Action
from csp_tui.domain.intake import AudienceFile
from csp_tui.services.audience import AudienceEdit, AudienceService
from csp_tui.services.context import Context
from csp_tui.services.views import ImportPreview


class AudienceImportService:
    """Importing a list into an offer's draft.

    Args:
        context: Storage, time and who is at work.
        audience: The service that writes.
    """

    def __init__(self, context: Context, audience: AudienceService) -> None:
        self._context = context
        self._audience = audience

    def preview(self, offer_id: str, file: AudienceFile, *, replace: bool = False) -> ImportPreview:
        """Say what importing would do, changing nothing.

        Args:
            offer_id: The offer.
            file: The rows that were read.
            replace: Whether partners that are not in the file leave the draft list.

        Raises:
            NotFound: There is no such offer.
        """
        wanted = dict.fromkeys(entry.tenant_id for entry in file.entries)
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            draft = unit.audiences.draft_ids(offer_id)
            on_draft = set(draft)
            added = tuple(tenant for tenant in wanted if tenant not in on_draft)
            known = unit.directory.names(added)
        return ImportPreview(
            offer_id=offer_id,
            version=offer.version,
            added=added,
            already=len(wanted) - len(added),
            removed=tuple(tenant for tenant in draft if tenant not in wanted) if replace else (),
            unknown=tuple(tenant for tenant in added if tenant not in known),
            rejects=tuple(file.rejects),
        )

    def edit_of(self, preview: ImportPreview, file: AudienceFile) -> AudienceEdit:
        """The edit of the draft that a preview stands for."""
        labels = {entry.tenant_id: entry.label for entry in file.entries if entry.label}
        return AudienceEdit(add=preview.added, remove=preview.removed, labels=labels)

    def run(self, preview: ImportPreview, file: AudienceFile) -> None:
        """Do what was previewed, all of it or nothing.

        Raises:
            RuleRefusal: The rules do not allow it.
            StaleOffer: The offer has changed since the preview.
        """
        edit = self.edit_of(preview, file)
        if edit:
            self._audience.save_draft(
                preview.offer_id, edit, version=preview.version, action=Action.AUDIENCE_IMPORTED
            )

    def require_allowed(self, preview: ImportPreview, file: AudienceFile) -> None:
        """Ask the rules about a preview before a dry run promises it.

        Raises:
            RuleRefusal: The rules do not allow it.
        """
        for verdict in self._audience.consult(preview.offer_id, self.edit_of(preview, file)):
            if not verdict.is_open:
                raise RuleRefusal(verdict)
