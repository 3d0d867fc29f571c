"""Texts about the terminal."""

from __future__ import annotations

from csp_tui.i18n import Number
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.terminal.window_too_small import MIN_COLUMNS, MIN_ROWS


def too_small_text(columns: int, rows: int) -> str:
    """What to do about a window that is too small."""
    text = _(
        "This window is too small: {columns} by {rows} characters. It needs at least "
        "{least_columns} by {least_rows}.\nMake the window larger or its font smaller. What "
        "you typed is kept, and keys do nothing until then; only {key} quits the program."
    )
    return text.format(
        key=key_label("quit"),
        columns=columns,
        rows=rows,
        least_columns=MIN_COLUMNS,
        least_rows=MIN_ROWS,
    )


def paste_cut_text(limit: int) -> str:
    """That a paste was cut.

    Args:
        limit: Characters that were kept.
    """
    return _("Pasted text was cut at {count} characters.").format(count=Number(limit))
