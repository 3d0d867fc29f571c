"""Looks a page over: out of reach, cut off, faint, in the wrong order, without label or help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton, Select, Static, TextArea

from csp_tui.domain.rules.catalog import is_number
from csp_tui.ui.help.controls import control_help
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.menu_button import BarItem
from csp_tui.ui.kit.widgets.top_bar import TopBar
from tests.ui.driving import Driver
from tests.ui.fitting import beyond_ascii, cut_cells, cut_words, named, out_of_view, shown, sideways


async def misfits(driver: Driver) -> list[str]:
    """What is wrong with the page, a sentence each; the focus goes all the way."""
    screen = driver.app.screen
    found = [*at_a_glance(screen)]
    at = screen.focused
    for control in screen.focus_chain:
        control.focus()
        await driver.settle()
        if driver.app.screen is not screen or screen.focused is not control:
            continue
        if [*out_of_view(control)]:
            # Scrolling to what has the focus follows the layout, which may need another turn.
            await driver.settle()
        found.extend(out_of_view(control))
        found.extend(cut_words(screen))
        if not shown(control).contains_point(driver.app.cursor_position):
            found.append(f"the terminal's cursor is not on {named(control)}")
    if at is not None and driver.app.screen is screen:
        at.focus()
        await driver.settle()
    return list(dict.fromkeys(found))


def at_a_glance(screen: Screen[object]) -> Iterator[str]:
    """What is wrong with the page without going through its controls."""
    yield from sideways(screen)
    yield from cut_words(screen)
    yield from cut_cells(screen)
    yield from out_of_order(screen)


def out_of_order(screen: Screen[object]) -> Iterator[str]:
    """Where Tab goes neither down nor, within a line, to the right."""
    # The places and the commands come last: what a page is about comes before its bars.
    chain = [control for control in screen.focus_chain if not isinstance(control, BarItem | TopBar)]
    for before, after in pairwise(chain):
        # A column beside another one is read after the whole of it.
        is_beside = after.region.x >= before.region.right
        if not is_beside and place(before) >= place(after):
            yield f"Tab goes back from {named(before)} to {named(after)}"


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


def speechless(screen: Screen[object]) -> Iterator[str]:
    """Controls without a label in words, and those that F1 cannot explain."""
    for control in [*screen.focus_chain, *screen.query(RadioButton)]:
        if isinstance(control, Button | RadioButton):
            has_label = bool(str(control.label).strip())
        elif isinstance(control, Input):
            has_label = bool(control.placeholder or label_of(control))
        elif isinstance(control, TextArea | Select):
            # A text that fills its page has the page's title.
            whole = control.id in ("review-text", "record-text", "text")
            has_label = whole or bool(label_of(control))
        else:
            has_label = True
        if not has_label:
            yield f"{named(control)} has no label"
    for control in screen.focus_chain:
        found = control_help(control)
        if found is None or not found.title or not found.text:
            yield f"{named(control)} is not explained by F1"
        elif not all(is_number(number) for number in found.rules):
            yield f"{named(control)} names a rule that there is not"


def label_of(control: Widget) -> str:
    """The label before a control, in its own place or in the one around it."""
    for node in (control, *list(control.ancestors)[:2]):
        parent = node.parent
        if not isinstance(parent, Widget):
            return ""
        before = parent.children[: parent.children.index(node)]
        for sibling in reversed(before):
            if isinstance(sibling, Static) and str(sibling.render()).strip():
                return str(sibling.render())
    return ""


def without_way_out(screen: Screen[object]) -> Iterator[str]:
    """A dialog that the mouse alone cannot leave."""
    if isinstance(screen, Dialog):
        entries = [*screen.query(Button), *screen.query(BarItem)]
        if not any(entry.focusable for entry in entries):
            yield f"{type(screen).__name__} cannot be left by the mouse"


async def without_help(driver: Driver) -> list[str]:
    """Whether F1 explains the page and comes back to it."""
    page = driver.app.screen
    if isinstance(page, HelpDialog):
        return []
    if not getattr(page, "HELP_TEXT", ""):
        return [f"{type(page).__name__} has no help"]
    await driver.press("f1")
    if not isinstance(driver.app.screen, HelpDialog):
        return [f"F1 does not explain {type(page).__name__}"]
    found = []
    if page.focused is not None and not driver.app.screen.query("#help-control"):
        found.append(f"F1 leaves out {named(page.focused)}")
    await driver.press("escape")
    if driver.app.screen is not page:
        found.append(f"the help does not come back to {type(page).__name__}")
    return found


async def beyond_ascii_signs(driver: Driver) -> list[str]:
    """Signs left over, and lines that change their width, when drawing in ASCII alone."""
    driver.app.use_symbols("unicode")
    await driver.settle()
    before = driver.page.splitlines()
    driver.app.use_symbols("ascii")
    await driver.settle()
    after = driver.page.splitlines()
    found = [f"{sign!r} is drawn in ASCII mode" for sign in beyond_ascii("".join(after))]
    if [cell_len(line) for line in after] != [cell_len(line) for line in before]:
        found.append("lines change their width in ASCII mode")
    driver.app.use_symbols("unicode")
    await driver.settle()
    for line, other in zip(before, driver.page.splitlines(), strict=True):
        if line != other:
            found.append(f"{line!r} comes back from ASCII mode as {other!r}")
    return found
