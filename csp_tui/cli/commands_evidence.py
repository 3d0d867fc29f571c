"""``csp-tui evidence``: resale evidence and partners from Microsoft's own files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.cli import evidence_json
from csp_tui.cli.column_map import add_map, read_map
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.evidence_text import item_table, unmatched_table
from csp_tui.cli.failures import command_line
from csp_tui.cli.files import add_file, byte_source
from csp_tui.cli.imports import RowCounter, reject_lines
from csp_tui.cli.options import add_dry_run, add_offer, add_offer_filter
from csp_tui.cli.output import table
from csp_tui.cli.values import evidence_number
from csp_tui.domain import identifiers
from csp_tui.domain.evidence import (
    KINDS,
    TABLE_FIELDS,
    DayOrder,
    FileKind,
    TenantHint,
    match_key,
    strength_title,
)
from csp_tui.domain.import_rows import NoUsableRow
from csp_tui.domain.wording import say
from csp_tui.i18n import day, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.evidence_changes import NO_COUNTRY
from csp_tui.services.evidence_report import import_notes, import_summary, kind_sentence

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.evidence_port import (
        EvidenceImport,
    )
    from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
_DOMAINS_AT_MOST = 100
"""Domains that Microsoft is asked about after one import."""


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("evidence", summary_of("evidence"))
    parser = group.add(
        "import",
        import_evidence,
        _("import any of Microsoft's files that csp-tui knows"),
        "csp-tui evidence import Customers.csv --dry-run",
        'csp-tui evidence import sales.csv --map "Partner ID=tenant_id" --map Product=offer',
    )
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in FileKind],
        metavar=_("KIND"),
        help=_("the kind of file, if it is not recognized; one of: {kinds}").format(
            kinds=", ".join(FileKind)
        ),
    )
    add_map(parser, TABLE_FIELDS)
    parser.add_argument(
        "--dates",
        choices=[order.value for order in DayOrder],
        help=_("how dates such as 03/04/2026 are written; left out if not given"),
    )
    parser.add_argument(
        "--domain",
        metavar=_("DOMAIN"),
        default="",
        help=_("the domain that an openid-configuration response is about"),
    )
    parser.add_argument(
        "--online",
        action="store_true",
        help=_("ask Microsoft for the tenant IDs of the partners' domains, as suggestions"),
    )
    add_dry_run(parser)
    parser = group.add(
        "list",
        list_evidence,
        _("list evidence, or the names that are not matched yet"),
        "csp-tui evidence list --offer contoso-backup",
        "csp-tui evidence list --unmatched",
    )
    add_offer_filter(parser)
    parser.add_argument(
        "--unmatched",
        action="store_true",
        help=_("list names without an ID and partners to identify, with suggestions"),
    )
    parser = group.add(
        "match",
        match_partner,
        _("say which partner a name in the files means"),
        f'csp-tui evidence match "Contoso Ltd" {_TENANT}',
    )
    parser.add_argument("name", metavar=_("NAME"), help=_("the name as the files have it"))
    parser.add_argument(
        "tenant",
        type=identifiers.tenant_id,
        metavar=_("TENANT"),
        help=_("a partner's Microsoft Entra tenant ID"),
    )
    parser = group.add(
        "match-offer",
        match_offer,
        _("say which offer a name in the files means"),
        'csp-tui evidence match-offer "Contoso Backup (new)" contoso-backup',
    )
    parser.add_argument("name", metavar=_("NAME"), help=_("the name as the files have it"))
    add_offer(parser)
    parser = group.add(
        "dismiss",
        dismiss_evidence,
        _("dismiss evidence that is wrong; it no longer locks its partner"),
        'csp-tui evidence dismiss 12 --why "A test purchase of our own"',
    )
    parser.add_argument(
        "number", type=evidence_number, metavar=_("NUMBER"), help=_("the number of the evidence")
    )
    parser.add_argument(
        "--why", required=True, metavar=_("TEXT"), help=_("the reason, which the history keeps")
    )
    group.add(
        "kinds",
        list_kinds,
        _("list the kinds of files that can be imported"),
        "csp-tui evidence kinds",
    )


def import_evidence(session: Session, args: argparse.Namespace) -> None:
    """Import a file."""
    from csp_tui.exchange.microsoft.json_files import NO_DOMAIN
    from csp_tui.exchange.microsoft.opening import EvidenceFile

    mapping = read_map(args.mapping)
    kind = FileKind(args.kind) if args.kind else None
    order = DayOrder(args.dates) if args.dates else None
    counter = RowCounter()
    found: list[TenantHint] = []
    with EvidenceFile(byte_source(args.file)) as file, session.workbench() as workbench:
        recognized = file.recognize(kind, mapping, workbench.evidence.mappings())
        today = workbench.clock.now().astimezone().date()
        with file.read(recognized, order=order, domain=args.domain, today=today) as rows:
            try:
                result = workbench.evidence_import.import_file(
                    rows,
                    file.facts(recognized),
                    preview=args.dry_run,
                    progress=counter.progress,
                )
            except NoUsableRow as error:
                if any(one.reason == NO_DOMAIN for one in error.rejects):
                    error.next_step = say("Name the domain with --domain.")
                raise
            finally:
                counter.end()
        session.changed = not args.dry_run
        sure = recognized.is_sure
        session.say(render(kind_sentence(result.kind, result.file, is_sure=sure)))
        session.say(*_import_lines(result, args))
        if args.online and not args.dry_run:
            found = _ask_microsoft(session, args, workbench)
    session.show(
        lambda: evidence_json.evidence_import(result, found, is_sure=sure, dry_run=args.dry_run)
    )


def _import_lines(result: EvidenceImport, args: argparse.Namespace) -> Iterator[str]:
    yield render(import_summary(result))
    for note in import_notes(result):
        yield _("Note: {warning}").format(warning=render(note))
    if args.dry_run:
        yield _("Nothing was changed: this was a dry run.")
    elif result.evidence.unmatched or result.waiting or result.countryless:
        command = command_line(args, "evidence", "list", "--unmatched")
        yield _("Names to match, with suggestions: {command}").format(command=command)
    yield from reject_lines(result.rejects, result.rejected)


def _ask_microsoft(
    session: Session, args: argparse.Namespace, workbench: Workbench
) -> list[TenantHint]:
    """Ask for the tenants of the domains that wait, each once.

    Raises:
        RemoteProblem: Microsoft cannot be reached; what was imported stays imported.
    """
    from csp_tui.exchange.microsoft.tenant_lookup import MICROSOFT, tenant_of_domain

    wanted = {
        one.domain
        for one in workbench.evidence.unmatched()
        if one.needs_partner
        and one.domain
        and not any(
            other.source == "domain"
            for other in workbench.evidence.suggestions(one.name, one.domain)
        )
    }
    found = []
    for domain in sorted(wanted)[:_DOMAINS_AT_MOST]:
        hint = tenant_of_domain(domain)
        if hint is None:
            session.say(_("Microsoft knows no tenant for {domain}.").format(domain=domain))
        else:
            found.append(hint)
    if found:
        workbench.evidence_import.add_hints(found, MICROSOFT)
        session.say(
            ngettext(
                "Microsoft returned {count} tenant ID. Confirm it with: {command}",
                "Microsoft returned {count} tenant IDs. Confirm them with: {command}",
                len(found),
                command=f"{command_line(args, 'evidence', 'match')} NAME TENANT",
            )
        )
    return found


def list_evidence(session: Session, args: argparse.Namespace) -> None:
    """Print evidence, or the names that wait."""
    with session.workbench() as workbench:
        if args.unmatched:
            _list_unmatched(session, workbench)
            return
        items = workbench.evidence.items(args.offer)
        until = workbench.evidence.known_until(args.offer) if args.offer else None
    session.show(lambda: [evidence_json.item(item) for item in items], lambda: item_table(items))
    if until is not None:
        date = day(until.date())
        session.say(
            _("No other resale known as of {date}.").format(date=date)
            if items
            else _("No resale known as of {date}.").format(date=date)
        )
    elif not items:
        example = f"{command_line(args, 'evidence', 'import')} FILE"
        session.say(_("No evidence yet. Import some with: {command}").format(command=example))


def _list_unmatched(session: Session, workbench: Workbench) -> None:
    found = [
        (
            one,
            workbench.evidence.suggestions(one.name, one.domain) if one.needs_partner else (),
        )
        for one in workbench.evidence.unmatched()
    ]
    session.show(
        lambda: [evidence_json.unmatched(one, suggested) for one, suggested in found],
        lambda: unmatched_table(found),
    )
    if not found:
        session.say(_("No names to match."))


def match_partner(session: Session, args: argparse.Namespace) -> None:
    """Match a partner's name."""
    with session.workbench() as workbench:
        is_new = workbench.evidence.match(args.name, args.tenant)
        waits = any(
            one.tenant_id == args.tenant and match_key(one.name) == match_key(args.name)
            for one in workbench.evidence.unmatched()
        )
    session.done(
        _matched(is_new=is_new, name=args.name, target=args.tenant),
        lambda: {"name": args.name, "tenant_id": args.tenant, "changed": is_new},
    )
    if waits:
        session.warn([NO_COUNTRY])


