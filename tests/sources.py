"""The Python files of the project, each parsed once for all tests that look at them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "csp_tui"


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of the syntax tree of a file."""
    return tuple(ast.walk(parsed(path)))


@cache
def python_files(folder: Path) -> tuple[Path, ...]:
    """The Python files of a folder and of those in it, in order."""
    return tuple(sorted(folder.rglob("*.py")))
