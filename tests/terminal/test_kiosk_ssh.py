"""Strangers at the kiosk over SSH, who try to get out of it."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui.cli.confinement import MEMORY_LIMIT
from tests.waiting import PATIENCE

from .crowd import gather
from .sshd import ROOT, Sshd, sshd, wait_for_end
from .terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.ssh]

OWNED = "somebody-got-out"
PATHS = ("/etc/passwd", "../../../etc/passwd", "~/.ssh", "|sh", "$(id)")
SEQUENCES = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1bP1;2|owned\x1b\\",
    "\x1b[5i",
    "\x9b6n",
    "\x1bc",
)
LAST = "the-end"
COMMANDS = "Command, offer, partner"
DIRECTORY = "2,000 partners in the directory"
FIRST = "Contoso Backup live specific 2 to sync · 1 request"
NOTHING_SHOWN = ("Traceback", "uid=", "root:", ".sqlite", "site-packages", ".py", "/usr/", "/bin/")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as started:
        yield started


def test_the_server_reads_the_documented_lines(server: Sshd) -> None:
    assert server.settings("demo") >= {
        'forcecommand trap "" INT QUIT; exec csp-tui demo --kiosk',
        "disableforwarding yes",
        "permituserrc no",
        "acceptenv LANG",
        "acceptenv NO_COLOR",
    }
    assert "acceptenv *" not in server.settings("demo")
    # Without them it would have been open.
    assert server.settings("nobody") >= {"forcecommand none", "acceptenv *", "x11forwarding yes"}


@pytest.mark.parametrize("words", [("--", "sh", "-c", f"'echo {OWNED}'"), ("-s", "--", "sftp")])
def test_no_command_and_no_subsystem_is_run(server: Sshd, words: tuple[str, ...]) -> None:
    done = server.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert OWNED not in done.stderr
    # What a subsystem complains of is not sent to the client.
    assert "-s" in words or "connect with ssh -t and without a command" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("-W", "127.0.0.1:{port}"),
        ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:{port}"),
        ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "{folder}/out.sock:127.0.0.1:{port}"),
    ],
)
def test_no_way_leads_through_the_server(server: Sshd, words: tuple[str, ...]) -> None:
    done = server.run(*(word.format(port=server.port, folder=server.folder) for word in words))
    assert done.returncode == 255
    assert done.stdout == ""
    assert not (server.folder / "out.sock").exists()


@pytest.mark.parametrize("program", ["scp", "scp -O", "sftp"])
def test_no_file_is_copied(server: Sshd, tmp_path: Path, program: str) -> None:
    name, *old = program.split()
    *line, host = server.command(*old, program=name)
    done = subprocess.run(
        [*line, f"{host}:/etc/passwd", str(tmp_path / "stolen")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_a_visitor_that_tries_everything_stays_inside_and_leaves_nothing(
    server: Sshd, tmp_path: Path
) -> None:
    before = _files(server.folder)
    ports = [_free_port(), _free_port()]
    named = {
        name: str(tmp_path / name.lower())
        for name in (
            *("CSP_TUI_DB", "CSP_TUI_CONFIG", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT_LOCATION"),
            *("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME", "PYTHONPATH", "ENV"),
        )
    }
    # Python would print paths, or ask for more to run at the end.
    others = {"PYTHONINSPECT": "1", "PYTHONVERBOSE": "1", "PYTHONPROFILEIMPORTTIME": "1"}
    others |= {"TEXTUAL": "debug", "TEXTUAL_DRIVER": "tests:X", "LANG": "../../../etc/passwd"}
    sent = [f"SetEnv={' '.join(f'{name}={value}' for name, value in (named | others).items())}"]
    line = server.command(
        *("-tt", "-A", "-X", "-o", *sent),
        *("-L", f"127.0.0.1:{ports[0]}:127.0.0.1:{server.port}"),
        *("-D", f"127.0.0.1:{ports[1]}"),
        *("--", f"echo {OWNED}; exec sh"),
    )
    terminal = Terminal(command=line)
    try:
        terminal.wait(FIRST)
        (process,) = server.kiosks()
        _check_process(process, set(others) - {"LANG"}, tmp_path)
        assert b"SSH-" not in _knock(ports[0], b"")
        # SOCKS 5 without a password, then a way to the server itself.
        way = b"\x05\x01\x00\x01\x7f\x00\x00\x01" + server.port.to_bytes(2, "big")
        assert b"SSH-" not in _knock(ports[1], b"\x05\x01\x00" + way)
        _press_what_stops_programs(terminal, process)
        start = len(terminal.raw)
        _look_around(terminal)
        _type_into_fields(terminal)
        shown = bytes(terminal.raw[start:])
        assert all(text.encode() not in shown for text in SEQUENCES)
        _check_process(process, set(), tmp_path)
        processes = list(server.sessions())
        terminal.strike("ctrl+q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    said = terminal.raw.decode("utf-8", "replace")
    assert OWNED not in said
    assert all(text not in said for text in (*NOTHING_SHOWN, str(ROOT), str(server.home)))
    wait_for_end(processes)
    assert server.sessions() == {}
    assert _files(server.folder) == before
    assert list(tmp_path.iterdir()) == []


def test_several_at_once_come_up_choose_and_end(server: Sshd) -> None:
    crowd = gather(server, 2)
    assert (crowd.codes, crowd.left, crowd.files) == ([0, 0], 0, 0)
    assert max(crowd.memory) < MEMORY_LIMIT / 2


def _press_what_stops_programs(terminal: Terminal, process: int) -> None:
    terminal.strike("ctrl+z")
    terminal.wait("Undo this change?")
    terminal.strike("escape")
    terminal.wait(FIRST, gone="Undo this change?")
    for key in ("ctrl+\\", "ctrl+s", "ctrl+c", "ctrl+o", "ctrl+t"):
        terminal.strike(key)
    terminal.strike("4")
    terminal.wait("▸4 History")
    terminal.strike("1")
    terminal.wait(FIRST)
    state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    assert state != "T"


def _type_into_fields(terminal: Terminal) -> None:
    """Type and paste paths and sequences into fields; others are tried without a terminal."""
    for way, field, empty, leave in (
        ("ctrl+p", COMMANDS, COMMANDS, ("enter", "escape")),
        ("3", DIRECTORY, "Name, city, tenant ID or MPN ID", ("ctrl+u",)),
    ):
        terminal.strike(way)
        terminal.wait(field)
        if way == "3":
            terminal.go_to("/", empty)
        for text in (*PATHS, *(f"\x1b[200~{text}\x1b[201~" for text in SEQUENCES), LAST):
            terminal.type(text)
        terminal.wait(LAST, gone=empty)
        for key in leave:
            terminal.strike(key)
        terminal.wait(DIRECTORY if way == "3" else FIRST, gone=LAST)


def _look_around(terminal: Terminal) -> None:
    """Where paths could be seen or named."""
    terminal.strike("i")
    terminal.wait("Select an example:", "resales.csv")
    terminal.strike("escape")
    terminal.wait(FIRST, gone="Select an example:")
    terminal.strike(",")
    terminal.wait("no file is changed")
    terminal.strike("f")
    terminal.wait("No file yet")
    terminal.strike("escape")
    terminal.wait("no file is changed", gone="No file yet")
    terminal.strike("1")
    terminal.wait(FIRST)
    terminal.strike("ctrl+p")
    terminal.wait("Command, offer, partner")
    terminal.type("database")
    terminal.wait("Check, back up or restore")
    terminal.strike("enter")
    terminal.wait("In memory only")
    for key in ("b", "r"):
        terminal.strike(key)
        terminal.wait("Not available in kiosk mode")
    terminal.strike("escape")
    terminal.wait(FIRST, gone="In memory")


def _check_process(process: int, tried: set[str], folder: Path) -> None:
    """What visitors sent is not in its surroundings, and no file is open for writing."""
    facts = Path(f"/proc/{process}")
    surroundings = (facts / "environ").read_bytes().split(b"\0")
    names = {fact.partition(b"=")[0].decode() for fact in surroundings}
    assert not names & {*tried, "SSH_AUTH_SOCK", "DISPLAY"}
    assert str(folder).encode() not in b"".join(surroundings)
    for link in (facts / "fd").iterdir():
        if stat.S_ISREG(link.stat().st_mode):
            flags = (facts / "fdinfo" / link.name).read_text("ascii").split("flags:")[1].split()
            assert int(flags[0], 8) & os.O_ACCMODE == os.O_RDONLY, link.readlink()


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder below, with its size and the time of its last change."""
    found = {path: path.lstat() for path in folder.rglob("*") if path.name != "sshd.log"}
    return {path: (facts.st_size, facts.st_mtime_ns) for path, facts in found.items()}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _knock(port: int, words: bytes) -> bytes:
    """What comes back until the other side hangs up."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.settimeout(60)
        try:
            line.sendall(words)
            while chunk := line.recv(4096):
                got += chunk
        except ConnectionError:
            pass
    return got
