"""The connection to Partner Center in words that screens and command line share."""

from __future__ import annotations

from string import Formatter

from csp_tui.domain.remote import JobError, JobKind, JobState, SyncState
from csp_tui.domain.wording import Message, say

_JOB_STATES = {
    JobState.INTENDED: say("not sent yet"),
    JobState.SENT: say("sent"),
    JobState.UNKNOWN: say("not known yet"),
    JobState.RUNNING: say("running"),
    JobState.SUCCEEDED: say("succeeded"),
    JobState.FAILED: say("failed"),
    JobState.CANCELED: say("canceled"),
}
_JOB_KINDS = {
    JobKind.DRAFT: say("write draft"),
    JobKind.PREVIEW: say("publish to preview"),
    JobKind.LIVE: say("publish to live"),
}
_SYNC_STATES = {
    SyncState.IN_SYNC: say("in sync"),
    SyncState.TO_PUSH: say("changed here"),
    SyncState.TO_PULL: say("changed in Partner Center"),
    SyncState.CONFLICT: say("conflict"),
    SyncState.GONE: say("no longer in Partner Center"),
    SyncState.READ_ONLY: say("unknown option, read only"),
}
_BUSY = say("Wait until its publication or job is finished, then push again.")
_STEPS = {
    "conflict": say("Pull, then resolve the conflict."),
    "invalidState": _BUSY,
    "locked": _BUSY,
    "productLocked": _BUSY,
    "mismatch": say(
        "Set it in Partner Center itself. Publishers report that the API for this type of offer "
        "accepts “specific partners” but doesn't save it."
    ),
    "notAccepted": say("Push again."),
    "notSent": say("Push again."),
    "answerLost": say("It is not sent again; its result is read from Partner Center."),
    "resourceNotFound": say("Pull to see whether Partner Center still has the offer."),
    "schemaValidationError": say(
        "If the list of the offer was empty, sign in again with another --item-shape "
        "(id or resourceId)."
    ),
    "businessValidationError": say(
        "A partner that has resold the offer cannot be removed (rule R30). Record the resale here."
    ),
}


def job_state(state: JobState) -> Message:
    """How far a job is."""
    return _JOB_STATES[state]


def job_kind(kind: JobKind) -> Message:
    """What a job does."""
    return _JOB_KINDS[kind]


def sync_word(state: SyncState) -> Message:
    """How an offer's draft here compares with the one in Partner Center."""
    return _SYNC_STATES[state]


def job_error(error: JobError) -> Message:
    """What a job could not do: a sentence of the program, or the text from outside as it came."""
    if error.said and _fits(error.said, set(error.values)):
        # A value may be a phrase of the program as well; any other text stays as it is.
        values = {name: _as_phrase(value) for name, value in error.values.items()}
        return Message(error.said, values=values)
    return _as_it_is(error.message or error.code)


def job_step(error: JobError) -> Message | None:
    """What to do about an error of a job, None where nothing is known."""
    if error.code in _STEPS:
        return _STEPS[error.code]
    if not error.step:
        return None
    return Message(error.step) if _fits(error.step, set()) else _as_it_is(error.step)


def _as_phrase(text: str) -> Message | str:
    return Message(text) if text and _fits(text, set()) else text


def _fits(text: str, names: set[str]) -> bool:
    """Whether a stored sentence can be filled: another program may have written it."""
    try:
        fields = {name for _text, name, _form, _kind in Formatter().parse(text) if name is not None}
    except ValueError:
        return False
    return fields <= names


def _as_it_is(text: str) -> Message:
    return Message("{text}", values={"text": text})
