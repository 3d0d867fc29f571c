"""A database of the test's own, filled by the command line before the workbench opens it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from csp_tui.cli import run

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
        # In this process: the commands have tests of their own that start the program for each.
        given, out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(3))
        given.buffer.write(stdin.encode())
        given.buffer.seek(0)
        before = sys.stdin
        sys.stdin = given
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = run(["--db", str(self.database), *words])
        finally:
            sys.stdin = before
        assert code == 0, _written(err)
        return _written(out)

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


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


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
