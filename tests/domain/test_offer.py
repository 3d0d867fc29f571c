"""What can be entered for an offer."""

from __future__ import annotations

import pytest

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import CspContact, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.setup import checked_setup


@pytest.mark.parametrize("text", ["abc", "a1_", "0-0", "a" * 50, "  contoso-backup  "])
def test_good_offer_ids(text: str) -> None:
    assert identifiers.offer_id(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "ab", "a" * 51, "Abc", "-abc", "_abc", "a b", "é-offer", "abc\n-d", "a.b"]
)
def test_bad_offer_ids_are_explained(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        identifiers.offer_id(text)
    assert caught.value.next_step is not None


@pytest.mark.parametrize(
    "text",
    [
        "3F2A0C4E-1B5D-4C1E-9A77-0C6B6F2D9C1E",
        "{3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e}",
        " 3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e ",
    ],
)
def test_tenant_ids_in_any_dress(text: str) -> None:
    assert identifiers.tenant_id(text) == "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3f2a",
        "00000000-0000-0000-0000-000000000000",
        "3f2a0c4e1b5d4c1e9a770c6b6f2d9c1e",
        "x" * 36,
    ],
)
def test_bad_tenant_ids(text: str) -> None:
    with pytest.raises(InvalidInput):
        identifiers.tenant_id(text)


@pytest.mark.parametrize(
    ("setup", "kind", "field"),
    [
        (Setup(name="  "), ProductType.SAAS, "name"),
        (Setup(name="x" * 121), ProductType.SAAS, "name"),
        (Setup(name="x", transactable=False), ProductType.CONTAINER, "transactable"),
        (Setup(name="x", csp_url="ftp://a.example"), ProductType.SAAS, "csp_url"),
        (Setup(name="x", csp_url="javascript:alert(1)"), ProductType.SAAS, "csp_url"),
        (Setup(name="x", csp_url="https://"), ProductType.SAAS, "csp_url"),
        (Setup(name="x", csp_url="http://[::1"), ProductType.SAAS, "csp_url"),
        (
            Setup(name="x", csp_contact=CspContact("A", "nobody")),
            ProductType.SAAS,
            "csp_contact_email",
        ),
        (Setup(name="x", plans=(Plan("a", PlanKind.BYOL),)), ProductType.SAAS, "plan"),
        (
            Setup(name="x", plans=(Plan("a", PlanKind.STANDARD), Plan("a", PlanKind.STANDARD))),
            ProductType.SAAS,
            "plan",
        ),
    ],
)
def test_a_field_that_cannot_be_used_is_named(setup: Setup, kind: ProductType, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_setup(kind, setup)
    assert caught.value.field == field


def test_texts_are_cleaned() -> None:
    setup = checked_setup(ProductType.SAAS, Setup(name=" Conto\x1bso\u202e  "))
    assert setup.name == "Contoso"


@pytest.mark.parametrize("text", ["plan", "plan:", ":byol", "plan:gold", "PLAN:byol", "a b:byol"])
def test_a_plan_is_written_id_colon_kind(text: str) -> None:
    with pytest.raises(InvalidInput):
        Plan.parse(text)


_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


@pytest.mark.parametrize(
    ("texts", "are_stored"),
    [
        ([], True),
        ([_TENANT, "77b00c4e-1b5d-4c1e-9a77-0c6b6f2d12aa"], True),
        ([_TENANT, _TENANT.upper()], False),
        ([_TENANT, f" {_TENANT[1:]}"], False),
        ([_TENANT, _TENANT.replace("-", "0")], False),
        ([_TENANT, _TENANT[:-1]], False),
        ([_TENANT[:-1], f"{_TENANT}1"], False),
        ([_TENANT, "é" * 36], False),
        ([_TENANT, "\udc80" * 36], False),
        ([_TENANT, "00000000-0000-0000-0000-000000000000"], False),
    ],
)
def test_tenant_ids_are_recognized_together(texts: list[str], are_stored: bool) -> None:
    assert identifiers.are_stored_tenant_ids(texts) is are_stored
