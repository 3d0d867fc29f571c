"""The README's pictures show the program as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_pictures_are_current(tmp_path: Path) -> None:
    """Make them in another process and compare byte by byte."""
    script = ROOT / "screenshots" / "make.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, cwd=tmp_path)
    made = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.svg")}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "screenshots").glob("*.svg")}
    assert made.keys() == kept.keys()
    assert len(made["tour.svg"]) <= 2_000_000
    stale = [name for name in made if made[name] != kept[name]]
    assert not stale, f"out of date: {stale}; run python screenshots/make.py"
