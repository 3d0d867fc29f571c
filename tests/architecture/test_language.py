"""No text of the project uses a phrase that makes readers stumble."""

from __future__ import annotations

import ast
import io
import pickle
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.locale import catalogs
from tests.sources import PACKAGE, ROOT, nodes, python_files

PLAIN = {
    r"anew": "again",
    r"whoever": "the person who",
    r"whomever": "the person whom",
    r"meanwhile": "since then, or nothing",
    r"tak(?:e|es|ing) (?:it|this|that|them) back": "undo",
    r"tak(?:en|ing|es) back": "undone",
    r"took back": "undid",
    r"mak(?:e|es|ing) (?:it |this )?again": "redo",
    r"made again": "redone",
    r"not to be had": "not available",
    r"nobody": "no one, or the thing itself: no partner, no user",
    r"somebody": "someone",
    r"look(?:s|ed|ing)? (?:what|whether)": "check what, check whether",
    r"looked over": "checked",
    r"rows? (?:that |which )?(?:cannot|can't) be used": "invalid rows",
    r"rejected rows?": "invalid rows",
    r"rows? rejected": "invalid rows",
    r"file is sound": "file is intact",
    r"sound (?:backup|copy)": "intact backup",
    r"or no longer(?=$|[.,;])": "deselect",
    r"ways? on": "repair options, next steps",
    r"ways? to begin": "get started",
    r"(?:\{count\}|\{n\}|\d+) signs": "characters",
    r"(?:is|are|be) told": "is notified, is reported",
    r"(?<!there )is no (?:port|number|address|file|date|day|text|rule|name)": "is not a",
    r"may stay empty": "optional",
    r"may be empty": "optional",
    r"not a byte": "unchanged",
    r"any more": "no longer",
    r"goes on": "continues",
    r"things stand": "the current state",
    r"(?:what|where (?:\w+ ){0,3}\w+|as it) stands(?! out)": "the state, the value, the label, is",
    r"who is at work": "the current user",
    r"while one types": "while typing",
    r"(?:of|to|from|for) whom": "the partners that, the user who",
    r"c[ao]mes? of (?:it|them|choosing)": "the result",
    r"thrown? away": "discarded",
    r"at hand": "current",
    r"lies (?:below|above|over|behind|beside)": "is below, is above",
    r"defence": "defense",
    r"licen[c]es?": "license",
    r"catalogues?": "catalog",
    r"rules (?:are|were) asked": "the rules are checked",
    r"(?:is|are|was|were) noted as": "is marked as",
    r"paint(?:ed|s)? (?:anew|again)": "redraw",
    r"bec(?:ame|omes?) of": "the result, the outcome",
    r"(?:tells?|told) of": "shows, records",
    r"for ever": "forever",
    r"let(?:s|ting)? go of": "close, drop",
    r"in one hand": "all of",
    r"attend(?:ed|ing)? to": "needs attention",
    r"a person(?:'s acts?| does)": "done by hand, a manual step",
    r"(?:give|gives|gave|given) back": "return",
    r"by now": "now, since",
    r"t(?:ake|akes|aken|ook|aking) over(?! the terminal)": "apply, pull, replace",
    r"what (?:[\w']+ ){1,4}comes? to": "the effect, what it would do",
    r"after a question": "after confirmation",
    r"works? as you": "can act as you",
    r"bec(?:ame|omes?) live": "goes live",
    r"ask(?:s|ed|ing)? the rules": "check against the rules",
    r"(?:forbid|allow)s? to": "forbids undoing, allows undoing",
    r"rows it were": "rows there were",
    r"programmes?": "program",
    r"colours?": "color",
    r"behaviours?": "behavior",
    r"favourites?": "favorite",
    r"neighbours?": "neighbor",
    r"cancelled": "canceled",
    r"cancelling": "canceling",
    r"labelled": "labeled",
    r"(?:author|recogn|organ|initial|summar|normal|synchron|optim)is(?:e|es|ed|ing|ation)": "-ize",
}
"""What a phrase to avoid looks like, and what to write instead. Whole words, any letter case."""

_AVOIDED = re.compile(rf"(?i)(?<![\w`.-])(?:{'|'.join(PLAIN)})(?![\w`-])")


def avoided(text: str) -> list[str]:
    """The phrases in a text that should be others."""
    return _AVOIDED.findall(" ".join(text.split()))


def _prose(path: Path) -> Iterator[tuple[int, str]]:
    """Docstrings and blocks of comments of a Python file, with their lines."""
    for node in nodes(path):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)
    block: list[str] = []
    began = 0
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            began = token.start[0] if not block else began
            block.append(token.string.lstrip("# "))
        elif token.type not in (tokenize.NL, tokenize.NEWLINE) and block:
            yield began, " ".join(block)
            block = []


def _may_have_avoided(path: Path) -> bool:
    """Whether a phrase to avoid is anywhere in a file, which is quicker to see than where."""
    return bool(avoided(path.read_text("utf-8").replace("#", " ")))


def test_the_english_catalog_is_in_plain_words(pickled_source_texts: bytes) -> None:
    messages = pickle.loads(pickled_source_texts)
    texts = (form for message in messages for form in catalogs.forms(message.id))
    assert [(text, found) for text in texts if (found := avoided(text))] == []


def test_docstrings_and_comments_are_in_plain_words() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {phrase}"
        for path in python_files(PACKAGE) + python_files(ROOT / "tests")
        if _may_have_avoided(path)
        for line, text in _prose(path)
        for phrase in avoided(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "path",
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda path: path.name,
)
def test_documents_are_in_plain_words(path: Path) -> None:
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    assert [(number, found) for number, line in lines if (found := avoided(line))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Read anew.", ["anew"]),
        ("Take it back?", ["Take it back"]),
        ("What was taken\n    back", ["taken back"]),
        ("More than {count} signs were pasted", ["{count} signs"]),
        ("The programme's rules", ["programme"]),
        ("A task that was cancelled", ["cancelled"]),
        ("``task.cancelled()`` and `programme`", []),
        ("The program signs the request and renews it.", []),
    ],
)
def test_phrases_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert avoided(text) == found
