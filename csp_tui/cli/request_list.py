"""``csp-tui requests list``: support requests with their age and what they block."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.failures import command_line
from csp_tui.cli.ids import add_ids
from csp_tui.cli.options import add_offer_filter
from csp_tui.cli.output import table
from csp_tui.cli.values import days
from csp_tui.domain.offer import channel_title
from csp_tui.domain.support import (
    OLD_AFTER,
    RequestKind,
    SupportRequest,
    age_days,
    is_old,
    status_title,
)
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render

if TYPE_CHECKING:
    from datetime import datetime

    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.support import SupportService
    from csp_tui.services.views import BlockedByRequest

_AT_ONCE = 200


def register_list(group: Commands) -> None:
    """Add ``list``."""
    parser = group.add(
        "list",
        list_requests,
        _("list support requests, newest first"),
        "csp-tui requests list --offer contoso-backup",
        "csp-tui requests list --old 14",
    )
    add_ids(parser)
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument(
        "--open",
        action="store_true",
        help=_("only open requests: drafts and submitted ones"),
    )
    shown.add_argument(
        "--old",
        type=days,
        nargs="?",
        const=OLD_AFTER,
        metavar="N",
        help=_(
            "only open requests that have not changed for more than this many days "
            "(default: {count})"
        ).format(count=OLD_AFTER),
    )
    add_offer_filter(parser)


def list_requests(session: Session, args: argparse.Namespace) -> None:
    """Print support requests."""
    with session.workbench() as workbench:
        now = workbench.clock.now()
        rows = _filtered(workbench.support.each(args.offer), args, now)
        first = next(rows, None)
        listed = () if first is None else itertools.chain((first,), rows)
        support = workbench.support
        if args.ids:
            session.show_ids(str(row.id) for row in listed)
        else:
            session.show(
                lambda: _shapes(support, listed, now), lambda: _request_table(support, listed, now)
            )
    if first is None and (args.open or args.old is not None):
        session.say(_("No such requests are open."))
    elif first is None:
        example = command_line(args, "requests", "new", "OFFER", "--remove", "TENANT")
        session.say(_("No support requests. Create one with: {command}").format(command=example))


def _filtered(
    rows: Iterable[SupportRequest], args: argparse.Namespace, now: datetime
) -> Iterator[SupportRequest]:
    for row in rows:
        if args.old is not None:
            wanted = is_old(row, now, args.old)
        else:
            wanted = row.status.is_open or not args.open
        if wanted:
            yield row


def _with_blocked(
    support: SupportService, rows: Iterable[SupportRequest]
) -> Iterator[tuple[SupportRequest, BlockedByRequest | None]]:
    """Requests with what they block, few in memory at a time."""
    waiting = iter(rows)
    while some := list(itertools.islice(waiting, _AT_ONCE)):
        blocked = support.blocked_by(some)
        yield from ((row, blocked.get(row.id)) for row in some)


def _shapes(
    support: SupportService, rows: Iterable[SupportRequest], now: datetime
) -> Iterator[json_output.Shape]:
    for row, blocked in _with_blocked(support, rows):
        yield json_output.listed_request(row, blocked, now)


def _request_table(
    support: SupportService, rows: Iterable[SupportRequest], now: datetime
) -> Iterator[str]:
    yield from table(
        (
            _("ID") + "#",
            _("Offer ID"),
            pgettext("content", "Request"),
            _("Status"),
            _("Ticket"),
            pgettext("column", "Age"),
            pgettext("column", "Blocks"),
            _("Updated"),
        ),
        (
            (
                str(row.id),
                row.offer_id,
                asks_for(row),
                render(status_title(row.status)),
                row.ticket or "–",
                _age(row, now),
                _blocks(blocked),
                row.updated_at.date().isoformat(),
            )
            for row, blocked in _with_blocked(support, rows)
        ),
    )


def _age(request: SupportRequest, now: datetime) -> str:
    if not request.status.is_open:
        return "–"
    return ngettext("{count} day", "{count} days", age_days(request, now))


def _blocks(blocked: BlockedByRequest | None) -> str:
    """What a request blocks, in a few words."""
    parts = []
    if blocked is not None and blocked.keeping_access:
        count = blocked.keeping_access
        parts.append(ngettext("{count} keeps access", "{count} keep access", count))
    if blocked is not None and blocked.reseller_channel is not None:
        parts.append(_("stays “{option}”").format(option=blocked.reseller_channel[0] or "–"))
    if blocked is not None and blocked.plans:
        count = len(blocked.plans)
        parts.append(ngettext("{count} plan", "{count} plans", count))
    return " · ".join(parts) or "–"


def asks_for(request: SupportRequest) -> str:
    """What a request asks for, in a few words."""
    if request.kind is RequestKind.CHANGE_OPTION:
        return _("change to “{option}”").format(option=render(channel_title(request.change_to)))
    return ngettext(
        "deauthorize {count} partner", "deauthorize {count} partners", len(request.tenant_ids)
    )
