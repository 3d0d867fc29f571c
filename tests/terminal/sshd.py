"""A private OpenSSH server on this computer, with the documented lines for a kiosk."""

from __future__ import annotations

import getpass
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.programs import needed
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
DOCUMENTED = ROOT / "data" / "kiosk" / "sshd_config"


class Sshd:
    """A server that lets the account of the tests in, into a kiosk and nowhere else.

    The documented lines stand in its configuration to the letter but for the account's name,
    because a test cannot make accounts.

    Attributes:
        port: Where it listens.
        folder: Its files.
        home: The folder that a session takes for its own and for temporary files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        for name in ("host_key", "key"):
            command = [needed("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f"]
            subprocess.run([*command, str(folder / name)], check=True)
        self._process = self._start()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def command(self, *words: str, program: str = "ssh", user: str = "") -> tuple[str, ...]:
        """A command line of a client that comes as the kiosk's account.

        Args:
            words: Options before the host, and after ``--`` what follows it.
            program: ``ssh``, or the client that takes the same options.
            user: The account; the kiosk's by default.
        """
        before, after = list(words), []
        if "--" in before:
            place = before.index("--")
            before, after = before[:place], before[place + 1 :]
        options = {
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "UserKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "no",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
            "Port": self.port,
        }
        given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        host = f"{user or getpass.getuser()}@127.0.0.1"
        return (needed(program), "-F", "none", *given, *before, host, *after)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``ssh`` without a terminal until it ends."""
        return subprocess.run(
            self.command(*words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def sessions(self) -> dict[int, list[bytes]]:
        """The words of every process below the server, by their numbers."""
        found: dict[int, list[bytes]] = {}
        below = [self.pid]
        while below:
            number = below.pop()
            folder = Path("/proc") / str(number)
            try:
                found[number] = (folder / "cmdline").read_bytes().split(b"\0")
                children = (folder / "task" / str(number) / "children").read_text("ascii")
            except OSError:
                continue
            below += [int(child) for child in children.split()]
        found.pop(self.pid, None)
        # A process that has ended but was not waited for has no command line.
        return {number: words for number, words in found.items() if words != [b""]}

    def kiosks(self) -> list[int]:
        """The processes of the kiosk below the server."""
        return [number for number, words in self.sessions().items() if b"csp_tui" in words]

    def settings(self, user: str) -> set[str]:
        """What holds for an account that comes from this computer, as the server reads it."""
        config = self._lines(self.folder / "bin", "demo")
        done = subprocess.run(
            [needed("sshd"), "-T", "-f", "/dev/stdin", "-C", f"user={user},host=x,addr=127.0.0.1"],
            input=config,
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stdout.splitlines())

    def close(self) -> None:
        """End it, and the sessions with it, which would outlive it."""
        left = self.sessions()
        self._process.terminate()
        for number in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        self._process.wait(10)

    def _start(self) -> subprocess.Popen[bytes]:
        if os.getuid() == 0:
            # Where the system's own server never ran, its empty folder is missing.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        config = self.folder / "sshd_config"
        config.write_text(self._lines(self._command_folder(), getpass.getuser()), "utf-8")
        command = [needed("sshd"), "-f", str(config)]
        subprocess.run([*command, "-t"], check=True)
        process = subprocess.Popen([*command, "-D", "-E", str(self.folder / "sshd.log")])
        end = time.monotonic() + PATIENCE
        while not self._answers():
            assert process.poll() is None, (self.folder / "sshd.log").read_text("utf-8")
            assert time.monotonic() < end, "sshd does not answer"
        return process

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                return line.recv(4) == b"SSH-"
        except OSError:
            return False

    def _lines(self, path: Path, account: str) -> str:
        documented = DOCUMENTED.read_text("utf-8")
        asked = "Match User demo\n"
        assert documented.count(asked) == 1
        return f"""\
ListenAddress 127.0.0.1
Port {self.port}
HostKey {self.folder / "host_key"}
AuthorizedKeysFile {self.folder / "key.pub"}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 200
Subsystem sftp internal-sftp
# As careless as a server can be before the documented lines.
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
AcceptEnv *
SetEnv PATH={path}:/usr/bin:/bin HOME={self.home} TMPDIR={self.home}
{documented.replace(asked, f"Match User {account}{chr(10)}")}"""

    def _command_folder(self) -> Path:
        """A folder with a ``csp-tui`` in it, which is what an installation would bring."""
        folder = self.folder / "bin"
        folder.mkdir()
        script = folder / "csp-tui"
        words = shlex.join([sys.executable, "-m", "csp_tui"])
        source = shlex.quote(str(ROOT))
        script.write_text(f'#!/bin/sh\nPYTHONPATH={source} exec {words} "$@"\n', "utf-8")
        script.chmod(0o755)
        return folder


def wait_for_end(processes: Iterable[int], seconds: float = PATIENCE) -> None:
    """Wait until processes have ended.

    Args:
        processes: Their numbers; some may have ended already.
        seconds: Patience with each.
    """
    for number in processes:
        try:
            watched = os.pidfd_open(number)
        except ProcessLookupError:
            continue
        try:
            ended, _, _ = select.select([watched], [], [], seconds)
        finally:
            os.close(watched)
        assert ended, f"process {number} is still there"


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """A server that is ended whatever happens."""
    server = Sshd(folder)
    try:
        yield server
    finally:
        server.close()
