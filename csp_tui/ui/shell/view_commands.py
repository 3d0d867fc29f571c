"""Commands of every page that open plans, lists, comparisons and the audit."""

from __future__ import annotations

from functools import partialmethod
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

    disabled_reason_plan_saved = _not_open
    disabled_reason_lists_open = _not_open
    disabled_reason_compare_open = _not_open
    disabled_reason_coverage_open = _not_open
    disabled_reason_audit_open = _not_open
    disabled_reason_state_plan = _not_open
    disabled_reason_state_export = _not_open
    disabled_reason_report_open = _not_open

    def _without_offer(self) -> str | None:
        screen = self._screen
        if isinstance(screen, Page) and screen.chosen_offers:
            return self._not_open()
        return _("Go to an offer, or mark offers, first.")

    disabled_reason_plan_what_if = _without_offer
    disabled_reason_plan_bulk = _without_offer

    def disabled_reason_lists_save_as(self) -> str | None:
        """One offer's list is saved at a time."""
        screen = self._screen
        if isinstance(screen, Page) and len(screen.chosen_offers) == 1:
            return self._not_open()
        return _("Go to one offer first.")

    command_plan_what_if = partialmethod(_open, "what-if")
    command_plan_bulk = partialmethod(_open, "bulk")
    command_plan_saved = partialmethod(_open, "plans")
    command_lists_open = partialmethod(_open, "lists")
    command_lists_save_as = partialmethod(_open, "save-list")
    command_compare_open = partialmethod(_open, "compare")
    command_coverage_open = partialmethod(_open, "coverage")
    command_audit_open = partialmethod(_open, "audit")
    command_state_plan = partialmethod(_open, "state-plan")
    command_state_export = partialmethod(_open, "state-export")
    command_report_open = partialmethod(_open, "report")
