"""The runs in the README and ``docs/partner-center.md``: repeated by a test, written here.

``python -m tests.partner_center.recorded``
"""

from __future__ import annotations

import re
import shlex
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_tui.partner_center.emulator.seeds import SECRET
from csp_tui.partner_center.emulator.server import EmulatorServer
from csp_tui.partner_center.emulator.service import Emulator
from tests.cli.forking import forked
from tests.partner_center.emulating import emulator

_ROOT = Path(__file__).parents[2]
PAGES = (_ROOT / "docs" / "partner-center.md", _ROOT / "README.md")
_BLOCK = re.compile(r"(?<=```console\n)\$ csp-tui partner-center .*?(?=```)", re.DOTALL)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(\+00:00)?")


@contextmanager
def served(one: Emulator) -> Iterator[str]:
    """An emulator on a port of this computer."""
    with EmulatorServer(one) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.address
        server.shutdown()


def block(page: Path) -> str:
    """The run as a page has it."""
    found = _BLOCK.search(page.read_text("utf-8"))
    assert found is not None
    return found[0]


def replay(page: Path, folder: Path) -> str:
    """Run a page's commands again.

    Args:
        page: The page.
        folder: For the files of the program.
    """
    lines = []
    with served(emulator(clock="step")) as address:
        for line in block(page).splitlines():
            if not line.startswith("$ csp-tui "):
                continue
            done = forked(
                *shlex.split(line.removeprefix("$ csp-tui ")),
                CSP_TUI_PC_EMULATOR=address,
                CSP_TUI_PC_SECRET=SECRET,
                CSP_TUI_DB=str(folder / "run.sqlite"),
                XDG_CONFIG_HOME=str(folder / "config"),
                XDG_STATE_HOME=str(folder / "state"),
                PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
            )
            said = (done.stdout + done.stderr).decode().expandtabs(4)
            said = _MOMENT.sub("2026-03-02 09:00", said)
            lines.append(f"{line}\n{said}")
    return "".join(lines)


def main() -> None:
    """Write each run into its page."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            text = replay(page, Path(folder))
        written = _BLOCK.sub(lambda _found, text=text: text, page.read_text("utf-8"), count=1)
        page.write_text(written, "utf-8")


if __name__ == "__main__":
    main()
