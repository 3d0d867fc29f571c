"""What several tests of this folder read, and that takes seconds to read."""

from __future__ import annotations

import pickle

import pytest

from csp_tui.locale import catalogs


@pytest.fixture(scope="session")
def pickled_source_texts() -> bytes:
    """The texts of the source, to be loaded by each test that may change them."""
    return pickle.dumps(catalogs.source_texts())
