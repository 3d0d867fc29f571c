"""Files named on the command line, ``-`` being standard input or output."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

from csp_tui.cli.session import writing_output
from csp_tui.cli.values import STANDARD
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser


def add_file(parser: Parser, purpose: str) -> None:
    """Let a command name a file."""
    parser.add_argument("file", metavar=_("FILE"), help=purpose)


def byte_source(name: str) -> Path | IO[bytes]:
    """Where to read bytes from."""
    return sys.stdin.buffer if name == STANDARD else Path(name)


def standard_output(name: str) -> AbstractContextManager[None]:
    """If the named file is standard output, distinguish its failures from those of other files."""
    return writing_output() if name == STANDARD else nullcontext()


def byte_target(name: str) -> Path | IO[bytes]:
    """Where to write bytes to."""
    return sys.stdout.buffer if name == STANDARD else Path(name)
