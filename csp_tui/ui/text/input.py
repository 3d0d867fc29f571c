"""Text for fields, which Textual paints as it is."""

from __future__ import annotations

from csp_tui.domain.text import clean
from csp_tui.i18n import gettext as _


def field_text(text: str, *, tabs: bool = False) -> str:
    """Leave out what would drive the terminal; lines and the blanks at their ends stay.

    Args:
        text: What is stored, or was pasted; possibly hostile.
        tabs: Whether tabs stay, which otherwise become blanks.
    """
    if tabs:
        return "\t".join(field_text(part) for part in text.split("\t"))
    # Terminals and browsers end the lines of what is pasted as the enter key does.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # The marks at the ends keep the blanks beside them from being trimmed.
    return "\n".join(clean(f"|{line}|")[1:-1] for line in text.split("\n"))


def such_as(example: str) -> str:
    """An example in an empty field, worded so that it is not taken for what the field holds."""
    return _("e.g. {example}").format(example=example) if example else ""
