"""A short run of the harness; long ones are started by its command."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from . import connections


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_a_visitor_is_served_while_strangers_keep_connections_busy(tmp_path: Path) -> None:
    report = connections.run(tmp_path, connections=400, seconds=2.0)
    # How fast it was depends on the machine; the command asks for a second.
    assert report.failures == []
    assert len(report.pages) > 1
    assert len(report.echoes) > 1
    assert report.strangers.total() >= 400
    assert report.written < 10_000
