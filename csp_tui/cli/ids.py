"""Tenant IDs on a command line and between commands: one per line when printed."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.values import STANDARD
from csp_tui.domain import identifiers
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser


def add_ids(parser: Parser, *, more: str = "") -> None:
    """Let a command print IDs alone.

    Args:
        parser: The command.
        more: What else the option changes.
    """
    purpose = _("print only the IDs, one per line, for xargs and other commands")
    parser.add_argument(
        "--ids", action="store_true", help=f"{purpose}; {more}" if more else purpose
    )


def read_tenants(words: Iterable[Iterable[str]]) -> Sequence[str]:
    """The tenant IDs that a command line names, ``-`` meaning those on standard input.

    Args:
        words: What ``values.tenants`` made of each word.

    Raises:
        InvalidInput: A word of standard input is not a tenant ID.
    """
    return list(_tenants(itertools.chain.from_iterable(words)))


def _tenants(ids: Iterable[str]) -> Iterator[str]:
    for one in ids:
        if one == STANDARD:
            text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
            yield from identifiers.split_tenant_ids(text)
        else:
            yield one
