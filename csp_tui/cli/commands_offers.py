"""``csp-tui offers``: list, show, create, edit, publish and delete offers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from csp_tui.cli import shapes
from csp_tui.cli.ids import add_ids
from csp_tui.cli.output import cell, facts, table
from csp_tui.cli.parser import Commands, Parser
from csp_tui.cli.session import Session
from csp_tui.domain import identifiers
from csp_tui.domain.offer import OfferStatus, ResellerChannel, Setup, channel_title
from csp_tui.domain.product import Plan, PlanKind, ProductType, plan_kind_title, type_title
from csp_tui.domain.standing import Standing
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import gettext as _
from csp_tui.i18n import pgettext, render
from csp_tui.services.offers import SetupEdit


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("offers", _("create, edit, publish and delete offers"))
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
        _("change an offer's setup in draft; what is not named stays"),
        "csp-tui offers edit contoso-backup --csp-url https://example.com/csp",
    )
    add_offer(parser)
    _add_setup(parser, creating=False)
    parser = group.add(
        "publish",
        publish_offer,
        _("make an offer's whole draft live"),
        "csp-tui offers publish contoso-backup",
    )
    add_offer(parser)
    parser = group.add(
        "delete",
        delete_offer,
        _("delete an offer that has never been published"),
        "csp-tui offers delete contoso-backup",
    )
    add_offer(parser)


def add_offer(parser: Parser) -> None:
    """Let a command name its offer."""
    parser.add_argument(
        "offer", type=identifiers.offer_id, metavar=_("OFFER"), help=_("the offer's ID")
    )


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
            help=_("take all plans out; --plan replaces all of them"),
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


def _edit_of(args: argparse.Namespace) -> SetupEdit:
    return SetupEdit(
        name=args.name,
        transactable=args.transactable,
        plans=None if args.plans is None else tuple(args.plans),
        csp_url=args.csp_url,
        csp_contact_name=args.csp_contact_name,
        csp_contact_email=args.csp_contact_email,
        csp_contact_phone=args.csp_contact_phone,
    )


def list_offers(session: Session, args: argparse.Namespace) -> None:
    """Print all offers in the order of their names."""
    with session.workbench() as workbench:
        standings = [row.standing for row in workbench.offers.rows()]
    if args.ids:
        session.show_ids(standing.offer.offer_id for standing in standings)
    else:
        session.show(
            lambda: [shapes.offer_line(standing) for standing in standings],
            lambda: _offer_table(standings),
        )
    if not standings:
        example = "csp-tui offers create ID --type saas --name NAME"
        session.say(_("No offers yet. Create one with: {command}").format(command=example))


def _offer_table(standings: list[Standing]) -> Iterator[str]:
    if not standings:
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
                standing.offer.offer_id,
                standing.offer.setup.name,
                standing.offer.product_type.value,
                status_word(standing.offer.status),
                _from_to(standing.offer.live_channel, standing.offer.draft_channel)
                if standing.offer.is_live
                else standing.offer.draft_channel or "–",
                str(shapes.listed(standing.offer.draft_channel, standing.draft_partners)),
                _("waiting") if standing.has_changes else "",
            )
            for standing in standings
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
        standing = workbench.offers.show(args.offer)
    session.show(lambda: shapes.offer(standing), lambda: _offer_facts(standing))


def _offer_facts(standing: Standing) -> Iterator[str]:
    offer, setup, eligibility = standing.offer, standing.offer.setup, standing.eligibility
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
            str(shapes.listed(offer.draft_channel, standing.draft_partners)),
        ),
        (_("Partners live"), str(shapes.listed(offer.live_channel, standing.live_partners))),
        (
            _("Plans"),
            "\n".join(
                f"{plan.plan_id}: {render(plan_kind_title(plan.kind))}" for plan in setup.plans
            ),
        ),
        (_("CSP program marketing materials"), setup.csp_url),
        (
            _("CSP program contact"),
            ", ".join(part for part in (contact.name, contact.email, contact.phone) if part),
        ),
    ]
    if offer.product_type is ProductType.SAAS:
        pairs.insert(1, (_("Sells through Microsoft"), _("yes") if setup.transactable else _("no")))
    yield from facts(pairs)


def create_offer(session: Session, args: argparse.Namespace) -> None:
    """Create an offer."""
    with session.workbench() as workbench:
        setup = _edit_of(args).applied_to(Setup(name=""))
        offer = workbench.offers.create(args.offer, args.type, setup)
        session.done(
            _("Created {offer_id} in draft.").format(offer_id=offer.offer_id),
            lambda: shapes.offer(workbench.offers.show(args.offer)),
        )


def edit_offer(session: Session, args: argparse.Namespace) -> None:
    """Change an offer's setup."""
    with session.workbench() as workbench:
        before = workbench.offers.show(args.offer).offer.version
        offer = workbench.offers.edit(args.offer, _edit_of(args))
        if offer.version == before:
            message = _("Nothing in {offer_id} is different from before.")
        elif offer.is_live:
            message = _("Saved the draft of {offer_id}; publish it to make it live.")
        else:
            message = _("Saved the draft of {offer_id}.")
        session.done(
            message.format(offer_id=offer.offer_id),
            lambda: shapes.offer(workbench.offers.show(args.offer)),
        )


def publish_offer(session: Session, args: argparse.Namespace) -> None:
    """Make an offer's draft live."""
    with session.workbench() as workbench:
        verdict = workbench.offers.publish(args.offer)
        if verdict.outcome is Outcome.NO_CHANGE:
            message = render(verdict.message)
        else:
            message = _("Published {offer_id}.").format(offer_id=args.offer)
        session.done(message, lambda: shapes.offer(workbench.offers.show(args.offer)))
    session.warn(verdict.warnings)


def delete_offer(session: Session, args: argparse.Namespace) -> None:
    """Delete an offer."""
    with session.workbench() as workbench:
        workbench.offers.delete(args.offer)
    session.done(
        _("Deleted {offer_id}. Its history stays.").format(offer_id=args.offer),
        lambda: {"offer_id": args.offer, "deleted": True},
    )
