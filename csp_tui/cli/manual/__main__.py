"""Writes the manual pages that the wheel installs: ``python -m csp_tui.cli.manual [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from csp_tui.cli.manual.page import pages


def main() -> None:
    """Write the pages below a folder, by default that of the source."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3] / "data" / "man"
    for name, text in pages().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "ascii")


if __name__ == "__main__":
    main()
