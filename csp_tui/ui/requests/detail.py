"""One support request in full beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from csp_tui.domain.support import RequestStatus
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment
from csp_tui.ui.kit.blocks import blocks, excerpt, fact, heading, next_step
from csp_tui.ui.kit.master_detail import Detail
from csp_tui.ui.kit.progress import request_steps, step_line
from csp_tui.ui.kit.theme import State, marked
from csp_tui.ui.text.requests import (
    age_words,
    blocked_lines,
    late_words,
    next_for_request,
    request_object_short,
)

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench


def read_detail(workbench: Workbench, key: str) -> Detail:
    """Read what the detail of a request shows; runs in a thread.

    Raises:
        NotFound: There is no such request.
    """
    request = workbench.support.show(int(key))
    offer = workbench.offers.show(request.offer_id).offer
    text = workbench.support.as_text(request)
    head = [
        Content.styled(request_object_short(request), "bold"),
        fact(_("Offer"), offer.setup.name),
    ]
    if request.ticket:
        head.append(fact(_("Ticket"), request.ticket))
    submitted = workbench.support.submitted_at(request)
    path = request_steps(request.status, was_submitted=submitted is not None)
    steps = [step_line(path, "\n")]
    if request.status is not RequestStatus.DRAFT:
        steps.append(next_step(next_for_request(request)))
    dates = [
        fact(_("Created"), f"{moment(request.created_at)} UTC"),
        *([fact(_("Submitted"), f"{moment(submitted)} UTC")] if submitted else ()),
        fact(_("Updated"), f"{moment(request.updated_at)} UTC"),
    ]
    if request.status.is_open:
        dates.append(fact(_("Open for"), age_words(request, workbench.clock.now())))
        late = late_words(request, workbench.clock.now())
        if late:
            dates.append(marked(State.STALE, late))
    blocked = workbench.support.blocked_by([request]).get(request.id)
    waits = [] if blocked is None else [Content(visible(line)) for line in blocked_lines(blocked)]
    if waits:
        waits.insert(0, heading(_("Until it is closed")))
    title = _("Request {id}").format(id=request.id)
    body = [heading(_("Text")), excerpt(text)]
    return Detail(title, blocks([head, steps, waits, dates, body]))
