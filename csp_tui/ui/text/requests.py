"""Support requests in words that several screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import (
    OLD_AFTER,
    ListedRequest,
    RequestKind,
    RequestStatus,
    SupportRequest,
    age_days,
    is_old,
)
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.offers import channel_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from csp_tui.services.views import BlockedByRequest, RequestCheck
    from csp_tui.services.workbench import Workbench

SUPPORT_LINK = "aka.ms/marketplacepublishersupport"
"""Where Partner Center's support form is (csp-rules section 6)."""


def status_word(status: RequestStatus) -> str:
    """The state of a request, in a word."""
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


def request_object_short(request: SupportRequest | ListedRequest) -> str:
    """What is asked, for one cell of a list."""
    if request.kind is RequestKind.DEAUTHORIZE:
        count = request.partners
        return ngettext("Deauthorize {count} partner", "Deauthorize {count} partners", count)
    return _("Change option to: {option}").format(option=channel_word(request.change_to))


def age_words(request: SupportRequest | ListedRequest, now: datetime) -> str:
    """How long ago a request was created, in days."""
    return ngettext("{count} day", "{count} days", age_days(request, now))


def reminder(requests: Iterable[ListedRequest], now: datetime) -> str:
    """A reminder of open requests about which nothing has changed for long, "" without any."""
    old = sum(is_old(request, now) for request in requests)
    if not old:
        return ""
    return ngettext(
        "{count} request has not changed for more than {days} days",
        "{count} requests have not changed for more than {days} days",
        old,
        days=OLD_AFTER,
    )


def late_words(request: SupportRequest, now: datetime) -> str:
    """For how long nothing has changed about an old request, and what to do; "" for others."""
    if not is_old(request, now):
        return ""
    days = (now - request.updated_at).days
    words = ngettext("No change for {count} day.", "No change for {count} days.", days)
    if request.status is RequestStatus.DRAFT:
        return words + " " + _("Submit the request, or withdraw it.")
    return words + " " + _("Ask Microsoft about the ticket.")


def blocked_short(blocked: BlockedByRequest | None) -> str:
    """What a request blocks, for one cell of a list."""
    if blocked is None:
        return ""
    parts = []
    if blocked.keeping_access:
        count = blocked.keeping_access
        parts.append(ngettext("{count} keeps access", "{count} keep access", count))
    if blocked.reseller_channel is not None:
        option = channel_word(blocked.reseller_channel[0])
        parts.append(_("stays “{option}”").format(option=option))
    if blocked.plans:
        parts.append(ngettext("{count} plan", "{count} plans", len(blocked.plans)))
    return " · ".join(parts)


def blocked_lines(blocked: BlockedByRequest) -> list[str]:
    """What a request blocks, a sentence each."""
    lines = []
    if blocked.keeping_access:
        lines.append(
            ngettext(
                "{count} partner can still resell the offer.",
                "{count} partners can still resell the offer.",
                blocked.keeping_access,
            )
        )
    if blocked.reseller_channel is not None:
        option = render(channel_title(blocked.reseller_channel[0]))
        lines.append(_("The live option stays “{option}”.").format(option=option))
    if blocked.waiting_for_access:
        lines.append(
            ngettext(
                "{count} partner is waiting to be authorized.",
                "{count} partners are waiting to be authorized.",
                blocked.waiting_for_access,
            )
        )
    lines.extend(_("The plan “{title}” is on hold.").format(title=title) for title in blocked.plans)
    return lines


def request_object_text(request: SupportRequest, current: ResellerChannel | None) -> str:
    """What is asked, in a sentence without the names.

    Args:
        request: The request.
        current: The option that is live now.
    """
    if request.kind is RequestKind.DEAUTHORIZE:
        count = len(request.tenant_ids)
        return ngettext(
            "Deauthorize {count} live partner:",
            "Deauthorize {count} live partners:",
            count,
        )
    change = _("Change the option from “{old}” to “{new}”.").format(
        old=render(channel_title(current)), new=render(channel_title(request.change_to))
    )
    if request.tenant_ids:
        change += " " + _("Partners to authorize:")
    return change


