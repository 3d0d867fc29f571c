"""Tab goes where one reads next: downwards, and within a line to the right."""

from __future__ import annotations

from itertools import pairwise

import pytest
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton, Select, TextArea

from csp_tui.services.workbench import Workbench
from csp_tui.ui.widgets.menu_sign import BarItem
from tests import scenes
from tests.ui.driving import running
from tests.ui.fitting import named


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("name", scenes.SCENES)
async def test_tab_follows_the_reading_order(
    demo: Workbench, name: str, size: tuple[int, int]
) -> None:
    async with running(demo, size, demo=True) as driver:
        await scenes.SCENES[name](driver)
        # The places and the commands come last: what a page is about comes before its bars.
        chain = [control for control in driver.app.screen.focus_chain if not is_in_bar(control)]
        for before, after in pairwise(chain):
            # A column beside another one is read after the whole of it.
            is_beside = after.region.x >= before.region.right
            assert is_beside or place(before) < place(after), f"{named(before)}, {named(after)}"


def is_in_bar(control: Widget) -> bool:
    """Whether it is an entry of a bar."""
    return isinstance(control, BarItem)


def place(control: Widget) -> tuple[float, int]:
    """Line and column; what is longer than its place counts as if it were squeezed into it."""
    x, y = control.virtual_region.offset
    line = float(y)
    for node in control.ancestors:
        if isinstance(node, Widget) and not node.is_dom_root:
            if node.max_scroll_y:
                line *= node.size.height / node.virtual_size.height
            x += node.virtual_region.x
            line += node.virtual_region.y
    return line, x


@pytest.mark.parametrize("name", scenes.SCENES)
async def test_every_control_has_a_label_in_words(demo: Workbench, name: str) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.SCENES[name](driver)
        chain = driver.app.screen.focus_chain
        assert chain
        for control in [*chain, *driver.app.screen.query(RadioButton)]:
            if isinstance(control, Button | RadioButton):
                assert str(control.label).strip(), named(control)
            elif isinstance(control, Input):
                assert control.placeholder or label_of(control), named(control)
            elif isinstance(control, TextArea | Select):
                assert label_of(control) or control.id in ("review-text", "record-text", "text")


def label_of(control: Widget) -> str:
    """The label before a control, in its own place or in the one around it."""
    from textual.widgets import Static

    for node in (control, *list(control.ancestors)[:2]):
        parent = node.parent
        if not isinstance(parent, Widget):
            return ""
        before = parent.children[: parent.children.index(node)]
        for sibling in reversed(before):
            if isinstance(sibling, Static) and str(sibling.render()).strip():
                return str(sibling.render())
    return ""
