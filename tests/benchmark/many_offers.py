"""Many offers at once, against the same set operations in bare SQL.

Each measurement runs in a process of its own, so that the memory is that of nothing else: what is
compared with is a loop of ``EXCEPT`` over the same lists, one transaction with the same changes,
three set operations on two lists, and a join of all lists with each other.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.import_rows import AudienceFile
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.plan_applying import ApplyOptions
from tests.benchmark.corpus import write_corpus
from tests.benchmark.report import Line

OFFERS, PARTNERS, COMPARED = 500, 2_000, 200_000
_CHANGED = 20
"""Each offer keeps all but one in so many of its partners, and gets as many others."""
_SHARED = (
    """
    CREATE TEMP TABLE listed (tenant_id TEXT, place INTEGER, PRIMARY KEY (tenant_id, place))
        WITHOUT ROWID
    """,
    """
    INSERT INTO temp.listed SELECT tenant_id, offer.rowid
    FROM audience_member JOIN offer USING (offer_id) WHERE in_draft
    """,
    """
    SELECT one.place, other.place, count(*) FROM temp.listed AS one
    JOIN temp.listed AS other ON other.tenant_id = one.tenant_id AND other.place > one.place
    GROUP BY 1, 2
    """,
)
"""How many partners any two offers share."""
_CONTACT = CspContact("Ada King", "ada@example.com", "+1 555")
_SETUP = Setup(
    name="", plans=(Plan("gold", PlanKind.STANDARD),), csp_url="https://e.com", csp_contact=_CONTACT
)


def make_database(folder: Path, offers: int, partners: int, directory: int) -> Path:
    """Write a database whose offers have that many partners in draft, and two with very many.

    Args:
        folder: For the database and, as one file per offer, the wished lists.
        offers: How many offers are planned.
        partners: Partners of each.
        directory: Partners of the directory; the two compared offers have most of it each.
    """
    file, database = folder / "directory.csv", folder / "offers.sqlite"
    write_corpus(file, directory)
    with closing(open_workbench(database)) as workbench:
        with PartnerFileReader(file) as reader:
            workbench.directory.import_partners(reader)
        for offer_id in (*_ids(offers), "left", "right"):
            setup = replace(_SETUP, name=offer_id)
            workbench.offers.create(offer_id, ProductType.SAAS, setup)
            workbench.audience.save_draft(offer_id, AudienceEdit(ResellerChannel.SOME))
    draw = random.Random(11)
    with closing(sqlite3.connect(database)) as connection, connection:
        tenants = [row[0] for row in connection.execute("SELECT tenant_id FROM partner")]
        for offer_id in _ids(offers):
            drawn = draw.sample(tenants, partners + partners // _CHANGED)
            _insert(connection, offer_id, drawn[:partners])
            wished = sorted(drawn[partners // _CHANGED :])
            (folder / f"{offer_id}.txt").write_text("\n".join(wished), "ascii")
        most = len(tenants) * 4 // 5
        _insert(connection, "left", tenants[:most])
        _insert(connection, "right", tenants[-most:])
    return database


def _ids(offers: int) -> list[str]:
    return [f"offer-{number:04}" for number in range(offers)]


def _insert(connection: sqlite3.Connection, offer_id: str, tenants: Sequence[str]) -> None:
    connection.executemany(
        "INSERT INTO audience_member (offer_id, tenant_id, in_draft, in_live, label) "
        "VALUES (?, ?, 1, 0, '')",
        ((offer_id, tenant) for tenant in tenants),
    )


def measure_many(
    folder: Path, *, offers: int = OFFERS, partners: int = PARTNERS, directory: int = 250_000
) -> Iterator[Line]:
    """Plan and apply a change of many offers, and compare two long lists.

    Args:
        folder: For databases and lists.
        offers: How many offers.
        partners: Partners of each.
        directory: Partners of the directory.
    """
    database = make_database(folder, offers, partners, directory)
    size = f"{offers}x{partners}"
    compared = f"{directory * 4 // 5}"
    for what, ours, theirs, how_many in (
        ("plan", "plan", "sql-plan", size),
        ("apply, planning included", "apply", "sql-apply", size),
        ("compare two lists", "compare", "sql-compare", compared),
        ("coverage, shared partners of all pairs included", "coverage", "sql-coverage", size),
    ):
        one, two = (_run(kind, database, folder, offers) for kind in (ours, theirs))
        yield Line(
            f"{what}, against the same in bare SQL",
            how_many,
            f"{one['seconds']:.2f} s, {one['megabytes']:.0f} MB",
            f"{two['seconds']:.2f} s, {two['megabytes']:.0f} MB",
            one["seconds"] / max(two["seconds"], 1e-9),
        )


def _run(kind: str, database: Path, folder: Path, offers: int) -> dict[str, float]:
    work = folder / "work.sqlite"
    shutil.copy(database, work)
    command = [sys.executable, "-m", "tests.benchmark.many_offers", kind, str(work), str(offers)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _desired(folder: Path, offers: int) -> DesiredState:
    """The wished lists, each read when it is planned, as ``file = "x.csv"`` does."""
    return DesiredState(
        offers=tuple(
            OfferWish(offer_id=one, exact=True, partners=_Tenants(folder / f"{one}.txt"))
            for one in _ids(offers)
        )
    )


class _Tenants:
    """Tenant IDs of a file, read again each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[str]:
        return iter(self._path.read_text("ascii").split("\n"))


