"""``csp-tui lists``: the offers that follow a list, how they differ from it, and applying it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from csp_tui.cli.list_output import (
    drift_lines,
    drift_shape,
    summary_shape,
)
from csp_tui.cli.options import add_dry_run, add_list_name
from csp_tui.cli.plan_output import (
    add_needless_yes,
    add_requests,
    add_skip_refused,
    carry_out,
    options_of,
    preview,
)
from csp_tui.domain import identifiers
from csp_tui.domain.partner_list import checked_list_name
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session


def register(group: Commands) -> None:
    """Add the commands to the group."""
    for name, run, summary in (
        (
            "follow",
            follow_list,
            _("let offers follow a list; their drafts stay until it is applied"),
        ),
        ("unfollow", unfollow_list, _("stop offers following a list; their partners stay")),
    ):
        parser = group.add(
            name, run, summary, f"csp-tui lists {name} eu-distributors --offers contoso-backup"
        )
        add_list_name(parser)
        parser.add_argument(
            "--offers",
            nargs="+",
            required=True,
            type=identifiers.offer_id,
            metavar=_("OFFER"),
            help=_("the IDs of the offers"),
        )
    parser = group.add(
        "drift",
        show_drift,
        _("show how offers differ from the lists that they follow"),
        "csp-tui lists drift",
    )
    parser.add_argument(
        "name", nargs="?", type=checked_list_name, metavar=_("NAME"), help=_("only this list")
    )
    parser = group.add(
        "apply",
        apply_list,
        _("bring the offers that follow a list in line with it, as one change"),
        "csp-tui lists apply eu-distributors --dry-run",
    )
    add_list_name(parser)
    add_dry_run(parser)
    add_needless_yes(parser)
    add_skip_refused(parser)
    add_requests(parser)


def follow_list(session: Session, args: argparse.Namespace) -> None:
    """Let offers follow a list."""
    _follow(session, args, follow=True)


def unfollow_list(session: Session, args: argparse.Namespace) -> None:
    """Stop offers following a list."""
    _follow(session, args, follow=False)


def _follow(session: Session, args: argparse.Namespace, *, follow: bool) -> None:
    with session.workbench() as workbench:
        changed = workbench.lists.follow(args.name, args.offers, follow=follow)
        row = workbench.lists.show(args.name)
    count = len(changed)
    if follow:
        text = ngettext(
            "{count} more offer follows the list.", "{count} more offers follow the list.", count
        )
    else:
        text = ngettext(
            "{count} offer no longer follows it.", "{count} offers no longer follow it.", count
        )
    session.done(text, lambda: summary_shape(row))


def show_drift(session: Session, args: argparse.Namespace) -> None:
    """Print how offers differ from lists."""
    with session.workbench() as workbench:
        rows = [workbench.lists.show(args.name)] if args.name else workbench.lists.rows()
    drifts = [(row.list.name, drift) for row in rows for drift in row.offers if drift.has_drifted]
    session.show(
        lambda: [{"name": name, **drift_shape(drift)} for name, drift in drifts],
        lambda: drift_lines(drifts),
    )
    if not drifts:
        session.say(_("Every offer matches the lists that it follows."))


def apply_list(session: Session, args: argparse.Namespace) -> None:
    """Bring offers in line with a list."""
    options = options_of(args)
    with session.workbench() as workbench:
        if args.dry_run:
            desired = workbench.lists.wishes([args.name])
            preview(session, workbench.plans.plan(desired, requests=args.requests), options)
            return
        carry_out(
            session, lambda: workbench.lists.apply(args.name, options, requests=args.requests)
        )
