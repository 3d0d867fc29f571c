"""The reference data that ships with the program: markets, regions and competencies."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.regions import Market, RegionTable
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.domain.world_map import WorldMap

_RUN = re.compile(r"(\d+)([A-Z]*)")


@dataclass(frozen=True, slots=True)
class Competency:
    """Something that a partner can have earned.

    Attributes:
        name: Its English name, which is what directories hold.
        french: Its French name, for showing.
        area: The field it belongs to, in English.
        kind: ``designation``, or ``competency`` for those that designations replaced.
    """

    name: str
    french: str
    area: str
    kind: str


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
    return RegionTable(
        tuple(
            Market(region, name, country, currency)
            for region, name, country, currency in _rows(
                path, ("region", "market", "iso_alpha2", "currency")
            )
        )
    )


@lru_cache(maxsize=1)
def load_competencies() -> tuple[Competency, ...]:
    """The known designations and competencies, the current ones first, read once.

    Raises:
        StorageProblem: The file is missing, unreadable or not what was shipped.
    """
    path = data_folder() / "competencies.csv"
    return tuple(
        Competency(name, french, area, kind)
        for name, french, area, kind in _rows(path, ("name_en", "name_fr", "area", "kind"))
    )


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


def _rows(path: Path, columns: tuple[str, str, str, str]) -> Iterator[tuple[str, str, str, str]]:
    first, second, third, fourth = columns
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                yield row[first], row[second], row[third], row[fourth]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise _incomplete(path) from error


def _incomplete(path: Path) -> StorageProblem:
    return StorageProblem(
        say("The program's reference data is missing or damaged: {path}.", path=visible(str(path))),
        say("Install csp-tui again."),
    )
