"""The offer that a page shows, without anything of a screen."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.domain.history import Entry
from csp_tui.domain.offer import NO_VERSION
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.views import AudienceView
from csp_tui.ui.text.conflicts import OfferReading


@dataclass(slots=True)
class OpenOffer:
    """An offer as it was read last, and what others have changed since.

    Attributes:
        offer_id: The offer.
        view: Where the offer stood when what is shown was read, None until it is read.
        newest: The newest history entry that the page knows, None until the offer is read.
        entries: What others have stored since ``view``, newest first; not shown because of unsaved
            input.
    """

    offer_id: str
    view: AudienceView | None = None
    newest: int | None = None
    entries: tuple[Entry, ...] = ()

    def receive(self, reading: OfferReading, *, is_dirty: bool) -> bool:
        """Take a reading.

        Args:
            reading: The offer as it is stored.
            is_dirty: Whether there is unsaved input, which a change by others must not replace.

        Returns:
            Whether it can be shown; otherwise both versions stay until the user decides.
        """
        # A comparison may have shown some of the changes while this was read.
        entries = tuple(entry for entry in reading.entries if entry.id > (self.newest or 0))
        if is_dirty and self.view is not None and entries:
            self.entries = entries
            return False
        self.resolve(reading.newest)
        return True

    def resolve(self, newest: int) -> None:
        """Regard everything up to a history entry as known."""
        self.entries = ()
        self.newest = newest

    def database_replaced(self) -> None:
        """Regard everything as unknown, because the database is another file now.

        Nothing that was decided on the other file is written to this one.
        """
        self.newest = 0
        if self.view is not None:
            state = self.view.state
            offer = replace(state.offer, version=NO_VERSION)
            self.view = replace(self.view, state=replace(state, offer=offer))
