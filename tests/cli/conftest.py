"""A command line on a database of its own, in this process."""

from __future__ import annotations

import io
import json
import logging
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from csp_tui import i18n
from csp_tui.cli import run

ALPINE = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
FABRIKAM = "77b01234-aaaa-4bbb-8ccc-0d0d0d0d12aa"
NORTHWIND = "90000000-0000-4000-8000-00000000000a"
STRANGER = "90000000-0000-4000-8000-0000000000ff"

DIRECTORY = f"""\
tenant_id,name,country,competencies,skills,type
{ALPINE},Alpine Cloud SARL,FR,Cloud Platform;Security,Backup,direct-bill
{FABRIKAM},Fabrikam Ltd,GB,Security,Migration;Backup,indirect-provider
{NORTHWIND},Zoë Northwind,CA,Data Analytics,,
"""


@dataclass(frozen=True)
class Outcome:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


_MADE: dict[tuple[object, ...], bytes] = {}
"""Databases by the steps that led to them from an empty one."""


class CommandLine:
    """Runs commands on one database."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._steps: tuple[object, ...] | None = None
        self.folder = folder
        self.database = folder / "cli.sqlite"
        self._capsys = capsys

    def __call__(self, *words: str, stdin: bytes | None = None, lang: str = "en") -> Outcome:
        self._steps = None
        self._capsys.readouterr()
        before = sys.stdin
        if stdin is not None:
            sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        try:
            code = run(["--db", str(self.database), "--lang", lang, *words])
        finally:
            sys.stdin = before
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    def ok(self, *words: str, stdin: bytes | None = None) -> Outcome:
        """Run a command that must succeed."""
        outcome = self(*words, stdin=stdin)
        assert outcome.code == 0, outcome.err
        assert "Traceback" not in outcome.err
        return outcome

    def json(self, *words: str, stdin: bytes | None = None) -> Any:
        """The document of a command that must succeed."""
        return self.ok(*words, "--json", stdin=stdin).json

    def file(self, name: str, text: str) -> str:
        """Write a file to import."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def dump(self) -> dict[str, list[Any]]:
        """Everything the database holds."""
        with closing(sqlite3.connect(self.database)) as connection:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            ).fetchall()
            return {
                name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables
            }

    def begin(self, *steps: object) -> None:
        """Say where the database begins: empty, or with the first command."""
        self._steps = steps

    def once(self, step: object, make: Callable[[], object]) -> None:
        """Bring the database a step further; repeated on an equal one, the result is copied."""
        steps = None if self._steps is None else (*self._steps, step)
        if steps in _MADE:
            self.database.write_bytes(_MADE[steps])
        else:
            make()
            if steps is not None:
                _MADE[steps] = self.database.read_bytes()
        self._steps = steps

    def directory(self) -> None:
        """Fill the partner directory with three partners."""
        self.once(
            "directory",
            lambda: self.ok("partners", "import", "-", stdin=DIRECTORY.encode()),
        )

    def offer(
        self,
        option: str | None = None,
        *,
        live: bool = False,
        partners: tuple[str, ...] = (),
        resold: tuple[str, ...] = (),
        offer_id: str = "contoso-backup",
    ) -> str:
        """Bring an offer to where a test begins."""

        def make() -> None:
            self.ok(
                *("offers", "create", offer_id, "--type", "saas", "--name", "Contoso Backup"),
                *("--csp-url", "https://example.com/csp", "--csp-contact-name", "Ada King"),
                *("--csp-contact-email", "ada@example.com"),
            )
            if option is not None:
                self.ok("audience", "choose", offer_id, option)
            if partners:
                self.ok("audience", "add", offer_id, *partners)
            if live:
                self.ok("offers", "publish", offer_id)
            for tenant in resold:
                self.ok("resales", "record", offer_id, tenant)

        self.once((option, live, partners, resold, offer_id), make)
        return offer_id


@pytest.fixture
def cli(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    empty_database: Path,
) -> Iterator[CommandLine]:
    for name, folder in (
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.delenv("CSP_TUI_DB", raising=False)
    monkeypatch.delenv("CSP_TUI_LANG", raising=False)
    # Output is what a person on a terminal reads; the tests of pipes undo this.
    monkeypatch.setattr("csp_tui.cli.output.is_piped", lambda: False)
    command_line = CommandLine(tmp_path, capsys)
    # As the first command would leave it; the tests of first starts begin without.
    shutil.copy(empty_database, command_line.database)
    command_line.begin()
    yield command_line
    i18n.use("en")
    root = logging.getLogger("csp_tui")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.propagate = True


@pytest.fixture
def new_cli(cli: CommandLine) -> CommandLine:
    """A command line whose database does not exist yet."""
    cli.database.unlink()
    cli.begin("new")
    return cli
