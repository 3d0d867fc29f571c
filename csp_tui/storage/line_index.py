"""The lines of a long list in a temporary file, to be sorted and found without being in memory."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

from csp_tui.domain.text import fold, natural_key
from csp_tui.storage.location import new_uri

_NONE = ("", "–")


class LineIndex:
    """Lines by number, with a text for each column to sort them by, and their words.

    SQLite keeps a database without a name in a file of its own, which no one else sees, and
    removes the file when it is closed.

    Args:
        columns: How many columns a line has.
        in_memory: Whether there is to be no such file.
    """

    def __init__(self, columns: int, *, in_memory: bool = False) -> None:
        self._names = [f"column_{number}" for number in range(columns)]
        self._file = sqlite3.connect(
            new_uri() if in_memory else "",
            uri=in_memory,
            check_same_thread=False,
            isolation_level=None,
        )
        keys = "".join(f", {name} TEXT" for name in self._names)
        self._file.execute(f"CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT{keys})")

    def add(self, lines: Iterable[tuple[int, Sequence[str], str]]) -> None:
        """Add lines.

        Args:
            lines: The number of each, for each column a text to sort it by, and its words.
        """
        marks = ", ".join("?" for _name in self._names)
        self._file.executemany(
            f"INSERT INTO line VALUES (?, ?, {marks})",
            (
                (number, fold(text), *(None if key in _NONE else natural_key(key) for key in keys))
                for number, keys, text in lines
            ),
        )

    def numbers(self, column: int | None, *, is_reversed: bool, words: Sequence[str]) -> array[int]:
        """The numbers of lines in an order.

        Args:
            column: What they are sorted by, counted from 0; None for the highest number first.
            is_reversed: Whether the last one comes first.
            words: Folded words that a line must have, all of them.
        """
        direction = "DESC" if is_reversed else "ASC"
        terms = ["id DESC"]
        if column is not None:
            name = self._names[column]
            terms = [f"{name} IS NULL {direction}", f"{name} {direction}", *terms]
        conditions = " AND ".join("instr(words, ?)" for _word in words) or "1"
        rows = self._file.execute(
            f"SELECT id FROM line WHERE {conditions} ORDER BY {', '.join(terms)}", words
        )
        return array("q", chain.from_iterable(rows))

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
