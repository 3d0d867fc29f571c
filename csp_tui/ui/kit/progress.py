"""How far something is, as steps: done, current and to come."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from textual.content import Content

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import RequestStatus
from csp_tui.i18n import pgettext
from csp_tui.services.views import AudienceView
from csp_tui.ui.kit.theme import CURRENT, DONE, STATE_STYLES, TO_COME, State
from csp_tui.ui.text.requests import status_word


class StepState(StrEnum):
    """How far a step is; one that failed ends the steps."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to-come"
    FAILED = "failed"


_LOOKS = {
    StepState.DONE: (DONE, "$text-success"),
    StepState.CURRENT: (CURRENT, "$text-accent"),
    StepState.TO_COME: (TO_COME, "$text-muted"),
    StepState.FAILED: (STATE_STYLES[State.REFUSED].symbol, "$text-error"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        title: What is done in it, translated.
        state: How far it is.
    """

    title: str
    state: StepState


def step_line(steps: Sequence[Step], separator: str = "   ") -> Content:
    """The steps side by side; a symbol says of each how far it is.

    Args:
        steps: In their order.
        separator: The text between two; a line break puts them below each other.
    """
    parts = []
    for step in steps:
        symbol, color = _LOOKS[step.state]
        bold = "bold " if step.state is StepState.CURRENT else ""
        parts.append(Content.styled(f"{symbol} {step.title}", bold + color))
    return Content(separator).join(parts)


def offer_steps(view: AudienceView) -> tuple[Step, ...]:
    """From a draft to a live audience: what is done and what comes next."""
    state = view.state
    offer = state.offer
    is_set = offer.draft_channel is not None or not state.eligibility.eligible
    done = [is_set, offer.is_live and view.next != "publish"]
    titles = [pgettext("step", "Draft"), pgettext("step", "Published")]
    if ResellerChannel.SOME in (offer.draft_channel, offer.live_channel):
        titles.append(pgettext("step", "Synced"))
        done.append(done[1] and view.next != "sync")
    if view.open_requests:
        titles.append(pgettext("step", "Answered by Microsoft"))
        done.append(False)
    return _in_order(titles, done)


def request_steps(status: RequestStatus, *, was_submitted: bool = False) -> tuple[Step, ...]:
    """From a draft to Microsoft's answer; one that was declined or withdrawn ends there.

    Args:
        status: Its status.
        was_submitted: Whether one that is withdrawn had been submitted before.
    """
    path = [RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.COMPLETED]
    if status is RequestStatus.DECLINED:
        path[2] = status
    elif status is RequestStatus.WITHDRAWN:
        path[2 if was_submitted else 1 :] = [status]
    here = path.index(status)
    states = [StepState.DONE if place < here else StepState.TO_COME for place in range(len(path))]
    states[here] = {
        RequestStatus.COMPLETED: StepState.DONE,
        RequestStatus.DECLINED: StepState.FAILED,
        RequestStatus.WITHDRAWN: StepState.FAILED,
    }.get(status, StepState.CURRENT)
    steps = zip(path, states, strict=True)
    return tuple(Step(status_word(step), state) for step, state in steps)


def _in_order(titles: Sequence[str], done: Sequence[bool]) -> tuple[Step, ...]:
    """Steps; the first that is not done is the current one."""
    current = done.index(False) if False in done else len(done)
    return tuple(
        Step(
            title,
            StepState.DONE
            if is_done
            else (StepState.CURRENT if index == current else StepState.TO_COME),
        )
        for index, (title, is_done) in enumerate(zip(titles, done, strict=True))
    )