def match_offer(session: Session, args: argparse.Namespace) -> None:
    """Match an offer's name."""
    with session.workbench() as workbench:
        is_new = workbench.evidence.match_offer(args.name, args.offer)
    session.done(
        _matched(is_new=is_new, name=args.name, target=args.offer),
        lambda: {"name": args.name, "offer_id": args.offer, "changed": is_new},
    )


def _matched(*, is_new: bool, name: str, target: str) -> str:
    if is_new:
        return _("Matched “{name}” to {target}.").format(name=name, target=target)
    return _("“{name}” was already matched to {target}.").format(name=name, target=target)


def dismiss_evidence(session: Session, args: argparse.Namespace) -> None:
    """Dismiss a piece of evidence."""
    with session.workbench() as workbench:
        item = workbench.evidence.dismiss(args.number, args.why)
    session.done(
        _("Dismissed the evidence: {place}.").format(place=render(item.note.place)),
        lambda: {**evidence_json.item(item), "dismissed": args.why},
    )


def list_kinds(session: Session, args: argparse.Namespace) -> None:
    """Print the kinds of files."""
    session.show(
        lambda: [
            {
                "kind": kind.value,
                "title": render(facts.title, "en"),
                "strength": None if facts.strength is None else facts.strength.value,
                "source": render(facts.source, "en"),
            }
            for kind, facts in KINDS.items()
        ],
        lambda: table(
            (_("Kind"), _("File"), _("Provides"), _("Strength"), _("Where to get it")),
            (
                (
                    kind.value,
                    render(facts.title),
                    render(facts.gives),
                    "" if facts.strength is None else render(strength_title(facts.strength)),
                    render(facts.source),
                )
                for kind, facts in KINDS.items()
            ),
        ),
    )
