"""What is remembered of a directory file: how many partners it has, and what was wrong in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from typing import Any

from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.wording import STRAIGHT_MARKS, Message, Quoted
from csp_tui.services.views import DirectoryImport


def summary_text(result: DirectoryImport, named: Set[str]) -> str:
    """What importing a file did, as JSON.

    Args:
        result: What it did.
        named: Tenant IDs that its invalid rows contain.
    """
    return json.dumps(
        {
            "partners": result.added + result.updated + result.unchanged,
            "cleaned": result.cleaned,
            "rejected": result.rejected,
            "named": sorted(named),
            "rejects": [
                {"line": reject.line, "value": reject.value, "reason": _parts(reject.reason)}
                for reject in result.rejects
            ],
        }
    )


def summary_value(text: str, stored: int) -> DirectoryImport:
    """What importing the same file again would do.

    Args:
        text: From ``summary_text``.
        stored: How many partners the directory has, among them all of the file.
    """
    facts = json.loads(text)
    return DirectoryImport(
        unchanged=facts["partners"],
        removed=stored - facts["partners"],
        cleaned=facts["cleaned"],
        rejected=facts["rejected"],
        rejects=tuple(
            RejectedRow(reject["line"], reject["value"], _message(reject["reason"]))
            for reject in facts["rejects"]
        ),
    )


def _parts(message: Message) -> dict[str, Any]:
    return {
        "text": message.text,
        "plural": message.plural,
        "count": message.count,
        "values": {name: _plain(value) for name, value in message.values.items()},
    }


def _plain(value: object) -> object:
    if isinstance(value, Quoted):
        # As a message, which programs read that know of no quotation marks.
        return _parts(Message(STRAIGHT_MARKS, values={"text": value.text}))
    return _parts(value) if isinstance(value, Message) else value


def _value(stored: Any) -> object:
    if not isinstance(stored, Mapping):
        return stored
    if stored["text"] == STRAIGHT_MARKS:
        return Quoted(stored["values"]["text"])
    return _message(stored)


def _message(parts: Mapping[str, Any]) -> Message:
    values = {name: _value(value) for name, value in parts["values"].items()}
    return Message(parts["text"], parts["plural"], parts["count"], values)
