"""Notices what other programs change, and tells the page that shows it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.history import Entry, summarize
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp

EVERY = 1.0
"""Seconds between two looks at a database in use."""
_UNSEEN = 5.0
"""The same while another window has the focus; when it comes back, the next look comes soon."""


class Watching:
    """Looks now and then, in a thread of its own; as long as nothing happens nothing is painted.

    What comes while a dialog is open waits until its page is back.

    Args:
        app: The app.
    """

    def __init__(self, app: WorkbenchApp) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._waiting: tuple[Entry, ...] = ()

    def begin(self, every: float) -> None:
        """Look from now on, every so many seconds."""
        threading.Thread(target=self._watch, args=(every,), name="watching", daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._stopped.set()

    def look(self) -> None:
        """Look once, now."""
        self._app.job(self._app.workbench.watching.look, self.arrived, group="watch")

    def arrived(self, entries: Sequence[Entry]) -> None:
        """Take changes of others, newest first, to the page that is shown."""
        self._waiting = (*entries, *self._waiting)
        self._say_above(entries)
        self.deliver()

    def _say_above(self, entries: Sequence[Entry]) -> None:
        """Tell a dialog what has changed in the page below it."""
        from csp_tui.ui.dialogs.dialog import Dialog
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        dialog = self._app.screen
        if not isinstance(dialog, Dialog) or not dialog.is_mounted:
            return
        pages = (s for s in reversed(self._app.screen_stack) if isinstance(s, WorkbenchScreen))
        page = next(pages, None)
        concerned = [entry for entry in entries if page is not None and page.shows(entry)]
        if concerned:
            dialog.others_changed(concerned)

    def deliver(self) -> None:
        """Tell the page that is shown what has come meanwhile."""
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        screen = self._app.screen
        if self._waiting and isinstance(screen, WorkbenchScreen) and screen.is_mounted:
            entries, self._waiting = self._waiting, ()
            screen.others_changed(entries)

    def _watch(self, every: float) -> None:
        passed = 0.0
        while not self._stopped.wait(every):
            passed += every
            if not self._app.app_focus and passed < _UNSEEN:
                continue
            passed = 0.0
            try:
                entries = self._app.workbench.watching.look()
            except WorkbenchError:
                # Whoever works with it is told; a later look may go well.
                continue
            if entries and not self._stopped.is_set():
                self._app.call_later(self.arrived, entries)


def others_words(entries: Sequence[Entry], *, here: str | None = None) -> str:
    """Say what others have changed.

    Args:
        entries: Newest first, at least one.
        here: The offer that is shown, which need not be named.
    """
    newest = entries[0]
    what = render(summarize(newest))
    if newest.offer_id not in (None, here):
        what = _("{offer}: {what}").format(offer=newest.offer_id, what=what)
    if len(entries) == 1:
        return _("Changed by {who}: {what}").format(who=newest.who, what=what)
    return ngettext(
        "{count} change by others, the last by {who}: {what}",
        "{count} changes by others, the last by {who}: {what}",
        len(entries),
        who=newest.who,
        what=what,
    )
