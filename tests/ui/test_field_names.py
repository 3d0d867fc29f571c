"""A field has one name: where it is filled in, in a change and in the history."""

from __future__ import annotations

from csp_tui.domain.history_words import summarize
from csp_tui.domain.offer import CspContact, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.i18n import render
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.text.history import entry_text
from csp_tui.ui.text.publishing import setup_changes
from tests.ui.driving import running

MATERIALS = "CSP program marketing materials"
CONTACT = "CSP program contact"
OFFER = "an-offer"


async def test_the_listing_is_named_as_in_its_changes(workbench: Workbench) -> None:
    workbench.offers.create(OFFER, ProductType.SAAS, Setup(name="An offer"))
    workbench.offers.edit(
        OFFER, SetupEdit(csp_url="https://contoso.example", csp_contact_name="Ada")
    )
    edited = workbench.history.entries(OFFER, limit=1)[0]

    assert render(summarize(edited)) == f"Edited {MATERIALS}, {CONTACT}"
    assert f"{MATERIALS}:\n" in entry_text(edited, {}, {})
    assert f"{CONTACT}:\n" in entry_text(edited, {}, {})
    async with running(workbench, (100, 40)) as driver:
        driver.app.navigation.open_offer(OFFER, "listing")
        await driver.settle()
        lines = [line.strip() for line in driver.page.splitlines()]
        for name in (MATERIALS, *(f"{CONTACT} {part}" for part in ("name", "e-mail", "phone"))):
            assert name in lines, driver.page


def test_a_review_names_fields_as_their_pages_do() -> None:
    contact = CspContact("Ada", "ada@contoso.example", "1")
    plans = (Plan("gold", PlanKind.STANDARD),)
    after = Setup(name="B", transactable=False, plans=plans, csp_url="u", csp_contact=contact)

    assert [field for field, _old, _new in setup_changes(Setup(name="A"), after)] == [
        "Name",
        MATERIALS,
        f"{CONTACT} name",
        f"{CONTACT} e-mail",
        f"{CONTACT} phone",
        "Plans",
        "Sells through Microsoft",
    ]
