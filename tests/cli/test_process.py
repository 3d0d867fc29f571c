"""The program as the shell runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ALPINE, DIRECTORY, CommandLine

HEAVY = (
    "textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "sqlite3", "asyncio",
    "http.client",
)  # fmt: skip


def program(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "csp_tui", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["offers", "create", "--help"]])
def test_help_and_version_import_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\n"
        "from csp_tui.cli import run\n"
        f"assert run({words!r}) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert outcome.stderr.strip() == "[]"
    assert "csp-tui" in outcome.stdout


def test_the_help_of_the_program_imports_no_module_that_declares_commands() -> None:
    code = (
        "import sys\n"
        "from csp_tui.cli import run\n"
        "assert run(['--help']) == 0\n"
        "print([name for name in sys.modules if '.commands_' in name], file=sys.stderr)\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert outcome.stderr.strip() == "[]"


def test_a_command_imports_only_the_services_that_it_uses(cli: CommandLine) -> None:
    words = ["--db", str(cli.database), "offers", "list", "--json"]
    code = (
        "import sys\n"
        "from csp_tui.cli import run\n"
        f"assert run({words!r}) == 0\n"
        "found = [name for name in sys.modules if name.startswith('csp_tui.services.')]\n"
        "print('csp_tui.services.offers' in found, file=sys.stderr)\n"
        "print([name for name in found if 'remote.' in name or 'plan_building' in name or "
        "'evidence_import' in name], file=sys.stderr)\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert outcome.stderr.splitlines()[-2:] == ["True", "[]"]


def test_version_and_exit_codes(cli: CommandLine) -> None:
    environment = {**os.environ, "CSP_TUI_DB": str(cli.database), "CSP_TUI_LANG": "en"}
    assert program("--version").stdout.startswith("csp-tui 0.")
    assert program("offers", "list", "--json", env=environment).stdout == "[]\n"
    assert cli.database.exists()
    missing = program("offers", "show", "no-such-offer", env=environment)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "Traceback" not in missing.stderr
    closed = program("--lang", "fr", stdin=subprocess.DEVNULL, env=environment)
    assert closed.returncode == 2


def test_a_reader_that_has_seen_enough_is_no_failure(cli: CommandLine) -> None:
    for number in range(3):
        cli.offer(offer_id=f"offer-{number}")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        outcome = subprocess.run(
            [sys.executable, "-m", "csp_tui", "--db", str(cli.database), "offers", "list"],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_output_is_reported(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    for words in (["offers", "list"], ["audience", "export", offer, "-"]):
        with open("/dev/full", "wb") as full:
            outcome = subprocess.run(
                [sys.executable, "-m", "csp_tui", "--db", str(cli.database), *words],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
                env={**os.environ, "CSP_TUI_LANG": "en"},
            )
        assert outcome.returncode == 3
        assert outcome.stderr.startswith("csp-tui: The output could not be written")
        assert "Traceback" not in outcome.stderr


@pytest.mark.skipif(os.name == "nt", reason="sends a signal of POSIX systems")
def test_ctrl_c_during_an_import_changes_nothing(cli: CommandLine) -> None:
    cli.directory()
    before = cli.dump()
    words = ["--db", str(cli.database), "partners", "import", "-", "--replace"]
    # A shell that runs the tests in the background hands down a Ctrl-C that is ignored.
    code = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from csp_tui.__main__ import main\n"
        "sys.exit(main())\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "CSP_TUI_LANG": "en"},
    )
    assert process.stdin is not None
    header, *rows = DIRECTORY.encode().splitlines(keepends=True)
    # More than a pipe holds: once it is written, the import is reading.
    process.stdin.write(header + rows[0] * 20_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.decode().strip() == "csp-tui: Stopped. Nothing was changed."
    assert cli.dump() == before


def test_any_encoding_of_the_terminal_will_do(cli: CommandLine) -> None:
    cli.directory()
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    outcome = program("--db", str(cli.database), "partners", "search", env=environment)
    assert outcome.returncode == 0
    assert "Zo? Northwind" in outcome.stdout
