"""What the focused control is for, found by walking up from it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.css.match import match
from textual.css.parse import parse_selectors
from textual.screen import Screen
from textual.widgets import Button

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext as _
from csp_tui.ui.help.command_rules import COMMAND_RULES
from csp_tui.ui.help.entry import ControlHelp
from csp_tui.ui.help.sheet import SHEET
from csp_tui.ui.kit.widgets.command_button import CommandButton

if TYPE_CHECKING:
    from textual.css.model import SelectorSet
    from textual.dom import DOMNode
    from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class ShownHelp:
    """The help of a control, in the language in use.

    Attributes:
        title: What the control is.
        text: What it does; it may hold data.
        rules: Numbers of the rules behind it.
    """

    title: str
    text: str
    rules: tuple[str, ...] = ()


def control_help(control: Widget) -> ShownHelp | None:
    """Explain a control, None if nothing is known of it.

    Args:
        control: The control that has the focus.
    """
    if isinstance(control, CommandButton):
        return _of_command(control)
    for node in control.ancestors_with_self:
        if isinstance(node, Screen):
            break
        found = _of_sheet(node)
        if found is not None:
            return ShownHelp(_(found.title), _(found.text), found.rules)
    if isinstance(control, Button):
        return _of_button(control)
    return None


def _of_sheet(node: DOMNode) -> ControlHelp | None:
    return next((found for selector, found in _sheet() if match(selector, node)), None)


@lru_cache
def _sheet() -> tuple[tuple[tuple[SelectorSet, ...], ControlHelp], ...]:
    return tuple((parse_selectors(found.selector), found) for found in SHEET)


def _of_command(button: CommandButton) -> ShownHelp:
    command, reason = button.command, button.reason
    text = f"{command.shown_tooltip}."
    if reason is not None:
        text += " " + _("Not now: {reason}").format(reason=reason)
    title = _("Button “{label}”").format(label=command.shown_title)
    return ShownHelp(title, text, COMMAND_RULES.get(command.id, ()))


def _of_button(button: Button) -> ShownHelp:
    title = _("Button “{label}”").format(label=str(button.label))
    tooltip = button.tooltip
    text = tooltip if isinstance(tooltip, str) and tooltip else _("Enter or Space presses it.")
    return ShownHelp(title, text)
