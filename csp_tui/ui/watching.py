"""Notices what other programs change, and tells the page that shows it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from csp_tui.domain.errors import StorageProblem, WorkbenchError
from csp_tui.domain.history import Entry, summarize
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.workbench_screen import WorkbenchScreen

EVERY = 1.0
"""Seconds between two looks at a database in use."""
_SETTLING = 0.05
_UNSEEN = 5.0
"""The same while another window has the focus; when it comes back, the next look comes soon."""


class Watching:
    """Looks now and then, in a thread of its own; as long as nothing happens nothing is painted.

    What comes while a dialog is open waits until its page is back. Nothing is written to a file
    that has come into the place of another one until the pages know of it.

    Args:
        app: The app.
    """

    def __init__(self, app: WorkbenchApp) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._waiting: tuple[Entry, ...] = ()
        self._told = self._said = ""
        self._is_unread = False
        self._is_settling = False

    def begin(self, every: float) -> None:
        """Look from now on, every so many seconds."""
        threading.Thread(target=self._watch, args=(every,), name="watching", daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._stopped.set()

    def look(self) -> None:
        """Look once, now."""
        self._app.job(
            self._app.workbench.watching.look, self.arrived, group="watch", failed=self.failed
        )

    def arrived(self, entries: Sequence[Entry]) -> None:
        """Take changes of others, newest first, to the page that is shown."""
        if self._is_unread:
            self._is_unread = False
            self._read_again()
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
        if not isinstance(screen, WorkbenchScreen) or not screen.is_mounted:
            return
        if self._app.workbench.watching.is_replaced:
            self._meet_another_file()
        elif self._waiting:
            entries, self._waiting = self._waiting, ()
            screen.others_changed(entries)

    def failed(self, error: WorkbenchError) -> None:
        """Say on the page, once, that the file cannot be read; it is read when it can be."""
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        self._is_unread = True
        screen = self._app.screen
        if isinstance(screen, WorkbenchScreen) and render(error.message) != self._said:
            self._said = render(error.message)
            screen.tell(self._said, "refused")

    def is_told(self, error: WorkbenchError) -> bool:
        """Whether this failure of the file was the last one that was told in full.

        It is then only said in passing, because every page that comes back meets it again.
        """
        if not isinstance(error, StorageProblem):
            return False
        words, before = render(error.message), self._told
        self._told = words
        tell = getattr(self._app.screen, "tell", None)
        if words != before or tell is None:
            return False
        tell(words, "refused")
        return True

    def forget_told(self) -> None:
        """Let the next failure be told in full, whatever was told before."""
        self._told = ""

    def _read_again(self) -> None:
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        self._told = self._said = ""
        screen = self._app.screen
        if isinstance(screen, WorkbenchScreen) and screen.is_mounted:
            screen.load()
            screen.tell(_("The database can be read again."), "plain")

    def _meet_another_file(self) -> None:
        """Tell every page that what it has read is void, as soon as no dialog decides upon it."""
        pages = self._pages()
        if not pages or self._is_settling:
            return
        self._is_settling = True
        self._waiting, self._told, self._said = (), "", ""
        for page in pages:
            page.database_replaced()
        pages[-1].load()
        pages[-1].tell(
            _("The database file was replaced by another one; this is what it holds now."),
            "refused",
        )
        self._app.look_at_rights()
        self._app.set_timer(_SETTLING, self._accept)

    def _accept(self, was_idle: bool = False) -> None:
        """Let writes go to the other file once nothing is at work that began upon the first.

        The answer of a dialog that has just closed comes after its page is back.
        """
        if not self._pages():
            # A dialog was opened, perhaps upon what was read before; its page tells it again.
            self._is_settling = False
            return
        busy = any(not worker.is_finished for worker in self._app.workers)
        if busy or self._app.keys_at_work or not was_idle:
            self._app.set_timer(_SETTLING, partial(self._accept, not busy))
            return
        self._is_settling = False
        self._app.workbench.watching.accept()

    def _pages(self) -> list[WorkbenchScreen]:
        """All pages, none where there is a dialog."""
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        stack = self._app.screen_stack
        pages = [page for page in stack if isinstance(page, WorkbenchScreen)]
        return pages if len(pages) == len(stack) else []

    def _watch(self, every: float) -> None:
        passed = 0.0
        while not self._stopped.wait(every):
            passed += every
            if not self._app.app_focus and passed < _UNSEEN:
                continue
            passed = 0.0
            try:
                entries = self._app.workbench.watching.look()
                is_news = bool(entries) or self._app.workbench.watching.is_replaced
            except WorkbenchError as error:
                if not self._stopped.is_set():
                    self._app.call_later(self.failed, error)
                continue
            if (is_news or self._is_unread) and not self._stopped.is_set():
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
