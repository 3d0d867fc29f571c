"""Tab goes where one reads next: downwards, and within a line to the right."""

from __future__ import annotations

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
        places = [(*place(control), named(control)) for control in chain]
        columns = [control for control in chain if control.id == "section-menu"]
        for before, after in zip(places, places[1:], strict=False):
            # A menu beside the page is read before the page.
            if columns and before[2] == named(columns[0]):
                continue
            assert before < after, f"{before[2]} comes before {after[2]}"


def is_in_bar(control: Widget) -> bool:
    """Whether it is an entry of a bar."""
    return isinstance(control, BarItem)


def place(control: Widget) -> tuple[int, int]:
    """Line and column on a page of any length, as if nothing were scrolled."""
    x, y = control.virtual_region.offset
    for node in control.ancestors:
        if isinstance(node, Widget) and not node.is_dom_root:
            x += node.virtual_region.x
            y += node.virtual_region.y
    return y, x


@pytest.mark.parametrize("name", scenes.SCENES)
async def test_every_control_has_a_label_in_words(demo: Workbench, name: str) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.SCENES[name](driver)
        for control in driver.app.screen.query(Widget):
            if not control.focusable and not isinstance(control, RadioButton):
                continue
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
