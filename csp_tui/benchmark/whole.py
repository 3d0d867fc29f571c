"""The workbench as it would be if Textual sent its frames the way it does by itself.

Started as ``python -m csp_tui.benchmark.whole`` with the arguments of ``csp-tui``.
"""

from __future__ import annotations

import sys

from csp_tui.__main__ import main
from csp_tui.ui.terminal_app import TerminalApp

if __name__ == "__main__":
    TerminalApp.sends_changes = False
    sys.exit(main())
