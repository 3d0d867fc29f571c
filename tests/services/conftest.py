"""Every test of a service runs on a database in memory, as the demo has it; some in a file too.

The tests of the command line and of the screens use the services on files.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.services.workbench import Workbench
from csp_tui.storage.connections import connect
from csp_tui.storage.location import DatabaseLocation, Memory
from tests.conftest import NOW, PARTNERS


@pytest.fixture(scope="session")
def empty_without_log(empty_database: Path) -> Path:
    """The empty database in the journal mode in which memory can begin as a copy of it."""
    path = empty_database.with_name("empty-without-log.sqlite")
    shutil.copy(empty_database, path)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture(scope="session")
def stocked_without_log(empty_without_log: Path) -> Path:
    """The same with six partners in the directory."""
    path = empty_without_log.with_name("stocked-without-log.sqlite")
    shutil.copy(empty_without_log, path)
    with closing(open_workbench(path, clock=FixedClock(NOW), who="tester")) as workbench:
        workbench.directory.import_partners(PARTNERS)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


IN_FILES_TOO = {"test_batches", "test_undo", "test_undo_kinds"}
"""Modules whose tests take back what several tables hold, or change several offers at once."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the kinds of database."""
    if "location" in metafunc.fixturenames:
        module = metafunc.module.__name__.rpartition(".")[2]
        kinds = ["file", "memory"] if module in IN_FILES_TOO else ["memory"]
        metafunc.parametrize("location", kinds, indirect=True)


@pytest.fixture
def location(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    empty_without_log: Path,
    stocked_without_log: Path,
) -> Iterator[DatabaseLocation]:
    """A database of the test's own, of either kind; empty unless the test asks for partners."""
    is_stocked = "stocked" in request.fixturenames
    template = stocked_without_log if is_stocked else empty_without_log
    if request.param == "file":
        path = tmp_path / "test.sqlite"
        shutil.copy(template, path)
        yield path
        return
    with closing(Memory(template)) as memory:
        yield memory


@pytest.fixture
def workbench(location: DatabaseLocation, clock: FixedClock) -> Iterator[Workbench]:
    """The services on that database."""
    with closing(open_workbench(location, clock=clock, who="tester")) as opened:
        yield opened


@pytest.fixture
def stocked(workbench: Workbench) -> Workbench:
    """The services with six partners in the directory."""
    return workbench
