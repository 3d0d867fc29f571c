"""Every text that a person sees goes through gettext, and every catalog is current."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "csp_tui"
TRANSLATED = {"_", "gettext", "N_", "ngettext", "pgettext", "say", "say_n"}


def _calls(path: Path) -> list[tuple[str, ast.Call]]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        (node.func.id, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_texts_are_plain_strings_so_that_they_can_be_extracted(path: Path) -> None:
    """An f-string or a variable inside ``_()`` never reaches the catalog."""
    for name, call in _calls(path):
        if name not in TRANSLATED or path.name in ("i18n.py", "wording.py", "command.py"):
            continue
        how_many = 2 if name in ("ngettext", "say_n", "pgettext") else 1
        for argument in call.args[:how_many]:
            if name in ("_", "gettext") and isinstance(argument, ast.Name | ast.Attribute):
                continue  # a text that was marked with N_ where it is declared
            assert isinstance(argument, ast.Constant), f"{path.name}:{call.lineno}"


_SHOWN_WIDGETS = {"Static", "Label", "Button", "Checkbox", "RadioButton"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=lambda path: path.stem)
def test_no_widget_is_given_a_bare_english_text(path: Path) -> None:
    for name, call in _calls(path):
        if name not in _SHOWN_WIDGETS or not call.args:
            continue
        first = call.args[0]
        bare = isinstance(first, ast.Constant) and any(c.isalpha() for c in str(first.value))
        assert not bare, f"{path.name}:{call.lineno} shows {first.value!r}"  # type: ignore[attr-defined]


_COUNTED = re.compile(r"\{count\} (more )?[a-z]*[a-z]{2}s\b")
_ALWAYS_MANY = {
    "characters": "limits and lengths far above one",
    "plans": "more than the limit",
    "terms": "two or more",
    "tables": "none, or two or more",
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_a_text_with_a_count_has_a_singular(path: Path) -> None:
    for name, call in _calls(path):
        if name not in ("_", "gettext", "N_", "say") or not call.args:
            continue
        text = call.args[0]
        found = _COUNTED.search(str(text.value)) if isinstance(text, ast.Constant) else None
        if found is not None:
            noun = found[0].split()[-1]
            assert noun in _ALWAYS_MANY, f"{path.name}:{call.lineno} needs a singular: {found[0]}"
