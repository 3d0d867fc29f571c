"""The state of an offer, in words that several screens share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.decisions.publishing import missing_channel_material
from csp_tui.domain.offer import OfferStatus, ResellerChannel, channel_title
from csp_tui.domain.regions import Coverage
from csp_tui.domain.search_terms import TERM_SEPARATOR
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.text import fold
from csp_tui.domain.verdict import Verdict
from csp_tui.i18n import gettext as _
from csp_tui.i18n import grouped, ngettext, pgettext, render
from csp_tui.ui.commands.key_text import key_label

if TYPE_CHECKING:
    from csp_tui.domain.eligibility import Eligibility
    from csp_tui.domain.offer import Offer
    from csp_tui.domain.partner_list import Drift
    from csp_tui.services.views import AudienceView, OfferRow

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE

_NAMED_REGIONS = 4


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


def option_word(channel: ResellerChannel | None, eligibility: Eligibility) -> str:
    """The option in a word; another word where none can be selected for the offer.

    Args:
        channel: The option, None while none is selected.
        eligibility: Whether one can be selected.
    """
    if eligibility.eligible or channel is not None:
        return channel_word(channel)
    return _("default") if eligibility.default_plans else "–"


def pending_words(state: AudienceState, *, has_drifted: bool = False) -> str:
    """What waits to be published or synced, "" if nothing does.

    Args:
        state: The offer.
        has_drifted: Whether it differs from a partner list that it follows.
    """
    offer = state.offer
    parts = []
    if not offer.is_live and state.has_changes:
        parts.append(_("not published yet"))
    elif offer.is_live:
        if publish := publish_words(state):
            parts.append(publish)
        if state.list_changed:
            parts.append(ngettext("{count} to sync", "{count} to sync", state.additions))
        if state.is_empty_live and not state.list_changed and not state.channel_changed:
            parts.append(_("no partner selected"))
    if has_drifted:
        parts.append(_("differs from list"))
    return " · ".join(parts)


def publish_words(state: AudienceState) -> str:
    """Which parts of a live offer wait to be published, by the pages that have them."""
    changes = setup_changes(state.offer)
    if state.channel_changed:
        changes.insert(0, pgettext("change", "option"))
        if len(changes) == 1:
            return _("option change to publish")
    if not changes:
        return ""
    if len(changes) == 1:
        return _("{page} change to publish").format(page=changes[0])
    *first, last = changes
    both = _("{first} and {last}").format(first=", ".join(first), last=last)
    return _("{pages} changes to publish").format(pages=both)


def setup_changes(offer: Offer) -> list[str]:
    """The parts of a live offer's setup that wait to be published, by the pages that have them."""
    live, draft = offer.live_setup, offer.setup
    if live is None:
        return []
    pages = (
        (pgettext("change", "setup"), ("name", "transactable")),
        (pgettext("change", "plan"), ("plans",)),
        (pgettext("change", "market"), ("markets",)),
        (pgettext("change", "listing"), ("csp_url", "csp_contact")),
    )
    return [
        page
        for page, fields in pages
        if any(getattr(live, name) != getattr(draft, name) for name in fields)
    ]


def partner_count(state: AudienceState, *, live: bool) -> str:
    """The number of partners on a list, a dash where the option has no list."""
    channel = state.offer.live_channel if live else state.offer.draft_channel
    if channel is not SOME:
        return "–"
    return grouped(state.live_partners if live else state.draft_partners)


def coverage_change(before: Coverage, after: Coverage) -> tuple[str, str]:
    """The regions before and after a change, both named or both counted."""
    counted = max(len(before.regions), len(after.regions)) > _NAMED_REGIONS
    return coverage_words(before, counted=counted), coverage_words(after, counted=counted)


def coverage_words(coverage: Coverage, *, counted: bool = False) -> str:
    """The regions an audience opens, with the number of their markets (R28).

    Args:
        coverage: The regions.
        counted: Whether regions are counted even if there are few.
    """
    if not coverage.regions:
        return _("no regions yet")
    markets = ngettext("{count} market", "{count} markets", coverage.markets)
    if counted or len(coverage.regions) > _NAMED_REGIONS:
        regions = ngettext("{count} region", "{count} regions", len(coverage.regions))
        return f"{regions}, {markets}"
    return f"{', '.join(map(_, coverage.regions))} ({markets})"


def next_words(view: AudienceView, *, drifts: Sequence[Drift] = (), in_field: bool = False) -> str:
    """The next step for an offer, and its key.

    Args:
        view: The state of the offer.
        drifts: How it differs from the partner lists that it follows.
        in_field: Whether the focus is in a text field, which takes letters for itself.
    """
    state = view.state
    offer = state.offer
    if not state.eligibility.eligible:
        return render(state.eligibility.reason)
    missing = missing_channel_material(offer.setup)
    opens = offer.draft_channel in (ALL, SOME)
    if not offer.is_live and offer.draft_channel is None:
        return _("Next: select who may resell the offer, under Resell through CSPs")
    if view.next == "publish":
        if opens and missing is not None:
            return _("Next: fill in Offer listing, then publish. {missing}").format(
                missing=render(missing)
            )
        return _("Next: Publish ({key}) takes the draft live").format(
            key=_reached("offer.publish", in_field)
        )
    if view.next == "sync":
        return ngettext(
            "Next: Sync CSP audience (key {key}), {count} partner",
            "Next: Sync CSP audience (key {key}), {count} partners",
            state.additions,
            key=_reached("audience.sync", in_field),
        )
    if view.next == "request":
        request = view.open_requests[0]
        if request.status is RequestStatus.DRAFT:
            return _("Next: fill in and submit support request {id}").format(id=request.id)
        return _("Support request {id} is awaiting Microsoft's answer").format(id=request.id)
    for drift in drifts:
        if drift.has_drifted:
            return _(
                "Next: apply the list {name} under Partner lists ({key}): {difference}"
            ).format(
                name=drift.list_name,
                key=_reached("lists.open", in_field),
                difference=render(drift.difference),
            )
    return _("Up to date. Live: {option}").format(option=render(channel_title(offer.live_channel)))


def filter_terms(text: str) -> list[list[str]]:
    """What a filter of offers asks for: the folded words of each of its terms.

    Args:
        text: What was typed; lines that were pasted have semicolons between them.
    """
    return [words for term in text.split(TERM_SEPARATOR.strip()) if (words := fold(term).split())]


def matches(row: OfferRow, terms: Sequence[Sequence[str]]) -> bool:
    """Whether an offer has all words of any of the terms in its name or ID; no terms match all."""
    if not terms:
        return True
    offer = row.state.offer
    text = fold(offer.setup.name) + " " + fold(offer.offer_id)
    return any(all(word in text for word in words) for words in terms)


def _reached(command_id: str, in_field: bool) -> str:
    key = key_label(command_id)
    return f"{key_label('back')} {key}" if in_field else key
