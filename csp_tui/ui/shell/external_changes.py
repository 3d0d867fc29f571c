"""Notices what other programs change, and notifies the page that shows it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from csp_tui.domain.errors import StorageProblem, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.kit.page import Page
from csp_tui.ui.terminal.lifecycle import is_working

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase

EVERY = 1.0
"""Seconds between two polls of a database in use."""
_SETTLING = 0.05
_UNSEEN = 5.0
"""The same while another window has the focus; when it comes back, the next poll comes soon."""


class ExternalChanges:
    """Checks periodically in its own thread; nothing is drawn until something has changed.

    What comes while a dialog is open waits until its page is back. Nothing is written to a file
    that has come into the place of another one until the pages know of it.

    Args:
        app: The app.
        every: Seconds between two polls; 0 to poll only on demand.
    """

    def __init__(self, app: AppBase, *, every: float) -> None:
        self._app = app
        self._every = every
        self._stopped = threading.Event()
        self._waiting: tuple[Entry, ...] = ()
        self._reported = self._said = ""
        self._is_unread = False
        self._is_settling = False

    def begin(self) -> None:
        """Poll from now on, and notify each page that is shown of changes."""
        self._app.screen_change_signal.subscribe(self._app, lambda _: self.notify_page())
        if self._every:
            threading.Thread(target=self._watch, name="watching", daemon=True).start()

    def end(self) -> None:
        """Stop polling."""
        self._stopped.set()

    def poll(self) -> None:
        """Poll once, now."""
        self._app.tasks.run(
            self._app.workbench.watching.look, self.received, group="watch", on_error=self.failed
        )

    def received(self, entries: Sequence[Entry]) -> None:
        """Hand changes by others, newest first, to the visible page."""
        if self._is_unread:
            self._is_unread = False
            self._read_again()
        self._waiting = (*entries, *self._waiting)
        self._say_above(entries)
        self.notify_page()

    def _say_above(self, entries: Sequence[Entry]) -> None:
        """Notify a dialog of what has changed in the page below it."""
        from csp_tui.ui.kit.dialog import Dialog

        dialog = self._app.screen
        if not isinstance(dialog, Dialog) or not dialog.is_mounted:
            return
        pages = (s for s in reversed(self._app.screen_stack) if isinstance(s, Page))
        page = next(pages, None)
        concerned = [entry for entry in entries if page is not None and page.shows(entry)]
        if concerned:
            dialog.on_external_change(concerned)

    def notify_page(self) -> None:
        """Notify the visible page of the changes received since."""
        screen = self._app.screen
        if not isinstance(screen, Page) or not screen.is_mounted:
            return
        if self._app.workbench.watching.is_replaced:
            self._show_replaced_file()
        elif self._waiting:
            entries, self._waiting = self._waiting, ()
            screen.on_external_change(entries)

    def failed(self, error: WorkbenchError) -> None:
        """Say on the page, once, that the file cannot be read; it is read when it can be."""
        self._is_unread = True
        screen = self._app.screen
        if isinstance(screen, Page) and render(error.message) != self._said:
            self._said = render(error.message)
            screen.tell(self._said, "refused")

    def already_reported(self, error: WorkbenchError) -> bool:
        """Whether this failure of the file was the last one that was reported in full.

        It is then only mentioned briefly, because every page that comes back meets it again.
        """
        if not isinstance(error, StorageProblem):
            return False
        text, before = render(error.message), self._reported
        self._reported = text
        if text != before:
            return False
        self._app.tell(text, "refused")
        return True

    def reset_reported(self) -> None:
        """Report the next failure in full, whatever was reported before."""
        self._reported = ""

    def reload_page(self) -> None:
        """Reload the page that is shown, or that is below a dialog."""
        pages = self._pages()
        if pages and pages[-1].is_mounted:
            pages[-1].load()

    def _read_again(self) -> None:
        self._reported = self._said = ""
        screen = self._app.screen
        if isinstance(screen, Page) and screen.is_mounted:
            screen.load()
            screen.tell(_("The database is available again."), "plain")

    def _show_replaced_file(self) -> None:
        """Notify every page that its data is out of date, as soon as no dialog depends on it."""
        pages = self._pages()
        if not pages or self._is_settling:
            return
        self._is_settling = True
        self._waiting, self._reported, self._said = (), "", ""
        for page in pages:
            page.database_replaced()
        pages[-1].load()
        pages[-1].tell(
            _("The database file was replaced by another one. Showing its current contents."),
            "refused",
        )
        self._app.database.check_rights()
        self._app.set_timer(_SETTLING, self._accept)

    def _accept(self, was_idle: bool = False) -> None:
        """Let writes go to the other file once no work that started on the first is running.

        The answer of a dialog that has just closed comes after its page is back.
        """
        if not self._pages():
            # A dialog was opened, perhaps on old data; its page notifies it again.
            self._is_settling = False
            return
        busy = any(map(is_working, self._app.workers))
        if busy or self._app.pending_keys or not was_idle:
            self._app.set_timer(_SETTLING, partial(self._accept, not busy))
            return
        self._is_settling = False
        self._app.workbench.watching.accept()

    def _pages(self) -> list[Page]:
        """All pages, none if there is a dialog."""
        stack = self._app.screen_stack
        pages = [page for page in stack if isinstance(page, Page)]
        return pages if len(pages) == len(stack) else []

    def _watch(self) -> None:
        # The first look remembers where it begins, so it comes before anything has been read for
        # long: what others change after that is reported.
        passed = _UNSEEN
        while not self._stopped.is_set():
            if self._app.app_focus or passed >= _UNSEEN:
                passed = 0.0
                self._look()
            self._stopped.wait(self._every)
            passed += self._every

    def _look(self) -> None:
        try:
            entries = self._app.workbench.watching.look()
            is_news = bool(entries) or self._app.workbench.watching.is_replaced
        except WorkbenchError as error:
            if not self._stopped.is_set():
                self._app.call_later(self.failed, error)
            return
        if (is_news or self._is_unread) and not self._stopped.is_set():
            self._app.call_later(self.received, entries)
