"""What a page reads while its widgets are still being made."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from csp_tui.domain.support import RequestStatus
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit import background
from csp_tui.ui.kit.background import ReadAhead
from tests.conftest import SOME, tenant
from tests.ui.driving import running


async def test_an_answer_is_read_before_it_is_asked_for_and_taken_once() -> None:
    begun = threading.Event()
    ahead = ReadAhead[bool]()
    ahead.begin(lambda: begun.set() or True)
    # Nothing of the event loop has to run for that.
    assert begun.wait(5)
    answer = ahead.take()
    assert answer is not None
    assert await answer
    assert ahead.take() is None


async def test_an_answer_that_may_no_longer_be_true_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ahead = ReadAhead[int]()
    ahead.begin(lambda: 1)
    later = time.monotonic() + 2
    monkeypatch.setattr(background.time, "monotonic", lambda: later)
    assert ahead.take() is None


async def test_an_error_that_nobody_waits_for_is_of_no_interest() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, said: reported.append(said))
    ahead = ReadAhead[None]()
    ahead.begin(lambda: pytest.fail("it cannot be read"))
    await asyncio.sleep(0.05)
    del ahead
    gc.collect()
    assert reported == []


@pytest.mark.parametrize("key", ["enter", "2", "4"])
async def test_a_page_shows_what_was_written_since_it_was_opened(
    stocked: Workbench, offer: Callable[..., str], key: str
) -> None:
    name = offer(SOME, (1, 2))
    asked = stocked.support.create_removal(name, [tenant(1)], language="en")
    async with running(stocked, (120, 40)) as driver:
        await driver.press(key)
        stocked.support.withdraw(asked.id)
        assert stocked.support.show(asked.id).status is RequestStatus.WITHDRAWN
        before = driver.page
        await driver.press("f5")
        assert driver.page != before


async def test_an_offer_that_is_gone_is_explained_when_it_was_read_ahead(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        stocked.offers.delete(name)
        await driver.press("enter")
        assert f"There is no offer {name}." in driver.page
