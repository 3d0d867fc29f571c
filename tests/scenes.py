"""Every screen and dialog, and how one gets there from the start with the keyboard.

Snapshots and the pictures of the README are taken from here, always of the demo.
"""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from csp_tui.domain.partner import PartnerQuery
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.resales.evidence_dialog import EvidenceDialog
from tests.ui.driving import Driver

Scene = Callable[[Driver], Awaitable[None]]


async def offer(driver: Driver, offer_id: str, section: str = "audience") -> None:
    """Open an offer at a section, with the focus where the work is."""
    driver.app.navigation.open_offer(offer_id, section)
    await driver.settle()


async def option(driver: Driver, offer_id: str, *keys: str) -> None:
    """Choose another option of an offer."""
    await offer(driver, offer_id)
    driver.app.screen.query_one("#audience-options").focus()
    await driver.press(*keys)


async def partner_list(driver: Driver, offer_id: str) -> None:
    """Open an offer's list of partners."""
    await offer(driver, offer_id)
    driver.app.screen.query_one("#audience-partners").focus()
    await driver.settle()


async def offers(driver: Driver) -> None:
    """Home."""
    await driver.press("down")


async def offers_filter(driver: Driver) -> None:
    """A filter that finds nothing."""
    await driver.press("slash")
    await driver.write("nothing")


async def new_offer(driver: Driver) -> None:
    """The form of a new offer with an ID that is taken."""
    await driver.press("n")
    await driver.write("Contoso Backup")
    await driver.press("enter", "enter")


async def delete_offer(driver: Driver) -> None:
    """The question before deleting."""
    await driver.press("delete")


async def setup(driver: Driver) -> None:
    """Offer setup."""
    await offer(driver, "contoso-backup", "setup")


async def plans(driver: Driver) -> None:
    """Plans with one that is sold by default."""
    await offer(driver, "contoso-vpn-gateway", "plans")


async def plan_markets(driver: Driver) -> None:
    """Markets of an offer, some of them selected, narrowed to a region."""
    await plans(driver)
    await driver.press("w")
    await driver.write("fr de", at_once=True)
    await driver.press("enter")
    await driver.write("europe", at_once=True)


async def listing(driver: Driver) -> None:
    """Offer listing that lacks everything, with a bad address."""
    await offer(driver, "contoso-assembly", "listing")
    await driver.write("contoso", at_once=True)
    await driver.press("f2")


async def audience(driver: Driver) -> None:
    """Specific partners: live, locked, waiting."""
    await partner_list(driver, "contoso-backup")


async def audience_unsaved(driver: Driver) -> None:
    """A partner removed and not saved."""
    await partner_list(driver, "contoso-managed-sap")
    await driver.press("down", "delete")


async def audience_any(driver: Driver) -> None:
    """Any partner."""
    await offer(driver, "contoso-landing-zone")


async def audience_ineligible(driver: Driver) -> None:
    """A container: nothing to choose."""
    await offer(driver, "contoso-edge-cache")


async def audience_changed(driver: Driver) -> None:
    """A draft option that differs from the live one."""
    await offer(driver, "contoso-managed-sap")


async def review(driver: Driver) -> None:
    """What publishing would do."""
    await offer(driver, "contoso-managed-sap", "review")


async def offer_requests(driver: Driver) -> None:
    """The requests of an offer."""
    await offer(driver, "contoso-backup", "requests")


async def offer_history(driver: Driver) -> None:
    """The history of an offer."""
    await offer(driver, "contoso-backup", "history")


async def partner_search(driver: Driver) -> None:
    """The search with something chosen."""
    await offer(driver, "contoso-backup")
    await driver.press("p")
    await driver.write("contoso", at_once=True)
    await driver.press("down", "space", "down", "space")


async def partner_search_chosen(driver: Driver) -> None:
    """What has been chosen so far."""
    await partner_search(driver)
    await driver.press("v")


async def partner_search_nothing(driver: Driver) -> None:
    """A search that finds nothing."""
    await offer(driver, "contoso-backup")
    await driver.press("p")
    await driver.write("zzzzqqqq", at_once=True)


async def facet_picker(driver: Driver) -> None:
    """Countries to filter by."""
    await partner_search(driver)
    await driver.press("c", "down", "space")


async def refusal_request(driver: Driver) -> None:
    """A refusal that a support request solves."""
    await partner_list(driver, "contoso-retail-365")
    await driver.press("delete")


async def refusal_locked(driver: Driver) -> None:
    """A refusal without a next step: the partners have resold."""
    await option(driver, "contoso-backup", "down", "space")


async def option_request(driver: Driver) -> None:
    """Leaving the first option, with a warning that names partners."""
    await option(driver, "contoso-monitor", "up", "space")


async def publish(driver: Driver) -> None:
    """What publishing does, before it is done."""
    await offer(driver, "contoso-managed-sap")
    await driver.press("u")


