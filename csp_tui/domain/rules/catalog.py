"""All rules, to be looked up by number and searched by words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.errors import NotFound
from csp_tui.domain.rules.change_rules import MATERIAL_RULES, MOVING_RULES
from csp_tui.domain.rules.channel_rules import ELIGIBILITY_RULES, OPTION_RULES
from csp_tui.domain.rules.partner_rules import AUTHORIZING_RULES, DEAUTHORIZING_RULES
from csp_tui.domain.text import fold
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.rules.rule import Rule

RULES = (
    *ELIGIBILITY_RULES,
    *OPTION_RULES,
    *AUTHORIZING_RULES,
    *DEAUTHORIZING_RULES,
    *MOVING_RULES,
    *MATERIAL_RULES,
)
"""Every rule in the order of its number."""

_BY_NUMBER = {rule.number: rule for rule in RULES}
_NUMBER = re.compile(r"r?\s?(\d{1,2})", re.IGNORECASE)
_CITED = re.compile(r"\bR\d{1,2}\b")


def rule_of(number: str) -> Rule:
    """The rule with a number, written as ``R30``, ``r30`` or ``30``.

    Raises:
        NotFound: There is no such rule.
    """
    written = _NUMBER.fullmatch(number.strip())
    rule = _BY_NUMBER.get(f"R{int(written[1])}") if written else None
    if rule is None:
        raise NotFound(
            say("There is no rule {number}.", number=number),
            say("The rules have numbers from R1 to R52, with gaps."),
        )
    return rule


def is_number(text: str) -> bool:
    """Whether a text is written like the number of a rule, whether or not the rule exists."""
    return _NUMBER.fullmatch(text.strip()) is not None


def cited_rules(text: str) -> tuple[Rule, ...]:
    """The rules that a sentence cites by number, each once, in the order of the sentence."""
    numbers = dict.fromkeys(_CITED.findall(text))
    return tuple(_BY_NUMBER[number] for number in numbers if number in _BY_NUMBER)


def find_rules(text: str, words_of: Callable[[Message], str] = str) -> list[Rule]:
    """Find rules by number or by words, whatever their case and accents.

    Args:
        text: What is searched for; every word must begin a word of the rule. Nothing finds all.
        words_of: Puts a message into the reader's language.

    Returns:
        The rules, those first that have the words in their title, else in the order of numbers.
    """
    if is_number(text):
        # While typing 30, the 3 is already a number.
        number = _NUMBER.fullmatch(text.strip())
        digits = number[1] if number else ""
        return sorted(
            (rule for rule in RULES if rule.number[1:].startswith(digits)),
            key=lambda rule: rule.number[1:] != digits,
        )
    wanted = fold(text).split()
    found: list[tuple[int, Rule]] = []
    for rule in RULES:
        title = fold(words_of(rule.title)).split()
        rest = " ".join([rule.number, *(words_of(part) for part in (rule.group.title, rule.text))])
        everything = [*title, *fold(rest).split()]
        if all(_begins(word, everything) for word in wanted):
            in_title = all(_begins(word, title) for word in wanted)
            found.append((0 if in_title else 1, rule))
    return [rule for _place, rule in sorted(found, key=lambda pair: pair[0])]


def _begins(word: str, words: list[str]) -> bool:
    return any(other.startswith(word) for other in words)
