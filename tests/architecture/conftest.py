"""What several tests of this folder read, and that takes seconds to read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from csp_tui.locale import catalogs
from tests.sources import nodes, parsed


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Free more than a million objects, which every search for garbage would look through."""
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        nodes.cache_clear()
        parsed.cache_clear()


@pytest.fixture(scope="session")
def pickled_source_texts() -> bytes:
    """The texts of the source, to be loaded by each test that may change them."""
    return pickle.dumps(catalogs.source_texts())
