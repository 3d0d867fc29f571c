"""What several tests of this folder read, and that takes seconds to read."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from csp_tui.locale import catalogs
from tests.sources import nodes, parsed


@pytest.fixture(autouse=True, scope="package")
def sources_are_forgotten() -> Iterator[None]:
    """Free more than a million objects, which every search for garbage would look through."""
    yield
    nodes.cache_clear()
    parsed.cache_clear()


@pytest.fixture(scope="session")
def pickled_source_texts() -> bytes:
    """The texts of the source, to be loaded by each test that may change them."""
    return pickle.dumps(catalogs.source_texts())
