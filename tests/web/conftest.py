"""The server on a free port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .serving import Serving

Serve = Callable[..., Serving]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts ``csp-tui … serve …`` on a free port; ended after the test."""
    with ExitStack() as servers:

        def start(*words: str, before: tuple[str, ...] = ()) -> Serving:
            serving = Serving(*before, "serve", "--port", "0", *words, folder=tmp_path)
            servers.callback(serving.close)
            return serving

        yield start
