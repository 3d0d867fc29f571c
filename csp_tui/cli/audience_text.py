"""An offer's audience as lines for people."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.cli.commands_offers import status_word
from csp_tui.cli.failures import command_line, open_way
from csp_tui.cli.output import cell, facts, table
from csp_tui.domain.audience import Publish, Sync, decide
from csp_tui.domain.offer import Offer, ResellerChannel, channel_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.domain.regions import Coverage
    from csp_tui.domain.verdict import Verdict
    from csp_tui.services.views import AudienceRow, AudienceView


def audience_lines(
    view: AudienceView, lists: Iterator[tuple[bool, AudienceRow]], args: argparse.Namespace
) -> Iterator[str]:
    """The state of an audience, who is on it, and which command comes next."""
    offer = view.state.offer
    yield f"{cell(offer.setup.name)} ({offer.offer_id})"
    yield ""
    live, draft = view.live_coverage, view.draft_coverage
    pairs = [
        (_("Status"), status_word(offer.status)),
        (_("Option in draft"), render(channel_title(offer.draft_channel))),
    ]
    if offer.is_live:
        pairs.append((_("Option live"), render(channel_title(offer.live_channel))))
    if offer.is_live and live == draft:
        pairs.append((_("Coverage"), _covered(live)))
    else:
        if offer.is_live:
            pairs.append((_("Coverage live"), _covered(live)))
        pairs.append((_("Coverage in draft"), _covered(draft)))
    pairs.append((_("Next"), _next_command(view, args)))
    yield from facts(pairs)
    listed = _listed(offer, lists)
    first = next(listed, None)
    yield ""
    if first is not None:
        yield from table(
            ("", _("Partner"), _("Country"), _("Tenant ID"), _("State")),
            (
                (_mark(offer, row), row.name, row.country or "–", row.tenant_id, _state(offer, row))
                for row in itertools.chain((first,), listed)
            ),
        )
    elif offer.draft_channel is ResellerChannel.SOME:
        adding = command_line(args, "audience", "add", offer.offer_id)
        yield _("No partners yet. Add some with: {command}").format(command=f"{adding} TENANT")


def _covered(coverage: Coverage) -> str:
    if not coverage.regions:
        return "–"
    markets = ngettext("{count} market", "{count} markets", coverage.markets)
    return f"{', '.join(map(_, coverage.regions))} ({markets})"


def _listed(offer: Offer, lists: Iterator[tuple[bool, AudienceRow]]) -> Iterator[AudienceRow]:
    """Everyone on either list: those of the draft, then those who leave it."""
    for is_live, row in lists:
        if is_live:
            if _is_live(offer, row) and not _is_drafted(offer, row):
                yield row
        elif _is_drafted(offer, row):
            yield row


def _is_drafted(offer: Offer, row: AudienceRow) -> bool:
    """Whether the draft names a partner; a list counts under the second option only (R12)."""
    return row.in_draft and offer.draft_channel is ResellerChannel.SOME


def _is_live(offer: Offer, row: AudienceRow) -> bool:
    """Whether the live audience names a partner."""
    return row.in_live and offer.live_channel is ResellerChannel.SOME


def _mark(offer: Offer, row: AudienceRow) -> str:
    is_drafted, is_live = _is_drafted(offer, row), _is_live(offer, row)
    if not offer.is_live or (is_live and is_drafted):
        return "-" if row.requested is not None else ""
    return "+" if is_drafted else "-"


def _state(offer: Offer, row: AudienceRow) -> str:
    words = []
    if row.resold:
        words.append(_("locked: has resold"))
    if offer.is_live and not _is_live(offer, row):
        words.append(_("pending, not live yet"))
    if offer.is_live and not _is_drafted(offer, row):
        words.append(_("leaves the audience"))
    if row.requested is not None:
        words.append(_("removal requested in request {id}").format(id=row.requested))
    if not row.in_directory:
        words.append(_("not in the directory"))
    return ", ".join(words)


def _next_command(view: AudienceView, args: argparse.Namespace) -> str:
    match view.next:
        case "publish":
            change = decide(view.state, Publish(view.unlisted))
            return _way(change, args, "offers", "publish")
        case "sync":
            return _way(decide(view.state, Sync(view.unlisted)), args, "audience", "sync")
        case "request":
            numbers = ", ".join(f"#{request.id}" for request in view.open_requests)
            return _("continue with support request {numbers}").format(numbers=numbers)
        case _:
            return _("up to date")


def _way(verdict: Verdict, args: argparse.Namespace, *command: str) -> str:
    """The command that makes the draft live; what has to be done first, where a rule refuses it."""
    if verdict.is_allowed:
        return command_line(args, *command, args.offer)
    first = open_way(verdict, args) or (render(verdict.next_step) if verdict.next_step else "")
    return "\n".join(filter(None, (f"{render(verdict.message)} ({verdict.rule})", first)))
