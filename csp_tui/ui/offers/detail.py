"""One offer in full beside the list: progress, audience, what is pending, and where it is sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.partner_list import Drift
from csp_tui.domain.product import type_title
from csp_tui.domain.regions import Coverage
from csp_tui.domain.text import visible
from csp_tui.i18n import Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions, AudienceView, MonthlyPartners
from csp_tui.ui.kit.blocks import blocks, fact, heading, legend, listed, next_step
from csp_tui.ui.kit.master_detail import Detail
from csp_tui.ui.kit.progress import offer_steps, step_line
from csp_tui.ui.kit.theme import State, chip, marked
from csp_tui.ui.kit.widgets.charts import sparkline
from csp_tui.ui.kit.widgets.world_map import MapSymbols
from csp_tui.ui.text.market_states import region_states
from csp_tui.ui.text.offers import (
    channel_word,
    next_words,
    pending_words,
    setup_changes,
    status_word,
)
from csp_tui.ui.text.requests import request_object_short
from csp_tui.ui.text.requests import status_word as request_word

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

MONTHS = 12
"""Months that the sparkline shows."""


def read_detail(workbench: Workbench, offer_id: str, *, symbols: MapSymbols) -> Detail:
    """Read what the detail of an offer shows; runs in a thread.

    Raises:
        NotFound: There is no such offer.
    """
    view = workbench.audience.show(offer_id)
    title = _("Offer")
    if not view.state.eligibility.eligible:
        return Detail(title, blocks(_head(view, ())))
    drifts = workbench.lists.drift(offer_id)
    figures = workbench.figures.regions(offer_id)
    months = workbench.figures.authorized(offer_id, months=MONTHS)
    return Detail(
        title,
        blocks(
            [
                *_head(view, drifts),
                _audience(view),
                _pending(view),
                _drift(drifts),
                _requests(view),
                _where(figures),
            ]
        ),
        region_states(figures),
        blocks([(legend(figures, symbols),), _over_time(months)]),
    )


def state_chips(view: AudienceView, drifts: Sequence[Drift] = ()) -> Content:
    """Whether an offer is live, and what is pending, as chips."""
    offer = view.state.offer
    chips = [chip(State.LIVE if offer.is_live else State.DRAFT, status_word(offer.status))]
    has_drifted = any(drift.has_drifted for drift in drifts)
    if pending := pending_words(view.state, has_drifted=has_drifted):
        chips.append(chip(State.PENDING, pending))
    return Content(" ").join(chips)


def _head(view: AudienceView, drifts: Sequence[Drift]) -> list[Sequence[Content]]:
    offer = view.state.offer
    kind = render(type_title(offer.product_type))
    return [
        (
            Content.styled(visible(offer.setup.name), "bold"),
            Content.styled(f"{offer.offer_id} · {kind}", "$text-muted"),
            state_chips(view, drifts),
        ),
        (step_line(offer_steps(view), "\n"), next_step(next_words(view, drifts=drifts))),
    ]


def _audience(view: AudienceView) -> list[Content]:
    state = view.state
    offer = state.offer
    lines = [heading(_("Audience"))]
    if offer.is_live:
        lines.append(fact(_("Live"), _option(offer.live_channel, state.live_partners)))
    lines.append(fact(_("Draft"), _option(offer.draft_channel, state.draft_partners)))
    if state.resold:
        count = ngettext("{count} has resold", "{count} have resold", Number(state.resold))
        lines.append(marked(State.LOCKED, count))
    return lines


def _option(channel: ResellerChannel | None, partners: int) -> str:
    if channel is not ResellerChannel.SOME:
        return render(channel_title(channel)) if channel else channel_word(channel)
    count = ngettext("{count} partner", "{count} partners", Number(partners))
    return f"{channel_word(channel)} · {count}"


def _pending(view: AudienceView) -> list[Content]:
    state = view.state
    offer = state.offer
    lines: list[Content] = []
    if state.channel_changed:
        change = _("{before} → {after}").format(
            before=channel_word(offer.live_channel), after=channel_word(offer.draft_channel)
        )
        lines.append(marked(State.PENDING, change))
    if offer.is_live and offer.setup_changed:
        changes = ", ".join(setup_changes(offer))
        lines.append(marked(State.PENDING, _("{page} change to publish").format(page=changes)))
    if offer.draft_channel is ResellerChannel.SOME and state.additions:
        lines += listed(State.PENDING, view.waiting_names, state.additions)
    return [heading(_("Pending")), *lines] if lines else []


def _drift(lists: Sequence[Drift]) -> list[Content]:
    """The partner lists that the offer follows, and how it differs from them."""
    if not lists:
        return []
    lines = [heading(_("Partner lists"))]
    for drift in lists:
        if drift.has_drifted:
            words = titled(drift.list_name, render(drift.difference))
            lines.append(marked(State.PENDING, visible(words)))
        else:
            lines.append(marked(State.LIVE, visible(drift.list_name)))
    return lines


def _requests(view: AudienceView) -> list[Content]:
    if not view.open_requests:
        return []
    lines = [heading(_("Open requests"))]
    for request in view.open_requests:
        words = f"{request.id} · {request_object_short(request)} · {request_word(request.status)}"
        lines.append(marked(State.REQUEST, visible(words)))
    return lines


def _where(figures: AudienceRegions) -> list[Content]:
    live, draft = figures.live_coverage, figures.draft_coverage
    lines = [heading(_("Where it can be sold")), Content(_counts(live))]
    if draft != live:
        lines.append(marked(State.PENDING, _("pending: {what}").format(what=_counts(draft))))
    return lines


def _counts(coverage: Coverage) -> str:
    if not coverage.regions:
        return _("nowhere")
    markets = ngettext("{count} market", "{count} markets", Number(coverage.markets))
    regions = ngettext("{count} region", "{count} regions", Number(len(coverage.regions)))
    return f"{regions} · {markets}"


def _over_time(months: Sequence[MonthlyPartners]) -> list[Content]:
    values = [month.partners for month in months]
    if len(values) < 2 or not any(values):
        return []
    first, last = months[0], months[-1]
    return [
        heading(_("Authorized partners, by month")),
        Content.assemble((sparkline(values), "$primary"), f"  {Number(values[-1])}"),
        Content.styled(f"{first.month:%Y-%m} – {last.month:%Y-%m}", "$text-muted"),
    ]
