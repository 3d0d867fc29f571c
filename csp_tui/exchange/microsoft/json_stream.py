"""JSON of any size, value by value: arrays and objects near the top are never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Message, say, say_n

Path = tuple[str, ...]
IN_ARRAY = "[]"
"""What a path has in the place of the position in an array."""
_DEPTH = 3
_BLANKS = " \t\r\n\ufeff"
_LARGEST_VALUE = 1 << 24
"""Characters of one value that is held whole."""
_SMALL_TEXT = 1 << 20
"""Characters of a text that comes whole, although its members could come one by one."""


class JsonStream:
    """The values of a JSON text, of several texts after each other, or of JSON lines.

    Args:
        portions: The text in portions.
        name: What people call the file.
    """

    def __init__(self, portions: Iterator[str], name: str | Message) -> None:
        self._portions = portions
        self._name = name
        self._text = ""
        self._place = 0
        self._is_whole = False
        self._decoder = json.JSONDecoder()
        self._values = 0

    def values(self) -> Iterator[tuple[Path, Any]]:
        """Each value with the path that leads to it.

        A small text comes whole, with an empty path. Of a large one, members of the outer objects
        and elements of the arrays in them come one by one; what is deeper inside comes whole.

        Raises:
            InvalidInput: The text is not JSON.
        """
        while self._next():
            value = self._small()
            if value is None:
                yield from self._parts((), 0)
            else:
                self._values += 1
                yield (), value

    def _small(self) -> Any:
        """The next text whole, None where it is a large one or no valid one."""
        portions = 1
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except (ValueError, RecursionError):
                if len(self._text) - self._place > _SMALL_TEXT or not self._fill(portions):
                    return None
                portions *= 2
                continue
            if not isinstance(value, (dict, list)):
                return None
            self._place = end
            return value

    def _parts(self, path: Path, depth: int) -> Iterator[tuple[Path, Any]]:
        sign = self._next()
        if sign == "[":
            yield from self._elements(path)
        elif sign == "{" and depth < _DEPTH:
            yield from self._members(path, depth)
        else:
            self._values += 1
            yield path, self._whole()

    def _elements(self, path: Path) -> Iterator[tuple[Path, Any]]:
        self._place += 1
        inside = (*path, IN_ARRAY)
        if self._next() == "]":
            self._place += 1
            return
        while True:
            self._values += 1
            yield inside, self._whole()
            if self._after_value("]"):
                return

    def _members(self, path: Path, depth: int) -> Iterator[tuple[Path, Any]]:
        self._place += 1
        if self._next() == "}":
            self._place += 1
            return
        while True:
            if self._next() != '"':
                self._fail()
            name = str(self._whole())
            if self._next() != ":":
                self._fail()
            self._place += 1
            yield from self._parts((*path, name), depth + 1)
            if self._after_value("}"):
                return

    def _after_value(self, end: str) -> bool:
        """Pass over what follows a value; whether that was the end of its array or object."""
        sign = self._next()
        if sign not in (",", end) or not sign:
            self._fail()
        self._place += 1
        return sign == end

    def _next(self) -> str:
        """The next sign that is not blank, "" at the end; it is not passed over."""
        while True:
            text, place = self._text, self._place
            while place < len(text) and text[place] in _BLANKS:
                place += 1
            self._place = place
            if place < len(text):
                return text[place]
            if not self._fill(1):
                return ""

    def _whole(self) -> Any:
        self._next()
        wanted = 1
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                pass
            except (ValueError, RecursionError) as error:
                self._fail(error)
            else:
                # A number at the end of a portion may go on in the next one.
                if end < len(self._text) or not self._fill(1):
                    self._place = end
                    return value
                continue
            if len(self._text) - self._place > _LARGEST_VALUE or not self._fill(wanted):
                self._fail()
            wanted *= 2

    def _fill(self, portions: int) -> bool:
        """Read on; False at the end of the file."""
        if self._is_whole:
            return False
        parts = [self._text[self._place :]]
        for _number in range(portions):
            portion = next(self._portions, None)
            if portion is None:
                self._is_whole = True
                break
            parts.append(portion)
        self._text, self._place = "".join(parts), 0
        return len(parts) > 1

    def _fail(self, error: Exception | None = None) -> NoReturn:
        raise InvalidInput(
            say_n(
                "{path} is not valid JSON after {count} value.",
                "{path} is not valid JSON after {count} values.",
                self._values,
                path=self._name,
            ),
            say("Save the whole response again, without anything before or after it."),
            field="file",
        ) from error
