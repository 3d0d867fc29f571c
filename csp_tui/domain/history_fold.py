"""One line for a request that was edited many times in a row."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from csp_tui.domain.history import Action, Entry


def fold_edits(entries: Iterable[Entry]) -> list[Entry]:
    """Put edits of one request that follow each other into one entry.

    The wizard saves while typing, so that nothing is lost; listing each pause would be noise.

    Args:
        entries: Newest first.

    Returns:
        Entries newest first; a folded one has the number and time of the newest of its edits,
        what was before the oldest, and what was after the newest.
    """
    folded: list[Entry] = []
    for entry in entries:
        newer = folded[-1] if folded else None
        if newer is None or not continues(entry, newer):
            folded.append(entry)
            continue
        detail = dict(newer.detail)
        for side, first, then in (("before", newer, entry), ("after", entry, newer)):
            detail[side] = {**first.detail.get(side, {}), **then.detail.get(side, {})}
        folded[-1] = dataclasses.replace(newer, detail=detail)
    return folded


def edited_fields(entry: Entry) -> frozenset[str]:
    """The fields of a request that an edit changed, each of its contact by itself."""
    before, after = (entry.detail.get(side, {}) for side in ("before", "after"))
    names: set[str] = set()
    for name, value in after.items():
        if isinstance(value, Mapping):
            earlier = before.get(name) or {}
            names.update(f"{name}_{one}" for one in value if value[one] != earlier.get(one))
        else:
            names.add(name)
    return frozenset(names)


def continues_field(entry: Entry, newer: Entry) -> bool:
    """Whether an edit is continued by the next one and both changed the same field."""
    return continues(entry, newer) and edited_fields(entry) == edited_fields(newer)


def continues(entry: Entry, newer: Entry) -> bool:
    """Whether the next entry after an older one continues the same edit of a request."""
    return (
        entry.action is newer.action is Action.REQUEST_EDITED
        and entry.who == newer.who
        and entry.batch == newer.batch
        and entry.detail.get("request") == newer.detail.get("request")
    )
