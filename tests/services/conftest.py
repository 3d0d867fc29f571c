"""Every test of a service runs on both kinds of database: a file, and memory as in the demo."""

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


@pytest.fixture(scope="session")
def empty_without_log(empty_database: Path) -> Path:
    """The empty database in the journal mode in which memory can begin as a copy of it."""
    path = empty_database.with_name("empty-without-log.sqlite")
    shutil.copy(empty_database, path)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture(params=["file", "memory"])
def location(
    request: pytest.FixtureRequest, tmp_path: Path, empty_without_log: Path
) -> Iterator[DatabaseLocation]:
    """An empty database of the test's own, of either kind."""
    if request.param == "file":
        path = tmp_path / "test.sqlite"
        shutil.copy(empty_without_log, path)
        yield path
        return
    with closing(Memory(empty_without_log)) as memory:
        yield memory


@pytest.fixture
def workbench(location: DatabaseLocation, clock: FixedClock) -> Iterator[Workbench]:
    """The services on an empty database."""
    with closing(open_workbench(location, clock=clock, who="tester")) as opened:
        yield opened
