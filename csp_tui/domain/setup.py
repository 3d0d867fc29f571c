"""What can be entered for an offer, cleaned and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.identifiers import plan_id as checked_plan_id
from csp_tui.domain.markets import checked_markets
from csp_tui.domain.offer import CspContact, Setup
from csp_tui.domain.product import Plan, ProductType, plan_kinds
from csp_tui.domain.text import clean
from csp_tui.domain.wording import quoted, say

NAME_LIMIT = 120
"""Characters in an offer's name: the API's limit of ``product.alias``."""
PLAN_LIMIT = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBER = re.compile(r"[\d\s()+./–-]*")
_NUMBER_DIGITS = 3


def checked_setup(product_type: ProductType, setup: Setup) -> Setup:
    """Clean and check what was entered for an offer.

    Returns:
        The setup with cleaned texts.

    Raises:
        InvalidInput: A field cannot be used; ``field`` of the error names it, and ``others`` are
            the errors of further fields.
    """
    contact, fields = setup.csp_contact, FieldChecks()
    checked = Setup(
        name=fields.check(lambda: _checked_name(setup.name), ""),
        transactable=fields.check(lambda: _checked_channel(product_type, setup), True),
        plans=fields.check(lambda: _checked_plans(product_type, setup.plans), ()),
        markets=fields.check(lambda: checked_markets(setup.markets), ()),
        csp_url=fields.check(lambda: checked_url(setup.csp_url), ""),
        csp_contact=CspContact(
            clean(contact.name),
            fields.check(lambda: checked_email(contact.email), ""),
            clean(contact.phone),
        ),
    )
    fields.require_valid()
    return checked


def _checked_name(text: str) -> str:
    name = clean(text)
    if not name:
        raise InvalidInput(say("The offer has no name."), say("Enter a name."), field="name")
    if len(name) > NAME_LIMIT:
        raise InvalidInput(
            say("The name has {length} characters.", length=len(name)),
            say("Shorten it to {limit} characters.", limit=NAME_LIMIT),
            field="name",
        )
    return name


def _checked_channel(product_type: ProductType, setup: Setup) -> bool:
    if not setup.transactable and product_type is not ProductType.SAAS:
        raise InvalidInput(
            say("Only SaaS offers can be set not to sell through Microsoft."),
            say("Leave this setting on."),
            field="transactable",
        )
    return setup.transactable


def _checked_plans(product_type: ProductType, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    allowed = plan_kinds(product_type)
    seen: dict[str, Plan] = {}
    for plan in plans:
        checked_plan_id(plan.plan_id)
        if plan.kind not in allowed:
            raise InvalidInput(
                say(
                    "An offer of type {type} cannot have a plan of kind {kind}.",
                    type=product_type.value,
                    kind=plan.kind.value,
                ),
                say("Select one of: {names}.", names=", ".join(allowed)),
                field="plan",
            )
        if plan.plan_id in seen:
            raise InvalidInput(
                say("The plan ID {value} is used twice.", value=plan.plan_id),
                say("Give each plan an ID of its own."),
                field="plan",
            )
        seen[plan.plan_id] = plan
    if len(seen) > PLAN_LIMIT:
        raise InvalidInput(
            say("The offer has {count} plans.", count=len(seen)),
            say("Keep it to {limit} plans.", limit=PLAN_LIMIT),
            field="plan",
        )
    return tuple(seen.values())


def checked_url(text: str) -> str:
    """Check a web address; "" stays "".

    Raises:
        InvalidInput: It is not an http or https address with a host.
    """
    text = clean(text)
    if not text:
        return ""
    problem = InvalidInput(
        say("{value} is not a web address.", value=quoted(text[:80])),
        say("Enter an address without spaces that begins with https:// or http://."),
        field="csp_url",
    )
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in ("http", "https") or not host or " " in text or len(text) > 2000:
        raise problem
    # Where these stand before the host, people and programs read another one.
    if "@" in parts.netloc or "\\" in text:
        raise problem
    return text


def checked_phone(text: str, field: str) -> str:
    """Check a phone number; "" stays "".

    Args:
        text: What was entered; an extension or a note may follow the number.
        field: What the error calls the field.

    Raises:
        InvalidInput: It does not begin with a number of at least three digits.
    """
    text = clean(text)
    number = _NUMBER.match(text)
    if number and text and sum(map(str.isdigit, number[0])) < _NUMBER_DIGITS:
        raise InvalidInput(
            say("{value} is not a phone number.", value=quoted(text[:80])),
            say("Enter a number like {example}.", example="+33 1 23 45 67 89"),
            field=field,
        )
    return text


def checked_email(text: str, field: str = "csp_contact_email") -> str:
    """Check an e-mail address; "" stays "".

    Args:
        text: What was entered.
        field: What the error calls the field.

    Raises:
        InvalidInput: It has no name, no domain, or white space in it.
    """
    text = clean(text)
    if text and not _EMAIL.fullmatch(text):
        raise InvalidInput(
            say("{value} is not an e-mail address.", value=quoted(text[:80])),
            say("Enter an address like partners@example.com."),
            field=field,
        )
    return text
