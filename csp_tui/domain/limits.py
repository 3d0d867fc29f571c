"""Limits on the sizes in a file, so that no file can exhaust the program.

The limits are far above what real directories hold. A row that exceeds one is rejected with its
line; a file that exceeds one as a whole is refused.
"""

from __future__ import annotations

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Message, say, say_n

NAME_LENGTH = 300
"""Characters of a partner's name, and of a description in an audience file."""
CELL_LENGTH = 200
"""Characters of any other text: a city, an MPN ID, one competency or skill."""
VALUES_PER_CELL = 200
"""Competencies or skills of one partner."""
DISTINCT_VALUES = 100_000
"""Different competencies and skills in a directory file."""
DIRECTORY_ROWS = 5_000_000
"""Partners in a directory file."""
LIST_ROWS = 1_000_000
"""Rows of an audience file or a resales file."""


def exceeds_length(column: str, text: str, limit: int) -> Message | None:
    """Why a text is too long to be taken, or None where it is not.

    Args:
        column: Its column.
        text: The cleaned text.
        limit: Characters that it may have.
    """
    if len(text) <= limit:
        return None
    return say_n(
        "The {column} has {length} characters; at most {count} is allowed.",
        "The {column} has {length} characters; at most {count} are allowed.",
        limit,
        column=column,
        length=len(text),
    )


def require_rows(rows: int) -> None:
    """Take another row of a list only while there are not too many.

    Args:
        rows: How many were taken already.

    Raises:
        InvalidInput: The file has more rows than a list may have.
    """
    if rows >= LIST_ROWS:
        raise InvalidInput(
            say("The file has more than {limit} usable rows.", limit=LIST_ROWS),
            say("Split it into smaller files, or check that it is the right one."),
            field="file",
        )
