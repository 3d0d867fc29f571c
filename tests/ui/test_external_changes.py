"""Several workbenches on one file: what others change is noticed, told, and never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.history import Action
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, ProductType, plan_kinds
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.conflict import ConflictDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.choices import OptionSet
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from tests.conftest import tenant
from tests.scenes import offer
from tests.ui.driving import Driver, running

OFFER = "contoso-assembly"
ALL, SOME = ResellerChannel.ALL, ResellerChannel.SOME


@pytest.fixture
def other(demo: Workbench, tmp_path: Path, clock: FixedClock) -> Iterator[Workbench]:
    """Another program on the same file."""
    with closing(open_workbench(tmp_path / "demo.sqlite", clock=clock, who="ada")) as opened:
        yield opened


async def look(driver: Driver) -> None:
    driver.app.external_changes.poll()
    await driver.settle()


async def choose(driver: Driver, way: str) -> None:
    driver.app.screen.query_one(f"#{way}").focus()
    await driver.settle()
    await driver.press("enter")


def name_of(workbench: Workbench) -> str:
    return workbench.offers.show(OFFER).offer.setup.name


async def test_what_another_changes_is_shown_and_said(demo: Workbench, other: Workbench) -> None:
    async with running(demo) as driver:
        await look(driver)
        other.offers.edit(OFFER, SetupEdit(name="Assembly two"))
        await look(driver)
        assert "Assembly two" in driver.page
        assert driver.status == f"Changed by ada: {OFFER}: Edited name"
        await offer(driver, OFFER)
        other.offers.edit(OFFER, SetupEdit(name="Assembly three"))
        other.offers.edit(OFFER, SetupEdit(name="Assembly four"))
        await look(driver)
        assert "Assembly four" in driver.page
        assert driver.status == "2 changes by others, the last by ada: Edited name"


async def test_a_page_that_is_read_again_leaves_the_cursor_on_the_option(
    demo: Workbench, other: Workbench
) -> None:
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, "contoso-backup")
        options = driver.app.screen.query_one(OptionSet)
        options.focus()
        await driver.press("up", "up", "up", "down")
        before = options.cursor_screen_offset
        assert options.pressed_button is None or not options.pressed_button.has_class("-selected")
        other.offers.edit("contoso-backup", SetupEdit(name="Renamed"))
        await look(driver)
        assert "Renamed" in driver.page
        assert options.cursor_screen_offset == before


async def test_own_changes_and_what_does_not_concern_the_page_are_not_told(
    demo: Workbench, other: Workbench
) -> None:
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, OFFER)
        before = driver.status
        demo.offers.edit(OFFER, SetupEdit(name="My own"))
        other.offers.edit("contoso-backup", SetupEdit(name="Another offer"))
        await look(driver)
        assert driver.status == before


async def test_polling_an_unchanged_file_reads_nothing(
    demo: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.watching.look()
    monkeypatch.setattr(type(demo.watching), "newest", lambda _self: pytest.fail("read"))
    assert demo.watching.look() == ()
    monkeypatch.undo()
    other.offers.edit(OFFER, SetupEdit(name="Theirs"))
    (entry,) = demo.watching.look()
    assert (entry.who, entry.action) == ("ada", Action.OFFER_EDITED)
    assert demo.watching.look() == ()


async def test_a_rolled_back_number_is_not_taken_for_an_own_entry(
    demo: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.watching.look()
    from csp_tui.storage import unit_of_work

    def fails(_session: object) -> None:
        raise unit_of_work.sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(unit_of_work.Session, "commit", fails)
        with pytest.raises(Exception, match="disk"):
            demo.offers.edit(OFFER, SetupEdit(name="Never stored"))
    other.offers.edit(OFFER, SetupEdit(name="Theirs"))
    assert [entry.who for entry in demo.watching.look()] == ["ada"]


async def test_what_is_typed_is_kept_beside_what_another_stores(
    demo: Workbench, other: Workbench
) -> None:
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, OFFER, "listing")
        url, contact, *_rest = driver.app.screen.query(Input)
        contact.focus()
        await driver.settle()
        await driver.write("Amelie")
        other.offers.edit(
            OFFER, SetupEdit(csp_url="https://theirs.example/", csp_contact_name="Zoe")
        )
        await look(driver)
        assert contact.value == "Amelie"
        assert "What you changed here is kept" in driver.status
        assert "ada has changed this offer" in driver.page
        await driver.press("f6")
        assert isinstance(driver.app.screen, VersionsDialog)
        for words in ("Yours", "Amelie", "Theirs (saved)", "Zoe", "https://theirs.example/"):
            assert words in driver.page
        await driver.press("escape")
        assert contact.value == "Amelie"
        # Saving asks, too, and what was not touched stays theirs.
        await driver.press("f2")
        assert isinstance(driver.app.screen, VersionsDialog)
        await choose(driver, "mine")
        setup = other.offers.show(OFFER).offer.setup
        assert (setup.csp_contact.name, setup.csp_url) == ("Amelie", "https://theirs.example/")
        assert url.value == "https://theirs.example/"
        assert "has changed this offer" not in driver.page


async def test_theirs_is_taken(demo: Workbench, other: Workbench) -> None:
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, OFFER, "setup")
        field = driver.app.screen.query(Input).first()
        field.focus()
        await driver.settle()
        await driver.write("!")
        other.offers.edit(OFFER, SetupEdit(name="Theirs"))
        await driver.press("f2")
        await choose(driver, "theirs")
        assert field.value == "Theirs"
        assert name_of(demo) == "Theirs"
        assert isinstance(driver.app.screen, OfferScreen)
        assert not driver.app.screen.has_unsaved
        assert driver.app.screen.conflict.disabled_reason_changes() is not None


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_both_audiences_are_shown_and_mine_is_redone_by_the_rules(
    demo: Workbench, other: Workbench, size: tuple[int, int]
) -> None:
    mine, theirs = (
        row for row in demo.directory.search.page(PartnerQuery(text="contoso"), limit=2)
    )
    demo.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    demo.audience.save_draft("an-offer", AudienceEdit(channel=SOME))
    async with running(demo, size) as driver:
        await look(driver)
        await offer(driver, "an-offer")
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.section.selection.add({mine.tenant_id: mine.name})  # type: ignore[union-attr]
        await driver.settle()
        other.audience.save_draft("an-offer", AudienceEdit(add=(theirs.tenant_id,)))
        await look(driver)
        await driver.press("f2")
        assert isinstance(driver.app.screen, VersionsDialog)
        assert driver.app.screen.query_one("#mine").region.bottom < size[1]
        (row,) = driver.app.screen._rows
        assert (row.yours, row.theirs) == (mine.name, theirs.name)
        sides = [side.region for side in driver.app.screen.query(".sides > Static")]
        assert (len({side.y for side in sides}) == 1) is (size[0] > 60)
        await choose(driver, "mine")
        ids = {row.tenant_id for row in other.audience.rows("an-offer") if row.in_draft}
        assert ids == {mine.tenant_id, theirs.tenant_id}
        assert "Draft saved: 1 added" in driver.status


async def test_mine_is_refused_where_the_rules_have_changed(
    demo: Workbench, other: Workbench
) -> None:
    (mine,) = demo.directory.search.page(PartnerQuery(text="contoso"), limit=1)
    demo.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    demo.audience.save_draft("an-offer", AudienceEdit(channel=SOME))
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, "an-offer")
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.section.selection.add({mine.tenant_id: mine.name})  # type: ignore[union-attr]
        await driver.settle()
        other.audience.save_draft("an-offer", AudienceEdit(channel=ALL))
        await driver.press("f2")
        await choose(driver, "mine")
        assert "R12" in driver.page
        await driver.press("escape")
        assert screen.has_unsaved
        assert not other.audience.count("an-offer")


async def test_what_comes_while_a_dialog_is_open_is_reported_when_the_page_is_back(
    demo: Workbench, other: Workbench
) -> None:
    async with running(demo) as driver:
        await look(driver)
        await driver.press("f1")
        other.offers.edit(OFFER, SetupEdit(name="Assembly two"))
        await look(driver)
        await driver.press("escape")
        assert "Assembly two" in driver.page
        assert "Changed by ada" in driver.status
        # A question and the search say it at once, for what they are about has changed.
        await driver.press("delete")
        assert isinstance(driver.app.screen, ConfirmDialog)
        other.offers.edit(OFFER, SetupEdit(name="Assembly three"))
        await look(driver)
        assert f"Changed by ada: {OFFER}: Edited name" in driver.page
        await driver.press("escape")
        await offer(driver, OFFER)
        await driver.press("p")
        search = driver.app.screen
        assert isinstance(search, PartnerSearchDialog)
        new = Partner(tenant_id=tenant(9), name="Aaa, new in the directory", country="FR")
        other.directory.import_partners([new])
        await look(driver)
        assert search.is_current
        assert new.name in driver.page
        assert "Changed by ada: Imported partners" in driver.page


async def test_an_offer_that_another_deletes_is_left(demo: Workbench, other: Workbench) -> None:
    other.offers.create("short-lived", ProductType.SAAS, Setup(name="Short-lived"))
    async with running(demo) as driver:
        await look(driver)
        await offer(driver, "short-lived")
        other.offers.delete("short-lived")
        await look(driver)
        assert "short-lived" in driver.page
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.status == "Changed by ada: short-lived: Deleted the offer"


async def test_a_publish_that_comes_late_shows_both_and_asks_again(
    demo: Workbench, other: Workbench
) -> None:
    partners = [
        row.tenant_id for row in demo.directory.search.page(PartnerQuery(text="contoso"), limit=3)
    ]
    complete = Setup(
        name="An offer",
        csp_url="https://contoso.example/csp",
        csp_contact=CspContact("Ada", "ada@contoso.example", ""),
    )
    demo.offers.create("an-offer", ProductType.SAAS, complete)
    async with running(demo, (120, 40)) as driver:
        page = await stands_at(driver, "an-offer", "review")
        page.action_run_command("offer.publish")
        await driver.settle()
        other.audience.save_draft("an-offer", AudienceEdit(channel=SOME, add=(partners[0],)))
        await confirm(driver)
        assert isinstance(driver.app.screen, ConflictDialog)
        assert "ada" in driver.page
        assert "Your change was not applied" in driver.page
        assert not other.offers.show("an-offer").offer.is_live
        await choose(driver, "again")
        # What is asked now is about what the other one has stored.
        assert isinstance(driver.app.screen, ConfirmDialog)
        await confirm(driver)
        assert "Published" in driver.status
        assert other.offers.show("an-offer").offer.is_live

        other.audience.save_draft("an-offer", AudienceEdit(add=(partners[1],)))
        page.load()
        await driver.settle()
        other.audience.save_draft("an-offer", AudienceEdit(add=(partners[2],)))
        page.action_run_command("audience.sync")
        await driver.settle()
        await confirm(driver)
        assert isinstance(driver.app.screen, ConflictDialog)
        await driver.press("escape")
        assert "your change was not applied" in driver.status
        assert not any(row.in_live for row in other.audience.rows("an-offer")[1:])
        page.action_run_command("audience.sync")
        await driver.settle()
        await confirm(driver)
        assert "2 partners are live" in driver.status


async def test_a_plan_that_comes_late_stays_typed_and_is_added_beside_theirs(
    demo: Workbench, other: Workbench
) -> None:
    demo.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    kind = plan_kinds(ProductType.SAAS)[0]
    async with running(demo, (120, 40)) as driver:
        page = await stands_at(driver, "an-offer", "plans")
        field = page.query_one("#plan-id", Input)
        field.focus()
        await driver.settle()
        await driver.write("mine")
        other.offers.edit("an-offer", SetupEdit(plans=(Plan("theirs", kind),)))
        await driver.press("enter")
        assert isinstance(driver.app.screen, ConflictDialog)
        await driver.press("escape")
        assert field.value == "mine"
        other.offers.edit("an-offer", SetupEdit(plans=(Plan("theirs-two", kind),)))
        field.focus()
        await driver.press("enter")
        await choose(driver, "again")
        assert plans_of(other) == ["theirs-two", "mine"]

        page.query_one(RecordList).focus()
        await driver.settle()
        named = page.query_one(RecordList).cursor_record
        assert named is not None
        other.offers.edit("an-offer", SetupEdit(plans=(Plan("another", kind),)))
        page.action_run_command("plans.remove")
        await driver.settle()
        assert isinstance(driver.app.screen, ConflictDialog)
        await choose(driver, "again")
        assert f"Plan {named.key} no longer exists" in driver.status
        assert plans_of(other) == ["another"]


async def test_an_import_that_is_saved_late_shows_both_versions(
    demo: Workbench, other: Workbench, tmp_path: Path
) -> None:
    named, theirs = (
        row for row in demo.directory.search.page(PartnerQuery(text="contoso"), limit=2)
    )
    file = tmp_path / "list.csv"
    file.write_text(f"tenant_id\n{named.tenant_id}\n")
    demo.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    demo.audience.save_draft("an-offer", AudienceEdit(channel=SOME))
    async with running(demo, (120, 40)) as driver:
        page = await stands_at(driver, "an-offer", "audience")
        section = page.section
        assert isinstance(section, AudienceSection)
        section.files.preview_import(file)
        await driver.settle()
        assert isinstance(driver.app.screen, AudienceImportDialog)
        other.audience.save_draft("an-offer", AudienceEdit(add=(theirs.tenant_id,)))
        await choose(driver, "replace")
        assert list_of(other) == {theirs.tenant_id}
        await driver.press("f2")
        assert isinstance(driver.app.screen, VersionsDialog)
        (row,) = driver.app.screen._rows
        assert (row.yours, row.theirs) == (named.name, theirs.name)
        assert list_of(other) == {theirs.tenant_id}
        await choose(driver, "mine")
        assert list_of(other) == {named.tenant_id, theirs.tenant_id}


async def test_a_deletion_that_comes_late_shows_what_would_be_deleted_now(
    demo: Workbench, other: Workbench
) -> None:
    (partner,) = demo.directory.search.page(PartnerQuery(text="contoso"), limit=1)
    demo.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    async with running(demo, (120, 40)) as driver:
        await look(driver)
        home = driver.app.screen
        assert isinstance(home, OffersScreen)
        home.listing.action_first()
        assert home.listing.cursor_record is not None
        assert home.listing.cursor_record.key == "an-offer"
        home.action_run_command("offers.delete")
        await driver.settle()
        edit = AudienceEdit(channel=SOME, add=(partner.tenant_id,))
        other.audience.save_draft("an-offer", edit)
        await confirm(driver)
        assert isinstance(driver.app.screen, ConflictDialog)
        for words in ("ada", "0 partners in the draft", "1 partner in the draft"):
            assert words in driver.page
        await choose(driver, "again")
        assert isinstance(driver.app.screen, ConfirmDialog)
        other.offers.edit("an-offer", SetupEdit(name="Still in use"))
        await confirm(driver)
        assert "Still in use" in driver.page
        await driver.press("escape")
        assert "your change was not applied" in driver.status
        assert other.offers.show("an-offer").draft_partners == 1
        home.action_run_command("offers.delete")
        await driver.settle()
        await confirm(driver)
        assert all(row.state.offer.offer_id != "an-offer" for row in other.offers.rows())


async def confirm(driver: Driver) -> None:
    await driver.press("y")


async def stands_at(driver: Driver, offer_id: str, section: str) -> OfferScreen:
    await look(driver)
    await offer(driver, offer_id, section)
    screen = driver.app.screen
    assert isinstance(screen, OfferScreen)
    return screen


def list_of(workbench: Workbench) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows("an-offer") if row.in_draft}


def plans_of(workbench: Workbench) -> list[str]:
    return [plan.plan_id for plan in workbench.offers.show("an-offer").offer.setup.plans]
