"""Give the file readers bytes that reach new code in them, and check that nothing breaks.

``python -m tests.reliability.fuzz --target partners --runs 100000 [--seed S] [--seconds N]``
``python -m tests.reliability.fuzz --target partners --keep 70`` puts what leads to new places into
the corpus, the smallest inputs first; ``--replay`` only plays the corpus.

Guided by coverage with atheris (``pip install .[fuzz]``), which ``--keep`` and ``--replay`` do not
need. What fails is written into a file of the working folder, whose name is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

LARGEST, SLOWEST_SECONDS, MOST_MEGABYTES = 2048, 10, 1024
_INSTRUMENTED = (
    "csp_tui.domain.text",
    "csp_tui.domain.identifiers",
    "csp_tui.exchange",
    "csp_tui.settings",
    "tomllib",
)


def replay(target: str) -> int:
    """Play the kept corpus of a target.

    Returns:
        How many inputs there are.

    Raises:
        AssertionError: Something does not hold.
    """
    from .fuzz_targets import CORPUS, SEEDS, TARGETS

    paths = sorted((CORPUS / target).iterdir())
    if target in SEEDS:
        paths += sorted(SEEDS[target].iterdir())
    for path in paths:
        TARGETS[target](path.read_bytes())
    return len(paths)


def main(words: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzz", description=__doc__)
    parser.add_argument(
        "--target",
        choices=("partners", "audience", "resales", "settings", "evidence"),
        required=True,
    )
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=0, help="stop after so long; 0 never")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=int, metavar="MOST", help="keep what leads to new places")
    parser.add_argument("--replay", action="store_true")
    chosen = parser.parse_args(words)
    if chosen.replay:
        print(f"{chosen.target}: {replay(chosen.target)} inputs hold")
    elif chosen.keep:
        print(f"{chosen.target}: {keep(chosen.target, chosen.keep)} inputs kept")
    else:
        _guided(chosen)


def _guided(chosen: argparse.Namespace) -> None:
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        sys.exit("Needs atheris: pip install '.[fuzz]'")
    with atheris.instrument_imports(include=list(_INSTRUMENTED)):
        from .fuzz_targets import CORPUS, SEEDS, TARGETS
    kept, found = CORPUS / chosen.target, _found(chosen.target)
    options = [
        f"-runs={chosen.runs}",
        f"-max_total_time={chosen.seconds}",
        f"-seed={chosen.seed}",
        f"-max_len={LARGEST}",
        f"-timeout={SLOWEST_SECONDS}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-artifact_prefix={found}-",
        f"-dict={CORPUS.parent / 'words.dict'}",
    ]
    folders = [found, kept, *filter(None, [SEEDS.get(chosen.target)])]
    atheris.Setup([sys.argv[0], *options, *map(str, folders)], TARGETS[chosen.target])
    atheris.Fuzz()


def _found(target: str) -> Path:
    folder = Path(tempfile.gettempdir()) / f"csp-tui-fuzz-{target}"
    folder.mkdir(exist_ok=True)
    return folder


def keep(target: str, most: int) -> int:
    """Put what reaches new places into the corpus, the smallest inputs first.

    Args:
        target: The target.
        most: How many inputs the corpus has at most.

    Returns:
        How many it has now.
    """
    from .fuzz_targets import CORPUS, TARGETS

    folder = CORPUS / target
    inputs = {path.read_bytes() for path in (*folder.iterdir(), *_found(target).iterdir())}
    kept: list[bytes] = []
    reached: set[tuple[str, int, int]] = set()
    for data in sorted(inputs, key=lambda one: (len(one), one)):
        steps = _steps(TARGETS[target], data)
        if steps - reached and len(kept) < most:
            reached |= steps
            kept.append(data)
    shutil.rmtree(folder)
    folder.mkdir()
    for data in kept:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return len(kept)


def _steps(play: Callable[[bytes], None], data: bytes) -> set[tuple[str, int, int]]:
    """The steps from line to line that an input leads through in the code that is fuzzed."""
    steps: set[tuple[str, int, int]] = set()
    last: dict[int, int] = {}

    def trace(frame: FrameType, event: str, _value: object) -> Any:
        name = str(frame.f_globals.get("__name__", ""))
        if not name.startswith(_INSTRUMENTED):
            return None
        if event == "line":
            steps.add((frame.f_code.co_filename, last.get(id(frame), 0), frame.f_lineno))
            last[id(frame)] = frame.f_lineno
        return trace

    sys.settrace(trace)
    try:
        play(data)
    finally:
        sys.settrace(None)
    return steps


if __name__ == "__main__":
    main()
