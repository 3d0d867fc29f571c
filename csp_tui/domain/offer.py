"""A marketplace offer: its type, plans and what must be entered for the CSP channel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import plan_id as checked_plan_id
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Message, say

NAME_LIMIT = 120
"""Characters in an offer's name: the API's limit of ``product.alias``."""
PLAN_LIMIT = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class ResellerChannel(StrEnum):
    """The three options of the CSP reseller audience (R10), in the API's words."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class OfferStatus(StrEnum):
    """Whether the offer has ever been published."""

    DRAFT = "draft"
    LIVE = "live"


class ProductType(StrEnum):
    """Every product type of the Product Ingestion API, by its name on the command line (R8)."""

    SAAS = "saas"
    VIRTUAL_MACHINE = "virtual-machine"
    CORE_VIRTUAL_MACHINE = "core-virtual-machine"
    AZURE_APPLICATION = "azure-application"
    BUSINESS_CENTRAL = "business-central"
    CONTAINER = "container"
    CONTAINER_APP = "container-app"
    CONSULTING_SERVICE = "consulting-service"
    COSELL_ONLY = "cosell-only"
    CUSTOMER_ENGAGEMENT = "dynamics365-for-customer-engagement"
    OPERATIONS = "dynamics365-for-operations"
    IOT_EDGE_MODULE = "iot-edge-module"
    MANAGED_SERVICE = "managed-service"
    POWER_BI_APP = "power-bi-app"
    POWER_BI_VISUAL = "power-bi-visual"
    XBOX360_NON_BACKCOMPAT = "xbox360-non-backcompat"

    @property
    def api_name(self) -> str:
        """The value of ``product.type`` in the Product Ingestion API."""
        return _API_NAMES[self]

    @classmethod
    def parse(cls, text: str) -> ProductType:
        """Read a type by its command-line name, its kebab-case API name or its API name.

        Raises:
            InvalidInput: No product type has that name.
        """
        wanted = text.strip().replace("-", "").lower()
        for member in cls:
            if wanted in (member.value.replace("-", ""), member.api_name.lower()):
                return member
        raise InvalidInput(
            say("There is no product type {value}.", value=repr(text)),
            say("Choose one of: {names}.", names=", ".join(cls)),
            field="type",
        )


_API_NAMES = {
    ProductType.SAAS: "softwareAsAService",
    ProductType.VIRTUAL_MACHINE: "azureVirtualMachine",
    ProductType.CORE_VIRTUAL_MACHINE: "coreVirtualMachine",
    ProductType.AZURE_APPLICATION: "azureApplication",
    ProductType.BUSINESS_CENTRAL: "dynamics365BusinessCentral",
    ProductType.CONTAINER: "azureContainer",
    ProductType.CONTAINER_APP: "containerApp",
    ProductType.CONSULTING_SERVICE: "consultingService",
    ProductType.COSELL_ONLY: "cosellOnly",
    ProductType.CUSTOMER_ENGAGEMENT: "dynamics365ForCustomerEngagement",
    ProductType.OPERATIONS: "dynamics365ForOperations",
    ProductType.IOT_EDGE_MODULE: "iotEdgeModule",
    ProductType.MANAGED_SERVICE: "managedService",
    ProductType.POWER_BI_APP: "powerBiApp",
    ProductType.POWER_BI_VISUAL: "powerBiVisual",
    ProductType.XBOX360_NON_BACKCOMPAT: "xbox360NonBackcompat",
}


class PlanKind(StrEnum):
    """What kind of plan it is: the subtype of an application, the licence of a machine."""

    MANAGED_APPLICATION = "managed-application"
    SOLUTION_TEMPLATE = "solution-template"
    BYOL = "byol"
    PAY_AS_YOU_GO = "pay-as-you-go"
    STANDARD = "standard"

    @classmethod
    def parse(cls, text: str) -> PlanKind:
        """Read a plan kind in any letter case.

        Raises:
            InvalidInput: No kind has that name.
        """
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise InvalidInput(
                say("There is no plan kind {value}.", value=repr(text)),
                say("Choose one of: {names}.", names=", ".join(cls)),
                field="plan",
            ) from None


