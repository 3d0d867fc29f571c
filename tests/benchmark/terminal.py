"""A program in a pseudo-terminal, timed from a key to the frames that it paints for it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, ROWS = 120, 40
_QUIET = 0.12
"""Seconds without a byte after which an answer is taken for whole."""
_SOON = 0.005
"""The same where it only matters whether some words have come."""
_PATIENCE = 60.0
_CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b.")
_FRAME_ENDS = b"\x1b[?2026l"
_FRAMES_ASKED, _FRAMES_KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program has painted for a key.

    Attributes:
        first: Milliseconds until the first frame was whole.
        last: Milliseconds until the last one was.
        frames: How many there were.
        processor: Milliseconds that the program ran until then.
    """

    first: float
    last: float
    frames: int
    processor: float


class TimedTerminal:
    """Runs a program; for use in a ``with`` statement, which ends it.

    Args:
        command: The program and its arguments.
        environment: Added to that of this process.
        size: Columns and rows.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (COLUMNS, ROWS),
    ) -> None:
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            os.environ.update(environment, TERM="xterm-256color", COLORTERM="truecolor")
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            # The size has to be there before the program asks for it.
            columns, rows = size
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(command[0], list(command))
        self.peak = 0.0
        self._seen = ""
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._ended:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._end)

    def press(self, keys: str, quiet: float = _QUIET) -> Answer:
        """Send keys, and wait until nothing more is painted.

        Args:
            keys: What the terminal would send for them.
            quiet: Seconds without a byte after which the answer is taken for whole.
        """
        processor = _processor_of(self._pid)
        began = time.perf_counter()
        os.write(self._end, keys.encode())
        frames = self._listen(quiet)
        return Answer(
            first=(frames[0] - began) * 1_000 if frames else 0.0,
            last=(frames[-1] - began) * 1_000 if frames else 0.0,
            frames=len(frames),
            processor=_processor_of(self._pid) - processor,
        )

    @property
    def processor(self) -> float:
        """Milliseconds that the program has run so far."""
        return _processor_of(self._pid)

    def wait(self, words: str) -> float:
        """Wait until the program has painted some words since the last time that one waited.

        Returns:
            Milliseconds until then, to within five.

        Raises:
            TimeoutError: They do not come.
        """
        began = time.perf_counter()
        while words not in self._seen:
            if time.perf_counter() - began > _PATIENCE:
                raise TimeoutError(f"{words!r} was not painted")
            self._listen(_SOON)
        self._seen = ""
        return (time.perf_counter() - began) * 1_000

    def quit(self) -> None:
        """Leave by Ctrl+Q; ``peak`` then has the most memory it took, in megabytes."""
        peak = _peak_of(self._pid)
        os.write(self._end, b"\x11")
        began = time.perf_counter()
        while not self._ended and time.perf_counter() - began < _PATIENCE:
            self._listen(0.02)
            pid, _status, usage = os.wait4(self._pid, os.WNOHANG)
            self._ended = pid == self._pid
        # Linux counts kibibytes. The system's own figure for an ended process also counts what its
        # parent had when it was forked, so it is only used where there is no other.
        self.peak = (peak or usage.ru_maxrss) * 1_024 / 1_000_000

    def _listen(self, quiet: float) -> list[float]:
        """Take in what comes until it is quiet for some seconds; when each frame was whole."""
        frames: list[float] = []
        data = b""
        while select.select([self._end], [], [], quiet)[0]:
            try:
                chunk = os.read(self._end, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            data += chunk
            ended = data.count(_FRAME_ENDS) - len(frames)
            frames += [time.perf_counter()] * ended
            if _FRAMES_ASKED in chunk:
                os.write(self._end, _FRAMES_KNOWN)
        self._take(data)
        return frames

    def _take(self, data: bytes) -> None:
        self._seen += _CODES.sub(b"", data).decode(errors="replace")


def _processor_of(pid: int) -> float:
    """Milliseconds that the threads of a process have run, 0 where that cannot be read.

    Unlike the clock, they do not depend on what else the machine does, nor on Textual's timer of
    60 frames a second.
    """
    try:
        threads = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    except OSError:
        return 0.0
    return sum(int(text.split()[0]) for text in threads) / 1_000_000


def _peak_of(pid: int) -> int:
    """The most memory a running process has had, in kibibytes; 0 where that cannot be read."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found[0]) if found else 0
