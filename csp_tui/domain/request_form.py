"""Partner Center's form for a support request: exact values, description, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import Offer, ResellerChannel, channel_title
from csp_tui.domain.product import ProductType
from csp_tui.domain.support import RequestKind, Selections, Severity, SupportRequest
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Message, say, say_n

DESCRIPTION_LISTS_AT_MOST = 500
TICKET_LIMIT = 60
_TICKET = re.compile(r"[A-Za-z0-9#_./:-]+")
_DIGIT = re.compile(r"[0-9]")

# Exact values of the form; the French ones are those of the French article. Product family and
# product are written only in an English version of it, so they stay English in both.
_VERSION = {"en": "Live offer management", "fr": "Gestion des offres en direct"}
_PROBLEM = {"en": "Update existing offer", "fr": "Mettre à jour l’offre existante"}
_TITLE = {"en": "Deauthorize CSP", "fr": "Supprimer l’autorisation CSP"}
# Two categories of the form are documented; for the others the form's own entry that names the
# offer's type has to be picked, and this says which.
_CATEGORY = {
    ProductType.SAAS: {"en": "SaaS apps", "fr": "Applications SaaS"},
    ProductType.AZURE_APPLICATION: {
        "en": "Azure Applications offer",
        "fr": "Offre Applications Azure",
    },
    ProductType.VIRTUAL_MACHINE: {"en": "Virtual Machines", "fr": "Machines virtuelles"},
    ProductType.CORE_VIRTUAL_MACHINE: {"en": "Virtual Machines", "fr": "Machines virtuelles"},
    ProductType.BUSINESS_CENTRAL: {
        "en": "Dynamics 365 Business Central offers",
        "fr": "Offres Dynamics 365 Business Central",
    },
}
_OTHER_CATEGORY = {
    "en": "The category that refers to your offer",
    "fr": "La catégorie qui fait référence à votre offre",
}


def severity_title(severity: Severity) -> Message:
    """The severity as people say it."""
    return {
        Severity.MINIMAL: say("Minimal impact"),
        Severity.MODERATE: say("Moderate impact"),
        Severity.CRITICAL: say("Critical impact"),
    }[severity]


def selections_for(product_type: ProductType, language: str) -> Selections:
    """The form's drop-down values for an offer, in ``en`` or ``fr`` (csp-rules section 6)."""
    return Selections(
        product_family="Cloud and Online Services",
        product="Marketplace Publisher",
        product_version=_VERSION[language],
        category=_CATEGORY.get(product_type, _OTHER_CATEGORY)[language],
        problem=_PROBLEM[language],
    )


def title_for(language: str) -> str:
    """The issue title; all four flows of the program use the same one."""
    return _TITLE[language]


