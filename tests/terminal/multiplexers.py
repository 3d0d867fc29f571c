"""The program in tmux and screen, which stand between it and the terminal."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .terminal import Terminal

LEFT = "the shell is back"
"""The content of the pane once the program has ended."""


@contextmanager
def tmux(
    folder: Path,
    *words: str,
    prefix: str = "C-b",
    term: str = "tmux-256color",
    size: tuple[int, int] = (80, 24),
    environment: Mapping[str, str] | None = None,
    settings: Sequence[str] = ("set -g escape-time 10",),
    inner: Sequence[str] = (),
) -> Iterator[Terminal]:
    """The program in a tmux of its own, with ``LEFT`` in the pane after it.

    Args:
        folder: Where the socket and the settings are put.
        words: The program's arguments.
        prefix: The key that tmux keeps for itself, as tmux writes it.
        term: The TERM that the program sees.
        size: Columns and rows of the terminal around tmux, without its status line.
        environment: What to add to the test's environment.
        settings: More lines of settings.
        inner: What to run instead of the program, such as another multiplexer.
    """
    command = tmux_command(folder, *words, prefix=prefix, term=term, settings=settings, inner=inner)
    opened = Terminal(size=size, environment=environment, command=command)
    try:
        yield opened
    finally:
        subprocess.run([*command[:3], "kill-server"], capture_output=True, check=False, timeout=60)
        opened.close()


@contextmanager
def screen(
    folder: Path,
    *words: str,
    escape: str = "^Aa",
    term: str = "screen-256color",
    size: tuple[int, int] = (80, 24),
    environment: Mapping[str, str] | None = None,
    inner: Sequence[str] = (),
) -> Iterator[Terminal]:
    """The program in a screen of its own, with ``LEFT`` in the window after it.

    Args:
        folder: Where the socket and the settings are put.
        words: The program's arguments.
        escape: The keys that screen keeps for itself, as screen writes them.
        term: The TERM that the program sees.
        size: Columns and rows.
        environment: What to add to the test's environment.
        inner: What to run instead of the program, such as another multiplexer.
    """
    sockets = folder / "screens"
    command = screen_command(folder, *words, escape=escape, term=term, inner=inner)
    mine = {**(environment or {}), "SCREENDIR": str(sockets)}
    opened = Terminal(size=size, environment=mine, command=command)
    try:
        yield opened
    finally:
        opened.close()
        for socket in sockets.iterdir():
            subprocess.run(
                ["screen", "-S", socket.name, "-X", "quit"],
                env={"SCREENDIR": str(sockets), "PATH": "/usr/bin:/bin"},
                capture_output=True,
                check=False,
                timeout=60,
            )
        shutil.rmtree(sockets, ignore_errors=True)


def tmux_command(
    folder: Path,
    *words: str,
    prefix: str = "C-b",
    term: str = "tmux-256color",
    settings: Sequence[str] = (),
    inner: Sequence[str] = (),
) -> tuple[str, ...]:
    """The command that opens a tmux, once its settings are written into the folder."""
    lines = [f"set -g prefix {prefix}", f"set -g default-terminal {term}", "set -g mouse on"]
    lines += ["set -g status off", *settings]
    socket, written = folder / "tmux.socket", folder / "tmux.conf"
    written.write_text("\n".join(lines) + "\n", "utf-8")
    pane = _pane(folder, words, inner)
    return ("tmux", "-S", str(socket), "-f", str(written), "new-session", pane)


def screen_command(
    folder: Path,
    *words: str,
    escape: str = "^Aa",
    term: str = "screen-256color",
    inner: Sequence[str] = (),
) -> tuple[str, ...]:
    """The command that opens a screen, once its settings are written into the folder."""
    settings, sockets = folder / "screenrc", folder / "screens"
    sockets.mkdir(mode=0o700)
    settings.write_text(
        f"escape {escape}\nterm {term}\nstartup_message off\ndefutf8 on\naltscreen on\n"
        "maptimeout 10\n",
        "utf-8",
    )
    pane = _pane(folder, words, inner)
    return ("env", f"SCREENDIR={sockets}", "screen", "-c", str(settings), "-U", "sh", "-c", pane)


def _pane(folder: Path, words: Sequence[str], inner: Sequence[str]) -> str:
    """Put down what runs in the pane, the program and then ``LEFT``; the line that runs it."""
    command = shlex.join(inner or (sys.executable, "-m", "csp_tui", *words))
    path = folder / "pane.sh"
    path.write_text(f"{command}\necho {LEFT} $?\nread line\n", "utf-8")
    return shlex.join(("sh", str(path)))
