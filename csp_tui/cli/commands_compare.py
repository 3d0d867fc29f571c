"""``csp-tui compare``: two audiences, and who is on only one of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from csp_tui import i18n
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.document_output import add_format, show_document
from csp_tui.cli.failures import DIFFERENT, DONE
from csp_tui.domain.offer import channel_title
from csp_tui.exchange.documents import Document, Part
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.domain.import_rows import AudienceFile
    from csp_tui.services.compare import Comparison, Side
    from csp_tui.services.views import LocatedPartner


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "compare",
        compare,
        summary_of("compare"),
        "csp-tui compare contoso-backup contoso-backup@live",
        "csp-tui compare contoso-backup@2026-03-01 list:eu-distributors --format html --out c.html",
        details=_(
            "A side is OFFER (its draft), OFFER@live, OFFER@YYYY-MM-DD (live at the end of that "
            "day, UTC), list:NAME, file:PATH or remote:OFFER (as pulled from Partner Center)."
        ),
    )
    parser.add_argument("left", metavar=_("LEFT"), help=_("one audience"))
    parser.add_argument("right", metavar=_("RIGHT"), help=_("the other audience"))
    add_format(parser)
    parser.add_argument(
        "--exit-code", action="store_true", help=_("exit with 5 if there is a difference")
    )


def compare(session: Session, args: argparse.Namespace) -> int:
    """Print how two audiences differ."""
    with session.workbench() as workbench:
        found = workbench.compare.compare(args.left, args.right, _read)
    show_document(args, lambda: comparison_document(found), lambda: comparison_shape(found))
    session.say(*comparison_words(found))
    return DIFFERENT if args.exit_code and not found.is_same else DONE


def _read(path: str) -> AudienceFile:
    from csp_tui.exchange.audience_csv import read_audience

    return read_audience(path)


def comparison_shape(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON values."""
    return {
        "left": _side_shape(found.left),
        "right": _side_shape(found.right),
        "both": found.both,
        "only_left": map(asdict, found.only_left),
        "only_right": map(asdict, found.only_right),
        "regions": {
            "only_left": list(found.regions_left),
            "only_right": list(found.regions_right),
        },
        "markets": {"left": found.markets_left, "right": found.markets_right},
    }


def _side_shape(side: Side) -> dict[str, Any]:
    return {
        "label": side.label,
        "reseller_channel": side.channel,
        "partners": len(side.partners),
    }


def comparison_document(found: Comparison) -> Document:
    """A comparison as a report."""
    columns = (_("Tenant ID"), _("Name"), _("Country"), _("Region"))
    return Document(
        _("{left} compared with {right}").format(left=found.left.label, right=found.right.label),
        i18n.current(),
        list(comparison_words(found)),
        [
            Part(
                _("Partners"),
                (_("Side"), *columns),
                [
                    *_rows(found.left.label, found.only_left),
                    *_rows(found.right.label, found.only_right),
                ],
            )
        ],
    )


def _rows(label: str, partners: Iterable[LocatedPartner]) -> list[tuple[str, ...]]:
    side = _("only {side}").format(side=label)
    return [(side, one.tenant_id, one.name, one.country, one.region) for one in partners]


def comparison_words(found: Comparison) -> list[str]:
    """What two audiences have in common, in sentences."""
    lines = [
        _("{side}: {option}").format(side=side.label, option=render(channel_title(side.channel)))
        for side in (found.left, found.right)
        if side.channel is not None
    ]
    counts = [ngettext("{count} partner on both.", "{count} partners on both.", found.both)]
    for side, partners in ((found.left, found.only_left), (found.right, found.only_right)):
        if partners:
            text = _("Only {side}: {count}.")
            counts.append(text.format(side=side.label, count=len(partners)))
    lines.append(" ".join(counts))
    for side, regions in ((found.left, found.regions_left), (found.right, found.regions_right)):
        if regions:
            lines.append(
                _("Regions only {side}: {regions}.").format(
                    side=side.label, regions=", ".join(regions)
                )
            )
    lines.append(
        _("Markets: {left} has {left_count}, {right} has {right_count}.").format(
            left=found.left.label,
            left_count=found.markets_left,
            right=found.right.label,
            right_count=found.markets_right,
        )
    )
    return lines