def describe(
    offer: Offer,
    kind: RequestKind,
    change_to: ResellerChannel | None,
    partners: Sequence[tuple[str, str]],
    resold: Sequence[tuple[str, str]] = (),
) -> tuple[Message, ...]:
    """Write the description of a request, a message a line.

    Args:
        offer: The offer.
        kind: What is asked.
        change_to: The option asked for, if the option is to change.
        partners: Name and tenant ID of the partners named in the request.
        resold: Name and tenant ID of those that have already resold the offer.
    """
    lines: list[Message] = []
    names = {"name": offer.setup.name, "offer_id": offer.offer_id}
    if kind is RequestKind.DEAUTHORIZE:
        lines.append(
            say_n(
                "Please deauthorize the following CSP partner for the live offer "
                "“{name}” (offer ID: {offer_id}).",
                "Please deauthorize the following CSP partners for the live offer "
                "“{name}” (offer ID: {offer_id}).",
                len(partners),
                **names,
            )
        )
        lines.append(
            say_n(
                "We know of no sale of the offer to customers by this partner.",
                "We know of no sale of the offer to customers by any of them.",
                len(partners),
            )
        )
    else:
        lines.append(
            say(
                "Please change the CSP reseller audience of the live offer "
                "“{name}” (offer ID: {offer_id}).",
                **names,
            )
        )
        lines.append(say("Current option: {option}", option=channel_title(offer.live_channel)))
        lines.append(say("New option: {option}", option=channel_title(change_to)))
        if partners:
            lines.append(say_n("Partner to authorize:", "Partners to authorize:", len(partners)))
    lines.extend(
        say("- {name}, tenant ID {tenant}", name=name, tenant=tenant)
        for name, tenant in partners[:DESCRIPTION_LISTS_AT_MOST]
    )
    if len(partners) > DESCRIPTION_LISTS_AT_MOST:
        lines.append(
            say_n(
                "… and {count} more, in the attached list.",
                "… and {count} more, in the attached list.",
                len(partners) - DESCRIPTION_LISTS_AT_MOST,
            )
        )
    if kind is RequestKind.CHANGE_OPTION and resold:
        lines.append(
            say_n(
                "Partner that has already resold the offer:",
                "Partners that have already resold the offer:",
                len(resold),
            )
        )
        lines.extend(
            say("- {name}, tenant ID {tenant}", name=name, tenant=tenant)
            for name, tenant in resold[:DESCRIPTION_LISTS_AT_MOST]
        )
    return tuple(lines)


def checked_ticket(text: str | None) -> str | None:
    """Clean a ticket number; nothing entered becomes None.

    Raises:
        InvalidInput: It is longer than any ticket number, has other characters than one, or no
            digit.
    """
    text = clean(text or "")
    if text and not (_TICKET.fullmatch(text) and _DIGIT.search(text)):
        example = "2611160040001234"
        raise InvalidInput(
            say("“{ticket}” is not a ticket number.", ticket=text[:TICKET_LIMIT]),
            say(
                "A ticket number has at least one digit. Enter it as Partner Center shows it, "
                "for example {example}.",
                example=example,
            )
            if _TICKET.fullmatch(text)
            else say(
                "Enter it as Partner Center shows it, for example {example}. Letters, digits and "
                "the characters # - _ . / : are allowed.",
                example=example,
            ),
            field="ticket",
        )
    if len(text) > TICKET_LIMIT:
        raise InvalidInput(
            say("The ticket number has {length} characters.", length=len(text)),
            say("Enter the number alone, at most {limit} characters.", limit=TICKET_LIMIT),
            field="ticket",
        )
    return text or None


def form_lines(request: SupportRequest) -> tuple[tuple[Message, str | Message], ...]:
    """The request as the form asks for it: field and value, in the order of the form.

    The drop-downs keep their exact values; the fields after the title are the workbench's own
    (csp-rules section 6).
    """
    chosen = request.selections
    contact = request.contact
    reach = ", ".join(part for part in (contact.name, contact.email, contact.phone) if part)
    return (
        (say("Product family"), chosen.product_family),
        (say("Product"), chosen.product),
        (say("Select the product version"), chosen.product_version),
        (say("Select a category that best describes the issue"), chosen.category),
        (say("Select a problem that best describes the issue"), chosen.problem),
        (say("Issue title"), request.title),
        (say("Description"), request.description),
        (say("Severity"), severity_title(request.severity)),
        (say("Contact"), reach),
    )


def missing_for_submission(request: SupportRequest) -> tuple[tuple[str, Message], ...]:
    """What the issue details still lack, as pairs of field name and sentence."""
    missing: list[tuple[str, Message]] = []
    if not request.title.strip():
        missing.append(("title", say("Enter the issue title.")))
    if not request.description.strip():
        missing.append(("description", say("Describe what Microsoft should change.")))
    if not request.contact.name:
        missing.append(("contact_name", say("Enter a contact name for support.")))
    if not (request.contact.email or request.contact.phone):
        missing.append(
            ("contact_email", say("Enter an e-mail address or a phone number for the answer."))
        )
    return tuple(missing)
