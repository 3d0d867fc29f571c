"""The commands against an emulator on a socket: the recorded run, exit codes, and no secrets."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.partner_center.emulator.seeds import CLIENT_ID, TENANT_ID, tenant
from csp_tui.partner_center.emulator.service import Emulator
from tests.cli.forking import forked
from tests.partner_center.emulating import emulator
from tests.partner_center.recorded import PAGES, block, replay, served

SECRET = "s3cret-that-must-not-be-anywhere"


class Line:
    """A command line with a database of its own, beside an emulator."""

    def __init__(self, folder: Path, center: Emulator, address: str) -> None:
        self.folder = folder
        self.center = center
        self.address = address
        self.code = 0
        self.err = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its commands have."""
        return {
            "CSP_TUI_PC_EMULATOR": self.address,
            "CSP_TUI_PC_SECRET": SECRET,
            "CSP_TUI_DB": str(self.folder / "run.sqlite"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }

    def __call__(self, *words: str, **environment: str) -> str:
        done = forked(*words, **{**self.environment, **environment})
        self.code, self.err = done.returncode, done.stderr.decode()
        return done.stdout.decode()

    def login(self, **environment: str) -> None:
        self("partner-center", "login", "--tenant", TENANT_ID, "--client-id", CLIENT_ID,
             **environment)  # fmt: skip


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A command line beside an account whose application has the test's secret."""
    center = emulator(clock="step")
    center.state.apps[CLIENT_ID]["secret"] = SECRET
    with served(center) as address:
        yield Line(tmp_path, center, address)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_recorded_run_repeats(page: Path, tmp_path: Path) -> None:
    again = "write it again: python -m tests.partner_center.recorded"
    assert replay(page, tmp_path) == block(page), again


def test_a_secret_is_in_no_file_and_no_output(line: Line) -> None:
    line.login()
    assert line.code == 0, line.err
    outputs = [line("partner-center", *words) for words in (
        ("pull",), ("status", "--json"), ("accounts", "--json"), ("probe",), ("plan", "--calls"),
        ("jobs", "--json"),
    )]  # fmt: skip
    line.center.state.apps[CLIENT_ID]["secret"] = "another"
    outputs.append(line("partner-center", "pull"))
    assert line.code == 4
    outputs.append(line.err)
    assert "AADSTS7000215" in line.err
    outputs.append(line("history", "--json"))
    assert not any(SECRET in text or "emulated." in text for text in outputs)
    for path in line.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content, path
            assert b"emulated." not in content, path
            assert b"do-not-store-this" not in content, path


def test_exit_codes(line: Line) -> None:
    line("partner-center", "pull")
    assert line.code == 2
    line("partner-center", "status", CSP_TUI_PC_EMULATOR="https://graph.microsoft.com:443")
    assert line.code == 2
    line.login(CSP_TUI_PC_SECRET="wrong")
    assert line.code == 4
    assert json.loads(line("partner-center", "status", "--json"))["account"] is None
    line.login()
    line("partner-center", "pull", CSP_TUI_PC_EMULATOR="http://127.0.0.1:1")
    assert line.code == 4
    line("partner-center", "publish", "contoso-mail", "--to", "live")
    assert line.code == 2
    line("partner-center", "jobs", "show", "7")
    assert line.code == 2


def test_a_push_names_the_conflicts_that_it_can_not_write(line: Line) -> None:
    line.login()
    line("partner-center", "pull")
    line("audience", "add", "contoso-backup", tenant(9)[0])
    line.center.portal.do({"do": "edit", "offer": "contoso-backup", "add": [tenant(8)[0]]})
    line("partner-center", "pull", "--yes")
    for words in ((), ("--json",), ("--offer", "contoso-backup")):
        out = line("partner-center", "push", "--yes", *words)
        assert line.code == 1, line.err
        assert "resolve contoso-backup" in line.err
        assert "Nothing to write" not in line.err
        if "--json" in words:
            assert [one["offer_id"] for one in json.loads(out)["refused"]] == ["contoso-backup"]
    line("audience", "choose", "contoso-draft", "all")
    out = line("partner-center", "push", "--yes", "--json")
    assert line.code == 0, line.err
    assert [one["offer_id"] for one in json.loads(out)["jobs"]] == ["contoso-draft"]
    assert "resolve contoso-backup" in line.err


def test_what_was_pulled_is_compared(line: Line) -> None:
    sides = ("compare", "contoso-backup", "remote:contoso-backup")
    line.login()
    line(*sides)
    assert line.code == 2
    line("partner-center", "pull")
    found = json.loads(line(*sides, "--json"))
    assert (line.code, found["both"], found["right"]["partners"]) == (0, 3, 3)
    line("audience", "add", "contoso-backup", tenant(9)[0])
    line(*sides, "--exit-code")
    assert line.code == 5


def test_publishing_says_that_changes_here_are_left_out(line: Line) -> None:
    line.login()
    line("partner-center", "pull")
    line("partner-center", "publish", "contoso-mail", "--to", "preview", "--yes")
    assert "is not published" not in line.err
    line("audience", "add", "contoso-backup", tenant(9)[0])
    line("partner-center", "publish", "contoso-backup", "--to", "preview", "--yes")
    assert "is not published; push it first" in line.err


def test_a_ready_token_replaces_signing_in(line: Line) -> None:
    line.login(CSP_TUI_PC_SECRET="", CSP_TUI_PC_TOKEN="ready-made")
    assert line.code == 0
    out = line("partner-center", "pull", "--json", CSP_TUI_PC_SECRET="", CSP_TUI_PC_TOKEN="ready")
    report = json.loads(out)
    assert set(report) >= {"new", "changed", "gone", "unchanged", "conflicts", "unreadable",
                           "dry_run"}  # fmt: skip
    status = json.loads(line("partner-center", "status", "--json"))
    assert (status["products"], status["linked"], status["jobs_open"]) == (6, 6, 0)


def test_without_a_keyring_the_secret_is_not_kept_silently(line: Line) -> None:
    line("partner-center", "login", "--tenant", TENANT_ID, "--client-id", CLIENT_ID,
         CSP_TUI_PC_SECRET="")  # fmt: skip
    assert line.code == 2
    assert "nothing to sign in with" in line.err


def test_a_pull_says_who_leaves_the_live_list_and_hints_keep_the_database(line: Line) -> None:
    line.login()
    line("partner-center", "pull")
    path = str(line.folder / "run.sqlite")
    first = tenant(0)
    line.center.portal.do(
        {"do": "resolve-request", "offer": "contoso-backup", "remove": [first[0]]}
    )
    line("audience", "add", "contoso-backup", tenant(9)[0])
    line("--db", path, "partner-center", "pull")
    assert f"Note: contoso-backup: 1 partner leaves the live list: {first[1]}." in line.err
    assert f"csp-tui --db {path} partner-center resolve contoso-backup" in line.err
    assert "1 conflict, 5 up to date" in line.err
    out = line("--db", path, "partner-center", "plan")
    assert f"csp-tui --db {path} partner-center resolve contoso-backup" in out


def test_the_portal_answers_in_the_language_of_the_person(line: Line) -> None:
    line("--lang", "fr", "partner-center", "portal", "sync", "contoso-draft")
    assert line.code == 2
    assert "pas publiée" in line.err


def test_a_conflict_of_options_is_resolved_by_what_is_suggested(line: Line) -> None:
    line.login()
    line("partner-center", "pull")
    line("audience", "choose", "contoso-vm", "all")
    line.center.portal.do({"do": "edit", "offer": "contoso-vm", "option": "some"})
    line("partner-center", "pull")
    line("partner-center", "resolve", "contoso-vm")
    suggested = line.err.rpartition("csp-tui ")[2].split()
    assert suggested == ["partner-center", "resolve", "contoso-vm", "--take", "local"]
    line(*suggested)
    assert line.code == 0, line.err


@pytest.mark.parametrize(("answer", "pulled"), [(b"n\n", False), (b"y\n", True)])
def test_a_pull_at_a_terminal_shows_what_it_takes_and_asks(
    line: Line, answer: bytes, pulled: bool
) -> None:
    line.login()
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(
        [sys.executable, "-m", "csp_tui", "partner-center", "pull"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, **line.environment},
        timeout=60,
        check=False,
    )
    os.close(theirs)
    asked = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "+ contoso-backup  new" in asked.replace("\t", "  ")
    assert "Apply these changes from Partner Center? [y/N]" in asked
    assert done.stdout == b""
    linked = json.loads(line("partner-center", "status", "--json"))["linked"]
    assert linked == (6 if pulled else 0)