def _measured(kind: str, database: Path, offers: int) -> dict[str, float]:
    folder = database.parent
    if kind.startswith("sql"):
        return _bare(kind, database, folder, offers)
    with closing(open_workbench(database)) as workbench:
        began = time.perf_counter()
        if kind == "plan":
            plan = workbench.plans.plan(_desired(folder, offers))
            assert plan.summary.draft == offers
        elif kind == "apply":
            workbench.plans.apply(_desired(folder, offers), ApplyOptions(), keep=True)
        elif kind == "coverage":
            report = workbench.coverage.report()
            assert report.overlaps.total
        else:
            found = workbench.compare.compare("left", "right", _no_file)
            assert found.both
            assert found.only_left
        return _since(began)


def _bare(kind: str, database: Path, folder: Path, offers: int) -> dict[str, float]:
    with closing(sqlite3.connect(database)) as connection:
        began = time.perf_counter()
        if kind == "sql-compare":
            lists = [f"SELECT tenant_id FROM audience_member WHERE offer_id = '{side}'"
                     for side in ("left", "right")]  # fmt: skip
            for first, verb, second in (
                (0, "INTERSECT", 1), (0, "EXCEPT", 1), (1, "EXCEPT", 0),
            ):  # fmt: skip
                connection.execute(f"{lists[first]} {verb} {lists[second]}").fetchall()
            return _since(began)
        if kind == "sql-coverage":
            for statement in _SHARED:
                connection.execute(statement).fetchall()
            return _since(began)
        connection.execute("CREATE TEMP TABLE wished (tenant_id TEXT PRIMARY KEY) WITHOUT ROWID")
        for offer_id in _ids(offers):
            connection.execute("DELETE FROM temp.wished")
            connection.executemany(
                "INSERT INTO temp.wished VALUES (?)",
                ((one,) for one in _Tenants(folder / f"{offer_id}.txt")),
            )
            on_list = "SELECT tenant_id FROM audience_member WHERE offer_id = ?"
            wished = "SELECT tenant_id FROM temp.wished"
            joining = connection.execute(f"{wished} EXCEPT {on_list}", (offer_id,)).fetchall()
            leaving = connection.execute(f"{on_list} EXCEPT {wished}", (offer_id,)).fetchall()
            if kind == "sql-apply":
                _insert(connection, offer_id, [one for (one,) in joining])
                connection.executemany(
                    "DELETE FROM audience_member WHERE offer_id = ? AND tenant_id = ?",
                    ((offer_id, one) for (one,) in leaving),
                )
        connection.commit()
        return _since(began)


def _since(began: float) -> dict[str, float]:
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "megabytes": _peak() / 1024}


def _peak() -> int:
    """The most memory that this process had, in KiB."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Unlike rusage, it does not count what the process was before it became this program.
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _no_file(path: str) -> AudienceFile:
    raise AssertionError(path)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
