"""``python -m tests.benchmark.growth``: opening and moving with few and with many of everything.

The same visits are made in a small and in a large database, in turns: the list of offers, an
offer's audience, the partner search, the history and the requests. Processor time is compared,
which others on the machine don't make longer, and the most memory that the program had. What a
second processor does beside it only shortens the time that passes, which is compared as well.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from tests.benchmark.corpus import write_corpus
from tests.benchmark.report import Line, Spread, machine, table
from tests.benchmark.terminal import TimedTerminal

_OFFER, _NAME = "benchmark", "Benchmark 0"
_DOWN, _PAGE_DOWN, _END = "\x1b[B", "\x1b[6~", "\x1b[F"
_MOVES = 6
_OPENED = 0.5
_MOVED = 0.25
"""Seconds without a byte after which a place is taken for open: what it shows is read in steps."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many of everything a database has.

    Attributes:
        offers: Offers.
        audience: Partners on the list of one of them.
        history: Entries of the history.
        requests: Support requests, every tenth of them open.
        directory: Partners of the directory.
    """

    offers: int
    audience: int
    history: int
    requests: int
    directory: int


SMALL = Size(300, 300, 300, 300, 200_000)
LARGE = Size(5_000, 200_000, 100_000, 5_000, 200_000)


@dataclass(frozen=True, slots=True)
class Visit:
    """A place of the workbench, and how one gets there.

    Attributes:
        name: What it is.
        keys: The keys that open it, each with what is painted then; the last one is measured.
        moves: Keys that are measured there, by what they do.
    """

    name: str
    keys: Sequence[tuple[str, str]]
    moves: Sequence[tuple[str, Sequence[str]]]


_IN_A_LIST = (
    ("cursor down", (_DOWN,) * _MOVES),
    ("Page Down", (_PAGE_DOWN,) * _MOVES),
    ("End", (_END,)),
)
_OPEN = ("\r", "CSP reseller audience")
_START = Visit("start", (), ())
VISITS = (
    Visit("offers", (), _IN_A_LIST),
    Visit("audience", (_OPEN,), _IN_A_LIST),
    Visit(
        "search",
        (_OPEN, ("p", "Name, city, tenant ID or MPN ID")),
        (("letter", tuple("consulting")), ("cursor down", ("\x1b[B",) * _MOVES)),
    ),
    Visit("requests", (("2", "Change option"),), _IN_A_LIST),
    Visit("history", (("4", "Published"),), _IN_A_LIST),
)


def make_database(folder: Path, size: Size) -> Path:
    """Write a database with one offer that is live, and copies of it and of what was done."""
    file, database = folder / "directory.csv", folder / "csp.sqlite"
    write_corpus(file, size.directory)
    with closing(open_workbench(database)) as workbench:
        with PartnerFileReader(file) as reader:
            workbench.directory.import_partners(reader)
        setup = Setup(
            name=_NAME,
            plans=(Plan("gold", PlanKind.STANDARD),),
            csp_url="https://example.com/csp",
            csp_contact=CspContact("Ada King", "ada@example.com", "+1 555"),
        )
        workbench.offers.create(_OFFER, ProductType.SAAS, setup)
        workbench.audience.save_draft(_OFFER, AudienceEdit(ResellerChannel.SOME))
        workbench.offers.publish(_OFFER)
        details = RequestDetails(contact_name="Ada King", contact_email="ada@example.com")
        workbench.support.create_option_change(
            _OFFER, ResellerChannel.NONE, language="en", details=details
        )
    with closing(sqlite3.connect(database)) as connection, connection:
        _multiply(connection, size)
    with closing(open_workbench(database)) as workbench:
        # Otherwise each visit would begin one, and end before a large one is whole.
        workbench.database.back_up_daily()
    return database


def _multiply(connection: sqlite3.Connection, size: Size) -> None:
    """Copy offer, members, request and entries until there are enough."""
    connection.execute(
        "INSERT OR IGNORE INTO audience_member (offer_id, tenant_id, label, in_draft, in_live)"
        " SELECT ?, tenant_id, '', 1, 1 FROM partner LIMIT ?",
        (_OFFER, size.audience),
    )
    offer_id = f"'{_OFFER}-' || n"
    _copy(connection, "offer", size.offers - 1, {"offer_id": offer_id, "name": "'Benchmark ' || n"})
    _copy(connection, "plan", size.offers - 1, {"offer_id": offer_id})
    _copy(
        connection,
        "support_request",
        size.requests - 1,
        {
            "id": "NULL",
            "offer_id": f"CASE WHEN n < {size.offers} THEN {offer_id} ELSE offer_id END",
            "status": "CASE WHEN n % 10 THEN 'declined' ELSE status END",
        },
    )
    (entries,) = connection.execute("SELECT count(*) FROM history").fetchone()
    _copy(connection, "history", size.history // entries, {"id": "NULL", "batch": "NULL"})


def _copy(connection: sqlite3.Connection, name: str, count: int, other: dict[str, str]) -> None:
    """Copy the rows of a table so many times, with other values in some columns."""
    rows = connection.execute(f'SELECT * FROM "{name}"')
    columns = [column[0] for column in rows.description]
    rows.close()
    values = ", ".join(other.get(column, f'"{column}"') for column in columns)
    connection.execute(
        f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT ?)"
        f' INSERT INTO "{name}" SELECT {values} FROM numbers, "{name}" AS known ORDER BY n',
        (count,),
    )


def compare(
    folder: Path,
    small: Size,
    large: Size,
    rounds: int = 3,
    visits: Sequence[Visit] = VISITS,
) -> Iterator[Line]:
    """Make each visit in a small and in a large database, in turns.

    Args:
        folder: For the databases; those that are there already are used again.
        small: How many of everything the small one has.
        large: How many the large one has.
        rounds: How many times.
        visits: What is opened.
    """
    databases = {}
    for name, size in (("small", small), ("large", large)):
        place = folder / name
        if not place.exists():
            place.mkdir(parents=True)
            # In a process of its own, because the program's begin with the memory of this one.
            with get_context("spawn").Pool(1) as pool:
                pool.apply(make_database, (place, size))
        databases[name] = place / "csp.sqlite"
        list(_visit(databases[name], _START))
    for visit in visits:
        figures: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in databases}
        for _round in range(rounds):
            for name, database in databases.items():
                for what, figure in _visit(database, visit):
                    figures[name][what].append(figure)
        in_small, in_large = figures.values()
        for what, values in in_small.items():
            unit = "MB" if what == "memory" else "ms"
            ours, theirs = Spread.of(in_large[what]).median, Spread.of(values).median
            yield Line(
                f"{visit.name}: {what}",
                "large",
                f"{ours:.1f} {unit}",
                f"{theirs:.1f} {unit}",
                ours / max(theirs, 1e-9),
            )


def _visit(database: Path, visit: Visit) -> Iterator[tuple[str, float]]:
    home = str(database.parent / "home")
    environment = {
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_STATE_HOME": home,
        "CSP_TUI_LANG": "en",
        "TEXTUAL_ANIMATIONS": "none",
    }
    command = [sys.executable, "-m", "csp_tui", "--db", str(database)]
    with TimedTerminal(command, environment) as terminal:
        elapsed = terminal.wait(_NAME)
        terminal.press("", _OPENED)
        before = 0.0
        for key, shown in visit.keys:
            before = terminal.processor
            elapsed = terminal.press(key, _OPENED).last
            terminal.wait(shown)
            terminal.press("", _OPENED)
        yield "open", terminal.processor - before
        yield "open, time that passes", elapsed
        for what, keys in visit.moves:
            for key in keys:
                yield what, terminal.press(key, _MOVED).processor
        terminal.quit()
        yield "memory", terminal.peak


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.growth")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="the folder of the databases, made if missing")
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as name:
        lines = list(compare(args.keep or Path(name), SMALL, LARGE, args.rounds))
    sys.stdout.write(f"Measured on {machine()}.\n\n")
    sys.stdout.write(table(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
