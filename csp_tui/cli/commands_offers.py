"""``csp-tui offers``: list, show, create, edit, publish and delete offers."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import command_line
from csp_tui.cli.ids import add_ids
from csp_tui.cli.options import add_dry_run, add_offer
from csp_tui.cli.output import cell, facts, table
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.markets import markets_in
from csp_tui.domain.offer import OfferStatus, ResellerChannel, Setup, channel_title
from csp_tui.domain.product import Plan, PlanKind, ProductType, plan_kind_title, type_title
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render, titled

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.services.offers import SetupEdit


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("offers", summary_of("offers"))
    parser = group.add(
        "list",
        list_offers,
        _("list all offers"),
        "csp-tui offers list",
        "csp-tui offers list --ids | xargs -n 1 csp-tui audience show",
    )
    add_ids(parser)
    parser = group.add(
        "show", show_offer, _("show one offer"), "csp-tui offers show contoso-backup"
    )
    add_offer(parser)
    parser = group.add(
        "create",
        create_offer,
        _("create an offer in draft"),
        "csp-tui offers create contoso-backup --type saas --name 'Contoso Backup'",
        "csp-tui offers create contoso-vm --type virtual-machine --name VM --plan gold:byol",
    )
    add_offer(parser)
    parser.add_argument(
        "--type",
        type=ProductType.parse,
        required=True,
        metavar=_("TYPE"),
        help=_("the product type: {names}").format(names=", ".join(ProductType)),
    )
    _add_setup(parser, creating=True)
    parser = group.add(
        "edit",
        edit_offer,
        _("change an offer's setup in draft; everything else stays as it is"),
        "csp-tui offers edit contoso-backup --csp-url https://example.com/csp",
        "csp-tui offers edit contoso-backup --markets FR,DE,US",
    )
    add_offer(parser)
    _add_setup(parser, creating=False)
    parser = group.add(
        "publish",
        publish_offer,
        _("publish an offer's whole draft"),
        "csp-tui offers publish contoso-backup",
        "csp-tui offers publish contoso-backup --dry-run",
    )
    add_offer(parser)
    add_dry_run(parser)
    parser = group.add(
        "delete",
        delete_offer,
        _("delete an offer that has never been published"),
        "csp-tui offers delete contoso-backup",
    )
    add_offer(parser)


def _add_setup(parser: Parser, *, creating: bool) -> None:
    parser.add_argument("--name", required=creating, metavar=_("NAME"), help=_("the offer's name"))
    selling = parser.add_mutually_exclusive_group()
    selling.add_argument(
        "--not-transactable",
        dest="transactable",
        action="store_const",
        const=False,
        help=_("SaaS that does not sell through Microsoft"),
    )
    plans = parser.add_mutually_exclusive_group()
    plans.add_argument(
        "--plan",
        dest="plans",
        action="append",
        type=Plan.parse,
        metavar=_("ID:KIND"),
        help=_("a plan; repeat it for more; KIND is one of: {names}").format(
            names=", ".join(PlanKind)
        ),
    )
    if not creating:
        selling.add_argument(
            "--transactable",
            action="store_const",
            const=True,
            help=_("SaaS that sells through Microsoft"),
        )
        plans.add_argument(
            "--no-plans",
            dest="plans",
            action="store_const",
            const=[],
            help=_("remove all plans; --plan replaces all of them"),
        )
    parser.add_argument(
        "--markets",
        metavar=_("CODES"),
        help=_("where its plans are sold: country codes such as “FR,DE,US”, or “all”"),
    )
    parser.add_argument(
        "--csp-url", metavar="URL", help=_("where the CSP program marketing materials are")
    )
    parser.add_argument(
        "--csp-contact-name", metavar=_("NAME"), help=_("the CSP program contact's name")
    )
    parser.add_argument(
        "--csp-contact-email", metavar=_("EMAIL"), help=_("the CSP program contact's e-mail")
    )
    parser.add_argument(
        "--csp-contact-phone", metavar=_("PHONE"), help=_("the CSP program contact's phone")
    )


def _edit_of(args: argparse.Namespace, known: Collection[str]) -> SetupEdit:
    """What the options change.

    Args:
        args: The options.
        known: Codes of the CSP program's markets.
    """
    from csp_tui.services.offers import SetupEdit

    return SetupEdit(
        name=args.name,
        transactable=args.transactable,
        plans=None if args.plans is None else tuple(args.plans),
        markets=None if args.markets is None else markets_in(args.markets, known),
        csp_url=args.csp_url,
        csp_contact_name=args.csp_contact_name,
        csp_contact_email=args.csp_contact_email,
        csp_contact_phone=args.csp_contact_phone,
    )


def list_offers(session: Session, args: argparse.Namespace) -> None:
    """Print all offers in the order of their names."""
    with session.workbench() as workbench:
        states = [row.state for row in workbench.offers.rows()]
    if args.ids:
        session.show_ids(state.offer.offer_id for state in states)
    else:
        session.show(
            lambda: [json_output.offer_line(state) for state in states],
            lambda: _offer_table(states),
        )
    if not states:
        create = ("offers", "create", "ID", "--type", "saas", "--name", "NAME")
        example = command_line(args, *create)
        session.say(_("No offers yet. Create one with: {command}").format(command=example))


def _offer_table(states: list[AudienceState]) -> Iterator[str]:
    if not states:
        return
    yield from table(
        (
            _("Offer ID"),
            _("Name"),
            _("Type"),
            _("Status"),
            _("Option"),
            _("Partners") + "#",
            _("Changes"),
        ),
        (
            (
                state.offer.offer_id,
                state.offer.setup.name,
                state.offer.product_type.value,
                status_word(state.offer.status),
                _from_to(state.offer.live_channel, state.offer.draft_channel)
                if state.offer.is_live
                else state.offer.draft_channel or "–",
                str(json_output.listed(state.offer.draft_channel, state.draft_partners)),
                _("pending") if state.has_changes else "",
            )
            for state in states
        ),
    )


def _from_to(live: ResellerChannel | None, draft: ResellerChannel | None) -> str:
    return (live or "–") if live == draft else f"{live or '–'} → {draft or '–'}"


def status_word(status: OfferStatus) -> str:
    """Draft or live, in the language in use."""
    return pgettext("offer", "live") if status is OfferStatus.LIVE else pgettext("offer", "draft")


def show_offer(session: Session, args: argparse.Namespace) -> None:
    """Print one offer."""
    with session.workbench() as workbench:
        state = workbench.offers.show(args.offer)
    session.show(lambda: json_output.offer(state), lambda: _offer_facts(state))


def _offer_facts(state: AudienceState) -> Iterator[str]:
    offer, setup, eligibility = state.offer, state.offer.setup, state.eligibility
    contact = setup.csp_contact
    yield f"{cell(setup.name)} ({offer.offer_id})"
    yield ""
    pairs = [
        (_("Type"), render(type_title(offer.product_type))),
        (_("Status"), status_word(offer.status)),
        (_("CSP channel"), render(eligibility.reason)),
        (_("Option in draft"), render(channel_title(offer.draft_channel))),
        (_("Option live"), render(channel_title(offer.live_channel)) if offer.is_live else ""),
        (
            _("Partners in draft"),
            str(json_output.listed(offer.draft_channel, state.draft_partners)),
        ),
        (_("Partners live"), str(json_output.listed(offer.live_channel, state.live_partners))),
        (
            render(FIELD_NAMES["plans"]),
            "\n".join(
                titled(plan.plan_id, render(plan_kind_title(plan.kind))) for plan in setup.plans
            ),
        ),
        (render(FIELD_NAMES["markets"]), _markets(setup.markets)),
        (render(FIELD_NAMES["csp_url"]), setup.csp_url),
        (
            render(FIELD_NAMES["csp_contact"]),
            ", ".join(part for part in (contact.name, contact.email, contact.phone) if part),
        ),
    ]
    if offer.product_type is ProductType.SAAS:
        sells = _("yes") if setup.transactable else _("no")
        pairs.insert(1, (render(FIELD_NAMES["transactable"]), sells))
    yield from facts(pairs)


def _markets(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) if codes else _("all markets")


def create_offer(session: Session, args: argparse.Namespace) -> None:
    """Create an offer."""
    with session.workbench() as workbench:
        setup = _edit_of(args, workbench.regions.countries).applied_to(Setup(name=""))
        offer = workbench.offers.create(args.offer, args.type, setup)
        session.done(
            _("Created {offer_id} in draft.").format(offer_id=offer.offer_id),
            lambda: json_output.offer(workbench.offers.show(args.offer)),
        )


def edit_offer(session: Session, args: argparse.Namespace) -> None:
    """Change an offer's setup."""
    with session.workbench() as workbench:
        before = workbench.offers.show(args.offer).offer.version
        offer = workbench.offers.edit(args.offer, _edit_of(args, workbench.regions.countries))
        if offer.version == before:
            message = _("Nothing changed in {offer_id}.")
        elif offer.is_live:
            message = _("Saved the draft of {offer_id}; publish it to make it live.")
        else:
            message = _("Saved the draft of {offer_id}.")
        session.done(
            message.format(offer_id=offer.offer_id),
            lambda: json_output.offer(workbench.offers.show(args.offer)),
        )