_LICENSED = (PlanKind.PAY_AS_YOU_GO, PlanKind.BYOL, PlanKind.STANDARD)
_PLAN_KINDS = {
    ProductType.AZURE_APPLICATION: (PlanKind.MANAGED_APPLICATION, PlanKind.SOLUTION_TEMPLATE),
    ProductType.VIRTUAL_MACHINE: _LICENSED,
    ProductType.CORE_VIRTUAL_MACHINE: _LICENSED,
    ProductType.CONTAINER: _LICENSED,
    ProductType.CONTAINER_APP: _LICENSED,
    ProductType.SAAS: (PlanKind.STANDARD, PlanKind.PAY_AS_YOU_GO),
}


def plan_kinds(product_type: ProductType) -> tuple[PlanKind, ...]:
    """The plan kinds that an offer of this type can have, the usual one first."""
    return _PLAN_KINDS.get(product_type, (PlanKind.STANDARD,))


@dataclass(frozen=True, slots=True, order=True)
class Plan:
    """One plan of an offer.

    Attributes:
        plan_id: The plan's external ID, unique within the offer.
        kind: What kind of plan it is.
    """

    plan_id: str
    kind: PlanKind

    @classmethod
    def parse(cls, text: str) -> Plan:
        """Read ``ID:KIND`` as the command line takes it.

        Raises:
            InvalidInput: The ID or the kind cannot be used.
        """
        name, colon, kind = text.partition(":")
        if not colon:
            raise InvalidInput(
                say("{value} names a plan without its kind.", value=repr(text)),
                say("Write ID:KIND, with a KIND of: {names}.", names=", ".join(PlanKind)),
                field="plan",
            )
        return cls(checked_plan_id(name), PlanKind.parse(kind))


