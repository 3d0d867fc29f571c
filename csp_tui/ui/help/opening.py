"""Opens help and rules over whatever is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from csp_tui.domain.rules.catalogue import cited_rules
from csp_tui.i18n import gettext as _
from csp_tui.ui.help.control_help import ShownHelp, control_help

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from csp_tui.ui.commands.holder import CommandHolder

# In this order: what was just refused is nearer than what a page always shows.
_WHY_LINES = (
    "StatusLine.-refused",
    "#audience-why, #setup-eligibility, #plans-hint, #listing-hint",
)


def open_help(screen: CommandHolder) -> None:
    """Explain a screen or dialog and the control that has the focus on it.

    Args:
        screen: What is shown; its ``HELP_TEXT``, and that of the part in it, come first.
    """
    from csp_tui.ui.dialogs.help import HelpDialog

    commands = screen.commands()
    reasons = {command.id: screen.reason_against(command) for command in commands}
    dialog = HelpDialog(
        about(screen),
        commands,
        control=focused_help(screen),
        reasons={name: reason for name, reason in reasons.items() if reason is not None},
    )
    screen.app.push_screen(dialog)


def about(screen: CommandHolder) -> list[str]:
    """What is said of a screen: of the part that is open in it, then of the whole."""
    texts = dict.fromkeys(getattr(host, "HELP_TEXT", "") for host in screen.hosts())
    return [_(text) for text in texts if text]


def focused_help(screen: Screen[Any]) -> ShownHelp | None:
    """The help of the control that has the focus, None where there is none."""
    return control_help(screen.focused) if screen.focused is not None else None


def open_rules(app: App[Any], number: str = "") -> None:
    """Show the rules.

    Args:
        app: The app.
        number: The rule to begin with, as in ``R30``; the first one where none is named.
    """
    from csp_tui.ui.screens.rules import RulesScreen

    if isinstance(app.screen, RulesScreen):
        if number:
            app.screen.show_rule(number)
        return
    app.push_screen(RulesScreen(number))


def rule_at_hand(screen: Screen[Any]) -> str:
    """The number of the rule that a person most likely asks about, "" where there is none.

    It is that of what was just refused, else of the reason that the page shows, else the first
    one behind the focused control.
    """
    for selector in _WHY_LINES:
        for line in screen.query(selector).results(Static):
            cited = cited_rules(str(line.content))
            if cited:
                return cited[0].number
    control = focused_help(screen)
    return control.rules[0] if control is not None and control.rules else ""
