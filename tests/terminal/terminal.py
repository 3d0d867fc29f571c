"""The real program in a real pseudo-terminal: its keys go in, its screen and raw bytes come out."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pexpect  # type: ignore[import-untyped]
import pyte

from tests.waiting import PATIENCE

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "shift+tab": "\x1b[Z",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
}

FRAMES_ASKED, FRAMES_KNOWN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
"""The program asks for, and is granted, frames that a terminal shows only when they are whole."""


class Terminal:
    """A pseudo-terminal with the program in it.

    Attributes:
        raw: Everything that the program has sent, byte by byte.
        modes_before: The line settings of the terminal before the program touched them.
        answers: Whether it answers what the program asks.

    Args:
        words: The program's arguments.
        size: Columns and rows.
        environment: What to add to the test's environment.
        command: What to run; this interpreter's ``csp_tui`` by default.
        cwd: The folder to run it in.
        patience: Seconds to wait for anything.
    """

    def __init__(
        self,
        *words: str,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        command: tuple[str, ...] = (sys.executable, "-m", "csp_tui"),
        cwd: str | None = None,
        patience: float = PATIENCE,
    ) -> None:
        columns, rows = size
        self._patience = patience
        self.raw = bytearray()
        self.answers = True
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        # These would say another size than the terminal has, or of another terminal what it is.
        others = ("COLUMNS", "LINES", "TMUX", "STY", "TERM_PROGRAM")
        inherited = {k: v for k, v in os.environ.items() if k not in others}
        with tempfile.NamedTemporaryFile(mode="w+") as modes:

            def before_the_program() -> None:
                # A shell that runs the tests in the background hands down an ignored Ctrl-C.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                Path(modes.name).write_text(repr(termios.tcgetattr(0)), "utf-8")

            self._process = pexpect.spawn(
                command[0],
                [*command[1:], *words],
                dimensions=(rows, columns),
                env={**inherited, "TERM": "xterm-256color", **(environment or {})},
                preexec_fn=before_the_program,
                cwd=cwd,
                timeout=patience,
            )
            self.modes_before = modes.read()
        self._process.delaybeforesend = None
        self._process.ptyproc.delayafterclose = 0
        self._process.ptyproc.delayafterterminate = 0.1

    @property
    def modes(self) -> str:
        """The line settings of the terminal now: echo, line editing, signals."""
        return repr(termios.tcgetattr(self._process.child_fd))

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._process.pid)

    @property
    def screen(self) -> str:
        """What a person sees, a line each."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def words(self) -> str:
        """What a person reads: the screen without frames, and with all white space as one space."""
        return _words_of(self.screen)

    def has_shown(self, *texts: str) -> bool:
        """Whether some frame showed texts, however soon the next frame came."""
        screen = pyte.Screen(self._screen.columns, self._screen.lines)
        stream = pyte.ByteStream(screen)
        for frame in bytes(self.raw).split(FRAME_ENDS):
            stream.feed(frame)
            words = _words_of("\n".join(screen.display))
            if all(text in words for text in texts):
                return True
        return False

    @property
    def field(self) -> str:
        """The line with the blinking cursor and the one above it; "" while it is not drawn."""
        lines = [line.strip(" │") for line in self._screen.display]
        for row in range(1, self._screen.lines):
            cells = self._screen.buffer[row]
            for column in range(1, self._screen.columns - 1):
                before, here, after = (cells[place].bg for place in range(column - 1, column + 2))
                if before == after != here and _is_bright(here):
                    return f"{lines[row - 1]}: {lines[row]}"
        return ""

    @property
    def at_cursor(self) -> str:
        """The text at the terminal's own cursor, which may be hidden, and right of it."""
        cursor = self._screen.cursor
        cells = self._screen.buffer[cursor.y]
        return "".join(cells[x].data for x in range(cursor.x, self._screen.columns))

    def looks(self, text: str) -> set[tuple[str, str, bool, bool, bool]]:
        """Colors, boldness, underlining and reversal of a text's cells, "" where it is not."""
        for row, line in enumerate(self._screen.display):
            if text in line:
                start = line.index(text)
                cells = [self._screen.buffer[row][start + x] for x in range(len(text))]
                return {(c.fg, c.bg, c.bold, c.underscore, c.reverse) for c in cells}
        return set()

    def is_lit(self, text: str) -> bool:
        """Whether a text has another background than the edge of its line: has the focus."""
        for row, line in enumerate(self._screen.display):
            if text in line:
                cells = self._screen.buffer[row]
                lit, edge = cells[line.index(text)], cells[self._screen.columns - 1]
                if (lit.bg, lit.reverse) != (edge.bg, edge.reverse):
                    return True
        return False

    def type(self, text: str) -> None:
        """Type a text, as fast as a terminal pastes."""
        self._process.send(text)

    def press(self, *names: str) -> None:
        """Press keys by name, such as ``enter``, ``ctrl+q`` or ``x``, each when the one before
        has been answered, as by a person who looks.
        """
        for name in names:
            self._press(name)

    def _press(self, name: str) -> None:
        sent = len(self.raw)
        self.strike(name)
        self.wait_until(lambda: len(self.raw) > sent, f"an answer to {name}")

    def strike(self, name: str) -> None:
        """Press a key that may end the program, or whose answer is waited for otherwise."""
        if name.startswith("ctrl+"):
            self._process.send(chr(ord(name[-1]) & 0x1F))
        else:
            self._process.send(KEYS.get(name, name))

    def light(self, key: str, text: str) -> None:
        """Press a key, and wait until what it leads to has the focus."""
        self.strike(key)
        self.wait_until(lambda: self.is_lit(text), f"the focus at {text!r}")

    def go_to(self, key: str, field: str) -> None:
        """Press a key that leads to a field, and wait until the cursor is in it.

        Args:
            key: The key.
            field: The label above the field or the text in it.
        """
        self.strike(key)
        self.wait_until(lambda: field in self.field, f"the field {field!r}, not {self.field!r}")

    def wait(self, *texts: str, gone: str = "") -> None:
        """Wait until the screen shows texts, and another one no longer.

        Raises:
            AssertionError: It does not come; the screen is in the message.
        """
        self.wait_until(
            lambda: all(text in self.words for text in texts) and not (gone and gone in self.words),
            f"{texts} and not {gone!r}" if gone else f"{texts}",
        )

    def wait_until(self, fact: Callable[[], bool], what: str) -> None:
        """Wait until something is so.

        Raises:
            AssertionError: It does not become so; the screen is in the message.
        """
        end = time.monotonic() + self._patience
        while not (self._is_painted and fact()):
            if not self._listen(end - time.monotonic()):
                raise AssertionError(f"never came: {what}\n{self.screen}")

    def resize(self, columns: int, rows: int) -> None:
        """Change the size as a window does."""
        self._screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self._process.kill(number)

    def hang_up(self) -> int:
        """Take the terminal away as a closed window does, and wait until the program ends.

        Returns:
            Its exit code, negative the number of a signal that killed it.
        """
        watched = os.pidfd_open(self.pid)
        os.close(self._process.child_fd)
        ended, _, _ = select.select([watched], [], [], PATIENCE)
        os.close(watched)
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
        status = self._wait_for_process()
        assert ended, "the program outlives its terminal"
        return os.waitstatus_to_exitcode(status)

    def _wait_for_process(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        # pexpect knows neither of the closed terminal nor of the end.
        self._process.closed = self._process.ptyproc.closed = True
        self._process.terminated = self._process.ptyproc.terminated = True
        return status

    def end(self) -> int:
        """Wait until the program ends.

        Returns:
            Its exit code, negative the number of a signal that killed it.
        """
        end = time.monotonic() + self._patience
        while self._listen(end - time.monotonic()):
            pass
        assert time.monotonic() < end, f"never ended\n{self.screen}"
        self._process.wait()
        if self._process.exitstatus is None:
            return -int(self._process.signalstatus)
        return int(self._process.exitstatus)

    def after(self, mark: bytes) -> str:
        """What was sent after the last ``mark``, as text."""
        return bytes(self.raw).rpartition(mark)[2].decode()

    def close(self) -> None:
        """Take the terminal away, and the program with it where it still runs."""
        try:
            self._process.close(force=True)
        except pexpect.ExceptionPexpect:
            # It was killed, but on a busy machine that takes longer than pexpect waits.
            self._wait_for_process()

    def _listen(self, seconds: float) -> bool:
        """Take in what the program sends next; False when nothing comes, or nothing more."""
        if seconds <= 0:
            return False
        try:
            chunk = self._process.read_nonblocking(size=65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        asked = self.raw.count(FRAMES_ASKED)
        self.raw += chunk
        self._stream.feed(chunk)
        if self.answers and self.raw.count(FRAMES_ASKED) > asked:
            self._process.send(FRAMES_KNOWN)
        return True

    @property
    def _is_painted(self) -> bool:
        """Whether no frame is half drawn."""
        return self.raw.rfind(FRAME_BEGINS) <= self.raw.rfind(FRAME_ENDS)


def _words_of(screen: str) -> str:
    return " ".join(re.sub("[\u2500-\u259f]", " ", screen).split())


def _is_bright(color: str) -> bool:
    """Whether a color is as light as text; scroll bars, as wide as the cursor, are darker."""
    parts = [color[place : place + 2] for place in (0, 2, 4)]
    return len(color) == 6 and all(int(part, 16) >= 0xB0 for part in parts)


@contextmanager
def terminal(
    *words: str,
    size: tuple[int, int] = (80, 24),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """The program in a terminal, which is taken away at the end whatever happens."""
    opened = Terminal(*words, size=size, environment=environment)
    try:
        yield opened
    finally:
        opened.close()
