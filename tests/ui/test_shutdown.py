"""What happens to keys that came before a session is cut off, and of more than can be taken."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from textual.events import Key
from textual.message import Message

from csp_tui.recovery.files import RecoveryFiles
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.terminal import shutdown
from csp_tui.ui.terminal.driver import ResilientDriver
from csp_tui.ui.terminal.terminal_app import TerminalApp
from tests.ui.driving import Driver

TYPED = "abcdefghij" * 2


async def test_keys_that_came_before_the_end_are_kept(
    stocked: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutdown, "PATIENCE", 60)
    files = RecoveryFiles(tmp_path / "unsaved", tmp_path / "test.sqlite")
    app = WorkbenchApp(lambda: stocked, recovery_files=files)
    async with app.run_test(size=(80, 24)) as pilot:
        await Driver(app, pilot).settle()
        for letter in f"n{TYPED}":
            app.post_message(Key(letter, letter))
        shutdown.exit_when_idle(app, 143)
        async with asyncio.timeout(60):
            while not app.is_exiting:
                await asyncio.sleep(0.01)
    assert app.return_value == 143
    (kept,) = (tmp_path / "unsaved").glob("*.json")
    (new_offer,) = json.loads(kept.read_bytes())["unsaved"]
    assert new_offer["typed"]["name"] == TYPED


async def test_a_terminal_waits_while_more_is_on_its_way_than_can_be_taken() -> None:
    app = TerminalApp()
    line = ResilientDriver(app)
    sent = [f"key{number}" for number in range(1_500)]

    def send() -> None:
        for name in sent:
            line.process_message(Key(name, None))

    sending = asyncio.create_task(asyncio.to_thread(send))
    # Without a bound it would be done with all of them by then.
    await asyncio.wait([sending], timeout=0.3)
    queue: asyncio.Queue[Message | None] = app._message_queue
    most = 0
    found: list[str] = []
    async with asyncio.timeout(60):
        while len(found) < len(sent):
            most = max(most, queue.qsize())
            event = await queue.get()
            assert isinstance(event, Key)
            found.append(event.key)
    await sending
    assert found == sent
    assert 0 < most < 1_100
