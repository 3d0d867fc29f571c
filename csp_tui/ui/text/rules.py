"""A rule as a page to read."""

from __future__ import annotations

from textual.content import Content

from csp_tui.domain.rules.moves import Move, moves_under
from csp_tui.domain.rules.rule import Rule
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render


def rule_line(rule: Rule) -> str:
    """Number and title in a line, as in ``(R30) Who has resold stays authorized``."""
    return _("({rule}) {title}").format(rule=rule.number, title=render(rule.title))


def rule_page(rule: Rule) -> Content:
    """The whole rule: title, subject, text, the changes it decides, basis and source."""
    parts = [
        Content.styled(f"{rule.number}  {render(rule.title)}", "bold"),
        Content.styled(render(rule.group.title), "$text-muted"),
        Content(""),
        Content(render(rule.text)),
    ]
    moves = moves_under(rule.number)
    if moves:
        parts += [Content(""), Content(_("What may be changed:"))]
        parts += [Content(f"• {_move_words(move)}") for move in moves]
    parts += [Content(""), Content.styled(_basis_words(rule), "$text-muted")]
    return Content("\n").join(parts)


def _move_words(move: Move) -> str:
    return _("{change} ({condition}): {answer}").format(
        change=render(move.change), condition=render(move.condition), answer=render(move.answer)
    )


def _basis_words(rule: Rule) -> str:
    lines = [render(rule.basis.title)]
    source = rule.source
    if source is not None:
        name = render(source.name)
        if source.dated:
            name = _("{document}, {date}").format(document=name, date=source.dated)
        lines += [_("Source: {document}").format(document=name), source.address]
    return "\n".join(lines)
