"""What publishing an offer changes, as rows of a table."""

from __future__ import annotations

from csp_tui.domain.offer import OfferStatus, ResellerChannel, channel_title
from csp_tui.i18n import Number, ngettext, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.kit.widgets.change_table import ChangeRow
from csp_tui.ui.text.offers import coverage_change, status_word
from csp_tui.ui.text.publishing import setup_changes


def change_rows(view: AudienceView) -> list[ChangeRow]:
    """Everything that publishing changes; no row where the draft is the same as what is live."""
    state = view.state
    offer = state.offer
    rows: list[ChangeRow] = []
    if not offer.is_live:
        live = status_word(OfferStatus.LIVE)
        rows.append(ChangeRow(_("Status"), status_word(OfferStatus.DRAFT), live))
    if not offer.is_live or state.channel_changed:
        before = render(channel_title(offer.live_channel)) if offer.is_live else "–"
        after = render(channel_title(offer.draft_channel))
        rows.append(ChangeRow(_("CSP reseller audience"), before, after))
    if offer.draft_channel is ResellerChannel.SOME and state.additions:
        is_list = offer.live_channel is ResellerChannel.SOME
        rows.append(
            ChangeRow(
                pgettext("column", "Partners"),
                _partners(state.live_partners) if is_list else "–",
                _partners(state.listed if is_list else state.draft_partners),
                view.waiting_names,
                state.additions,
            )
        )
    if offer.live_setup is not None and offer.setup_changed:
        changed = setup_changes(offer.live_setup, offer.setup)
        rows += [ChangeRow(field, old or "–", new or "–") for field, old, new in changed]
    if rows and state.eligibility.eligible:
        covered = coverage_change(view.live_coverage, view.draft_coverage)
        rows.append(ChangeRow(_("Customers covered"), *covered))
    return rows


def _partners(count: int) -> str:
    return ngettext("{count} partner", "{count} partners", Number(count))
