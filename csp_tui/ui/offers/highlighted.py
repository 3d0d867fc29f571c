"""What can be done with the highlighted offer of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.publication import against_deletion
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.offers import OFFERS_COPY, OFFERS_DELETE, OFFERS_OPEN
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.page import Page
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.offers import refusal_words

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow


class HighlightedOffer:
    """Opens and deletes the highlighted offer, and copies its ID.

    Args:
        page: The list of offers.
        find: Returns the highlighted offer, None if there is none.
        newest: Returns the newest history entry that was known when the list was read.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (OFFERS_OPEN, OFFERS_DELETE, OFFERS_COPY)

    def __init__(
        self, page: Page, find: Callable[[], OfferRow | None], newest: Callable[[], int]
    ) -> None:
        self._page = page
        self._find = find
        self._newest = newest

    def disabled_reason_offers_open(self) -> str | None:
        """Opening needs an offer."""
        return None if self._find() else _("No offer is selected.")

    def command_offers_open(self) -> None:
        """Open the offer."""
        row = self._find()
        if row is not None:
            self._page.app.navigation.open_offer(row.state.offer.offer_id)

    def disabled_reason_offers_delete(self) -> str | None:
        """Only what was never published can be deleted (R25)."""
        row = self._find()
        if row is None:
            return _("No offer is selected.")
        verdict = against_deletion(row.state)
        return refusal_words(verdict) if verdict is not None else None

    def command_offers_delete(self) -> None:
        """Ask, then delete."""
        from csp_tui.ui.offers.deletion import OfferDeletion

        row = self._find()
        if row is not None:
            OfferDeletion(self._page, row.state, self._newest()).ask()

    def disabled_reason_offers_copy(self) -> str | None:
        """Copying needs an offer."""
        return None if self._find() else _("No offer is selected.")

    def command_offers_copy(self) -> None:
        """Copy the offer ID."""
        copyable = self.copyable()
        if copyable is not None:
            self._page.tell(self._page.app.copy(copyable.text, copyable.what))

    def copyable(self) -> Copyable | None:
        """The offer ID."""
        row = self._find()
        if row is None:
            return None
        return Copyable(row.state.offer.offer_id, _("The offer ID"), "offer-id.txt")
