"""The effect of the unsaved changes of an audience, without anything of the screen."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.domain.audience_state import Unlisted
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.regions import Coverage
from csp_tui.i18n import gettext as _
from csp_tui.i18n import titled
from csp_tui.services.views import AudienceView
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.names import first_names, option_text, search_results_text
from csp_tui.ui.text.conflicts import Conflict, VersionRow


def expected_view(
    draft: AudienceDraft, view: AudienceView, coverage: Coverage, partners: int | None = None
) -> AudienceView:
    """The state of the offer once the unsaved changes are saved.

    Args:
        draft: The unsaved changes.
        view: The state of the offer as it is stored.
        coverage: The coverage of the changed draft, as far as it is counted.
        partners: How many partners it lists, None while they are counted. Results of searches may
            be on the list already, so until then their number is the largest possible one; without
            searches the number is known.
    """
    state = view.state
    offer = replace(state.offer, draft_channel=draft.option or state.offer.draft_channel)
    joining = len(draft.added) + sum(draft.queries.values()) - len(draft.removed)
    if draft.queries and partners is not None:
        joining = partners - state.draft_partners
    unlisted = [tenant for tenant, name in draft.added.items() if not name]
    return replace(
        view,
        state=replace(
            state,
            offer=offer,
            draft_partners=state.draft_partners + joining,
            additions=max(0, state.additions + joining),
        ),
        draft_coverage=coverage,
        waiting_names=(*draft.added_names(), *view.waiting_names)[:NAMED_AT_MOST],
        unlisted=Unlisted(
            view.unlisted.count + len(unlisted),
            (*view.unlisted.names, *unlisted)[:NAMED_AT_MOST],
        ),
    )


def version_rows(draft: AudienceDraft, conflict: Conflict[AudienceView]) -> list[VersionRow]:
    """Option and list, as far as the draft or someone else has changed them."""
    before, now = conflict.before.channel, conflict.now.channel
    yours = draft.option or before
    rows = []
    if not before == yours == now:
        rows.append(
            VersionRow(
                _("CSP reseller audience"),
                *(option_text(one) for one in (before, yours, now)),
            )
        )
    for label, mine, theirs in (
        (_("Partners added"), _added_names(draft), conflict.added.values()),
        (_("Partners removed"), draft.removed_names(), conflict.removed.values()),
    ):
        if mine or theirs:
            rows.append(VersionRow(label, "", first_names(mine), first_names(theirs)))
    return rows


def draft_lines(draft: AudienceDraft) -> list[str]:
    """The selected option and the partners that it concerns, a line each."""
    lines = [option_text(draft.option)] if draft.option is not None else []
    for label, names in (
        (_("Partners added"), _added_names(draft)),
        (_("Partners removed"), draft.removed_names()),
    ):
        if names:
            lines.append(titled(label, first_names(names, separator=", ")))
    return lines


def _added_names(draft: AudienceDraft) -> list[str]:
    results = [search_results_text(count) for count in draft.queries.values()]
    return [*results, *draft.added_names()]
