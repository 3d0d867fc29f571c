"""An audience list from a file: previewed, then imported as previewed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.audience import AddPartners, decide
from csp_tui.domain.decisions.members import sort_removals
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import Action
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile, NoUsableRow
from csp_tui.domain.wording import say
from csp_tui.services.audience import AudienceEdit, unlisted_of
from csp_tui.services.views import ImportPreview

if TYPE_CHECKING:
    from csp_tui.services.audience_service import AudienceService
    from csp_tui.services.context import Context


class AudienceImportService:
    """Importing a list into an offer's draft.

    Args:
        context: Storage, time and the current user.
        audience: The service that writes.
    """

    def __init__(self, context: Context, audience: AudienceService) -> None:
        self._context = context
        self._audience = audience

    def list_of(self, offer_id: str) -> AudienceFile:
        """The draft list of an offer, as rows that another offer can import.

        Raises:
            InvalidInput: The list is empty.
            NotFound: There is no such offer.
        """
        rows = enumerate(self._audience.export(offer_id), start=1)
        entries = [AudienceEntry(place, tenant, name) for place, (tenant, name) in rows]
        if not entries:
            raise InvalidInput(
                say("The draft list of {offer_id} is empty.", offer_id=offer_id),
                say("Copy from an offer that has partners on its list."),
                field="source",
            )
        return AudienceFile(entries)

    def preview(
        self,
        offer_id: str,
        file: AudienceFile,
        *,
        replace: bool = False,
        pending: AudienceEdit | None = None,
    ) -> ImportPreview:
        """Say what importing would do, changing nothing; ``run`` then does exactly that.

        Args:
            offer_id: The offer.
            file: The rows that were read.
            replace: Whether partners that the file does not name leave the draft list, as far as
                the rules allow. An invalid row still names its partner.
            pending: An edit of the draft that is not saved yet and counts as if it were, except
                for its searches.

        Raises:
            InvalidInput: The file has no usable row.
            NotFound: There is no such offer.
        """
        if not file.entries:
            raise NoUsableRow(file.rejects, file.rejected)
        wanted = dict.fromkeys(entry.tenant_id for entry in file.entries)
        with self._context.open_read() as unit:
            offer = unit.offers.get(offer_id)
            state = unit.audiences.state(offer)
            pending = pending or AudienceEdit()
            draft = _with_pending(unit.audiences.draft_ids(offer_id), pending)
            on_draft = set(draft)
            added = tuple(tenant for tenant in wanted if tenant not in on_draft)
            known = unit.directory.names(added)
            missing = [tenant for tenant in draft if tenant not in wanted] if replace else []
            kept = tuple(tenant for tenant in missing if tenant in file.named)
            leaving = [tenant for tenant in missing if tenant not in file.named]
            members = unit.audiences.members(offer_id, leaving)
            unsaved = tuple(tenant for tenant in leaving if tenant not in members)
        if pending.channel is not None:
            offer = dataclasses.replace(offer, draft_channel=pending.channel)
            state = dataclasses.replace(state, offer=offer)
        removals = sort_removals(state, members.values())
        verdict = decide(state, AddPartners(len(added)))
        return ImportPreview(
            offer_id=offer_id,
            version=offer.version,
            added=added,
            already=len(wanted) - len(added),
            removed=(*(member.tenant_id for member in removals.allowed), *unsaved),
            by_request=removals.by_request,
            resold=removals.refused,
            kept=kept,
            unlisted=unlisted_of(added, known, _labels(file)),
            rejected=file.rejected,
            rejects=tuple(file.rejects),
            refusal=None if verdict.is_allowed else verdict,
        )

    def run(self, preview: ImportPreview, file: AudienceFile) -> None:
        """Do what was previewed, all of it or nothing.

        Raises:
            RuleRefusal: The rules do not allow it.
            StaleOffer: The offer has changed since the preview.
        """
        self.require_allowed(preview)
        edit = AudienceEdit(add=preview.added, remove=preview.removed, labels=_labels(file))
        if edit:
            self._audience.save_draft(
                preview.offer_id, edit, version=preview.version, action=Action.AUDIENCE_IMPORTED
            )

    def require_allowed(self, preview: ImportPreview) -> None:
        """Refuse what the rules do not allow before a dry run promises it.

        Raises:
            RuleRefusal: The rules do not allow it.
        """
        if preview.refusal is not None:
            raise RuleRefusal(preview.refusal)


def _with_pending(draft: Sequence[str], pending: AudienceEdit) -> list[str]:
    """The tenant IDs of a draft list as they are once an edit is saved."""
    removed = set(pending.remove)
    return [tenant for tenant in dict.fromkeys((*draft, *pending.add)) if tenant not in removed]


def _labels(file: AudienceFile) -> dict[str, str]:
    return {entry.tenant_id: entry.label for entry in file.entries if entry.label}
