"""Many strangers in the kiosk at once, over one SSH server: ``python -m tests.terminal.crowd``."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from .sshd import Sshd, sshd, wait_for_end
from .terminal import Terminal

_PATIENCE = 600.0
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Crowd:
    """What came of a crowd.

    Attributes:
        opened: Seconds from the first knock until each session showed its offers, sorted.
        seconds: How long all of it took.
        memory: Bytes of each session, what several share counted in equal parts.
        alone: Bytes of each session that no other has.
        servers: Bytes that SSH itself takes for all of them.
        codes: How the sessions ended, by exit code.
        left: Processes that were still there afterwards.
        files: Files that were made or changed.
    """

    opened: list[float]
    seconds: float
    memory: list[int]
    alone: list[int]
    servers: int
    codes: list[int]
    left: int
    files: int

    def lines(self) -> Iterator[str]:
        """The figures, for people."""
        yield f"sessions at once        {len(self.memory)}"
        middle, last = statistics.median(self.opened), self.opened[-1]
        yield f"first one open after    {self.opened[0]:.1f} s"
        yield f"half, all open after    {middle:.1f} s, {last:.1f} s"
        yield f"opened, used and ended  {self.seconds:.1f} s"
        yield f"memory of a session     {_mib(self.memory)} (PSS), {_mib(self.alone)} of its own"
        yield f"memory of all           {sum(self.memory) / _MIB:,.0f} MiB"
        yield f"memory of SSH           {self.servers / _MIB:,.0f} MiB"
        yield f"ended politely          {self.codes.count(0)}"
        yield f"processes left          {self.left}"
        yield f"files made or changed   {self.files}"


def gather(server: Sshd, sessions: int) -> Crowd:
    """Open sessions at once, move and choose in all of them, and leave.

    Args:
        server: Lets them in.
        sessions: How many.

    Raises:
        AssertionError: One does not come up, or does not answer.
    """
    before = _files(server.folder)
    began = time.monotonic()
    with ExitStack() as doors, ThreadPoolExecutor(sessions) as pool:
        terminals = []
        for _ in range(sessions):
            terminal = Terminal(command=server.command("-tt"), patience=_PATIENCE)
            doors.callback(terminal.close)
            terminals.append(terminal)

        def all_do(deed: Callable[[Terminal], float]) -> list[float]:
            return sorted(pool.map(deed, terminals))

        def come_in(terminal: Terminal) -> float:
            terminal.wait("13 offers", "Contoso Backup")
            return time.monotonic() - began

        opened = all_do(come_in)
        all_do(_choose)
        kiosks = server.kiosks()
        assert len(kiosks) == sessions
        memory = [_memory(process, "Pss") for process in kiosks]
        alone = [
            _memory(process, "Private_Clean") + _memory(process, "Private_Dirty")
            for process in kiosks
        ]
        below = server.sessions()
        servers = sum(_memory(process, "Pss") for process in below if process not in kiosks)
        codes = [int(code) for code in all_do(_leave)]
    wait_for_end(below, _PATIENCE)
    return Crowd(
        opened=opened,
        seconds=time.monotonic() - began,
        memory=memory,
        alone=alone,
        servers=servers,
        codes=codes,
        left=len(server.sessions()),
        files=len(_files(server.folder) ^ before),
    )


def _choose(terminal: Terminal) -> float:
    """Open an offer, choose a partner and save."""
    terminal.strike("down")
    terminal.wait("▸+ Contoso Backup")
    terminal.strike("enter")
    terminal.wait("Offers › Contoso Backup", "Select CSP Partners")
    terminal.strike("p")
    terminal.wait("2,000 partners in the directory")
    terminal.type("tailspin bern sich")
    terminal.wait("1 partner found", "Tailspin Bern")
    terminal.strike("enter")
    terminal.wait("1 selected")
    terminal.strike("f2")
    terminal.wait("not saved yet", gone="1 partner found")
    terminal.strike("f2")
    terminal.wait("Draft saved: 1 added")
    return 0.0


def _leave(terminal: Terminal) -> float:
    terminal.strike("ctrl+q")
    return terminal.end()


def _memory(process: int, kind: str) -> int:
    """Bytes of a kind that a process has."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
        name, _, amount = line.partition(":")
        if name == kind:
            return int(amount.split()[0]) * 1024
    raise AssertionError(f"no {kind} of {process}")


def _mib(bytes_: list[int]) -> str:
    middle, most = statistics.median(bytes_) / _MIB, max(bytes_) / _MIB
    return f"{middle:.0f} MiB, {most:.0f} MiB at most"


def _files(folder: Path) -> set[tuple[Path, int]]:
    """Every file and folder below, with the time of its last change."""
    return {
        (path, path.lstat().st_mtime_ns) for path in folder.rglob("*") if path.name != "sshd.log"
    }


def main() -> None:
    """Run it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    sessions = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as folder, sshd(Path(folder)) as server:
        sys.stdout.writelines(f"{line}\n" for line in gather(server, sessions).lines())


if __name__ == "__main__":
    main()
