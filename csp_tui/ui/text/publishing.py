"""What publishing an offer would change, in words."""

from __future__ import annotations

from csp_tui.domain.decisions.warnings import some_names
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.offer import ResellerChannel, Setup, channel_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.views import AudienceView
from csp_tui.ui.text.markets import markets_change
from csp_tui.ui.text.offers import coverage_change


def changes(view: AudienceView) -> list[str]:
    """What publishing would change, a line each."""
    state = view.state
    offer = state.offer
    lines: list[str] = []
    if not offer.is_live:
        lines.append(_("The offer goes live for the first time."))
        lines.append(
            _("CSP reseller audience: {option}").format(
                option=render(channel_title(offer.draft_channel))
            )
        )
    elif state.channel_changed:
        lines.append(
            _("CSP reseller audience: from “{before}” to “{after}”").format(
                before=render(channel_title(offer.live_channel)),
                after=render(channel_title(offer.draft_channel)),
            )
        )
    lines.extend(added_partners(view))
    if offer.live_setup is not None and offer.setup_changed:
        lines.extend(_setup_lines(offer.live_setup, offer.setup))
    if not lines:
        return [_("No changes: the draft is the same as the live version.")]
    before, after = coverage_change(view.live_coverage, view.draft_coverage)
    lines.append(_("Customers covered: {before} → {after}").format(before=before, after=after))
    return lines


def added_partners(view: AudienceView, *, named: bool = True) -> list[str]:
    """Which partners publishing or syncing adds, a line each; none without a list.

    Args:
        view: The offer.
        named: Whether the first of them are named.
    """
    state = view.state
    if state.offer.draft_channel is not ResellerChannel.SOME or not state.additions:
        return []
    line = ngettext(
        "{count} partner will be able to resell the offer",
        "{count} partners will be able to resell the offer",
        state.additions,
    )
    if named and view.waiting_names:
        names = render(some_names(view.waiting_names, state.additions))
        line = _("{change}: {names}").format(change=line, names=names)
    return [line]


def setup_changes(before: Setup, after: Setup) -> list[tuple[str, str, str]]:
    """The fields that differ: title, value before, value after."""
    pairs = (
        ("name", before.name, after.name),
        ("csp_url", before.csp_url, after.csp_url),
        ("csp_contact_name", before.csp_contact.name, after.csp_contact.name),
        ("csp_contact_email", before.csp_contact.email, after.csp_contact.email),
        ("csp_contact_phone", before.csp_contact.phone, after.csp_contact.phone),
        ("plans", _plans(before), _plans(after)),
        ("markets", *markets_change(before.markets, after.markets)),
        (
            "transactable",
            _("yes") if before.transactable else _("no"),
            _("yes") if after.transactable else _("no"),
        ),
    )
    return [(render(FIELD_NAMES[field]), old, new) for field, old, new in pairs if old != new]


def _setup_lines(before: Setup, after: Setup) -> list[str]:
    return [
        _("{field}: from “{before}” to “{after}”").format(field=field, before=old, after=new)
        for field, old, new in setup_changes(before, after)
    ]


def _plans(setup: Setup) -> str:
    return ", ".join(f"{plan.plan_id}:{plan.kind}" for plan in setup.plans)
