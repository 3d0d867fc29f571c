"""Rows of a file that cannot be used, in words."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.domain.intake import Reject
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

_SHOWN = 8


def reject_lines(rejects: Sequence[Reject]) -> list[str]:
    """How many rows cannot be used, and the first of them with their lines and reasons.

    Args:
        rejects: The rows; they hold data.
    """
    if not rejects:
        return []
    count = len(rejects)
    lines = [
        "",
        ngettext("{count} row cannot be used:", "{count} rows cannot be used:", count),
        *(
            _("  line {line}: {reason} {value}").format(
                line=reject.line, reason=render(reject.reason), value=reject.value
            )
            for reject in rejects[:_SHOWN]
        ),
    ]
    if count > _SHOWN:
        lines.append(ngettext("  and {count} more", "  and {count} more", count - _SHOWN))
    return lines
