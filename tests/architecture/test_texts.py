"""Every text that a person sees goes through gettext, and every catalog is current."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.sources import PACKAGE, nodes, python_files

TRANSLATED = {"_", "gettext", "N_", "ngettext", "pgettext", "say", "say_n"}


def _calls(folder: Path) -> Iterator[tuple[Path, str, ast.Call]]:
    """The calls of functions by their name, each with its file."""
    for path in python_files(folder):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path, node.func.id, node


def _where(path: Path, call: ast.Call) -> str:
    return f"{path.relative_to(PACKAGE)}:{call.lineno}"


def test_texts_are_plain_strings_so_that_they_can_be_extracted() -> None:
    """An f-string or a variable inside ``_()`` never reaches the catalog."""
    found = []
    for path, name, call in _calls(PACKAGE):
        if name not in TRANSLATED or path.name in ("i18n.py", "wording.py", "command.py"):
            continue
        how_many = 2 if name in ("ngettext", "say_n", "pgettext") else 1
        for argument in call.args[:how_many]:
            if name in ("_", "gettext") and isinstance(argument, ast.Name | ast.Attribute):
                continue  # a text that was marked with N_ where it is declared
            if not isinstance(argument, ast.Constant):
                found.append(_where(path, call))
    assert found == []


_SHOWN_WIDGETS = {"Static", "Label", "Button", "Checkbox", "RadioButton"}


def test_no_widget_is_given_a_bare_english_text() -> None:
    found = []
    for path, name, call in _calls(PACKAGE / "ui"):
        first = call.args[0] if call.args else None
        if name not in _SHOWN_WIDGETS or not isinstance(first, ast.Constant):
            continue
        if any(character.isalpha() for character in str(first.value)):
            found.append(f"{_where(path, call)} shows {first.value!r}")
    assert found == []


_COUNTED = re.compile(r"\{count\} (more )?[a-z]*[a-z]{2}s\b")
_ALWAYS_MANY = {
    "characters": "limits and lengths far above one",
    "plans": "more than the limit",
    "terms": "two or more",
    "tables": "none, or two or more",
}


def test_a_text_with_a_count_has_a_singular() -> None:
    found = []
    for path, name, call in _calls(PACKAGE):
        text = call.args[0] if call.args else None
        if name not in ("_", "gettext", "N_", "say") or not isinstance(text, ast.Constant):
            continue
        counted = _COUNTED.search(str(text.value))
        if counted is not None and counted[0].split()[-1] not in _ALWAYS_MANY:
            found.append(f"{_where(path, call)} needs a singular: {counted[0]}")
    assert found == []
