"""Which offers can be opted in (R1 to R4, R8)."""

from __future__ import annotations

import pytest

from csp_tui.domain.eligibility import assess
from csp_tui.domain.product import Plan, PlanKind, ProductType

BYOL, HOURLY = Plan("byol", PlanKind.BYOL), Plan("hourly", PlanKind.PAY_AS_YOU_GO)
TEMPLATE = Plan("template", PlanKind.SOLUTION_TEMPLATE)


@pytest.mark.parametrize(
    ("kind", "transactable", "plans", "eligible", "rule", "default"),
    [
        (ProductType.SAAS, True, (), True, "R2", ()),
        (ProductType.SAAS, False, (), False, "R2", ()),
        (ProductType.VIRTUAL_MACHINE, True, (), True, "R2", ()),
        (ProductType.VIRTUAL_MACHINE, True, (BYOL, HOURLY), True, "R4", ("byol",)),
        (ProductType.CORE_VIRTUAL_MACHINE, True, (BYOL,), True, "R4", ("byol",)),
        (ProductType.AZURE_APPLICATION, True, (TEMPLATE,), True, "R2", ()),
        (ProductType.AZURE_APPLICATION, True, (), False, "R8", ()),
        (ProductType.BUSINESS_CENTRAL, True, (), True, "R2", ()),
        (ProductType.CONTAINER, True, (BYOL, HOURLY), False, "R3", ("byol", "hourly")),
        (ProductType.CONTAINER_APP, True, (), False, "R2", ()),
        (ProductType.CONSULTING_SERVICE, True, (), False, "R2", ()),
        (ProductType.POWER_BI_VISUAL, True, (), False, "R2", ()),
    ],
)
def test_eligibility(
    kind: ProductType,
    transactable: bool,
    plans: tuple[Plan, ...],
    eligible: bool,
    rule: str,
    default: tuple[str, ...],
) -> None:
    answer = assess(kind, transactable=transactable, plans=plans)
    assert (answer.eligible, answer.rule, answer.default_plans) == (eligible, rule, default)
    assert str(answer.reason)


@pytest.mark.parametrize("kind", ProductType)
def test_every_type_has_an_answer_and_both_names(kind: ProductType) -> None:
    assert str(assess(kind).reason)
    assert ProductType.parse(kind.value) is kind
    assert ProductType.parse(kind.api_name) is kind