async def unsaved(driver: Driver) -> None:
    """Leaving with unsaved changes."""
    await audience_unsaved(driver)
    await driver.press("1")


async def resale(driver: Driver) -> None:
    """Recording a resale."""
    await audience(driver)
    await driver.press("m")


async def resales(driver: Driver) -> None:
    """Who has resold an offer that any partner may resell."""
    await offer(driver, "contoso-monitor")
    await driver.press("l")


async def resales_record(driver: Driver) -> None:
    """The day of a first sale, for two partners at once."""
    await resales(driver)
    await driver.press("m")
    await driver.write("contoso", at_once=True)
    await driver.press("down", "space", "down", "space", "f2")


async def resales_import(driver: Driver) -> None:
    """What a file of resales would do, with invalid rows."""
    from csp_tui.ui.resales.import_dialog import ResalesImportDialog

    rows = driver.app.workbench.directory.search.page(PartnerQuery(), limit=3)
    partners = [row.tenant_id for row in rows]
    lines = [
        "offer_id,tenant_id,first_sold_on",
        *(f"contoso-backup,{tenant},2026-01-31" for tenant in partners),
        f"contoso-monitor,{partners[0]},",
        f"contoso-assembly,{partners[0]},",
        f"contoso-monitor,{partners[1]},31/01/2026",
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resales.csv"
        path.write_text("\n".join(lines), "utf-8")
        driver.app.push_screen(ResalesImportDialog(path))
        await driver.settle()


async def evidence(driver: Driver) -> None:
    """The names to match after a report was imported."""
    await evidence_import(driver)
    await driver.press("i")


async def evidence_import(driver: Driver) -> None:
    """What a report of Microsoft's would bring."""
    from csp_tui.exchange.samples import samples_of
    from csp_tui.ui.resales.evidence_import import EvidenceImportDialog

    await driver.press("M")
    dialog = driver.app.screen
    assert isinstance(dialog, EvidenceDialog)
    (sample,) = samples_of("evidence")
    driver.app.push_screen(EvidenceImportDialog(sample.path), dialog.take_import)
    await driver.settle()


async def evidence_columns(driver: Driver) -> None:
    """An unknown table, whose columns are to be named."""
    from csp_tui.ui.resales.evidence_import import EvidenceImportDialog

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales.csv"
        path.write_text("Kunde;Partner-ID;Produkt;Datum\nA;;Contoso Backup;\n", "utf-8")
        driver.app.push_screen(EvidenceImportDialog(path))
        await driver.settle()


async def evidence_note(driver: Driver) -> None:
    """Why a partner is locked."""
    from csp_tui.ui.resales.evidence_note import EvidenceNoteDialog

    await evidence(driver)
    await driver.press("escape")
    (item,) = driver.app.workbench.evidence.items("contoso-backup")[:1]
    assert item.tenant_id is not None
    driver.app.push_screen(EvidenceNoteDialog("contoso-backup", item.tenant_id, item.name))
    await driver.settle()


async def wizard_selections(driver: Driver) -> None:
    """The wizard's first step."""
    driver.app.navigation.open_request(5)
    await driver.settle()


async def wizard_details(driver: Driver) -> None:
    """The wizard's second step."""
    await wizard_selections(driver)
    await driver.press("f2")


async def wizard_missing(driver: Driver) -> None:
    """The wizard's second step with what is missing."""
    await wizard_details(driver)
    await driver.press("f2")


async def wizard_review(driver: Driver) -> None:
    """The wizard's last step."""
    await wizard_details(driver)
    for field, text in (("contact_name", "Amelie Roux"), ("contact_email", "csp@contoso.example")):
        driver.app.screen.query_one(f"#details-{field}").focus()
        await driver.settle()
        await driver.write(text)
    await driver.press("f2")


async def request_submitted(driver: Driver) -> None:
    """A request that waits for its answer."""
    driver.app.navigation.open_request(4)
    await driver.settle()


async def request_complete(driver: Driver) -> None:
    """The question before completing."""
    await request_submitted(driver)
    await driver.press("c")


async def request_completed(driver: Driver) -> None:
    """A request that is done."""
    driver.app.navigation.open_request(3)
    await driver.settle()


async def requests(driver: Driver) -> None:
    """All requests."""
    await driver.press("2")


async def new_request(driver: Driver) -> None:
    """Beginning a request from the list."""
    await driver.press("2", "n")


async def partners(driver: Driver) -> None:
    """The directory."""
    await driver.press("3", "slash")
    await driver.write("東京", at_once=True)


async def history(driver: Driver) -> None:
    """All changes."""
    await driver.press("4")


async def history_detail(driver: Driver) -> None:
    """One change, before and after."""
    await driver.press("4", "enter")


async def help_dialog(driver: Driver) -> None:
    """Help on the audience."""
    await audience(driver)
    await driver.press("f1")


async def palette(driver: Driver) -> None:
    """The palette with a search."""
    await audience(driver)
    await driver.press("ctrl+p")
    await driver.write("sync")


async def command(driver: Driver, command_id: str) -> None:
    """Run a command of the page, as the palette does."""
    page = driver.app.screen
    assert isinstance(page, CommandScreen)
    page.action_run_command(command_id)
    await driver.settle()


async def rules(driver: Driver) -> None:
    """The program's rules, with a search."""
    await command(driver, "rules")
    await driver.press("slash")
    await driver.write("resold")


async def settings(driver: Driver) -> None:
    """Language, colors and signs."""
    await command(driver, "settings")


async def keys(driver: Driver) -> None:
    """All keys of a page."""
    await audience(driver)
    await command(driver, "keys")


async def figures(driver: Driver) -> None:
    """Resales by partner and by month."""
    await command(driver, "offers.figures")


async def coverage(driver: Driver) -> None:
    """The regions that an audience opens."""
    await audience(driver)
    await command(driver, "audience.coverage")


async def offers_coverage(driver: Driver) -> None:
    """Where all offers can be sold: one with gaps, and with partners where it is not sold."""
    await driver.press("G", "end")


async def offers_overlaps(driver: Driver) -> None:
    """Two offers that share partners."""
    await driver.press("G", "p")


async def report(driver: Driver) -> None:
    """What a report is made of."""
    await driver.press("Z")
    await driver.write("2026-03-01", at_once=True)


async def partner_lists(driver: Driver) -> None:
    """Partner lists, and an offer that differs from its list."""
    await driver.press("L")


async def new_partner_list(driver: Driver) -> None:
    """A partner list with a name that is not filled in."""
    await driver.press("L", "n", "tab")
    await driver.write("EU distributors", at_once=True)


async def plan(driver: Driver) -> None:
    """A what-if plan of an offer that has waited to be published."""
    await offer(driver, "contoso-assembly")
    await driver.press("W")


async def market_map(driver: Driver) -> None:
    """The map of where an offer can be sold."""
    await coverage(driver)
    driver.app.screen.query_one("#map").focus()
    await driver.press("enter")


async def plain_text(driver: Driver) -> None:
    """What can be copied, as nothing but text."""
    await request_submitted(driver)
    await command(driver, "copy.show")


async def partner_center(driver: Driver) -> None:
    """The offers beside what Partner Center has, after a pull."""
    await partner_center_pull(driver)
    await driver.press("y")
    await driver.settle()


async def partner_center_pull(driver: Driver) -> None:
    """What a pull would change."""
    await driver.press("5", "p")
    await driver.settle()


async def partner_center_push(driver: Driver) -> None:
    """What a push could not write, with the reason."""
    await driver.press("5", "P", "y")
    await driver.settle()


async def partner_center_person(driver: Driver) -> None:
    """What only a person can do in Partner Center."""
    await driver.press("5", "down", "s")
    await driver.settle()


async def partner_center_accounts(driver: Driver) -> None:
    """The accounts of Partner Center."""
    await driver.press("5", "a")
    await driver.settle()


async def partner_center_sign_in(driver: Driver) -> None:
    """Signing in to an account of Partner Center, with a mistake."""
    from csp_tui.domain.remote import Account
    from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog

    # The demo has no network, so that its own command says why not.
    await driver.press("5")
    account = Account(name="default", tenant_id="contoso.example", client_id="")
    driver.app.push_screen(SignInDialog(account, ""))
    await driver.settle()
    await driver.press("tab", "tab")
    await driver.write("secret")


async def partner_center_conflict(driver: Driver) -> None:
    """An offer that was changed on both sides."""
    await partner_center(driver)
    await driver.press("home", "c")


async def undo(driver: Driver) -> None:
    """What Undo would undo."""
    await offer(driver, "contoso-managed-sap")
    await driver.press("ctrl+z")


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        offers,
        offers_filter,
        new_offer,
        delete_offer,
        setup,
        plans,
        plan_markets,
        listing,
        audience,
        audience_unsaved,
        audience_any,
        audience_ineligible,
        audience_changed,
        review,
        offer_requests,
        offer_history,
        partner_search,
        partner_search_chosen,
        partner_search_nothing,
        facet_picker,
        refusal_request,
        refusal_locked,
        option_request,
        publish,
        unsaved,
        resale,
        resales,
        resales_record,
        resales_import,
        evidence,
        evidence_import,
        evidence_columns,
        evidence_note,
        wizard_selections,
        wizard_details,
        wizard_missing,
        wizard_review,
        request_submitted,
        request_complete,
        request_completed,
        requests,
        new_request,
        partners,
        history,
        history_detail,
        help_dialog,
        palette,
        rules,
        settings,
        keys,
        figures,
        coverage,
        offers_coverage,
        offers_overlaps,
        report,
        partner_lists,
        new_partner_list,
        plan,
        market_map,
        plain_text,
        partner_center_pull,
        partner_center,
        partner_center_push,
        partner_center_person,
        partner_center_conflict,
        partner_center_accounts,
        partner_center_sign_in,
        undo,
    )
}
