"""Where an offer stands, in words that several screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.audience import missing_channel_material
from csp_tui.domain.offer import OfferStatus, ResellerChannel, channel_title
from csp_tui.domain.regions import Coverage
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.verdict import Verdict
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render
from csp_tui.ui.commands.key_words import key_of

if TYPE_CHECKING:
    from csp_tui.services.views import AudienceView

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE


def refusal_words(verdict: Verdict) -> str:
    """A verdict in one line: the sentence and its rule."""
    return f"{render(verdict.message)} ({verdict.rule})"


def status_word(status: OfferStatus) -> str:
    """Draft or live."""
    return pgettext("offer", "live") if status is OfferStatus.LIVE else pgettext("offer", "draft")


def channel_word(channel: ResellerChannel | None) -> str:
    """The option in a word, for narrow places."""
    match channel:
        case ResellerChannel.ALL:
            return pgettext("option", "any")
        case ResellerChannel.SOME:
            return pgettext("option", "specific")
        case ResellerChannel.NONE:
            return pgettext("option", "none")
        case None:
            return pgettext("option", "not set")


def waiting_words(standing: Standing) -> str:
    """What waits to be published or synced, "" where nothing does."""
    offer = standing.offer
    if not offer.is_live:
        return _("never published")
    parts = []
    if standing.channel_changed:
        parts.append(_("option to publish"))
    if standing.list_changed:
        parts.append(ngettext("{count} to sync", "{count} to sync", standing.additions))
    if offer.setup_changed:
        parts.append(_("setup to publish"))
    return " · ".join(parts)


def partner_count(standing: Standing, *, live: bool) -> str:
    """The number of partners on a list, a dash where the option has no list."""
    channel = standing.offer.live_channel if live else standing.offer.draft_channel
    if channel is not SOME:
        return "–"
    return str(standing.live_partners if live else standing.draft_partners)


def coverage_words(coverage: Coverage) -> str:
    """The regions an audience opens, with the number of their markets (R28)."""
    if not coverage.regions:
        return _("no region")
    markets = ngettext("{count} market", "{count} markets", coverage.markets)
    if len(coverage.regions) > 4:
        regions = ngettext("{count} region", "{count} regions", len(coverage.regions))
        return f"{regions}, {markets}"
    return f"{', '.join(map(_, coverage.regions))} ({markets})"


def next_words(view: AudienceView) -> str:
    """What comes next for an offer, and which key takes it."""
    standing = view.standing
    offer = standing.offer
    if not standing.eligibility.eligible:
        return render(standing.eligibility.reason)
    missing = missing_channel_material(offer.setup)
    opens = offer.draft_channel in (ALL, SOME)
    if not offer.is_live and offer.draft_channel is None:
        return _("Next: choose who may resell the offer, under Resell through CSPs")
    if view.next == "publish":
        if opens and missing is not None:
            return _("Next: fill in Offer listing, then publish. {missing}").format(
                missing=render(missing)
            )
        return _("Next: Publish (key {key}) makes the draft live").format(
            key=key_of("offer.publish")
        )
    if view.next == "sync":
        return ngettext(
            "Next: Sync CSP audience (key {key}), {count} partner",
            "Next: Sync CSP audience (key {key}), {count} partners",
            standing.additions,
            key=key_of("audience.sync"),
        )
    if view.next == "request":
        request = view.open_requests[0]
        if request.status is RequestStatus.DRAFT:
            return _("Next: finish support request {id}").format(id=request.id)
        return _("Support request {id} waits for Microsoft's answer").format(id=request.id)
    return _("Nothing waits. Live: {option}").format(
        option=render(channel_title(offer.live_channel))
    )