def next_for_request(request: SupportRequest) -> str:
    """What the user can do now with a request that is no longer a draft."""
    match request.status:
        case RequestStatus.SUBMITTED if request.ticket is None:
            return _(
                "Next: add the ticket number ({ticket}) when you have it. When Microsoft "
                "answers, press {done} if the change was made, {declined} if it was declined."
            ).format(
                ticket=key_label("request.ticket"),
                done=key_label("request.complete"),
                declined=key_label("request.decline"),
            )
        case RequestStatus.SUBMITTED:
            return _(
                "Next: when Microsoft answers, press {done} if the change was made, "
                "{declined} if it was declined."
            ).format(done=key_label("request.complete"), declined=key_label("request.decline"))
        case RequestStatus.COMPLETED:
            return _("Closed: the change was made in the live audience and in the draft.")
        case RequestStatus.DECLINED:
            return _("Closed: Microsoft declined it, and the audience stayed as it was.")
        case RequestStatus.WITHDRAWN:
            return _("Closed: it was withdrawn, and the audience stayed as it was.")
        case RequestStatus.DRAFT:
            return _("Next: fill it in and submit it.")


def disabled_reason_closed(request: SupportRequest) -> str:
    """Why nothing more can be done with a closed request."""
    return _("Request {id} is closed: {status}.").format(
        id=request.id, status=status_word(request.status)
    )


def disabled_reason_answered(request: SupportRequest | None) -> str | None:
    """Why Microsoft's answer cannot be noted now, None if it can."""
    if request is None:
        return _("The request is still being read.")
    if request.status is RequestStatus.DRAFT:
        return _("The request is still a draft. Submit it first.")
    return None if request.status is RequestStatus.SUBMITTED else disabled_reason_closed(request)


def out_of_date_words(check: RequestCheck) -> str:
    """Why a request no longer matches its offer and what to do, "" if it matches."""
    verdict = check.out_of_date
    if verdict is None:
        return "" if check.note is None else render(check.note)
    step = "" if verdict.next_step is None else f"\n→ {render(verdict.next_step)}"
    return f"! {render(verdict.message)} ({verdict.rule}){step}"


def disabled_reason_out_of_date(check: RequestCheck) -> str | None:
    """Why a request can be neither submitted nor completed, None if it is up to date."""
    verdict = check.out_of_date
    if verdict is None:
        return None
    step = "" if verdict.next_step is None else f" {render(verdict.next_step)}"
    return f"{render(verdict.message)} ({verdict.rule}){step}"


def request_copyable(workbench: Workbench, request: SupportRequest) -> Copyable:
    """A request's title, description, selections and partners, to be taken elsewhere."""
    return Copyable(
        workbench.support.as_text(request),
        _("The text of the request"),
        f"support-request-{request.id}.txt",
    )


def submit_question(numbers: Sequence[int]) -> tuple[str, str]:
    """Title and first line of the question before requests are marked as submitted.

    Args:
        numbers: The requests, at least one.
    """
    title = ngettext(
        "Mark request {id} as submitted?",
        "Mark {count} requests as submitted?",
        len(numbers),
        id=numbers[0],
    )
    what = ngettext(
        "Do this after you have filed the request in Partner Center:",
        "Do this after you have filed the requests in Partner Center:",
        len(numbers),
    )
    return title, what


def complete_question(numbers: Sequence[int]) -> tuple[str, str]:
    """Title and first line of the question before requests are marked as completed.

    Args:
        numbers: The requests, at least one.
    """
    title = ngettext(
        "Mark request {id} as completed?",
        "Mark {count} requests as completed?",
        len(numbers),
        id=numbers[0],
    )
    what = ngettext(
        "If Microsoft has made the change, this is updated here immediately:",
        "If Microsoft has made the changes, this is updated here immediately:",
        len(numbers),
    )
    return title, what
