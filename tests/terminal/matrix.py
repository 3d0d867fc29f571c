"""The main flow inside tmux and screen, with several prefixes and at many a ``TERM``.

``python -m tests.terminal.matrix`` goes through all pairings, one after the other, and prints a
Markdown table; then through one in the other, and through what else hands do there: Escape with a
key soon after it, the mouse, the clipboard; nothing but those with ``--hands``. It ends with 1
where something fails. What ``TERM`` means to a program is not the same everywhere, so a pairing
whose entry the system lacks is left out, and the table says so.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from .hands import TENANT, copies, escapes, leaves, points
from .main_flow import main_flow
from .multiplexers import screen, screen_command, tmux, tmux_command
from .terminal import Terminal

PARTNERS = """\
tenant_id,name,country,competencies,skills
00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e,Alpine Cloud SARL,FR,Security,Backup
00000002-1b5d-4c1e-9a77-0c6b6f2d9c1e,Fabrikam Ltd,GB,Security,
00000003-1b5d-4c1e-9a77-0c6b6f2d9c1e,Tailspin GmbH,DE,,Backup
00000004-1b5d-4c1e-9a77-0c6b6f2d9c1e,Northwind BV,NL,,
00000005-1b5d-4c1e-9a77-0c6b6f2d9c1e,Contoso Resale Inc,US,,
"""
TERMS = (
    *("linux", "vt220", "xterm", "xterm-16color", "xterm-256color"),
    *("screen", "screen-256color", "tmux-256color", "rxvt-unicode-256color"),
)
Place = Callable[[Path, Path, str], AbstractContextManager[Terminal]]
PLACES: dict[str, Place] = {
    **{
        f"tmux, prefix {prefix}": lambda folder, database, term, prefix=prefix: tmux(  # type: ignore[misc]
            folder, "--db", str(database), prefix=prefix, term=term
        )
        for prefix in ("C-b", "C-a", "C-Space")
    },
    **{
        f"screen, escape {escape}": lambda folder, database, term, escape=escape: screen(  # type: ignore[misc]
            folder, "--db", str(database), escape=escape, term=term
        )
        for escape in ("^Aa", "^Bb")
    },
}


def _in(folder: Path) -> Path:
    inner = folder / "in"
    inner.mkdir()
    return inner


@contextmanager
def _tmux_in_screen(folder: Path) -> Iterator[Terminal]:
    inner = _in(folder)
    # With "mouse on" screen would keep Escape back from tmux itself.
    command = tmux_command(inner, "demo", settings=("set -g mouse off",))
    try:
        with screen(folder, inner=command) as terminal:
            yield terminal
    finally:
        subprocess.run([*command[:3], "kill-server"], capture_output=True, check=False, timeout=60)


OTHERS: dict[str, Callable[[Path], AbstractContextManager[Terminal]]] = {
    "tmux as it comes": lambda folder: tmux(folder, "demo", settings=()),
    "tmux that copies": lambda folder: tmux(
        folder, "demo", settings=("set -s set-clipboard on", "set -g escape-time 10")
    ),
    "screen": lambda folder: screen(folder, "demo"),
    "screen at the end of a line": lambda folder: screen(
        folder, inner=("env", "-u", "STY", sys.executable, "-m", "csp_tui", "demo")
    ),
    "screen in tmux": lambda folder: tmux(
        folder, inner=screen_command(_in(folder), "demo"), settings=("set -g escape-time 10",)
    ),
    "tmux in screen": _tmux_in_screen,
}


def main(*, all_pairings: bool = True) -> int:
    """Go through everything.

    Args:
        all_pairings: Whether the main flow is gone through with every prefix at every ``TERM``.

    Returns:
        0 where all went well, 1 otherwise.
    """
    failures: list[str] = []
    rows = []
    with tempfile.TemporaryDirectory(prefix="csp-tui-matrix-") as name:
        folder = Path(name)
        _prepare(folder)
        for place, opened in PLACES.items() if all_pairings else ():
            cells = []
            for term in TERMS:
                began = time.monotonic()
                error = _try(folder, opened, term) if _is_known(term) else "-"
                seconds = time.monotonic() - began
                cells.append("not known here" if error == "-" else f"{seconds:.0f} s")
                if error not in ("", "-"):
                    cells[-1] = "failed"
                    failures.append(f"{place}, {term}: {error}")
                sys.stderr.write(f"{place}, {term}: {cells[-1]}\n")
            rows.append((place, *cells))
        for place, entered in OTHERS.items():
            error = _try_hands(Path(tempfile.mkdtemp(dir=folder)), place, entered)
            sys.stderr.write(f"{place}: {'failed' if error else 'ok'}\n")
            if error:
                failures.append(f"{place}: {error}")
    head = ("", *(f"`{term}`" for term in TERMS))
    lines = [head, ("---",) * len(head), *rows]
    if rows:
        sys.stdout.write("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")
    for failure in failures:
        sys.stdout.write(f"\n{failure}\n")
    return 1 if failures else 0


def _try(folder: Path, opened: Place, term: str) -> str:
    here = Path(tempfile.mkdtemp(dir=folder))
    database = here / "csp.sqlite"
    shutil.copy(folder / "csp.sqlite", database)
    try:
        with opened(here, database, term) as terminal:
            main_flow(terminal)
    except AssertionError as error:
        return str(error)
    return ""


def _try_hands(
    folder: Path, place: str, entered: Callable[[Path], AbstractContextManager[Terminal]]
) -> str:
    try:
        with entered(folder) as terminal:
            escapes(terminal)
            if "screen" not in place:
                # screen does not get the mouse: it would keep Escape back for it.
                points(terminal)
            copies(terminal)
            if place in ("tmux that copies", "screen", "screen at the end of a line"):
                sent = base64.b64encode(TENANT.encode())
                terminal.wait_until(lambda: sent in terminal.raw, "the copy outside")
            leaves(terminal)
    except AssertionError as error:
        return str(error)
    return ""


def _is_known(term: str) -> bool:
    return subprocess.run(["infocmp", term], capture_output=True, check=False).returncode == 0


def _prepare(folder: Path) -> None:
    file = folder / "partners.csv"
    file.write_text(PARTNERS, "utf-8")
    for words in (
        ("partners", "import", str(file)),
        ("offers", "create", "contoso-backup", "--type", "saas", "--name", "Contoso Backup"),
        ("audience", "choose", "contoso-backup", "some"),
    ):
        command = [sys.executable, "-m", "csp_tui", "--db", str(folder / "csp.sqlite"), *words]
        subprocess.run(command, capture_output=True, check=True)


if __name__ == "__main__":
    raise SystemExit(main(all_pairings="--hands" not in sys.argv))
