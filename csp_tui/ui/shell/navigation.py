"""Goes from page to page, and out of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.page import Page
from csp_tui.ui.shell.database_session import NOT_OPENED

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.view_request import ViewRequest
    from csp_tui.ui.shell.database_session import DatabaseSession


class Views(Protocol):
    """Makes the pages that other packages have."""

    def center_page(self) -> Page:
        """The page of the connection to Partner Center."""

    def offer_page(self, offer_id: str, section: str) -> Page:
        """The page of an offer, at one of its sections."""

    def open_view(self, app: AppBase, request: ViewRequest) -> None:
        """Open plans, lists, comparisons and the like."""


class Navigation:
    """Opens and closes pages; each is imported when it is first opened.

    Args:
        app: The app that shows them.
        database: The database session, which decides the exit code.
        views: Makes the pages that this package cannot import.
    """

    def __init__(self, app: AppBase, database: DatabaseSession, views: Views) -> None:
        self._app = app
        self._database = database
        self._views = views

    def go_to(self, place: str) -> None:
        """Go to one of the places, such as ``offers`` or ``center``, closing all other pages."""
        while len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        if place != "offers":
            page = self._views.center_page() if place == "center" else _top_level_page(place)
            self._app.push_screen(page)

    def go_back(self) -> None:
        """Go back one screen, if there is one."""
        if len(self._app.screen_stack) > 1:
            self._app.pop_screen()

    def leave_pages(self, go: Callable[[], object]) -> None:
        """Go when every page agrees; the upper ones are asked first."""
        pages = [page for page in self._app.screen_stack if isinstance(page, Page)]

        def ask_next() -> None:
            if pages:
                pages.pop().leave(ask_next)
            else:
                go()

        ask_next()

    def close_all(self, go: Callable[[], object]) -> None:
        """Go when every page agrees, and no dialog below a page is in use."""
        # No dialog is needed before the first one opens.
        from csp_tui.ui.kit.dialog import Dialog

        stack = self._app.screen_stack
        page = next(screen for screen in reversed(stack) if isinstance(screen, Page))
        below = stack[: stack.index(page)]
        if any(isinstance(screen, Dialog) and screen.is_in_use for screen in below):
            page.tell(_("A dialog is still open. Press Escape to return to it."), "refused")
        else:
            self.leave_pages(go)

    def leave_program(self) -> None:
        """End the program when every page agrees; without a database, as a failure."""
        if self._database.has_failed:
            self._app.exit(NOT_OPENED)
        else:
            self.leave_pages(lambda: self._app.exit(0))

    def open_offer(self, offer_id: str, section: str = "") -> None:
        """Open an offer, at one of its pages."""
        self._app.push_screen(self._views.offer_page(offer_id, section))

    def open_request(self, request_id: int) -> None:
        """Open a support request."""
        from csp_tui.ui.requests.screen import RequestScreen

        self._app.push_screen(RequestScreen(request_id))

    def open_partner(self, tenant_id: str) -> None:
        """Open the page of a partner."""
        from csp_tui.ui.partners.page import PartnerPage

        self._app.push_screen(PartnerPage(tenant_id))

    def open_view(self, request: ViewRequest) -> None:
        """Open a plan, the lists, a comparison or the audit."""
        self._views.open_view(self._app, request)

    def open_rules(self, number: str = "") -> None:
        """Show the rules, once, at a rule."""
        from csp_tui.ui.help.rules_screen import RulesScreen

        screen = self._app.screen
        if not isinstance(screen, RulesScreen):
            self._app.push_screen(RulesScreen(number))
        elif number:
            screen.show_rule(number)


def _top_level_page(place: str) -> Page:
    from csp_tui.ui.history.screen import HistoryScreen
    from csp_tui.ui.partners.screen import PartnersScreen
    from csp_tui.ui.requests.list_screen import RequestsScreen

    pages: dict[str, type[Page]] = {
        "requests": RequestsScreen,
        "partners": PartnersScreen,
        "history": HistoryScreen,
    }
    return pages[place]()
