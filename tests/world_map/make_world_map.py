"""Makes ``data/world-map.txt`` from outlines: ``python -m tests.world_map.make_world_map``.

The outlines are Natural Earth's at 1:110 million (public domain), rounded to two decimals. They are
needed only here, so they are not part of the wheel.
"""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"
SOURCE = HERE / "world-110m.json"
TARGET = DATA / "world-map.txt"

COLUMNS, LINES = 240, 132
"""A point is 1.5 degrees wide and a little more than one high: shapes look right at 45 degrees."""
NORTH, SOUTH = 84.0, -56.0
"""Degrees; Antarctica is no market."""

_HEADER = f"""\
# The world in {COLUMNS} x {LINES} points, made by `python -m tests.world_map.make_world_map`.
# Outlines: Natural Earth 1:110m, public domain.
# From 180 degrees west; {NORTH:g} north to {-SOUTH:g} south.
# A line of the map is runs of points: a number and a country code; a number alone is sea.
"""


def make() -> str:
    """The content of the file."""
    countries = json.loads(SOURCE.read_text("utf-8"))["countries"]
    grid = [[""] * COLUMNS for _ in range(LINES)]
    for country in countries:
        _draw(grid, country)
    for country in countries:
        _mark_small(grid, country)
    drawn = {code for row in grid for code in row}
    with (DATA / "markets.csv").open(encoding="utf-8", newline="") as file:
        markets = {row["iso_alpha2"] for row in csv.DictReader(file)}
    missing = sorted(markets - drawn)
    lines = [_HEADER.rstrip("\n"), f"unmapped {' '.join(missing)}"]
    lines += [" ".join(_runs(row)) for row in grid]
    return "\n".join(lines) + "\n"


def _draw(grid: list[list[str]], country: dict[str, Any]) -> None:
    """Fill a country's shape, line by line, between each two crossings of its outline."""
    for line in range(LINES):
        latitude = _latitude(line)
        for ring in country["rings"]:
            crossings = sorted(
                x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
                for (x1, y1), (x2, y2) in _edges(ring)
                if (y1 > latitude) != (y2 > latitude)
            )
            for west, east in zip(crossings[::2], crossings[1::2], strict=True):
                for column in range(COLUMNS):
                    if west <= _longitude(column) < east:
                        grid[line][column] = country["iso_alpha2"]


def _mark_small(grid: list[list[str]], country: dict[str, Any]) -> None:
    """Give a country that is smaller than a point the point that its middle lies in."""
    code = country["iso_alpha2"]
    if any(code in row for row in grid):
        return
    points = [point for ring in country["rings"] for point in ring]
    longitude = sum(x for x, _y in points) / len(points)
    latitude = sum(y for _x, y in points) / len(points)
    column = int((longitude + 180) / 360 * COLUMNS)
    line = int((NORTH - latitude) / (NORTH - SOUTH) * LINES)
    if 0 <= line < LINES:
        grid[line][column] = code


def _edges(ring: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    return list(itertools.pairwise([*ring, ring[0]]))


def _latitude(line: int) -> float:
    return NORTH - (line + 0.5) * (NORTH - SOUTH) / LINES


def _longitude(column: int) -> float:
    return -180 + (column + 0.5) * 360 / COLUMNS


def _runs(row: list[str]) -> list[str]:
    return [f"{len(list(points))}{code}" for code, points in itertools.groupby(row)]


if __name__ == "__main__":
    TARGET.write_text(make(), "utf-8", newline="\n")
