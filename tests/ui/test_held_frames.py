"""A screen that comes up over a line is painted once it has been read."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from textual.app import App
from textual.screen import Screen

from csp_tui.ui import held_frames
from csp_tui.ui.held_frames import HeldFrames


async def test_a_new_screen_is_painted_once_what_it_shows_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However busy the machine is.
    monkeypatch.setattr(held_frames, "_LONGEST", 3_600.0)
    app: App[int] = App()
    async with app.run_test() as pilot:
        painted = asyncio.Event()
        held = HeldFrames(app, painted.set)
        first, second = app.screen, Screen[object]()
        assert not held.holds(first)
        await app.push_screen(second)
        read = Event()
        worker = second.run_worker(lambda: read.wait(), thread=True)
        try:
            assert held.holds(second)
            await pilot.pause(held_frames._LOOK_EVERY * 4)
            assert held.holds(second)
            assert not painted.is_set()
        finally:
            read.set()
        await worker.wait()
        await asyncio.wait_for(painted.wait(), 30)
        assert not held.holds(second)


async def test_a_screen_that_is_read_for_long_is_painted_as_far_as_it_is() -> None:
    app: App[int] = App()
    async with app.run_test():
        painted = asyncio.Event()
        held = HeldFrames(app, painted.set)
        assert not held.holds(app.screen)
        second = Screen[object]()
        await app.push_screen(second)
        read = Event()
        worker = second.run_worker(lambda: read.wait(), thread=True)
        try:
            assert held.holds(second)
            await asyncio.wait_for(painted.wait(), 30)
            assert not held.holds(second)
        finally:
            read.set()
        await worker.wait()
