"""Tests that need a pseudo-terminal, a browser or an SSH server are marked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import PROGRAMS, require_marked
from tests.sources import ROOT, parsed

HELPERS = {
    "terminal": {"Terminal", "terminal"},
    "browser": {"Browser", "browser"},
    "ssh": {"Sshd", "sshd"},
}
"""What starts the programs of each marker, as tests import it."""


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _marks(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _unmarked(path: Path) -> Iterator[str]:
    """The tests of a module that use a helper and have no marker for it."""
    tree = parsed(path)
    everywhere: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and "pytestmark" in _names(statement):
            everywhere = _marks(statement)
    imported = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("csp_tui")
        for name in node.names
    }
    for test in tree.body:
        if not isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not test.name.startswith("test_"):
            continue
        marks = everywhere.union(*map(_marks, test.decorator_list))
        for marker, helpers in HELPERS.items():
            if helpers & imported & _names(test) and marker not in marks:
                yield f"{path.name}::{test.name} needs pytest.mark.{marker}"


def test_whatever_starts_a_program_of_the_system_is_marked() -> None:
    assert HELPERS.keys() == PROGRAMS.keys()
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    assert [line for path in modules for line in _unmarked(path)] == []


@pytest.mark.parametrize("marker", PROGRAMS)
def test_a_missing_program_skips_a_test_and_fails_it_in_ci(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    test: pytest.Item = request.node
    test.add_marker(getattr(pytest.mark, marker)("no-such-program"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="is not installed"):
        require_marked(test)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"is not installed; \.ci/run installs"):
        require_marked(test)
