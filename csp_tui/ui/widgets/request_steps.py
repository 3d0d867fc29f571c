"""How far a support request is, as a line of steps in words."""

from __future__ import annotations

from csp_tui.domain.support import RequestStatus
from csp_tui.ui.request_wording import status_word

_DONE, _AHEAD = "●", "○"
_WALKED, _TO_WALK = " ━━ ", " ╌╌ "
_CLOSED_EARLY = (RequestStatus.DECLINED, RequestStatus.WITHDRAWN)


def steps_line(status: RequestStatus) -> str:
    """The steps from draft to the end, those that are done with a full mark.

    A request that was declined or withdrawn ends there: nothing is ahead of it.
    """
    if status in _CLOSED_EARLY:
        asked = [RequestStatus.SUBMITTED] if status is RequestStatus.DECLINED else []
        steps = [RequestStatus.DRAFT, *asked, status]
    else:
        steps = [RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.COMPLETED]
    here = steps.index(status)
    line = ""
    for place, step in enumerate(steps):
        if place:
            line += _WALKED if place <= here else _TO_WALK
        line += f"{_DONE if place <= here else _AHEAD} {status_word(step)}"
    return line
