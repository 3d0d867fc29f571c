"""What a directory file would change, in words."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.views import DirectoryImport
from csp_tui.ui.numbers import Number

_SHOWN_REJECTS = 8


def summary_lines(result: DirectoryImport) -> Iterable[str]:
    """What would be new, other or gone, a sentence each."""
    yield ngettext("{count} partner is new.", "{count} partners are new.", Number(result.added))
    yield ngettext(
        "{count} has other data than before.",
        "{count} have other data than before.",
        Number(result.updated),
    )
    yield ngettext("{count} is unchanged.", "{count} are unchanged.", Number(result.unchanged))
    if result.removed:
        yield ngettext(
            "{count} partner of the directory is not in the file. Import keeps it.",
            "{count} partners of the directory are not in the file. Import keeps them.",
            Number(result.removed),
        )
    if result.cleaned:
        yield ngettext(
            "{count} cell is cleaned on the way in.",
            "{count} cells are cleaned on the way in.",
            Number(result.cleaned),
        )
    if not result.added + result.updated:
        yield _("The directory has all of this already.")


def reject_lines(result: DirectoryImport) -> Iterable[str]:
    """The first rows that cannot be used and why; nothing where all can."""
    if not result.rejected:
        return
    yield ""
    yield ngettext(
        "{count} row cannot be used and is left out:",
        "{count} rows cannot be used and are left out:",
        Number(result.rejected),
    )
    for reject in result.rejects[:_SHOWN_REJECTS]:
        yield _("  line {line}: {reason}").format(line=reject.line, reason=render(reject.reason))
    more = result.rejected - min(len(result.rejects), _SHOWN_REJECTS)
    if more:
        yield ngettext("  and {count} more", "  and {count} more", Number(more))
