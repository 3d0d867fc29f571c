"""JSON documents, written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    bool: {True: "true", False: "false"}.__getitem__,
    int: int.__repr__,
    type(None): {None: "null"}.__getitem__,
}


def as_json(value: object) -> str:
    """Write a value as one JSON document.

    Other than ASCII is escaped, so that it is right in every encoding and harmless on a terminal.
    """
    return "".join(json_pieces(value))


def json_pieces(value: object, indent: str = "") -> Iterator[str]:
    """Write a value as one JSON document, piece by piece.

    Args:
        value: Dictionaries, lists and plain values; an iterator is a list whose values are read
            when its place in the document is reached, however many they are.
        indent: Goes before each line.

    Yields:
        Pieces that together are the document, without a line break at its end.
    """
    if isinstance(value, Mapping):
        yield from _json_object(value, indent)
    elif isinstance(value, (list, tuple, Iterator)):
        yield from _json_list(value, indent)
    elif isinstance(value, str):
        yield encode_basestring_ascii(value)
    else:
        yield json.dumps(value, default=_plain)


def _json_object(value: Mapping[Any, Any], indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    before = "{"
    for key, member in value.items():
        yield f"{before}\n{inner}{encode_basestring_ascii(str(key))}: "
        yield from json_pieces(member, inner)
        before = ","
    yield f"\n{indent}}}" if before == "," else "{}"


def _json_list(values: Iterable[Any], indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    before = f"[\n{inner}"
    for member in values:
        # Rows of a table are objects of plain values, and there can be hundreds of thousands.
        if member.__class__ is dict and (flat := _flat_object(member, inner)) is not None:
            yield before + flat
        else:
            yield before
            yield from json_pieces(member, inner)
        before = f",\n{inner}"
    yield f"\n{indent}]" if before[0] == "," else "[]"


def _flat_object(value: dict[str, Any], indent: str) -> str | None:
    """An object of plain values as one piece; None for anything else."""
    try:
        members = [_WRITERS[member.__class__](member) for member in value.values()]
    except KeyError:
        return None
    return _object_form(tuple(value), indent) % tuple(members)


@lru_cache(maxsize=64)
def _object_form(keys: tuple[str, ...], indent: str) -> str:
    """The text around the values of an object with these keys."""
    names = (encode_basestring_ascii(str(key)).replace("%", "%%") for key in keys)
    lines = ",\n".join(f"{indent}  {name}: %s" for name in names)
    return f"{{\n{lines}\n{indent}}}" if keys else "{}"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")
