"""``python -m csp_tui`` and the ``csp-tui`` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line and return the exit code."""
    try:
        if "_ARGCOMPLETE" in os.environ and "COMP_LINE" in os.environ:
            # A shell asks, through the script of “csp-tui completion”, how a line can continue.
            from csp_tui.cli.completion.answer import answer

            return answer()
        from csp_tui.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before and after the command itself there is nothing to undo.
        return 130


if __name__ == "__main__":
    sys.exit(main())
