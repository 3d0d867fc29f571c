"""The command bar follows what can run, and is drawn again only where that has changed."""

from __future__ import annotations

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from tests.ui.driving import running


async def test_the_bar_is_drawn_again_only_where_what_can_run_has_changed(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        await driver.press("home")
        bar = driver.app.screen.query_one(CommandBar)
        drawn: list[str] = []
        refresh = bar.refresh
        monkeypatch.setattr(bar, "refresh", lambda: (drawn.append(str(bar.render())), refresh()))
        seen = set()
        # Some offers can be deleted and others not; letters go into the field after "/".
        for key in (*("down",) * 6, "/", "escape"):
            before = str(bar.render())
            drawn.clear()
            await driver.press(key)
            has_changed = str(bar.render()) != before
            assert bool(drawn) == has_changed, key
            seen.add((key, has_changed))
        assert {("down", True), ("down", False), ("/", True), ("escape", True)} <= seen
