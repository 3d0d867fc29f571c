"""Product types and plans, by the names of the Product Ingestion API and of people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import plan_id as checked_plan_id
from csp_tui.domain.wording import Message, quoted, say


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
            say("There is no product type {value}.", value=quoted(text)),
            say("Select one of: {names}.", names=", ".join(cls)),
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
    """What kind of plan it is: the subtype of an application, the license of a machine."""

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
                say("There is no plan kind {value}.", value=quoted(text)),
                say("Select one of: {names}.", names=", ".join(cls)),
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
                say("{value} names a plan without its kind.", value=quoted(text)),
                say("Write ID:KIND, with a KIND of: {names}.", names=", ".join(PlanKind)),
                field="plan",
            )
        return cls(checked_plan_id(name), PlanKind.parse(kind))


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
