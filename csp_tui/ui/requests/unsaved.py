"""What recovery keeps of a draft request that is open when a session ends."""

from __future__ import annotations

from csp_tui.i18n import gettext as _
from csp_tui.i18n import titled
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.ui.requests.draft import RequestDraft
from csp_tui.ui.requests.versions import OpenRequest, field_labels


def unsaved_request(opened: OpenRequest, draft: RequestDraft, ticket: str) -> UnsavedInput | None:
    """The ticket number and the input that is not written yet; the rest is saved while typing.

    A request that is no longer a draft has nothing to keep.

    Args:
        opened: The request.
        draft: Its unsaved input.
        ticket: What is entered as ticket number.
    """
    request = opened.request
    if request is None or not opened.is_draft:
        return None
    lines = [titled(_("Ticket number"), ticket)] if ticket else []
    labels = field_labels()
    lines += [titled(labels[name], words) for name, words in draft.typed_lines().items()]
    if not lines:
        return None
    typed: dict[str, Value] = {"ticket": ticket} if ticket else {}
    typed |= draft.to_dict()
    words = (_("Support request {id}").format(id=request.id), *(f"  {one}" for one in lines))
    about = {"request_id": str(request.id), "offer_id": request.offer_id}
    return UnsavedInput("request", about, typed, words)
