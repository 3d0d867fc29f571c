"""How long the open requests have been open, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from csp_tui.domain.support import ListedRequest, age_days
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.widgets.charts import Bar, BarChart
from csp_tui.ui.text.requests import age_words, status_word

_SHOWN = 6


class RequestAges(Vertical):
    """A bar for each of the oldest open requests; only in a window with room below the list."""

    DEFAULT_CSS = """
    RequestAges {
        height: auto; display: none;
        & > Static { height: 1; color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Title and bars."""
        yield Static(_("Age of the open requests"), markup=False)
        yield BarChart(label_width=44)

    def show(
        self, requests: Sequence[ListedRequest], names: Mapping[str, str], now: datetime
    ) -> None:
        """Show other requests.

        Args:
            requests: Open and closed ones.
            names: Offer names by offer ID; an offer without one is not named.
            now: The time to count from.
        """
        waiting = sorted(
            (request for request in requests if request.status.is_open),
            key=lambda request: request.created_at,
        )[:_SHOWN]
        bars = []
        for request in waiting:
            parts = (names.get(request.offer_id, ""), status_word(request.status))
            label = " · ".join(filter(None, (str(request.id), *parts)))
            bars.append(Bar(label, age_days(request, now), age_words(request, now)))
        self.query_one(BarChart).show(bars)
        self.set_class(bool(bars), "-some")
