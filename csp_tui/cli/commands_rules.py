"""``csp-tui rules``: read and search the rules of the CSP program."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.output import table, terminal_columns
from csp_tui.domain.rules.catalog import find_rules, is_number, rule_of
from csp_tui.domain.rules.moves import moves_under
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.domain.rules.rule import Rule
    from csp_tui.domain.rules.sources import Source


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "rules",
        show_rules,
        summary_of("rules"),
        "csp-tui rules R30",
        "csp-tui rules support request",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("TEXT"),
        help=_("rule number, or words to search for"),
    )


def show_rules(session: Session, args: argparse.Namespace) -> None:
    """Print the rules asked for: one in full, several as a list."""
    text = " ".join(args.words)
    rules = [rule_of(text)] if is_number(text) else find_rules(text, render)
    session.show(
        lambda: [_shape(rule) for rule in rules],
        lambda: _in_full(rules[0]) if len(rules) == 1 else _listed(rules),
    )
    if not rules:
        session.say(_("No rule matches “{text}”.").format(text=text))


def _listed(rules: Sequence[Rule]) -> Iterator[str]:
    if rules:
        yield from table(
            (_("Rule"), _("Title"), _("About")),
            ((rule.number, render(rule.title), render(rule.group.title)) for rule in rules),
        )


def _in_full(rule: Rule) -> Iterator[str]:
    width = terminal_columns()
    yield f"{rule.number}  {render(rule.title)}"
    yield render(rule.group.title)
    yield ""
    yield from textwrap.wrap(render(rule.text), width)
    moves = moves_under(rule.number)
    if moves:
        yield ""
        yield from table(
            (_("Change"), _("When"), _("Answer")),
            ((render(move.change), render(move.condition), render(move.answer)) for move in moves),
        )
    yield ""
    yield from textwrap.wrap(render(rule.basis.title), width)
    if rule.source is not None:
        # An address is copied as a whole, so it is not wrapped.
        yield from _source_lines(rule.source)


def _source_lines(source: Source) -> Iterator[str]:
    name = render(source.name)
    yield f"{name}, {source.dated}" if source.dated else name
    yield source.address


def _shape(rule: Rule) -> dict[str, str | None]:
    """A rule for scripts, always in English."""
    return {
        "rule": rule.number,
        "title": render(rule.title, "en"),
        "text": render(rule.text, "en"),
        "group": rule.group.value,
        "basis": rule.basis.value,
        "source": None if rule.source is None else rule.source.address,
    }
