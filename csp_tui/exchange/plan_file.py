"""A plan as a file: written to be carried out later, and read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import say
from csp_tui.exchange.json_pieces import json_pieces
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.exchange.sources import open_source
from csp_tui.services.plan_document import document_of

if TYPE_CHECKING:
    from csp_tui.services.plan_values import Plan

LARGEST_PLAN = 1 << 28
"""Bytes of a saved plan at most."""
_START = 64


def plan_pieces(plan: Plan) -> Iterator[str]:
    """The text of a saved plan, piece by piece."""
    yield from json_pieces(document_of(plan))
    yield "\n"


def saved_document(source: Path | Pasted) -> object | None:
    """The saved plan that a file holds, None where it holds something else, as a state file.

    Args:
        source: A file, or a pasted text.

    Raises:
        InvalidInput: It can't be read, is too large, or begins like a plan and is damaged.
    """
    file = open_source(readable(source))
    try:
        if file.size is None and isinstance(source, Path):
            # A pipe gives its bytes once, to the reader of state files.
            return None
        start = file.read(_START)
        if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return None
        data = start + file.read(LARGEST_PLAN + 1 - len(start))
    finally:
        file.close()
    try:
        if len(data) > LARGEST_PLAN:
            raise ValueError("size")
        document: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            say("The saved plan is damaged."), say("Make the plan again."), field="file"
        ) from error
    return document
