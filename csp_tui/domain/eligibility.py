"""Which offers can be opted in to the CSP channel, and which plans are in without opting in."""

from __future__ import annotations

from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

_MACHINES = (ProductType.VIRTUAL_MACHINE, ProductType.CORE_VIRTUAL_MACHINE)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the three options are open to an offer.

    Attributes:
        eligible: Whether an option can be chosen (R2).
        rule: The number of the rule that decided.
        reason: Why, in a sentence.
        default_plans: IDs of plans that CSP partners may sell without any opt-in (R3, R4).
        next_step: What makes the offer eligible, None where nothing can or it is eligible.
    """

    eligible: bool
    rule: str
    reason: Message
    default_plans: tuple[str, ...] = ()
    next_step: Message | None = None


def assess(
    product_type: ProductType, *, transactable: bool = True, plans: tuple[Plan, ...] = ()
) -> Eligibility:
    """Decide from type, selling channel and plans whether an offer can be opted in (R2 to R4)."""
    if product_type is ProductType.SAAS:
        if transactable:
            return Eligibility(
                True, "R2", say("SaaS that sells through Microsoft can be opted in.")
            )
        return Eligibility(
            False,
            "R2",
            say("Only SaaS that sells through Microsoft can be sold by CSP partners."),
            next_step=say("Set the offer to sell through Microsoft under Offer setup."),
        )
    if product_type in _MACHINES:
        byol = tuple(plan.plan_id for plan in plans if plan.kind is PlanKind.BYOL)
        if byol:
            return Eligibility(
                True,
                "R4",
                say("BYOL plans are sold by CSP partners by default; the option is for the rest."),
                byol,
            )
        return Eligibility(True, "R2", say("Virtual machine offers can be opted in."))
    if product_type is ProductType.AZURE_APPLICATION:
        if plans:
            return Eligibility(
                True, "R2", say("Solution templates and managed applications can be opted in.")
            )
        return Eligibility(
            False,
            "R8",
            say("The offer has no solution template or managed application plan yet."),
            next_step=say("Add a solution template or a managed application under Plans."),
        )
    if product_type is ProductType.BUSINESS_CENTRAL:
        return Eligibility(True, "R2", say("Dynamics 365 Business Central offers can be opted in."))
    if product_type is ProductType.CONTAINER:
        return Eligibility(
            False,
            "R3",
            say("Containers are sold by CSP partners by default; there is nothing to select."),
            tuple(plan.plan_id for plan in plans),
        )
    return Eligibility(
        False, "R2", say("Offers of this type cannot be sold through the CSP program.")
    )
