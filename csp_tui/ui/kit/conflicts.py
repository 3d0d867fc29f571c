"""Asks which version to keep when someone else has changed what a page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.page import Page
from csp_tui.ui.text.conflicts import Conflict, VersionRow

S = TypeVar("S")


class ConflictDialogs(Generic[S]):
    """Loads a conflict of an offer or a request, and shows the dialogs about it.

    Args:
        page: The page that is in conflict.
        show: Shows on the page what is stored now.
        on_error: Gets the error of a failed loading.
    """

    def __init__(
        self,
        page: Page,
        show: Callable[[Conflict[S]], None],
        on_error: Callable[[WorkbenchError], None],
    ) -> None:
        self._page = page
        self._show = show
        self._on_error = on_error

    def load(self, load: Callable[[], Conflict[S]], done: Callable[[Conflict[S]], None]) -> None:
        """Load a conflict in a thread.

        Args:
            load: Reads both versions; touches no widget.
            done: Gets the conflict.
        """
        self._page.tasks.run(load, done, group="conflict", on_error=self._on_error)

    def ask_repeat(
        self,
        conflict: Conflict[S],
        rows: Sequence[VersionRow],
        repeat: Callable[[], object] | None,
        why: str = "",
    ) -> None:
        """Ask whether a step that was refused is tried again on what is stored now.

        Args:
            conflict: Both versions.
            rows: What differs between them, in words.
            repeat: Tries the step again; None if it is no longer possible.
            why: A sentence before the changes; by default that the offer has changed.
        """
        from csp_tui.ui.kit.dialogs.conflict import ConflictDialog

        def answered(choice: str | None) -> None:
            self._show(conflict)
            if choice == "again" and repeat is not None:
                repeat()
            else:
                self._page.tell(
                    _("Showing the current version; your change was not applied."), "plain"
                )

        dialog = ConflictDialog(conflict.entries, rows, why, may_repeat=repeat is not None)
        self._page.app.push_screen(dialog, answered)

    def ask_version(
        self,
        conflict: Conflict[S],
        rows: Sequence[VersionRow],
        answered: Callable[[str | None], None],
        *,
        by_field: bool,
    ) -> None:
        """Ask which version of unsaved input stays.

        Args:
            conflict: Both versions.
            rows: What differs between them, in words.
            answered: Gets ``mine``, ``theirs`` or ``fields``; None decides later.
            by_field: Whether the page can show both versions field by field.
        """
        from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog

        self._page.app.push_screen(
            VersionsDialog(conflict.entries, rows, by_field=by_field), answered
        )
