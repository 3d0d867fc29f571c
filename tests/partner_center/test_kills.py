"""A short run of the kill harness; ``tests.partner_center.kills`` makes the long one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.partner_center.kills import run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork")
def test_a_push_that_is_killed_anywhere_writes_once_and_is_not_forgotten(tmp_path: Path) -> None:
    outcome = run(12, 5, tmp_path)
    assert outcome.kills == 12
    assert outcome.is_good, outcome
