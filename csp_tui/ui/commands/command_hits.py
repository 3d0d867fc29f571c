"""What the palette finds among the commands."""

from __future__ import annotations

from functools import partial
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.holder import CommandHolder


class CommandProvider(Provider):
    """Commands of the screen or dialog under the palette; what cannot run now says why."""

    @property
    def _holder(self) -> CommandHolder | None:
        return self.screen if isinstance(self.screen, CommandHolder) else None

    async def discover(self) -> Hits:
        """Every command, in the order in which the place declares them."""
        holder = self._holder
        for command in holder.commands() if holder is not None else ():
            if holder is not None and command.palette:
                yield DiscoveryHit(
                    _label(command),
                    partial(holder.action_run_command, command.id),
                    text=command.shown_title,
                    help=_help(holder, command),
                )

    async def search(self, query: str) -> Hits:
        """Commands that match, by title and explanation."""
        holder = self._holder
        matcher = self.matcher(query)
        for command in holder.commands() if holder is not None else ():
            title = command.shown_title
            score = max(matcher.match(title), matcher.match(command.shown_tooltip) / 2)
            if holder is not None and command.palette and score > 0:
                yield Hit(
                    score,
                    _label(command, highlighted(matcher, title)),
                    partial(holder.action_run_command, command.id),
                    text=title,
                    help=_help(holder, command),
                )


def highlighted(matcher: Matcher, text: str) -> Content:
    """A text with what matches marked; unlike Textual's own it may hold data.

    Args:
        matcher: Of the query.
        text: What was matched.
    """
    content = Content(text)
    _score, offsets = matcher.fuzzy_search.match(matcher.query, text)
    for offset in offsets:
        if not text[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content


def as_help(text: Content) -> str:
    """Content as the help of a hit, which Textual wrongly says must be markup."""
    return cast(str, text)


def _label(command: Command, title: Content | None = None) -> Content:
    shown = Content(command.shown_title) if title is None else title
    key = command.shown_key
    return shown + Content(f"  ({key})") if key else shown


def _help(holder: CommandHolder, command: Command) -> str:
    reason = holder.reason_against(command)
    if reason is None:
        return as_help(Content(command.shown_tooltip))
    words = _("Not now: {reason}").format(reason=visible(reason))
    return as_help(Content.styled(words, "$text-warning"))
