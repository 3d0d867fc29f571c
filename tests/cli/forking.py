"""Runs command lines in forks of this process, where starting Python again would prove no more."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

from csp_tui import i18n

_DAC_OVERRIDE, _DAC_READ_SEARCH = 1 << 1, 1 << 2
_CAPABILITY_VERSION = 0x20080522
_PATIENCE = 120


def forked(
    *words: str | bytes | os.PathLike[str], **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program's ``main`` in a fork that obeys permission bits, with some environment."""
    line = [os.fsdecode(word) for word in words]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with warnings.catch_warnings():
            # The fork only runs the command and ends; it needs no lock of another thread.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            _run_and_end(line, environment, out.fileno(), err.fileno())
        _pid, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return subprocess.CompletedProcess(line, code, out.read(), err.read())


def _run_and_end(line: list[str], environment: dict[str, str], out: int, err: int) -> None:
    code = 70
    try:
        # What hangs ends by itself, and the test reports it.
        signal.alarm(_PATIENCE)
        obey_permissions_here()
        os.environ.update({"CSP_TUI_LANG": "en", **environment})
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(  # noqa: SIM115
            2, "w", encoding="utf-8", errors="backslashreplace", closefd=False
        )
        os.chdir(Path(__file__).parents[2])
        i18n.use("en")
        from csp_tui.cli import run

        code = run(line)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def obey_permissions_here() -> None:
    """Let this process obey the permission bits of files, as everybody but root does."""
    if os.geteuid():
        return
    library = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    if library.capget(header, sets):
        raise OSError(ctypes.get_errno(), "capget")
    for place in range(3):
        sets[place] &= ~(_DAC_OVERRIDE | _DAC_READ_SEARCH)
    if library.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


class Preloaded:
    """A process of its own whose forks run with a library before their system calls.

    Args:
        library: The library.
    """

    def __init__(self, library: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
            errors="surrogateescape",
        )

    def __call__(
        self, *words: str | bytes | os.PathLike[str], **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """As ``forked``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = [os.fsdecode(word) for word in words]
        places = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
        self._process.stdin.write(json.dumps([line, {**places, **environment}]) + "\n")
        self._process.stdin.flush()
        code, out, err = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(line, code, bytes.fromhex(out), bytes.fromhex(err))

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def _serve() -> None:
    """Run the command lines of standard input, each in a fork."""
    importlib.import_module("csp_tui.storage.unit_of_work")
    for request in sys.stdin:
        line, environment = json.loads(request)
        done = forked(*line, **environment)
        answer = [done.returncode, done.stdout.hex(), done.stderr.hex()]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
