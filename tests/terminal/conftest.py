"""A database of the test's own, filled by the command line before the workbench opens it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal, terminal

PARTNERS = """\
tenant_id,name,country,competencies,skills
00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e,Alpine Cloud SARL,FR,Security,Backup
00000002-1b5d-4c1e-9a77-0c6b6f2d9c1e,Fabrikam Ltd,GB,Security,
00000003-1b5d-4c1e-9a77-0c6b6f2d9c1e,Northwind GmbH,DE,,Backup;SAP
00000004-1b5d-4c1e-9a77-0c6b6f2d9c1e,Proseware Oy,FI,,
00000005-1b5d-4c1e-9a77-0c6b6f2d9c1e,東京クラウド,JP,,
"""


def tenant(number: int) -> str:
    """The tenant ID of a partner of the directory."""
    return f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e"


class Program:
    """The program on one database: its screens in terminals, its commands beside them."""

    def __init__(self, folder: Path, terminals: ExitStack) -> None:
        self.folder = folder
        self.database = folder / "work.sqlite"
        self._terminals = terminals

    def open(
        self,
        *words: str,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
    ) -> Terminal:
        """Open the workbench on the database, or what ``words`` say; closed after the test."""
        chosen = words or ("--db", str(self.database))
        return self._terminals.enter_context(terminal(*chosen, size=size, environment=environment))

    def run(self, *words: str, stdin: str = "") -> str:
        """Run a command that must succeed and return what it printed."""
        outcome = subprocess.run(
            [sys.executable, "-m", "csp_tui", "--db", str(self.database), *words],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    def json(self, *words: str) -> Any:
        """The document that a command prints."""
        return json.loads(self.run(*words, "--json"))

    def create_offer(self, offer_id: str = "contoso-backup", name: str = "Contoso Backup") -> str:
        """Create an offer whose listing is complete."""
        self.run(
            *("offers", "create", offer_id, "--type", "saas", "--name", name),
            *("--csp-url", "https://contoso.example/csp", "--csp-contact-name", "Ada King"),
            *("--csp-contact-email", "ada@contoso.example"),
        )
        return offer_id


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program on a database that does not exist yet."""
    with ExitStack() as terminals:
        yield Program(tmp_path, terminals)


@pytest.fixture
def stocked(program: Program) -> Program:
    """The program with five partners in its directory."""
    program.run("partners", "import", "-", stdin=PARTNERS)
    return program
