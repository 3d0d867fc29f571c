"""How long a search takes from the letter to the settled answer, against a bare query."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.services.directory import DirectoryService
from tests.benchmark.report import Line, Spread

EASY = (
    *("amber", "keystone", "oneill", "zoe", "lukasz", "lumenember", "foret", "калина"),
    *("桜木", "сонце", "cedar solutions", "granite harbor", "ил", "青", "大橋", "beacon llc"),
)
HARD = (
    *("a", "e", "s", "z", "q", "к", "in", "er", "st", "co", "xx", "gm", "ing", "ber", "con"),
    *("tech", "ting", "consulting", "solutions", "a e i", "st er", "ltd s", "e consulting"),
    *("gmbh co kg", "on ing a", "systems ltd a", "00", "0f3a", "00000000-"),
)
SIMILAR = ("keystnoe", "consultng", "graniite harbor", "solutoins gmbh", "xonsulting", "beacno")
_FILTERS = (
    PartnerQuery(),
    PartnerQuery(countries=frozenset({"US", "FR"})),
    PartnerQuery(skills=frozenset({"Azure Training"}), countries=frozenset({"DE"})),
)
_PAGE = 100
_BARE_PAGE = """
    SELECT tenant_id, name, country, competencies, skills, type FROM partner
    WHERE {condition} ORDER BY rank LIMIT {limit}
"""
_BARE_COUNT = "SELECT count(*) FROM partner WHERE {condition}"
_BARE_AT_MOST = 12
"""Scanning a million rows takes a second, so only every so many queries are asked that way."""


def measure_search(database: Path, partners: str) -> Iterator[Line]:
    """Compare searches with scans of the same file.

    Args:
        database: A file with a directory.
        partners: Its size, for the table.
    """
    queries = [replace(filters, text=text) for filters in _FILTERS for text in (*EASY, *HARD)]
    similar = [PartnerQuery(text=text) for text in SIMILAR]
    with closing(open_workbench(database)) as workbench:
        directory = workbench.directory
        directory.search.page(PartnerQuery(text="warm"))
        answer = Spread.of([_timed(partial(_answer, directory, query)) for query in queries])
        ends = Spread.of([_end(directory, query) for query in queries])
        facets = Spread.of(
            [
                _timed(partial(directory.search.facets, query, facet))
                for facet in Facet
                for query in queries[facet is Facet.SKILL :: 2]
            ]
        )
        typos = Spread.of([_timed(partial(_answer, directory, query)) for query in similar])
    asked = queries[:: max(1, len(queries) // _BARE_AT_MOST)]
    with closing(sqlite3.connect(database)) as connection:
        bare = Spread.of([_timed(partial(_scan, connection, query)) for query in asked])
    for what, ours in (
        ("letter to page and exact count", answer),
        ("last page", ends),
        ("counts of one filter", facets),
        ("similar names", typos),
    ):
        for name, mine, theirs in (
            ("p50", ours.median, bare.median),
            ("p95", ours.high, bare.high),
        ):
            yield Line(
                f"{what}, {name}, against a scan for page and count",
                partners,
                f"{mine:.1f} ms",
                f"{theirs:.1f} ms",
                mine / theirs,
            )


def _answer(directory: DirectoryService, query: PartnerQuery) -> None:
    directory.search.page(query, limit=_PAGE)
    directory.search.count(query)


def _end(directory: DirectoryService, query: PartnerQuery) -> float:
    total = directory.search.count(query)
    offset = max(0, total - _PAGE)
    return _timed(lambda: directory.search.page(query, offset=offset, limit=_PAGE))


def _scan(connection: sqlite3.Connection, query: PartnerQuery) -> None:
    conditions = ["1"]
    values: list[str] = []
    for word in fold(query.text).split():
        conditions.append("instr(folded, ?) > 0")
        values.append(word)
    for column, chosen in (("country", query.countries), ("skills", query.skills)):
        if chosen:
            conditions.append("(" + " OR ".join([f"instr({column}, ?) > 0"] * len(chosen)) + ")")
            values += sorted(chosen)
    condition = " AND ".join(conditions)
    connection.execute(_BARE_PAGE.format(condition=condition, limit=_PAGE), values).fetchall()
    connection.execute(_BARE_COUNT.format(condition=condition), values).fetchone()


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000
