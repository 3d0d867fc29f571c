"""What is typed is written when typing pauses, in order, and kept when writing fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp_tui.domain.errors import StorageProblem, WorkbenchError
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.wording import say
from csp_tui.services.request_details import RequestDetails, filled
from csp_tui.ui.requests.draft import RequestDraft
from csp_tui.ui.requests.draft_saver import DraftSaver
from tests.ui.test_request_draft import REQUEST


class ByHand:
    """A screen whose timers and threads move only when the test says so."""

    def __init__(self) -> None:
        self.timers: list[Callable[[], None]] = []
        self.saves: list[tuple[Any, Any, Any]] = []

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Any:
        self.timers.append(callback)
        hand = self

        class Timer:
            def stop(self) -> None:
                if callback in hand.timers:
                    hand.timers.remove(callback)

        assert delay < 1
        return Timer()

    @property
    def tasks(self) -> Any:
        return self

    def run_write(self, work: Any, done: Any, *, on_error: Any) -> Any:
        self.saves.append((work, done, on_error))


def test_pauses_in_typing_are_written_one_after_the_other() -> None:
    hand = ByHand()
    written: list[RequestDetails] = []
    draft = RequestDraft()

    def write(details: RequestDetails) -> SupportRequest:
        written.append(details)
        return filled(REQUEST, details)

    saver = DraftSaver(hand, draft, write, lambda *_saved: None, lambda *_failed: None)
    saver.change(title="a")
    saver.change(title="ab", step=2)
    assert len(hand.timers) == 1
    hand.timers[0]()
    saver.change(title="abc")
    after: list[str] = []
    saver.flush(lambda: after.append("left"))
    assert len(hand.saves) == 1
    work, done, _failed = hand.saves.pop()
    done(work())
    work, done, _failed = hand.saves.pop()
    assert not after
    done(work())
    assert [details.title for details in written] == ["ab", "abc"]
    assert after == ["left"]
    assert draft.is_clean


def test_what_could_not_be_written_is_tried_again() -> None:
    hand = ByHand()
    written: list[RequestDetails] = []
    problems: list[tuple[WorkbenchError, bool]] = []
    draft = RequestDraft()

    def write(details: RequestDetails) -> SupportRequest:
        written.append(details)
        return REQUEST

    saver = DraftSaver(
        hand,
        draft,
        write,
        lambda *_saved: None,
        lambda error, is_awaited: problems.append((error, is_awaited)),
    )
    saver.change(title="a")
    after: list[str] = []
    saver.flush(lambda: after.append("left"))
    _work, _done, failed = hand.saves.pop()
    failed(StorageProblem(say("The disk is full.")))
    assert [is_awaited for _error, is_awaited in problems] == [True]
    assert not after
    assert not draft.is_clean
    saver.flush()
    work, done, _failed = hand.saves.pop()
    done(work())
    assert written == [RequestDetails(title="a")]
    assert not after