def publish_offer(session: Session, args: argparse.Namespace) -> None:
    """Make an offer's draft live, or say what that would do."""
    with session.workbench() as workbench:
        before = workbench.offers.show(args.offer)
        verdict = workbench.offers.publish(args.offer, preview=args.dry_run)
        if verdict.outcome is Outcome.NO_CHANGE:
            message = render(verdict.message)
        elif args.dry_run:
            message = " ".join(_publication_lines(before))
        else:
            message = _("Published {offer_id}.").format(offer_id=args.offer)
        session.done(
            message,
            lambda: {
                **json_output.offer(workbench.offers.show(args.offer)),
                "dry_run": args.dry_run,
            },
            dry_run=args.dry_run,
        )
    session.warn(verdict.warnings)


def _publication_lines(state: AudienceState) -> Iterator[str]:
    """What publishing would make live, a sentence each."""
    offer = state.offer
    yield _("{offer_id} would be published.").format(offer_id=offer.offer_id)
    if offer.is_live and offer.setup_changed:
        yield _("Its setup changes would go live.")
    if offer.draft_channel != offer.live_channel:
        option = render(channel_title(offer.draft_channel))
        yield _("The live option would become “{option}”.").format(option=option)
    if offer.draft_channel is ResellerChannel.SOME and state.additions:
        yield ngettext(
            "{count} partner would go live.",
            "{count} partners would go live.",
            state.additions,
        )


def delete_offer(session: Session, args: argparse.Namespace) -> None:
    """Delete an offer."""
    with session.workbench() as workbench:
        workbench.offers.delete(args.offer)
    session.done(
        _("Deleted {offer_id}. Its history stays.").format(offer_id=args.offer),
        lambda: {"offer_id": args.offer, "deleted": True},
    )
