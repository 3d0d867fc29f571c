"""What the palette finds among the commands of the screen or dialog below it."""

from __future__ import annotations

from functools import partial

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.palette.hits import Hit, Matcher


def all_commands(screen: CommandScreen) -> list[Hit]:
    """Every command, in the order in which the screen declares them.

    Args:
        screen: The screen or dialog below the palette.
    """
    matcher = Matcher("")
    return [_hit(screen, one, 0, matcher) for one in screen.commands() if one.palette]


def matching_commands(screen: CommandScreen, query: str) -> list[Hit]:
    """Commands whose title or explanation matches; a match in the title counts twice."""
    matcher = Matcher(query)
    hits = []
    for command in screen.commands():
        title, tooltip = command.shown_title, command.shown_tooltip
        score = max(matcher.score(title), matcher.score(tooltip) / 2)
        if command.palette and score > 0:
            hits.append(_hit(screen, command, score, matcher))
    return hits


def _hit(screen: CommandScreen, command: Command, score: float, matcher: Matcher) -> Hit:
    reason = screen.reason_against(command)
    description = command.shown_tooltip
    if reason is not None:
        description = _("Not now: {reason}").format(reason=reason)
    return Hit(
        key=f"command {command.id}",
        score=score,
        title=matcher.highlight(command.shown_title),
        description=visible(description),
        run=partial(screen.action_run_command, command.id),
        shortcut=command.shown_key,
        is_available=reason is None,
    )
