"""The server as a program of its own."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE


class Serving:
    """A server that runs.

    Args:
        words: The command line.
        folder: Where all files of the program are.
        files: How many files the system lets it open at once, as many as here by default.

    Attributes:
        process: Its process.
        url: Where it says that it is.
        said: What it said until then.
    """

    def __init__(self, *words: str, folder: Path, files: int | None = None) -> None:
        places = dict.fromkeys(
            ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"),
            str(folder),
        )
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CSP_TUI")}

        def before_the_program() -> None:
            if files is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.process = subprocess.Popen(
            [sys.executable, "-m", "csp_tui", *words],
            stderr=subprocess.PIPE,
            env={**environment, **places},
            text=True,
            encoding="utf-8",
            preexec_fn=before_the_program,
        )
        self.url = self.said = ""
        assert self.process.stderr is not None
        while "Ctrl+C" not in self.said:
            line = self.process.stderr.readline()
            assert line, f"the server did not start: {self.said}"
            self.said += line
        found = re.search(r"The workbench is at (\S+)", self.said)
        assert found
        self.url = found[1]

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.split(":")[2].partition("/")[0])

    def sessions(self) -> set[int]:
        """The processes of its visitors."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(number) for number in path.read_text("ascii").split()}

    def end(self) -> str:
        """Stop it as Ctrl-C does, and return what it said after its start."""
        self.process.terminate()
        return self.process.communicate(timeout=PATIENCE)[1]

    def close(self) -> None:
        """End it however it is."""
        self.process.kill()
        self.process.communicate()
