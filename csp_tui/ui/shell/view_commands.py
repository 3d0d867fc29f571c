"""Commands of every page that open plans, lists, comparisons and the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.view_request import ViewRequest

if TYPE_CHECKING:
    from textual.screen import Screen

    from csp_tui.ui.kit.app_base import AppBase


class ViewCommands:
    """Opens these places for the offers that the screen is about.

    Args:
        app: The app.
        screen: The screen on which the commands are run.
    """

    def __init__(self, app: AppBase, screen: Screen[Any]) -> None:
        self._app = app
        self._screen = screen

    def _open(self, view: str) -> None:
        screen = self._screen
        offers = screen.chosen_offers if isinstance(screen, Page) else ()
        edits = screen.pending_edits if isinstance(screen, Page) else {}
        self._app.navigation.open_view(ViewRequest(view=view, offer_ids=offers, edits=edits))

    def _not_open(self) -> str | None:
        return None if self._app.is_open else _("The database is still being opened.")

    def _without_offer(self) -> str | None:
        screen = self._screen
        if isinstance(screen, Page) and screen.chosen_offers:
            return self._not_open()
        return _("Go to an offer, or mark offers, first.")

    def disabled_reason_plan_what_if(self) -> str | None:
        """A plan is that of offers."""
        return self._without_offer()

    def command_plan_what_if(self) -> None:
        """Plan what takes the offers live, with what is not saved yet."""
        self._open("what-if")

    def disabled_reason_plan_bulk(self) -> str | None:
        """A bulk change is that of offers."""
        return self._without_offer()

    def command_plan_bulk(self) -> None:
        """Ask for a change, then plan it for all marked offers."""
        self._open("bulk")

    def disabled_reason_plan_saved(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_plan_saved(self) -> None:
        """Show the plans that were carried out."""
        self._open("plans")

    def disabled_reason_lists_open(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_lists_open(self) -> None:
        """Show the partner lists."""
        self._open("lists")

    def disabled_reason_lists_save_as(self) -> str | None:
        """One offer's list is saved at a time."""
        screen = self._screen
        if isinstance(screen, Page) and len(screen.chosen_offers) == 1:
            return self._not_open()
        return _("Go to one offer first.")

    def command_lists_save_as(self) -> None:
        """Ask for a name, then save the draft list under it."""
        self._open("save-list")

    def disabled_reason_compare_open(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_compare_open(self) -> None:
        """Compare what the screen is about."""
        self._open("compare")

    def disabled_reason_coverage_open(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_coverage_open(self) -> None:
        """Show what the marked offers cover, or all."""
        self._open("coverage")

    def disabled_reason_audit_open(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_audit_open(self) -> None:
        """Show what needs attention."""
        self._open("audit")

    def disabled_reason_state_plan(self) -> str | None:
        """Planning needs the database."""
        return self._not_open()

    def command_state_plan(self) -> None:
        """Ask for a state file, check it and show its plan."""
        self._open("state-plan")

    def disabled_reason_state_export(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_state_export(self) -> None:
        """Save offers as a state file."""
        self._open("state-export")

    def disabled_reason_report_open(self) -> str | None:
        """Reading needs the database."""
        return self._not_open()

    def command_report_open(self) -> None:
        """Ask which report is wanted."""
        self._open("report")
