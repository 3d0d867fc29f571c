"""Text for fields, which Textual paints as it is."""

from __future__ import annotations

from csp_tui.domain.text import clean


def field_text(text: str) -> str:
    """Leave out what would drive the terminal; lines and the blanks at their ends stay.

    Args:
        text: What is stored, or was pasted; possibly hostile.
    """
    # The marks at the ends keep the blanks beside them from being trimmed.
    return "\n".join(clean(f"|{line}|")[1:-1] for line in text.split("\n"))
