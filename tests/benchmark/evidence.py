"""How long a million rows of evidence take, against reading them with ``csv`` alone."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import ProductType
from csp_tui.services.audience import AudienceEdit
from tests.benchmark.report import Line

OFFER = "contoso-backup"
_PARTNERS = 2_000
_HEADER = "ProviderName,ProviderEmail,DateAcquired,AzureLicenseType,OfferName\n"
# The peak of a started process also counts that of its parent; the process knows its own.
_PEAK = """
def say_peak():
    with open("/proc/self/status", encoding="ascii") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
_READ = """
import csv, sys
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    assert sum(1 for _row in csv.reader(file)) > 1
say_peak()
"""
_IMPORT = """
import sys
from csp_tui.cli.program import run
assert run(["--db", sys.argv[2], "evidence", "import", sys.argv[1]]) == 0
say_peak()
"""


def write_evidence(path: Path, rows: int) -> None:
    """Write a Customers report: sales of one offer by many partners, some by other channels.

    Args:
        path: The file.
        rows: How many sales.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_HEADER)
        writer = csv.writer(file)
        for number in range(rows):
            partner = f"Partner {number % _PARTNERS:05} Cloud"
            day = f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            channel = "Cloud Solution Provider" if number % 4 else "Enterprise"
            writer.writerow((partner, f"c{number}@x.example", day, channel, "Contoso Backup"))


def make_database(path: Path) -> None:
    """A live offer with the partners of the report on its list.

    Args:
        path: The new database.
    """
    workbench = open_workbench(path)
    try:
        ids = [f"00000000-0000-4000-8000-{number:012x}" for number in range(1, _PARTNERS + 1)]
        workbench.directory.import_partners(
            Partner(tenant_id=tenant, name=f"Partner {number:05} Cloud", country="FR")
            for number, tenant in enumerate(ids)
        )
        setup = Setup(
            name="Contoso Backup",
            csp_url="https://contoso.example/csp",
            csp_contact=CspContact("Ada", "ada@contoso.example"),
        )
        workbench.offers.create(OFFER, ProductType.BUSINESS_CENTRAL, setup)
        edit = AudienceEdit(channel=ResellerChannel.SOME, add=tuple(ids))
        workbench.audience.save_draft(OFFER, edit)
        workbench.offers.publish(OFFER)
    finally:
        workbench.close()


def measure_evidence(folder: Path, rows: int, size: str) -> Iterator[Line]:
    """Import a report, and read it with ``csv`` alone, each in a process of its own.

    Args:
        folder: For the file and the database.
        rows: The sales of the report.
        size: The same for the table.
    """
    file, database = folder / "Customers.csv", folder / "evidence.sqlite"
    write_evidence(file, rows)
    make_database(database)
    theirs, their_peak = _run(_READ, str(file))
    ours, our_peak = _run(_IMPORT, str(file), str(database))
    again, _peak = _run(_IMPORT, str(file), str(database))
    yield Line("evidence imported", size, f"{ours:.2f} s", f"{theirs:.2f} s csv", ours / theirs)
    yield Line(
        "the same evidence again", size, f"{again:.2f} s", f"{theirs:.2f} s csv", again / theirs
    )
    yield Line(
        "peak memory of that import",
        size,
        f"{our_peak:.0f} MB",
        f"{their_peak:.0f} MB csv",
        our_peak / their_peak,
    )


def _run(program: str, *words: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a program."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PEAK + program, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
        check=True,
    )
    return time.perf_counter() - began, int(done.stdout.split()[-1]) / 1024
