"""``python -m tests.benchmark.long_lists``: time and memory of what reads a whole audience.

Makes a database whose offer is live for many partners, and runs each command on it in a process of
its own. Times include the start of the program; memory is the most that the process had.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from tests.benchmark.corpus import write_corpus
from tests.benchmark.report import machine

PARTNERS = 200_000
_OFFER = "contoso-backup"
_OPEN = f"""
import sys
from pathlib import Path
from csp_tui.bootstrap import open_workbench
workbench = open_workbench(Path(sys.argv[1]))
view = workbench.audience.show({_OFFER!r})
count = workbench.audience.count({_OFFER!r})
rows = workbench.audience.rows({_OFFER!r}, offset=0, limit=100)
assert count == view.state.live_partners and len(rows) == 100
workbench.close()
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one command took.

    Attributes:
        name: What it does.
        seconds: From its start to its end.
        processor: Seconds of the processor, which others on the machine don't make longer.
        megabytes: The most memory that it had.
    """

    name: str
    seconds: float
    processor: float
    megabytes: float


def make_database(folder: Path, partners: int) -> Path:
    """Write a database with one offer that is live for all partners of its directory.

    A request to close the offer is submitted and another one to remove a partner is a draft.
    """
    file, database = folder / "directory.csv", folder / "csp.sqlite"
    write_corpus(file, partners)
    workbench = open_workbench(database)
    try:
        with PartnerFileReader(file) as reader:
            workbench.directory.import_partners(reader)
        setup = Setup(
            name="Contoso Backup",
            plans=(Plan("gold", PlanKind.STANDARD),),
            csp_url="https://example.com/csp",
            csp_contact=CspContact("Ada King", "ada@example.com", "+1 555"),
        )
        workbench.offers.create(_OFFER, ProductType.SAAS, setup)
        workbench.audience.save_draft(_OFFER, AudienceEdit(ResellerChannel.SOME))
        workbench.audience.add_matching(_OFFER, PartnerQuery())
        workbench.offers.publish(_OFFER)
        details = RequestDetails(contact_name="Ada King", contact_email="ada@example.com")
        request = workbench.support.create_option_change(
            _OFFER, ResellerChannel.NONE, language="en", details=details
        )
        workbench.support.submit(request.id, "2611160001")
    finally:
        workbench.close()
    return database


def measure(folder: Path, partners: int) -> Iterator[Usage]:
    """Run each command once.

    Args:
        folder: For the database and what is exported.
        partners: The size of directory and audience.
    """
    # The peak of a command begins with the memory of who starts it, which must be small.
    with get_context("spawn").Pool(1) as pool:
        database = pool.apply(make_database, (folder, partners))
    program = [sys.executable, "-m", "csp_tui", "--db", str(database)]
    exported = str(folder / "exported.csv")
    yield _run("open the offer", [sys.executable, "-c", _OPEN, str(database)])
    yield _run("audience export", [*program, "audience", "export", _OFFER, exported])
    yield _run("audience show --json", [*program, "audience", "show", _OFFER, "--json"])
    yield _run("audience show", [*program, "audience", "show", _OFFER])
    yield _run("audience import", [*program, "audience", "import", _OFFER, exported])
    yield _run("requests complete", [*program, "requests", "complete", "1"])
    yield _run("undo", [*program, "undo"])


def _run(name: str, command: Sequence[str]) -> Usage:
    # An installed program is compiled already; only the first command here pays for that.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{name} ended with {process.returncode}")
    return Usage(name, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.long_lists")
    parser.add_argument("--partners", type=int, default=PARTNERS)
    args = parser.parse_args(words)
    sys.stdout.write(f"{args.partners:,} partners on one offer, measured on {machine()}.\n")
    with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as folder:
        for usage in measure(Path(folder), args.partners):
            sys.stdout.write(
                f"{usage.name:<24} {usage.seconds:>7.2f} s {usage.processor:>7.2f} s of processor "
                f"{usage.megabytes:>7.0f} MB\n"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
