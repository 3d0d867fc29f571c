"""The messages of argparse about invalid usage, translated.

argparse speaks English only; its sentences are recognized and said again. One that is not
recognized is passed on as it is.
"""

from __future__ import annotations

import ast
import difflib
import re

from csp_tui.i18n import gettext as _
from csp_tui.i18n import quote

_CHOICE = re.compile(
    r"argument (?P<argument>.+?): invalid choice: (?P<word>.*) \(choose from (?P<names>.*)\)", re.S
)
_PATTERNS = (
    ("required", re.compile(r"the following arguments are required: (?P<names>.*)", re.S)),
    ("one_of", re.compile(r"one of the arguments (?P<names>.*) is required", re.S)),
    ("conflict", re.compile(r"argument (?P<name>\S+): not allowed with argument (?P<other>\S+)")),
    ("no_value", re.compile(r"argument (?P<name>.+): expected (at least )?one argument")),
    (
        "no_flag",
        re.compile(r"argument (?P<name>.+): ignored explicit argument (?P<value>.*)", re.S),
    ),
)


def usage_text(message: str) -> str:
    """Say a message of argparse in the language in use."""
    choice = _CHOICE.fullmatch(message)
    if choice:
        return _unknown_choice(choice["argument"], choice["word"], choice["names"])
    sentences = {
        "required": _("Missing on the command line: {names}."),
        "one_of": _("One of these is needed: {names}."),
        "conflict": _("{name} and {other} exclude each other."),
        "no_value": _("{name} needs a value after it."),
        "no_flag": _("{name} takes no value."),
    }
    for key, pattern in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return sentences[key].format(**found.groupdict())
    return message


def _unknown_choice(argument: str, word: str, listed: str) -> str:
    # argparse quotes the word as Python does.
    typed = str(ast.literal_eval(word))
    names = [name.strip("' ") for name in listed.split(",")]
    near = difflib.get_close_matches(typed, names, n=1)
    if argument != _("COMMAND"):
        if near:
            return _("{name} can't be {value}. Did you mean “{near}”?").format(
                name=argument, value=quote(typed), near=near[0]
            )
        return _("{name} can't be {value}. Select one of: {names}.").format(
            name=argument, value=quote(typed), names=", ".join(names)
        )
    if near:
        return _("There is no command {value}. Did you mean “{name}”?").format(
            value=quote(typed), name=near[0]
        )
    return _("There is no command {value}. Select one of: {names}.").format(
        value=quote(typed), names=", ".join(names)
    )
