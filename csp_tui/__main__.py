"""``python -m csp_tui`` and the ``csp-tui`` command."""

from __future__ import annotations

import gc
import os
import sys

_NEW_OBJECTS = 100_000
"""Objects after which garbage is searched for, where Python has 700: imports make no garbage."""


def main() -> int:
    """Run the command line and return the exit code."""
    gc.set_threshold(_NEW_OBJECTS)
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
    finally:
        # Python would search for garbage once more, which takes longer than many a command.
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
