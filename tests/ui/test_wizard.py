"""The support request wizard: nothing typed is lost, and nothing half-filled is submitted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Button, Input, RadioSet, TextArea

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.product import ProductType
from csp_tui.domain.request_form import severity_title
from csp_tui.domain.support import RequestStatus, Severity, SupportRequest
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.widgets.locked_field import LockedField
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.requests.wizard import ProblemSummary
from csp_tui.ui.shell.language import use_language
from tests.conftest import ALL, LISTED, NONE, SOME, tenant
from tests.ui.driving import running
from tests.ui.steering import opened, painted, press, said, settle

CONTACT = RequestDetails(contact_name="Amélie Roux", contact_email="csp@contoso.example")


@pytest.fixture
def removal(stocked: Workbench, offer: Callable[..., str]) -> SupportRequest:
    """A draft request to deauthorize two of three partners, one with a hostile name."""
    offer_id = offer(SOME, (1, 3, 6))
    return stocked.support.create_removal(offer_id, [tenant(1), tenant(6)], language="en")


async def open_request(app: Any, pilot: Any, request: SupportRequest) -> RequestScreen:
    app.navigation.open_request(request.id)
    await settle(pilot)
    assert isinstance(app.screen, RequestScreen)
    return app.screen


async def test_the_first_step_shows_the_forms_exact_values_locked(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        fields = list(screen.query(LockedField))
        assert [field.value for field in fields] == [
            "Cloud and Online Services",
            "Marketplace Publisher",
            "Live offer management",
            "SaaS apps",
            "Update existing offer",
        ]
        fields[0].focus()
        await press(pilot, "x", "delete", "enter")
        assert fields[0].value == "Cloud and Online Services"
        assert "cannot be changed" in said(screen)
        await press(pilot, "y")
        assert app.copied == "Cloud and Online Services"
        shown = painted(screen)
        assert "Step 1 of 3 · Selections" in shown
        assert shown.count("prefilled – leave as is") == 2


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((60, 20), "fr")])
async def test_a_value_to_select_is_shown_whole(
    workbench: Workbench, stocked: Workbench, language: str, size: tuple[int, int]
) -> None:
    stocked.offers.create("books", ProductType.BUSINESS_CENTRAL, LISTED)
    stocked.audience.save_draft("books", AudienceEdit(channel=ALL))
    stocked.offers.publish("books")
    request = stocked.support.create_option_change("books", NONE, language=language)
    async with opened(workbench, size=size) as (app, pilot):
        use_language(app, language)
        screen = await open_request(app, pilot, request)
        for field in screen.query(LockedField):
            field.scroll_visible(animate=False, immediate=True)
            await settle(pilot)
            assert field.value in painted(screen)


async def test_a_hostile_name_is_shown_literally(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        assert "[/x] O'Neill & Sons [red]" in painted(screen)
        await press(pilot, "f2")
        assert (
            "[/x] O'Neill & Sons [red]" in screen.query_one("#details-description", TextArea).text
        )


async def test_a_category_that_is_not_documented_is_marked(
    workbench: Workbench, stocked: Workbench
) -> None:
    stocked.offers.create("books", ProductType.BUSINESS_CENTRAL, LISTED)
    stocked.audience.save_draft("books", AudienceEdit(channel=ALL))
    stocked.offers.publish("books")
    request = stocked.support.create_option_change("books", NONE, language="en")
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, request)
        assert screen.query_one(".category-note").has_class("-shown")
        shown = painted(screen)
        assert "from “Any partner in the CSP program”" in shown
        assert "“No partners in the CSP program”" in " ".join(shown.split())


async def test_what_was_typed_is_there_after_leaving_in_the_middle(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        screen.query_one("#details-contact_name", Input).focus()
        await pilot.press(*"Ada")
        await press(pilot, "escape")
        assert isinstance(app.screen, OffersScreen)
        assert "kept as a draft" in said(app.screen)
    stored = workbench.support.show(removal.id)
    assert stored.contact.name == "Ada"
    assert stored.step == 2
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        assert screen.wizard.step == 2
        assert screen.query_one("#details-contact_name", Input).value == "Ada"


async def test_what_was_typed_is_there_when_the_program_ends_without_leaving(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        screen.query_one("#details-contact_phone", Input).focus()
        await pilot.press(*"555")
    assert workbench.support.show(removal.id).contact.phone == "555"


async def test_going_back_a_step_keeps_every_field(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        area = screen.query_one("#details-description", TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        await pilot.press(*"now", "tab")
        assert screen.focused is screen.query_one("#details-contact_name")
        severity = screen.query_one("#details-severity", RadioSet)
        severity.focus()
        await pilot.press("right", "space")
        await press(pilot, "f3", "f2")
        assert area.text.endswith("now")
        assert severity.pressed_button is not None
        assert severity.pressed_button.name == "critical"
        await press(pilot, "escape")
    stored = workbench.support.show(removal.id)
    assert stored.description.endswith("now")
    assert stored.severity is Severity.CRITICAL


async def test_what_undo_and_redo_put_in_decides_what_is_reported(
    workbench: Workbench, removal: SupportRequest
) -> None:
    workbench.support.withdraw(removal.id)
    removal = workbench.support.create_removal(
        removal.offer_id, removal.tenant_ids, language="en", details=CONTACT
    )
    workbench.support.edit(removal.id, RequestDetails(contact_email=""))
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        summary, line = screen.query_one(ProblemSummary), screen.query_one("#error-contact_email")
        await press(pilot, "f2", "f2")
        assert "1 field needs attention" in painted(screen)
        await press(pilot, "f3")
        assert screen.wizard.step == 1
        assert "needs attention" not in painted(screen)
        await press(pilot, "f2")
        assert "1 field needs attention" in painted(screen)
        for key, is_missing in (("ctrl+z", False), ("ctrl+y", True)):
            await press(pilot, key, "y")
            assert summary.has_class("-shown") is is_missing, key
            assert line.has_class("-shown") is is_missing, key


async def test_undo_reverts_one_field_however_fast_they_were_filled_in(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        screen.wizard.details.focus_field("contact_name")
        await settle(pilot)
        await pilot.press(*"Ada", "enter", *"ada@contoso.example", "enter", *"123")
        await press(pilot, "ctrl+z", "y")
        contact = workbench.support.show(removal.id).contact
        assert (contact.name, contact.email, contact.phone) == ("Ada", "ada@contoso.example", "")
        await press(pilot, "ctrl+z", "y")
        contact = workbench.support.show(removal.id).contact
        assert (contact.name, contact.email) == ("Ada", "")
        await press(pilot, "ctrl+y", "y")
        contact = workbench.support.show(removal.id).contact
        assert (contact.email, contact.phone) == ("ada@contoso.example", "")
        await press(pilot, "ctrl+z")
        assert "Contact e-mail will have its earlier value again." in painted(app.screen)


async def test_what_is_missing_is_reported_beside_the_field_and_in_a_summary(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2", "f2")
        assert screen.wizard.step == 2
        summary = screen.query_one(ProblemSummary)
        first = screen.query_one("#details-contact_name")
        assert screen.focused is first
        assert "2 fields need attention" in painted(screen)
        assert screen.query_one("#error-contact_name").has_class("-shown")
        summary.focus()
        await press(pilot, "enter")
        assert screen.focused is first
        await press(pilot, "f2")
        assert screen.focused is first
        assert painted(screen).count("2 fields need attention") == 1
        await pilot.press(*"Ada")
        await press(pilot, "f2")
        assert screen.focused is screen.query_one("#details-contact_email")
        await pilot.press(*"ada")
        await press(pilot, "f2")
        assert screen.wizard.step == 2
        assert "'ada' is not an e-mail address" in " ".join(painted(screen).split())
        screen.query_one("#details-contact_email", Input).focus()
        await pilot.press("end", *"@contoso.example")
        assert not summary.has_class("-shown")
        phone = screen.query_one("#details-contact_phone", Input)
        phone.value = "Joe"
        await press(pilot, "f2")
        assert screen.focused is phone
        assert "'Joe' is not a phone number" in " ".join(painted(screen).split())
        phone.value = ""
        await press(pilot, "f2")
        assert screen.wizard.step == 3
    stored = workbench.support.show(removal.id)
    assert stored.contact.email == "ada@contoso.example"
    assert stored.status is RequestStatus.DRAFT


async def test_submitting_notes_the_request_as_filed(
    workbench: Workbench, removal: SupportRequest
) -> None:
    ticket = "TrackingID#2611160001"
    workbench.support.edit(removal.id, CONTACT)
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2", "f2")
        assert "The workbench sends nothing" in painted(screen)
        screen.query_one("#review-ticket", Input).value = ticket
        await press(pilot, "f2")
        assert isinstance(app.screen, ConfirmDialog), "submitting comes after the last step"
        await press(pilot, "escape")
        assert not screen.has_class("-filed")
        assert app.screen is screen
        await press(pilot, "S", "y")
        assert screen.has_class("-filed")
        assert "marked as submitted" in said(screen)
        assert ticket in painted(screen)
    stored = workbench.support.show(removal.id)
    assert stored.status is RequestStatus.SUBMITTED
    assert stored.ticket == ticket


async def test_submitting_before_the_text_is_there_says_so_and_submits_nothing(
    workbench: Workbench, removal: SupportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.support.edit(removal.id, CONTACT)
    may_write = threading.Event()
    edit = workbench.support.edit

    def edit_later(*args: Any, **options: Any) -> SupportRequest:
        may_write.wait(30)
        return edit(*args, **options)

    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        monkeypatch.setattr(
            type(workbench.support), "edit", lambda _self, *a, **o: edit_later(*a, **o)
        )
        await pilot.press("f2", "S")
        await pilot.pause()
        assert "still being saved" in said(screen)
        may_write.set()
        await settle(pilot)
        assert not screen.has_class("-filed")
        await press(pilot, "S", "y")
        assert screen.has_class("-filed")


async def test_letters_typed_into_fields_are_text_and_no_commands(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        field = screen.query_one("#details-contact_name", Input)
        field.focus()
        await press(pilot, *"wysocd1?")
        assert field.value == "wysocd1?"
        assert app.screen is screen


async def test_a_stray_key_does_not_change_the_title_that_is_filled_in(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        assert screen.focused is screen.query_one("#details-contact_name")
        title = screen.query_one("#details-title", Input)
        title.focus()
        await pilot.press("x")
        assert title.value == "Deauthorize CSPx"


async def test_the_review_shows_copies_and_saves_what_is_stored(
    workbench: Workbench, removal: SupportRequest, tmp_path: Any
) -> None:
    workbench.support.edit(removal.id, CONTACT)
    target = tmp_path / "request.txt"
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        field = screen.query_one("#details-title", Input)
        field.focus()
        await pilot.press("end", *" now")
        await press(pilot, "f2")
        text = workbench.support.as_text(workbench.support.show(removal.id))
        assert "Issue title: Deauthorize CSP now" in text
        assert screen.query_one("#review-text", TextArea).text == text
        await press(pilot, "Y")
        assert app.copied == text
        assert "clipboard, if it has one" in said(screen)
        await press(pilot, "e")
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")
        assert target.read_text("utf-8") == text
        assert str(target.name) in said(screen)


async def test_a_file_that_exists_is_replaced_only_after_asking(
    workbench: Workbench, removal: SupportRequest, tmp_path: Any
) -> None:
    target = tmp_path / "request.txt"
    target.write_text("mine", "utf-8")
    async with opened(workbench) as (app, pilot):
        await open_request(app, pilot, removal)
        await press(pilot, "e")
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter", "escape", "escape")
    assert target.read_text("utf-8") == "mine"


async def test_nothing_is_lost_when_the_database_cannot_be_written(
    workbench: Workbench, removal: SupportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing disk is the one thing a test cannot make happen for real on every machine."""

    def fail(*_arguments: object, **_named: object) -> SupportRequest:
        raise StorageProblem(say("The disk is full."))

    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        with monkeypatch.context() as broken:
            broken.setattr(type(workbench.support), "edit", fail)
            screen.query_one("#details-contact_name", Input).focus()
            await pilot.press(*"Ada")
            await press(pilot, "escape")
            assert "The disk is full." in painted(app.screen)
            await press(pilot, "escape")
            assert screen.is_current
        await press(pilot, "escape")
        assert isinstance(app.screen, OffersScreen)
    assert workbench.support.show(removal.id).contact.name == "Ada"


