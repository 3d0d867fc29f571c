"""A coarse map of the world: which country lies at which point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from csp_tui.domain.quick_dataclass import dataclass

SEA = ""
"""The code of a point where there is no land."""


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Points of land and sea, from north to south and from west to east.

    Attributes:
        rows: A country code (ISO 3166-1 alpha-2) for each point, ``SEA`` for water.
        unmapped: Codes of markets without a point: no outline, or one too small for a point.
    """

    rows: tuple[tuple[str, ...], ...]
    unmapped: tuple[str, ...] = ()

    @property
    def countries(self) -> frozenset[str]:
        """Every country that has a point."""
        return frozenset(code for row in self.rows for code in row if code)

    def scaled(self, columns: int, lines: int) -> tuple[tuple[str, ...], ...]:
        """The map with another number of points.

        A point becomes land where half of its area is land, and then belongs to the
        country with the largest part of it.

        Args:
            columns: Points from west to east, at least 1.
            lines: Points from north to south, at least 1.
        """
        height, width = len(self.rows), len(self.rows[0])
        across = [_span(place, columns, width) for place in range(columns)]
        return tuple(
            tuple(_most(self.rows[top:bottom], left, right) for left, right in across)
            for top, bottom in (_span(place, lines, height) for place in range(lines))
        )


def _span(place: int, places: int, of: int) -> tuple[int, int]:
    """The source points that a point represents; at least one."""
    start = place * of // places
    return start, max(start + 1, (place + 1) * of // places)


def _most(rows: Sequence[Sequence[str]], left: int, right: int) -> str:
    first = rows[0][left]
    if all(code == first for row in rows for code in row[left:right]):
        return first
    counts = Counter(code for row in rows for code in row[left:right])
    points = counts.total()
    if 2 * counts.pop(SEA, 0) > points:
        return SEA
    return counts.most_common(1)[0][0]
