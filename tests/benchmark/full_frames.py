"""The workbench as it would be if Textual sent its frames the way it does by itself.

Started as ``python -m tests.benchmark.full_frames`` with the arguments of ``csp-tui``.
"""

from __future__ import annotations

import sys

from csp_tui.__main__ import main
from csp_tui.ui.terminal.terminal_app import TerminalApp

if __name__ == "__main__":
    TerminalApp.sends_diffs = False
    sys.exit(main())
