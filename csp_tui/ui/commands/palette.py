"""The palette: every command of the screen, and every offer to go to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, reason_against

if TYPE_CHECKING:
    from csp_tui.ui.workbench_screen import WorkbenchScreen


class CommandProvider(Provider):
    """Commands of the screen under the palette; what cannot run now says why."""

    @property
    def _page(self) -> WorkbenchScreen | None:
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        return self.screen if isinstance(self.screen, WorkbenchScreen) else None

    def _help(self, page: WorkbenchScreen, command: Command) -> str:
        found = page.find_command(command.id)
        reason = reason_against(found[0], command) if found else None
        return _("Not now: {reason}").format(reason=reason) if reason else command.shown_tooltip

    def _label(self, command: Command) -> str:
        key = f"  ({command.shown_key})" if command.shown_key else ""
        return f"{command.shown_title}{key}"

    async def discover(self) -> Hits:
        """Every command, in the order in which the screen declares them."""
        page = self._page
        if page is None:
            return
        for command in page.commands():
            if command.palette:
                yield DiscoveryHit(
                    self._label(command),
                    partial(page.action_run_command, command.id),
                    help=self._help(page, command),
                )

    async def search(self, query: str) -> Hits:
        """Commands that match, by title and explanation."""
        page = self._page
        if page is None:
            return
        matcher = self.matcher(query)
        for command in page.commands():
            label = self._label(command)
            score = max(matcher.match(label), matcher.match(command.shown_tooltip) / 2)
            if command.palette and score > 0:
                yield Hit(
                    score,
                    matcher.highlight(label),
                    partial(page.action_run_command, command.id),
                    help=self._help(page, command),
                )


class OfferProvider(Provider):
    """Offers to go to, by name or offer ID."""

    async def search(self, query: str) -> Hits:
        """Offers that match."""
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        if not isinstance(self.screen, WorkbenchScreen):
            return
        matcher = self.matcher(query)
        for row in self.screen.app.offer_rows:
            offer = row.standing.offer
            label = f"{visible(offer.setup.name)}  {offer.offer_id}"
            score = matcher.match(label)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(label),
                    partial(self.screen.app.open_offer, offer.offer_id),
                    help=_("Open the offer"),
                )
