"""A screen that was opened is painted once it has been read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Event

import pytest
from textual.app import App
from textual.screen import Screen

from csp_tui.ui.terminal import frame_hold
from csp_tui.ui.terminal.frame_hold import FrameHold


async def test_a_new_screen_is_painted_once_what_it_shows_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However busy the machine is.
    monkeypatch.setattr(frame_hold, "_LONGEST", 3_600.0)
    app: App[int] = App()
    async with app.run_test():
        painted = asyncio.Event()
        hold = FrameHold(app, painted.set, waits_for_rest=True)
        first, second = app.screen, Screen[object]()
        assert not hold.should_skip(first)
        await app.push_screen(second)
        read = Event()
        worker = second.run_worker(lambda: read.wait(), thread=True)
        try:
            assert hold.should_skip(second)
            # The pilot would wait for an end of the polling.
            await asyncio.sleep(frame_hold._POLL_INTERVAL * 4)
            assert hold.should_skip(second)
            assert not painted.is_set()
        finally:
            read.set()
        await worker.wait()
        await asyncio.wait_for(painted.wait(), 30)
        assert not hold.should_skip(second)


async def test_a_screen_that_is_read_for_long_is_painted_as_far_as_it_is() -> None:
    app: App[int] = App()
    async with app.run_test():
        painted = asyncio.Event()
        hold = FrameHold(app, painted.set, waits_for_rest=True)
        assert not hold.should_skip(app.screen)
        second = Screen[object]()
        await app.push_screen(second)
        read = Event()
        worker = second.run_worker(lambda: read.wait(), thread=True)
        try:
            assert hold.should_skip(second)
            await asyncio.wait_for(painted.wait(), 30)
            assert not hold.should_skip(second)
        finally:
            read.set()
        await worker.wait()


async def test_the_first_frame_that_has_the_data_is_painted_at_once_where_nothing_is_slow() -> None:
    app: App[int] = App()
    async with app.run_test():
        painted = asyncio.Event()
        hold = FrameHold(app, painted.set, waits_for_rest=False)
        assert not hold.should_skip(app.screen)
        await app.push_screen(reading := Screen[object]())
        read = Event()
        worker = reading.run_worker(lambda: read.wait(), thread=True)
        assert hold.should_skip(reading)
        read.set()
        await worker.wait()
        # That frame itself is skipped for the one of the whole screen.
        assert hold.should_skip(reading)
        assert painted.is_set()
        assert not hold.should_skip(reading)


async def test_a_screen_that_reads_nothing_is_painted_at_once() -> None:
    app: App[int] = App()
    async with app.run_test():
        hold = FrameHold(app, lambda: None)
        assert not hold.should_skip(app.screen)
        await app.push_screen(dialog := Screen[object]())
        later = dialog.run_worker(partial(asyncio.sleep, 3_600), name=frame_hold.LATER)
        assert not hold.should_skip(dialog)
        later.cancel()


async def test_the_patience_for_one_key_does_not_end_the_wait_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app: App[int] = App()
    async with app.run_test():
        drawn: list[str] = []
        hold = FrameHold(app, lambda: drawn.append("all"))
        assert not hold.should_skip(app.screen)
        ends: list[Callable[[], None]] = []
        monkeypatch.setattr(app, "set_timer", lambda _seconds, end: ends.append(end))
        for key in range(2):
            worker = app.screen.run_worker(partial(asyncio.sleep, 3_600), name=frame_hold.QUICK)
            assert hold.should_skip(app.screen), key
            if key == 0:
                worker.cancel()
                assert not hold.should_skip(app.screen)
        first, second = ends
        first()
        assert drawn == []
        second()
        assert drawn == ["all"]
        worker.cancel()
