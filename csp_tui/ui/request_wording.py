"""Support requests in words that several screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import RequestKind, RequestStatus, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.wording import channel_word

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

SUPPORT_LINK = "aka.ms/marketplacepublishersupport"
"""Where Partner Center's support form is (csp-rules section 6)."""


def status_word(status: RequestStatus) -> str:
    """Where a request stands, in a word."""
    match status:
        case RequestStatus.DRAFT:
            return pgettext("request", "draft")
        case RequestStatus.SUBMITTED:
            return pgettext("request", "submitted")
        case RequestStatus.COMPLETED:
            return pgettext("request", "completed")
        case RequestStatus.DECLINED:
            return pgettext("request", "declined")
        case RequestStatus.WITHDRAWN:
            return pgettext("request", "withdrawn")


def asked_short(request: SupportRequest) -> str:
    """What is asked, for one cell of a list."""
    if request.kind is RequestKind.DEAUTHORIZE:
        count = len(request.tenant_ids)
        return ngettext("Deauthorize {count} partner", "Deauthorize {count} partners", count)
    return _("Change option to: {option}").format(option=channel_word(request.change_to))


def asked_words(request: SupportRequest, current: ResellerChannel | None) -> str:
    """What is asked, in a sentence without the names.

    Args:
        request: The request.
        current: The option that is live now.
    """
    if request.kind is RequestKind.DEAUTHORIZE:
        count = len(request.tenant_ids)
        return ngettext(
            "Deauthorize {count} partner of the live list:",
            "Deauthorize {count} partners of the live list:",
            count,
        )
    change = _("Change the option from “{old}” to “{new}”.").format(
        old=render(channel_title(current)), new=render(channel_title(request.change_to))
    )
    if request.tenant_ids:
        change += " " + _("Partners to authorize:")
    return change


def next_for_request(request: SupportRequest) -> str:
    """What the person can do now with a request that is not a draft any more."""
    match request.status:
        case RequestStatus.SUBMITTED if request.ticket is None:
            return _(
                "Next: note the ticket number ({ticket}) when you have it. When Microsoft answers, "
                "press {done} if it was done, {declined} if it was declined."
            ).format(
                ticket=key_of("request.ticket"),
                done=key_of("request.complete"),
                declined=key_of("request.decline"),
            )
        case RequestStatus.SUBMITTED:
            return _(
                "Next: when Microsoft answers, press {done} if it was done, {declined} if it was "
                "declined."
            ).format(done=key_of("request.complete"), declined=key_of("request.decline"))
        case RequestStatus.COMPLETED:
            return _("Closed: the change was made in the live audience and in the draft.")
        case RequestStatus.DECLINED:
            return _("Closed: Microsoft declined it, and the audience stayed as it was.")
        case RequestStatus.WITHDRAWN:
            return _("Closed: it was withdrawn, and the audience stayed as it was.")
        case RequestStatus.DRAFT:
            return _("Next: fill it in and submit it.")


def why_not_closed(request: SupportRequest) -> str:
    """Why nothing more can be done with a closed request."""
    return _("Request {id} is closed: {status}.").format(
        id=request.id, status=status_word(request.status)
    )


def why_not_answered(request: SupportRequest | None) -> str | None:
    """Why Microsoft's answer cannot be noted now, None where it can."""
    if request is None:
        return _("The request is still being read.")
    if request.status is RequestStatus.DRAFT:
        return _("The request is still a draft. Submit it first.")
    return None if request.status is RequestStatus.SUBMITTED else why_not_closed(request)


def request_copyable(workbench: Workbench, request: SupportRequest) -> Copyable:
    """A request's title, description, selections and partners, to be taken elsewhere."""
    return Copyable(
        workbench.support.as_text(request),
        _("The text of the request"),
        f"support-request-{request.id}.txt",
    )