async def test_a_request_that_was_closed_elsewhere_is_shown_as_it_is(
    workbench: Workbench, removal: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        await press(pilot, "f2")
        workbench.support.withdraw(removal.id)
        screen.query_one("#details-contact_name", Input).focus()
        await pilot.press(*"Ada")
        await press(pilot, "f3")
        # What was typed is shown once more beside the request's status.
        shown = painted(app.screen)
        assert "support request has changed" in shown
        assert "withdrawn" in shown
        assert "Ada" in shown
        assert not app.screen.query("#again")
        await press(pilot, "escape")
        assert screen.has_class("-filed")
    assert workbench.support.show(removal.id).contact.name == ""


async def test_the_wizard_can_be_gone_through_with_tab_and_enter_alone(
    workbench: Workbench, removal: SupportRequest
) -> None:
    workbench.support.edit(removal.id, CONTACT)
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        alternative = screen.query_one("#wizard-next", Button)
        for step in (1, 2, 3):
            assert screen.wizard.step == step
            while screen.focused is not alternative:
                await pilot.press("tab")
            # A button takes no second press while it still shows the first one.
            while alternative.has_class("-active"):
                await pilot.pause()
            await press(pilot, "enter")
        await press(pilot, "enter")
        assert "none yet" in painted(screen)
    stored = workbench.support.show(removal.id)
    assert (stored.status, stored.ticket) == (RequestStatus.SUBMITTED, None)


async def test_the_next_step_is_never_cut_off(
    workbench: Workbench, removal: SupportRequest
) -> None:
    workbench.support.edit(removal.id, CONTACT)
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, removal)
        for step in (1, 2, 3):
            button = screen.query_one("#wizard-next", Button)
            for size in ((60, 24), (120, 40), (80, 24)):
                await pilot.resize_terminal(*size)
                await settle(pilot)
                assert str(button.label) in painted(screen), (step, size)
            await press(pilot, "f2")


@pytest.mark.parametrize(
    ("size", "language"), [((60, 20), "fr"), ((80, 24), "en"), ((120, 40), "fr")]
)
async def test_every_severity_can_be_read_whole(
    stocked: Workbench, removal: SupportRequest, size: tuple[int, int], language: str
) -> None:
    stocked.support.edit(removal.id, RequestDetails(step=2))
    async with running(stocked, size) as driver:
        use_language(driver.app, language)
        await open_request(driver.app, driver.pilot, removal)
        driver.app.screen.query_one("#details-severity").focus()
        await driver.settle()
        for severity in Severity:
            assert render(severity_title(severity)) in driver.page
