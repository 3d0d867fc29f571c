"""The last line of defense of a public session: what the process itself refuses to do."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import Any

BROWSER = "textual.drivers.web_driver:WebDriver"
"""What ``TEXTUAL_DRIVER`` says in a session that a browser shows."""
MEMORY_LIMIT = 256 * 1024 * 1024
"""Bytes of data that the process may have; a session takes a third of it."""
_STACK = 1024 * 1024
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NOWHERE = (os.devnull, "/dev/tty")
_KEPT = ("TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_ANIMATIONS", "CSP_TUI_LANG")
_REFUSED = frozenset(
    (
        *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"),
        *("os.spawn", "pty.spawn", "webbrowser.open", "os.startfile"),
        *("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink"),
        *("os.truncate", "os.chmod", "os.chown", "os.utime", "tempfile.mkstemp"),
        *("tempfile.mkdtemp", "socket.connect", "socket.bind"),
    )
)


def forget_environment() -> None:
    """Drop every variable that could make the program write, or run something of another's.

    Called before Textual is imported, which reads its own then.
    """
    for name in list(os.environ):
        if name.startswith(("TEXTUAL", "CSP_TUI_")) and name not in _KEPT:
            del os.environ[name]
    if os.environ.get("TEXTUAL_DRIVER", BROWSER) != BROWSER:
        del os.environ["TEXTUAL_DRIVER"]


def confine(memory: int | None = None) -> None:
    """Permanently give up the rights that a public session never needs.

    Writing to files, starting programs, opening databases that are files, and connections to
    elsewhere fail from now on with ``PermissionError``; on systems that know such bounds, memory
    is limited and no file can get a byte.

    Args:
        memory: Bytes of data that the process may have; ``MEMORY_LIMIT`` by default.
    """
    import threading

    memory = MEMORY_LIMIT if memory is None else memory
    sys.dont_write_bytecode = True
    threading.stack_size(_STACK)
    if os.name == "posix":
        import resource

        for limit, value in (
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_DATA, memory),
        ):
            resource.setrlimit(limit, (value, value))
        # Before the screen takes over the terminal, its keys could still stop the program.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        path, _mode, flags = args
        # A number is a file that is open already.
        if flags & _WRITING and not isinstance(path, int) and os.fsdecode(path) not in _NOWHERE:
            raise PermissionError(errno.EPERM, "this session has no files")
    elif event == "sqlite3.connect":
        if "vfs=memdb" not in str(args[0]):
            raise PermissionError(errno.EPERM, "this session has no files")
    elif event in _REFUSED:
        raise PermissionError(errno.EPERM, f"this session may not: {event}")
