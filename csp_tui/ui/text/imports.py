"""What a directory file would change, in words."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.domain.decisions.warnings import some_names
from csp_tui.i18n import Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.import_report import (
    directory_summary,
    name_change_lines,
    name_change_warning,
)
from csp_tui.services.views import DirectoryImport

_SHOWN_REJECTS = 8


def summary_lines(result: DirectoryImport) -> Iterable[str]:
    """What would be added, updated or removed, a sentence each; zeros are omitted."""
    if result.added:
        yield ngettext("{count} partner is new.", "{count} partners are new.", Number(result.added))
    if result.updated:
        yield ngettext(
            "{count} will be updated.", "{count} will be updated.", Number(result.updated)
        )
    if result.unchanged:
        yield ngettext("{count} is unchanged.", "{count} are unchanged.", Number(result.unchanged))
    if result.removed:
        yield ngettext(
            "{count} partner of the directory is not in the file. Import keeps it; “Import "
            "and remove {count}” removes it.",
            "{count} partners of the directory are not in the file. Import keeps them; "
            "“Import and remove {count}” removes them.",
            Number(result.removed),
        )
    if result.kept:
        yield ngettext(
            "{count} partner is kept although its row is invalid.",
            "{count} partners are kept although their rows are invalid.",
            Number(result.kept),
        )
    if result.cleaned:
        yield ngettext(
            "{count} cell will be cleaned.",
            "{count} cells will be cleaned.",
            Number(result.cleaned),
        )
    if not result.added + result.updated:
        yield _("The directory is already up to date.")


def name_lines(result: DirectoryImport) -> Iterable[str]:
    """What to mind, then the old and new names; nothing if none changes."""
    listed = result.on_lists
    if listed.count:
        # Import and Replace are both on offer, and only one of them removes partners.
        words = ngettext(
            "Replace would remove {names} from the directory. The partner stays on the lists of "
            "offers.",
            "Replace would remove {count} partners from the directory. They stay on the lists of "
            "offers: {names}.",
            Number(listed.count),
            names=render(some_names(listed.names, listed.count)),
        )
        yield f"! {words}"
    for warning in name_change_warning(result.names):
        yield f"! {render(warning)}"
    yield from map(render, name_change_lines(result.names))


def imported_text(result: DirectoryImport) -> str:
    """What an import did, for the status line."""
    return _("Imported: {what}").format(what=render(directory_summary(result)))


def reject_lines(result: DirectoryImport) -> Iterable[str]:
    """The first invalid rows and the reasons; nothing if all are valid."""
    if not result.rejected:
        return
    yield ""
    yield ngettext(
        "{count} invalid row is skipped:",
        "{count} invalid rows are skipped:",
        Number(result.rejected),
    )
    for reject in result.rejects[:_SHOWN_REJECTS]:
        yield _("  line {line}: {reason}").format(line=reject.line, reason=render(reject.reason))
    more = result.rejected - min(len(result.rejects), _SHOWN_REJECTS)
    if more:
        yield ngettext("  and {count} more", "  and {count} more", Number(more))
