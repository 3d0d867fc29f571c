"""What a list of records shows: columns, one record a line, and where the records come from."""

from __future__ import annotations

from typing import Literal, Protocol

from textual.content import Content

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.ui.kit.lists.record_styles import LineStyle


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; it is as wide as its content, as far as there is room.

    Attributes:
        key: Name of the column in the program, the same in every language.
        title: The column's heading, already translated.
        min_width: Cells below which its content is not cut while another column can be dropped.
        narrow_width: The same if the whole record is shown beside the list; 0 for ``min_width``.
        align: Side to which its texts are aligned.
        priority: In a narrow list the columns with the highest number are dropped first;
            0 is never dropped.
        cut: Where a text that is too long is cut: names and IDs in the middle, because both
            ends tell them apart; sentences at the end.
    """

    key: str
    title: str
    min_width: int = 4
    narrow_width: int = 0
    align: Literal["left", "right"] = "left"
    priority: int = 0
    cut: Literal["end", "middle"] = "end"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a list.

    Attributes:
        cells: A text for each column, in the columns' order; missing ones are empty. Plain
            strings are data and are never read as markup; ``Content`` brings its own styles.
        mark: One or two characters for the line's state, such as ``+``. A cell says the same
            in a word, because marks and colors alone mean nothing to many people.
        style: End of a component class, such as ``added`` for ``record-list--added``.
        key: What the record is, so that the cursor finds it again among new records.
        unmarked: The cells without the word of a mark, which say how wide columns are; empty where
            they are the same.
    """

    cells: tuple[str | Content, ...]
    mark: str = ""
    style: LineStyle = ""
    key: str = ""
    unmarked: tuple[str | Content, ...] = ()


class RecordSource(Protocol):
    """Where a list takes its records from; asked while painting, so it never waits."""

    @property
    def total(self) -> int:
        """Number of records, loaded or not."""

    def record(self, index: int) -> Record | None:
        """The record at a place counted from 0, or None while it is not loaded."""

    def find(self, key: str) -> int | None:
        """The place of a record, or None if it is not known without loading."""
