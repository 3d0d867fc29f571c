"""Partners, options and changes of an audience in a few words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST, some_names
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.regions import Coverage
from csp_tui.domain.text import visible
from csp_tui.i18n import Number, day, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import SaveResult
from csp_tui.ui.text.offers import coverage_words

_NAMED_AT_MOST = 8


def option_text(option: ResellerChannel | None) -> str:
    """An option's title, "" for none."""
    return "" if option is None else render(channel_title(option))


def first_names(names: Collection[str], *, separator: str = "\n") -> str:
    """The first names, and how many more there are."""
    shown = list(names)[:_NAMED_AT_MOST]
    more = len(names) - len(shown)
    if more > 0:
        shown.append(ngettext("and {count} more", "and {count} more", more))
    return separator.join(shown)


def search_results_text(count: int) -> str:
    """How many results of a search are added."""
    return ngettext("{count} search result", "{count} search results", Number(count))


def edit_text(edit: AudienceEdit) -> str:
    """What an unsaved change does, with the first names of added partners."""
    parts = []
    if edit.channel is not None:
        parts.append(_("option “{option}”").format(option=option_text(edit.channel)))
    if edit.add:
        names = [edit.labels.get(tenant, tenant) for tenant in edit.add[:NAMED_AT_MOST]]
        shown = visible(render(some_names(names, len(edit.add))))
        parts.append(ngettext("{names} added", "{names} added", len(edit.add), names=shown))
    if edit.queries:
        parts.append(_("results of a search added"))
    if edit.remove:
        count = Number(len(edit.remove))
        parts.append(ngettext("{count} removed", "{count} removed", count))
    return ", ".join(parts)


def saved_text(edit: AudienceEdit, result: SaveResult) -> str:
    """What saving a draft changed; numbers of zero are left out."""
    parts = []
    if edit.channel is not None:
        parts.append(_("option “{option}”").format(option=option_text(edit.channel)))
    if result.added:
        parts.append(ngettext("{count} added", "{count} added", Number(result.added)))
    if result.removed:
        parts.append(ngettext("{count} removed", "{count} removed", Number(result.removed)))
    if not result.changed or not parts:
        return _("Nothing to save: the draft is already up to date.")
    return _("Draft saved: {changes}.").format(changes=", ".join(parts))


def option_notes(
    state: AudienceState, coverage: Coverage | None, known_until: datetime | None = None
) -> str:
    """What there is to know below the three options: why none, what is live, and what it covers.

    Args:
        state: The state of the audience.
        coverage: What the draft covers, None while it is counted.
        known_until: When evidence of resales was last imported, None if never.
    """
    offer, eligibility = state.offer, state.eligibility
    lines = []
    if not eligibility.eligible:
        # The line below the title says why.
        text = _("No option can be selected for this offer (rule {rule}).")
        lines.append(text.format(rule=eligibility.rule))
    if eligibility.default_plans:
        lines.append(
            _("Sold by default: {plans} ({rule})").format(
                plans=", ".join(eligibility.default_plans), rule=eligibility.rule
            )
        )
    if eligibility.eligible:
        if offer.is_live and state.channel_changed:
            live = render(channel_title(offer.live_channel))
            lines.append(_("* differs from live: {option}").format(option=live))
        words = "…" if coverage is None else coverage_words(coverage)
        text = _("Draft covers: {coverage}") if _is_ahead(state) else _("Covers: {coverage}")
        lines.append(text.format(coverage=words))
    if known_until is not None and offer.is_live:
        text = (
            _("No other resale known as of {date}.")
            if state.resold
            else _("No resale known as of {date}.")
        )
        lines.append(text.format(date=day(known_until.date())))
    return "\n".join(lines)


def _is_ahead(state: AudienceState) -> bool:
    """Whether another audience is live than the draft."""
    return state.offer.is_live and state.has_changes


def marked_words(count: int) -> str:
    """How many partners of the list are marked."""
    if not count:
        return _("No partner is marked.")
    return ngettext("{count} partner is marked.", "{count} partners are marked.", count)
