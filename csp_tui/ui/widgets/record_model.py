"""What a list of records shows: columns, one record a line, and where the records come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        key: Name of the column in the program, the same in every language.
        title: What stands above it, already translated.
        width: Fixed width in terminal cells, or None for a share of what the others leave.
        min_width: Cells below which the column is not squeezed while others can be dropped.
        flex: Share of a column without ``width``, in proportion to the others; 0 counts as 1.
        align: Side on which its texts stand.
        priority: In a narrow list the columns with the highest number are dropped first;
            0 is never dropped.
    """

    key: str
    title: str
    width: int | None = None
    min_width: int = 4
    flex: int = 0
    align: Literal["left", "right"] = "left"
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a list.

    Attributes:
        cells: A text for each column, in the columns' order; missing ones are empty. Plain
            strings are data and are never read as markup; ``Content`` brings its own styles.
        mark: One or two characters for the line's state, such as ``+``. A cell says the same
            in a word, because marks and colours alone tell nothing to many people.
        style: End of a component class, such as ``added`` for ``record-list--added``; one that
            the list does not know looks like any other line.
        key: What the record is, so that the cursor finds it again among new records.
    """

    cells: tuple[str | Content, ...]
    mark: str = ""
    style: str = ""
    key: str = ""


class RecordSource(Protocol):
    """Where a list takes its records from; asked while painting, so it never waits."""

    @property
    def total(self) -> int:
        """Number of records, loaded or not."""

    def record(self, index: int) -> Record | None:
        """The record at a place counted from 0, or None while it is not loaded."""

    def find(self, key: str) -> int | None:
        """The place of a record, or None where it is not known without loading."""
