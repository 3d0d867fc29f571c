"""What imports report: rows that could not be used, and progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.domain.import_rows import RejectedRow

_SHOWN_AT_MOST = 20


def reject_lines(rejects: Sequence[RejectedRow], count: int) -> list[str]:
    """A sentence for each of the first invalid rows, and how many more there are."""
    lines = [_reject_line(reject) for reject in rejects[:_SHOWN_AT_MOST]]
    if count > len(lines):
        lines.append(
            ngettext(
                "… and {count} more invalid row.",
                "… and {count} more invalid rows.",
                count - len(lines),
            )
        )
    return lines


def _reject_line(reject: RejectedRow) -> str:
    reason = render(reject.reason)
    if not reject.value or reject.value in reason:
        return _("Line {line}: {reason}").format(line=reject.line, reason=reason)
    return _("Line {line}: {reason} ({value})").format(
        line=reject.line, reason=reason, value=reject.value
    )


class RowCounter:
    """Counts rows in place on a terminal; says nothing where standard error is none."""

    def __init__(self) -> None:
        self._shown = False
        self._is_terminal = sys.stderr.isatty()

    @property
    def progress(self) -> Callable[[int], None] | None:
        """What an import calls with the rows done, or None without a terminal."""
        return self._tell if self._is_terminal else None

    def _tell(self, rows: int) -> None:
        self._shown = True
        text = ngettext("{count} row", "{count} rows", rows)
        sys.stderr.write(f"\r{text}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line, so that what follows begins on one of its own."""
        if self._shown:
            sys.stderr.write("\n")
            self._shown = False