@dataclass(frozen=True, slots=True)
class CspContact:
    """The CSP program contact of the offer listing (R50); empty texts where not entered."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a reseller can reach someone: a name with an e-mail address or a phone."""
        return bool(self.name and (self.email or self.phone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a publisher enters for an offer beside its audience.

    Attributes:
        name: The offer's name (``product.alias``).
        transactable: For SaaS, whether it sells through Microsoft; True for every other type.
        plans: The plans in the publisher's order, their IDs unique.
        csp_url: Where the CSP program marketing materials are, or "" (R50).
        csp_contact: Whom a reseller turns to (R50).
    """

    name: str
    transactable: bool = True
    plans: tuple[Plan, ...] = ()
    csp_url: str = ""
    csp_contact: CspContact = CspContact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer as it is stored.

    Attributes:
        offer_id: The external ID.
        product_type: The product type; never changes.
        setup: The draft of the setup.
        live_setup: The setup as last published, None while never published.
        draft_channel: The chosen option in draft, None while none was chosen.
        live_channel: The option that is live, None while none is.
        version: Grows by one with every write; a write on an older version is refused.
        created_at: When it was created, UTC.
        published_at: When it was last published or synced, UTC, or None.
    """

    offer_id: str
    product_type: ProductType
    setup: Setup
    live_setup: Setup | None = None
    draft_channel: ResellerChannel | None = None
    live_channel: ResellerChannel | None = None
    version: int = 1
    created_at: datetime
    published_at: datetime | None = None

    @property
    def status(self) -> OfferStatus:
        """Draft until it is published for the first time, then live."""
        return OfferStatus.DRAFT if self.live_setup is None else OfferStatus.LIVE

    @property
    def is_live(self) -> bool:
        """Whether it has been published."""
        return self.live_setup is not None

    @property
    def setup_changed(self) -> bool:
        """Whether a live offer's setup differs from what is published."""
        return self.live_setup is not None and self.live_setup != self.setup


def checked_setup(product_type: ProductType, setup: Setup) -> Setup:
    """Clean and check what was entered for an offer.

    Returns:
        The setup with cleaned texts.

    Raises:
        InvalidInput: A field cannot be used; ``field`` of the error names it.
    """
    name = clean(setup.name)
    if not name:
        raise InvalidInput(say("The offer has no name."), say("Enter a name."), field="name")
    if len(name) > NAME_LIMIT:
        raise InvalidInput(
            say("The name has {length} characters.", length=len(name)),
            say("Shorten it to {limit} characters.", limit=NAME_LIMIT),
            field="name",
        )
    if not setup.transactable and product_type is not ProductType.SAAS:
        raise InvalidInput(
            say("Only SaaS offers can be set not to sell through Microsoft."),
            say("Leave this setting on."),
            field="transactable",
        )
    contact = setup.csp_contact
    return Setup(
        name=name,
        transactable=setup.transactable,
        plans=_checked_plans(product_type, setup.plans),
        csp_url=checked_url(setup.csp_url),
        csp_contact=CspContact(
            clean(contact.name), checked_email(contact.email), clean(contact.phone)
        ),
    )


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
                say("Choose one of: {names}.", names=", ".join(allowed)),
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
        say("{value} is not a web address.", value=repr(text[:80])),
        say("Enter an address that begins with https:// or http://."),
        field="csp_url",
    )
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise problem from None
    if parts.scheme not in ("http", "https") or not host or " " in text or len(text) > 2000:
        raise problem
    return text


def checked_email(text: str) -> str:
    """Check an e-mail address; "" stays "".

    Raises:
        InvalidInput: It has no name, no domain, or white space in it.
    """
    text = clean(text)
    if text and not _EMAIL.fullmatch(text):
        raise InvalidInput(
            say("{value} is not an e-mail address.", value=repr(text[:80])),
            say("Enter an address like partners@example.com."),
            field="csp_contact_email",
        )
    return text


def channel_title(channel: ResellerChannel | None) -> Message:
    """The option as Partner Center words it (R11 to R13)."""
    match channel:
        case ResellerChannel.ALL:
            return say("Any partner in the CSP program")
        case ResellerChannel.SOME:
            return say("Specific partners in the CSP program I select")
        case ResellerChannel.NONE:
            return say("No partners in the CSP program")
        case None:
            return say("Not set")


def type_title(product_type: ProductType) -> Message:
    """The product type as people call it."""
    return _TYPE_TITLES[product_type]


_TYPE_TITLES = {
    ProductType.SAAS: say("Software as a service (SaaS)"),
    ProductType.VIRTUAL_MACHINE: say("Virtual machine"),
    ProductType.CORE_VIRTUAL_MACHINE: say("Core virtual machine"),
    ProductType.AZURE_APPLICATION: say("Azure application"),
    ProductType.BUSINESS_CENTRAL: say("Dynamics 365 Business Central"),
    ProductType.CONTAINER: say("Container"),
    ProductType.CONTAINER_APP: say("Container app"),
    ProductType.CONSULTING_SERVICE: say("Consulting service"),
    ProductType.COSELL_ONLY: say("Co-sell only"),
    ProductType.CUSTOMER_ENGAGEMENT: say("Dynamics 365 for Customer Engagement"),
    ProductType.OPERATIONS: say("Dynamics 365 for Operations"),
    ProductType.IOT_EDGE_MODULE: say("IoT Edge module"),
    ProductType.MANAGED_SERVICE: say("Managed service"),
    ProductType.POWER_BI_APP: say("Power BI app"),
    ProductType.POWER_BI_VISUAL: say("Power BI visual"),
    ProductType.XBOX360_NON_BACKCOMPAT: say("Xbox 360 (not backward compatible)"),
}


def plan_kind_title(kind: PlanKind) -> Message:
    """The plan kind as people call it."""
    return _PLAN_TITLES[kind]


_PLAN_TITLES = {
    PlanKind.MANAGED_APPLICATION: say("Managed application"),
    PlanKind.SOLUTION_TEMPLATE: say("Solution template"),
    PlanKind.BYOL: say("BYOL (bring your own license)"),
    PlanKind.PAY_AS_YOU_GO: say("Pay as you go"),
    PlanKind.STANDARD: say("Standard"),
}
