"""The command line: arguments, exit codes, tables and JSON over the same services as the screens.

Nothing here imports Textual or the database before a command needs it, so that ``--version`` and
``--help`` answer immediately.
"""

from csp_tui.cli.program import run

__all__ = ["run"]
