"""IDs that go from one command to another: one a line on the way out, any white space between."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from csp_tui.cli.parser import Parser
from csp_tui.cli.values import STANDARD
from csp_tui.domain import identifiers
from csp_tui.i18n import gettext as _


def add_ids(parser: Parser, *, more: str = "") -> None:
    """Let a command print IDs alone.

    Args:
        parser: The command.
        more: What else the option changes.
    """
    purpose = _("print only the IDs, one a line, as xargs and other commands take them")
    parser.add_argument(
        "--ids", action="store_true", help=f"{purpose}; {more}" if more else purpose
    )


def read_tenants(words: Iterable[str]) -> Sequence[str]:
    """The tenant IDs that a command line names, ``-`` standing for those on standard input.

    Raises:
        InvalidInput: A word of standard input is no tenant ID.
    """
    return list(_tenants(words))


def _tenants(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word == STANDARD:
            # NUL parts words as well, because “find -print0” and its kind end them with it.
            text = sys.stdin.buffer.read().decode("utf-8-sig", "replace").replace("\0", " ")
            yield from map(identifiers.tenant_id, text.split())
        else:
            yield word
