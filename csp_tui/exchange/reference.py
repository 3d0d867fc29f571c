"""The reference data that ships with the program: markets, regions, the map and the demo."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.regions import Market, RegionTable
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.domain.world_map import WorldMap

_RUN = re.compile(r"(\d+)([A-Z]*)")


def data_folder() -> Path:
    """The folder of the reference data: inside the installed package, or beside a checkout's.

    Raises:
        StorageProblem: Neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data", package.parent / "data"):
        if (folder / "markets.csv").is_file():
            return folder
    raise _incomplete(package / "data")


@lru_cache(maxsize=1)
def load_region_table() -> RegionTable:
    """The CSP program's markets and regions (R28), read once.

    Raises:
        StorageProblem: The file is missing, unreadable or not what was shipped.
    """
    path = data_folder() / "markets.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return RegionTable(
                tuple(
                    Market(row["region"], row["market"], row["iso_alpha2"], row["currency"])
                    for row in csv.DictReader(file, strict=True)
                )
            )
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise _incomplete(path) from error


@lru_cache(maxsize=1)
def load_world_map() -> WorldMap:
    """The map of the world, read once.

    Raises:
        StorageProblem: The file is missing, unreadable or not what was shipped.
    """
    path = data_folder() / "world-map.txt"
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    except (OSError, UnicodeDecodeError) as error:
        raise _incomplete(path) from error
    _word, *unmapped = lines[0].split() if lines else [""]
    rows = tuple(
        tuple(code for count, code in _RUN.findall(line) for _ in range(int(count)))
        for line in lines[1:]
    )
    if not rows or len({len(row) for row in rows}) != 1:
        raise _incomplete(path)
    return WorldMap(rows, tuple(unmapped))


DEMO_LANGUAGES = ("en", "fr")
"""The languages in which the demo's support requests are written; English for all others."""


def demo_database(language: str = "en") -> Path:
    """The demo's database, which is only copied from.

    Args:
        language: The language of its support requests, which their author types into a form.
    """
    name = f"story.{language}.sqlite" if language in DEMO_LANGUAGES[1:] else "story.sqlite"
    return data_folder() / "demo" / name


def _incomplete(path: Path) -> StorageProblem:
    return StorageProblem(
        say("The program's reference data is missing or damaged: {path}.", path=visible(str(path))),
        say("Install csp-tui again."),
    )
