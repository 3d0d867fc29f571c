"""What an import does, in the sentences that previews, dry runs and results share.

Counts of zero are left out. Names in the sentences come from data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.warnings import not_in_directory, some_names
from csp_tui.domain.wording import Listed, Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import Member
    from csp_tui.domain.name_changes import NameChanges
    from csp_tui.services.views import DirectoryImport, ImportPreview, ResalesImport


def audience_summary(preview: ImportPreview) -> Message:
    """What an import does to a list, in one sentence."""
    return _sentence(
        (
            say_n("{count} added", "{count} added", len(preview.added)),
            say_n("{count} removed", "{count} removed", len(preview.removed)),
            say_n(
                "{count} needs a support request",
                "{count} need a support request",
                len(preview.by_request),
            ),
            say_n(
                "{count} has resold and stays", "{count} have resold and stay", len(preview.resold)
            ),
            say_n(
                "{count} stays because its row is invalid",
                "{count} stay because their rows are invalid",
                len(preview.kept),
            ),
            say_n("{count} already on the list", "{count} already on the list", preview.already),
            _rejected(preview.rejected),
        )
    )


def audience_notes(preview: ImportPreview) -> Iterator[Message]:
    """Who of a list stays although the file does not name it, and who is not in the directory."""
    if preview.by_request:
        yield say_n(
            "{names} is live and stays until a support request removes it (rule R31).",
            "{count} partners are live and stay until a support request removes them (rule "
            "R31): {names}.",
            len(preview.by_request),
            names=_member_names(preview.by_request),
        )
    if preview.resold:
        yield say_n(
            "{names} has resold the offer and cannot be removed (rule R30).",
            "{count} partners have resold the offer and cannot be removed (rule R30): {names}.",
            len(preview.resold),
            names=_member_names(preview.resold),
        )
    yield from not_in_directory(preview.unlisted)


def directory_summary(result: DirectoryImport) -> Message:
    """What an import does to the directory, in one sentence."""
    return _sentence(
        (
            say_n("{count} added", "{count} added", result.added),
            say_n("{count} updated", "{count} updated", result.updated),
            say_n("{count} removed", "{count} removed", result.removed),
            say_n(
                "{count} stays because its row is invalid",
                "{count} stay because their rows are invalid",
                result.kept,
            ),
            say_n("{count} unchanged", "{count} unchanged", result.unchanged),
            _rejected(result.rejected),
        )
    )


def directory_notes(result: DirectoryImport) -> Iterator[Message]:
    """What to know about a directory import: removed partners that offers list, and names."""
    if result.on_lists.count:
        yield say_n(
            "{names} is removed from the directory and stays on the lists of offers.",
            "{count} partners are removed from the directory and stay on the lists of offers: "
            "{names}.",
            result.on_lists.count,
            names=some_names(result.on_lists.names, result.on_lists.count),
        )
    yield from name_change_warning(result.names)


def name_change_warning(names: NameChanges) -> tuple[Message, ...]:
    """The warning that new names look damaged, none where they do not."""
    if not names.damaged:
        return ()
    return (
        say_n(
            "{count} new name looks damaged: letters of the old name became question marks or "
            "wrongly decoded characters. Save the file as UTF-8 before you import it.",
            "{count} new names look damaged: letters of the old names became question marks or "
            "wrongly decoded characters. Save the file as UTF-8 before you import it.",
            names.damaged,
        ),
    )


def name_change_lines(names: NameChanges) -> Iterator[Message]:
    """Old and new name of the first hundred partners whose name changes."""
    if not names.count:
        return
    yield say_n("{count} name change:", "{count} name changes:", names.count)
    for rename in names.renames:
        yield say("  {before} → {after}", before=rename.before, after=rename.after)
    more = names.count - len(names.renames)
    if more:
        yield say_n("  and {count} more", "  and {count} more", more)


def resales_summary(result: ResalesImport) -> Message:
    """What an import does to the resales, in one sentence."""
    return _sentence(
        (
            say_n("{count} added", "{count} added", result.added),
            say_n("{count} already recorded", "{count} already recorded", result.already),
            _rejected(result.rejected),
        )
    )


def _rejected(count: int) -> Message:
    return say_n("{count} invalid row", "{count} invalid rows", count)


def _member_names(members: Sequence[Member]) -> Message:
    return some_names([member.name for member in members], len(members))


def _sentence(parts: Sequence[Message]) -> Message:
    counted = tuple(part for part in parts if part.count)
    return say("{parts}.", parts=Listed(counted)) if counted else say("Nothing changes.")
