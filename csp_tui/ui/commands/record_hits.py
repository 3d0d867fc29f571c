"""What the palette finds among offers, requests and partners."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.command import Hit, Hits, Provider

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.text import fold, visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command_hits import highlighted
from csp_tui.ui.request_wording import status_word

if TYPE_CHECKING:
    from csp_tui.services.views import PartnerRow
    from csp_tui.ui.workbench_screen import WorkbenchScreen

_AT_MOST = 10
_STEP = 0.001
_LEAST = 0.05


class _RecordProvider(Provider):
    """Finds records from a full screen; a dialog has to be left first.

    Attributes:
        WEIGHT: Whose records come first where they match alike.
    """

    WEIGHT: ClassVar[float] = 1.0

    @property
    def _page(self) -> WorkbenchScreen | None:
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        page = self.screen
        return page if isinstance(page, WorkbenchScreen) and page.app.is_open else None

    def _hit(self, query: str, place: int, label: str, go: Callable[[], None], does: str) -> Hit:
        matcher = self.matcher(query)
        score = max(matcher.match(label), _LEAST) * self.WEIGHT - place * _STEP
        return Hit(score, highlighted(matcher, label), go, text=label, help=does)


class OfferProvider(_RecordProvider):
    """Offers to go to, by name or offer ID."""

    async def search(self, query: str) -> Hits:
        """Offers that match."""
        page = self._page
        if page is None:
            return
        offers = [row.standing.offer for row in page.app.offer_rows]
        labels = [f"{visible(offer.setup.name)}  {offer.offer_id}" for offer in offers]
        for place, number in enumerate(_matching(query, labels)):
            go = partial(page.app.open_offer, offers[number].offer_id)
            yield self._hit(query, place, labels[number], go, _("Open the offer"))


class RequestProvider(_RecordProvider):
    """Support requests by number, title, ticket or offer."""

    WEIGHT = 0.9

    async def startup(self) -> None:
        """Read them once, while the commands are shown."""
        self._requests: Sequence[SupportRequest] = ()
        page = self._page
        if page is not None:
            try:
                self._requests = await asyncio.to_thread(page.app.workbench.support.rows)
            except WorkbenchError:
                # Finding commands goes on; the place Requests says what is wrong.
                self._requests = ()

    async def search(self, query: str) -> Hits:
        """Requests that match."""
        page = self._page
        if page is None:
            return
        labels = [_request_label(request) for request in self._requests]
        for place, number in enumerate(_matching(query, labels)):
            go = partial(page.app.open_request, self._requests[number].id)
            yield self._hit(query, place, labels[number], go, _("Open the support request"))


class PartnerProvider(_RecordProvider):
    """Partners of the directory, by name or tenant ID."""

    WEIGHT = 0.8

    async def search(self, query: str) -> Hits:
        """The first partners that match; the palette itself drops answers that come too late."""
        page = self._page
        if page is None:
            return
        directory = page.app.workbench.directory
        rows: Sequence[PartnerRow] = ()
        try:
            rows = await asyncio.to_thread(
                lambda: directory.page(PartnerQuery(text=query), limit=_AT_MOST)
            )
        except WorkbenchError:
            # Overtaken by the search behind the palette; the next letter asks again.
            return
        for place, row in enumerate(rows):
            label = f"{visible(row.name)}  {row.tenant_id}"
            go = partial(page.app.open_partner, row.tenant_id)
            yield self._hit(query, place, label, go, _("Show the partner in the directory"))


def _request_label(request: SupportRequest) -> str:
    parts = [
        _("Request {id}").format(id=request.id),
        status_word(request.status),
        request.title,
        request.ticket or "",
        request.offer_id,
    ]
    return " · ".join(visible(part) for part in parts if part)


def _matching(query: str, labels: Sequence[str]) -> Iterator[int]:
    """The places of the first labels that hold every word."""
    words = fold(query).split()
    found = 0
    for place, label in enumerate(labels):
        folded = fold(label)
        if all(word in folded for word in words):
            yield place
            found += 1
            if found == _AT_MOST:
                return
