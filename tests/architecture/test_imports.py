"""Arrows point down only, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys

import grimp
import pytest

from tests.sources import PACKAGE, ROOT, nodes, python_files


def test_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_no_import_cycle() -> None:
    # Imports inside functions and under TYPE_CHECKING count as well.
    graph = grimp.build_graph("csp_tui")
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while leaves := {module for module, imported in below.items() if not imported & below.keys()}:
        below = {module: imported for module, imported in below.items() if module not in leaves}
    assert sorted(below) == [], "these modules import each other"


def test_the_screens_ask_no_object_whether_it_has_an_attribute() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files(PACKAGE / "ui")
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("getattr", "hasattr")
        and isinstance(node.args[1], ast.Constant)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        (
            "import csp_tui.domain.audience, csp_tui.domain.support",
            ["textual", "sqlalchemy", "rich"],
        ),
        ("import csp_tui.services.workbench", ["textual", "sqlalchemy", "sqlmodel"]),
        ("import csp_tui.cli", ["textual", "sqlalchemy", "sqlmodel", "alembic"]),
        ("import csp_tui.bootstrap", ["textual", "sqlalchemy", "sqlmodel", "alembic"]),
        ("import csp_tui.ui.app, csp_tui.ui.offers.screen", ["sqlalchemy", "sqlmodel", "alembic"]),
        (
            # What the list of offers reads beside the offers.
            "import csp_tui.services.remote.service, csp_tui.services.partner_lists",
            ["csp_tui.services.remote.push", "csp_tui.services.plan_building"],
        ),
        (
            (
                "import csp_tui.bootstrap, csp_tui.recovery.files, csp_tui.ui.app\n"
                "import csp_tui.ui.offers.screen, csp_tui.ui.offer.screen\n"
                "import csp_tui.ui.partners.search_dialog"
            ),
            ["hashlib", "csp_tui.partner_center"],
        ),
    ],
)
def test_what_an_import_does_not_bring(statement: str, unwanted: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint([m for m in {unwanted!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_answers_without_a_screen_import_neither_textual_nor_sqlmodel(option: str) -> None:
    code = (
        "import sys\nfrom csp_tui.cli import run\n"
        f"try:\n    run([{option!r}])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('textual', 'sqlmodel', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("[]")
