"""Tab in the real shells: what a person types, and what the shell makes of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Program, tenant
from .terminal import Terminal

pytestmark = pytest.mark.terminal

SOURCE = Path(__file__).parents[2]
PROMPT = "ready>"
HOSTILE = "$(touch pwned) `touch pwned`; touch pwned \x1b[2J : Contoso"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which ``csp-tui`` is the source that is tested, and every shell completes it."""
    folder = tmp_path / "home"
    programs = folder / "bin"
    programs.mkdir(parents=True)
    command = programs / "csp-tui"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csp_tui "$@"\n')
    command.chmod(0o755)
    (folder / "bashrc").write_text(f"PS1='{PROMPT} '\nsource <(csp-tui completion bash)\n")
    (folder / ".zshrc").write_text(
        f"PS1='{PROMPT} '\nautoload -Uz compinit\ncompinit -u -D\n"
        "source <(csp-tui completion zsh)\n"
    )
    (folder / "config.fish").write_text(
        f"function fish_prompt; echo '{PROMPT} '; end\nset fish_greeting\n"
        "csp-tui completion fish | source\n"
    )
    return folder


STARTS = {
    "bash": ("bash", "--noprofile", "--rcfile", "{home}/bashrc", "-i"),
    "zsh": ("zsh", "-i"),
    "fish": ("fish", "--no-config", "-i", "-C", "source {home}/config.fish"),
}


SHELLS = [pytest.param(name, marks=pytest.mark.terminal(name)) for name in STARTS]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, home: Path, stocked: Program) -> Iterator[Terminal]:
    """A shell that has just shown its prompt, in an empty folder."""
    stocked.create_offer()
    stocked.create_offer("fabrikam-sync", HOSTILE)
    with closing(_open(request.param, home, CSP_TUI_DB=str(stocked.database))) as opened:
        opened.wait(PROMPT)
        yield opened


def _open(name: str, home: Path, **environment: str) -> Terminal:
    (home / "work").mkdir()
    return Terminal(
        size=(160, 24),
        command=tuple(word.format(home=home) for word in STARTS[name]),
        environment={
            **environment,
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(SOURCE),
            "LC_ALL": "C.UTF-8",
            "CSP_TUI_LANG": "en",
        },
        cwd=str(home / "work"),
    )


LINES = (
    ("csp-tui audience show con", "csp-tui audience show contoso-backup"),
    ("csp-tui audie", "csp-tui audience"),
    ("csp-tui offers list --js", "csp-tui offers list --json"),
    ("csp-tui offers create new-one --type=virt", "--type=virtual-machine"),
    ("csp-tui partners search --country F", "FI"),
    ("csp-tui audience add contoso-backup 00000003", tenant(3)),
    ("csp-tui partners search alpine | csp-tui offers show fab", "offers show fabrikam-sync"),
    ("csp-tui partners import my", "my\\ partners.csv"),
)
"""What is typed before Tab, and what the shell makes of it.

What the program answers to any other line is tested without a shell, in ``tests/cli``.
"""


def test_tab_completes(shell: Terminal, home: Path, request: pytest.FixtureRequest) -> None:
    (home / "work" / "my partners.csv").write_text("")
    (home / "work" / "other.csv").write_text("")
    for typed, completed in LINES:
        shell.type(typed)
        shell.wait(typed)
        # Bash shows more than one word only when asked again.
        shell.type("\t\t" if completed == "FI" else "\t")
        shell.wait(completed)
        _clear(shell)
    shell.type("csp-tui offers show ")
    shell.wait("offers show")
    shell.type("\t\t")
    shell.wait("contoso-backup", "fabrikam-sync")
    if "bash" not in request.node.name:
        # Bash shows words alone. Names explain them, and stay data.
        shell.wait("Contoso Backup", "touch pwned")
    assert b"\x1b[2J :" not in shell.raw

    # A database that is not there stays so.
    _clear(shell)
    shell.type("export CSP_TUI_DB=absent.sqlite\r")
    _clear(shell, "absent")
    shell.type("csp-tui audience show ")
    shell.wait("audience show")
    shell.type("\t\t")
    shell.strike("ctrl+u")
    shell.type("csp-tui histo")
    shell.wait("csp-tui histo")
    shell.type("\t")
    shell.wait("csp-tui history")
    assert b"Traceback" not in shell.raw
    assert {path.name for path in (home / "work").iterdir()} == {"my partners.csv", "other.csv"}


def _clear(shell: Terminal, gone: str = "csp-tui") -> None:
    shell.strike("ctrl+u")
    shell.strike("ctrl+l")
    shell.wait(PROMPT, gone=gone)
