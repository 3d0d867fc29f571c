"""Text about invalid rows of a file."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import NoUsableRow, RejectedRow
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

_SHOWN = 8


def reject_lines(rejects: Sequence[RejectedRow], count: int) -> list[str]:
    """The number of invalid rows, and the first of them with their lines and reasons.

    Args:
        rejects: The first of the rows; they hold data.
        count: How many rows there are.
    """
    if not count:
        return []
    lines = [
        "",
        ngettext("{count} row is invalid:", "{count} rows are invalid:", count),
        *(
            _("  line {line}: {reason} {value}").format(
                line=reject.line, reason=render(reject.reason), value=reject.value
            )
            for reject in rejects[:_SHOWN]
        ),
    ]
    more = count - min(len(rejects), _SHOWN)
    if more:
        lines.append(ngettext("  and {count} more", "  and {count} more", more))
    return lines


def cannot_import_lines(error: WorkbenchError) -> list[str]:
    """Why a file cannot be imported, and every invalid row where it has no other.

    Args:
        error: What reading or previewing the file ended with.
    """
    if isinstance(error, NoUsableRow) and error.rejects:
        return [no_valid_rows(), *reject_lines(error.rejects, error.rejected)]
    step = [f"→ {render(error.next_step)}"] if error.next_step else []
    return [render(error.message), *step]


def no_valid_rows() -> str:
    """Why a file whose rows are all invalid cannot be imported."""
    return _("The file contains no valid rows.")
