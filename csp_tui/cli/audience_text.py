"""An offer's audience as lines for people."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from csp_tui.cli.commands_offers import status_word
from csp_tui.cli.failures import command_line
from csp_tui.cli.output import cell, facts, table
from csp_tui.cli.shapes import draft_rows, live_rows
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.views import AudienceRow, AudienceView


def audience_lines(
    view: AudienceView, rows: Sequence[AudienceRow], args: argparse.Namespace
) -> Iterator[str]:
    """Where an audience stands, who is on it, and which command comes next."""
    offer = view.standing.offer
    yield f"{cell(offer.setup.name)} ({offer.offer_id})"
    yield ""
    coverage = view.draft_coverage
    pairs = [
        (_("Status"), status_word(offer.status)),
        (_("Option in draft"), render(channel_title(offer.draft_channel))),
    ]
    if offer.is_live:
        pairs.append((_("Option live"), render(channel_title(offer.live_channel))))
    markets = ngettext("{count} market", "{count} markets", coverage.markets)
    if coverage.regions:
        pairs.append((_("Coverage"), f"{', '.join(map(_, coverage.regions))} ({markets})"))
    pairs.append((_("Next"), _next_command(view, args)))
    yield from facts(pairs)
    draft = {row.tenant_id for row in draft_rows(view, rows)}
    live = {row.tenant_id for row in live_rows(view, rows)}
    listed = [row for row in rows if row.tenant_id in draft or row.tenant_id in live]
    yield ""
    if listed:
        yield from table(
            ("", _("Partner"), _("Country"), _("Tenant ID"), _("State")),
            (
                (
                    _mark(row, draft, live, is_live=offer.is_live),
                    row.name,
                    row.country or "–",
                    row.tenant_id,
                    _state(row, draft, live, is_live=offer.is_live),
                )
                for row in listed
            ),
        )
    elif offer.draft_channel is ResellerChannel.SOME:
        adding = command_line(args, "audience", "add", offer.offer_id)
        yield _("No partners yet. Add some with: {command}").format(command=f"{adding} TENANT")


def _mark(row: AudienceRow, draft: set[str], live: set[str], *, is_live: bool) -> str:
    if not is_live or (row.tenant_id in live and row.tenant_id in draft):
        return "-" if row.requested is not None else ""
    return "+" if row.tenant_id in draft else "-"


def _state(row: AudienceRow, draft: set[str], live: set[str], *, is_live: bool) -> str:
    words = []
    if row.resold:
        words.append(_("locked: has resold"))
    if is_live and row.tenant_id not in live:
        words.append(_("waits to become live"))
    if is_live and row.tenant_id not in draft:
        words.append(_("leaves the audience"))
    if row.requested is not None:
        words.append(_("removal asked in request {id}").format(id=row.requested))
    if not row.in_directory:
        words.append(_("not in the directory"))
    return ", ".join(words)


def _next_command(view: AudienceView, args: argparse.Namespace) -> str:
    offer = view.standing.offer
    match view.next:
        case "publish":
            return command_line(args, "offers", "publish", offer.offer_id)
        case "sync":
            return command_line(args, "audience", "sync", offer.offer_id)
        case "request":
            numbers = ", ".join(f"#{request.id}" for request in view.open_requests)
            return _("go on with support request {numbers}").format(numbers=numbers)
        case _:
            return _("nothing waits")
