"""Reports figures: a table, and the machine they were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        what: What was measured, and against what.
        partners: The size of the directory, as it was asked for.
        ours: The program's figure with its unit.
        theirs: The figure of what it is compared with.
        ratio: The first by the second.
    """

    what: str
    partners: str
    ours: str
    theirs: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 95th percentile of some measurements, in their unit."""

    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value."""
        ordered = sorted(values)
        return cls(
            statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
        )


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [
        f"| {line.what} | {line.partners} | {line.ours} | {line.theirs} | {line.ratio:.2f} |"
        for line in lines
    ]
    head = ["| what | partners | csp-tui | compared with | ratio |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def machine() -> str:
    """The machine and the versions in one sentence."""
    return (
        f"{os.cpu_count()} cores, {_memory()}, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB"
