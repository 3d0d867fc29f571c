"""Opens help and rules over whatever is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from csp_tui.domain.rules.catalog import cited_rules
from csp_tui.i18n import gettext as _
from csp_tui.ui.help.controls import ShownHelp, control_help
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.kit.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.screen import Screen

    from csp_tui.ui.kit.command_screen import CommandScreen

# In this order: what was just refused is nearer than what a page always shows.
_WHY_LINES = (
    "StatusLine.-refused",
    "#audience-why, #setup-eligibility, #plans-hint, #listing-hint",
)


def open_help(screen: CommandScreen) -> None:
    """Explain a screen or dialog and the control that has the focus on it.

    Args:
        screen: What is shown; its ``HELP_TEXT``, and that of the part in it, come first.
    """
    commands = screen.commands()
    reasons = {command.id: screen.reason_against(command) for command in commands}
    dialog = HelpDialog(
        about(screen),
        commands,
        control=focused_help(screen),
        reasons={name: reason for name, reason in reasons.items() if reason is not None},
    )
    screen.app.push_screen(dialog)


def about(screen: CommandScreen) -> list[str]:
    """What is said of a screen: of the part that is open in it, then of the whole."""
    texts = dict.fromkeys(host.HELP_TEXT for host in screen.hosts())
    return [_(text) for text in texts if text]


def focused_help(screen: Screen[Any]) -> ShownHelp | None:
    """The help of the control that has the focus, None if there is none."""
    return control_help(screen.focused) if screen.focused is not None else None


def rule_at_hand(screen: Screen[Any]) -> str:
    """The number of the rule that a user most likely asks about, "" if there is none.

    It is that of what was just refused, else of the reason that the page shows, else the first
    one behind the focused control.
    """
    # The key that asks for the rules has cleared the refusal that they are asked about.
    for status in screen.query(StatusLine):
        cited = cited_rules(status.last_refusal)
        if cited:
            return cited[0].number
    for selector in _WHY_LINES:
        for line in screen.query(selector).results(Static):
            cited = cited_rules(str(line.content))
            if cited:
                return cited[0].number
    control = focused_help(screen)
    return control.rules[0] if control is not None and control.rules else ""
