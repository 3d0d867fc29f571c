"""How long a directory file takes until it can be searched, against the ``sqlite3`` program."""

from __future__ import annotations

import csv
import itertools
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.exchange.partners_csv import PartnerFileReader
from tests.benchmark.corpus import COLUMNS
from tests.benchmark.report import Line

# The same table in the same order with the same keys. SQL alone can neither fold names nor make
# sets of partners, so the index is what SQL has for the same questions: pieces of three letters,
# with every country, competency and skill as a code of three letters beside the name.
_LOAD = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TEMP TABLE value (id INTEGER PRIMARY KEY, kind TEXT, value TEXT, UNIQUE (kind, value));
    CREATE TEMP TABLE code (kind TEXT, cell TEXT, codes TEXT, PRIMARY KEY (kind, cell));
"""
_FILL = """
    BEGIN;
    INSERT INTO partner (tenant_id, name, folded, country, mpn_id, city, competencies, skills)
        SELECT tenant_id, name, lower(name), country, '', city, competencies, skills
        FROM staged ORDER BY lower(name), name, tenant_id;
    DROP TABLE staged;
    CREATE UNIQUE INDEX partner_tenant ON partner (tenant_id);
    CREATE TEMP TABLE part AS
        WITH RECURSIVE part (kind, cell, value, rest) AS (
            SELECT kind, cell, '', cell || ';' FROM (
                SELECT DISTINCT 'country' AS kind, country AS cell FROM partner
                UNION ALL SELECT DISTINCT 'competency', competencies FROM partner
                UNION ALL SELECT DISTINCT 'skill', skills FROM partner)
            UNION ALL
            SELECT kind, cell, substr(rest, 1, instr(rest, ';') - 1),
                substr(rest, instr(rest, ';') + 1)
            FROM part WHERE rest <> '')
        SELECT kind, cell, value FROM part WHERE value <> '';
    INSERT INTO value (kind, value) SELECT DISTINCT kind, value FROM part;
    INSERT INTO code SELECT part.kind, part.cell,
            group_concat('#' || char(19968 + value.id / 4096) || char(19968 + value.id % 4096), '')
        FROM part JOIN value USING (kind, value) GROUP BY part.kind, part.cell;
    CREATE VIRTUAL TABLE partner_index USING fts5(
        name, facets, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1');
    INSERT INTO partner_index (rowid, name, facets)
        SELECT rank, folded, coalesce(one.codes, '') || coalesce(two.codes, '')
            || coalesce(three.codes, '')
        FROM partner
        LEFT JOIN code AS one ON one.kind = 'country' AND one.cell = country
        LEFT JOIN code AS two ON two.kind = 'competency' AND two.cell = competencies
        LEFT JOIN code AS three ON three.kind = 'skill' AND three.cell = skills
        ORDER BY rank;
    COMMIT;
"""
_BATCH = 10_000


def measure_import(file: Path, folder: Path, partners: str) -> Iterator[Line]:
    """Import a file twice, and load it without the program.

    Args:
        file: A directory file as ``write_corpus`` makes it.
        folder: For databases; the program's stays there as ``csp.sqlite``.
        partners: Its size, for the table.
    """
    program = shutil.which("sqlite3")
    first, again = _import(file, folder / "csp.sqlite"), _import(file, folder / "csp.sqlite")
    bare = _load_by_program(program, file, folder) if program else _load_by_driver(file, folder)
    name = "the sqlite3 program" if program else "Python's sqlite3, as the program is missing"
    yield Line(
        f"CSV to searchable, against {name}",
        partners,
        f"{first:.2f} s",
        f"{bare:.2f} s",
        first / bare,
    )
    yield Line(
        "the same file again, against the first time",
        partners,
        f"{again:.2f} s",
        f"{first:.2f} s",
        again / first,
    )


def _import(file: Path, database: Path) -> float:
    with closing(open_workbench(database)) as workbench:
        began = time.perf_counter()
        with PartnerFileReader(file) as reader:
            workbench.directory.import_partners(reader, progress=lambda _rows: None)
        return time.perf_counter() - began


def _partner_table(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "csp.sqlite")) as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = 'partner'"
        return str(connection.execute(query).fetchone()[0])


def _staged_table() -> str:
    return f"CREATE TABLE staged ({', '.join(f'{column} TEXT' for column in COLUMNS)})"


def _load_by_program(program: str, file: Path, folder: Path) -> float:
    script = "\n".join(
        (
            _LOAD,
            f"{_staged_table()};",
            f".import --csv --skip 1 '{file}' staged",
            f"{_partner_table(folder)};",
            _FILL,
        )
    )
    began = time.perf_counter()
    subprocess.run(
        [program, "-bail", str(folder / "bare.sqlite")],
        input=script,
        text=True,
        encoding="utf-8",
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def _load_by_driver(file: Path, folder: Path) -> float:
    began = time.perf_counter()
    with (
        closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as connection,
        file.open(newline="", encoding="utf-8") as stream,
    ):
        connection.executescript(f"{_LOAD}{_staged_table()};{_partner_table(folder)}")
        rows = csv.reader(stream)
        next(rows)
        marks = ", ".join("?" * len(COLUMNS))
        connection.execute("BEGIN")
        while batch := list(itertools.islice(rows, _BATCH)):
            connection.executemany(f"INSERT INTO staged VALUES ({marks})", batch)
        connection.execute("COMMIT")
        connection.executescript(_FILL)
    return time.perf_counter() - began
