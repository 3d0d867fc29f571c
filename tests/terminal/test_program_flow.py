"""An offer's whole life with the keyboard alone, checked through the command line."""

from __future__ import annotations

import pytest

from csp_tui.ui.commands.catalog.requests import REQUEST_SUBMIT

from .conftest import Program, tenant
from .terminal import Terminal

pytestmark = pytest.mark.terminal


def create_offer(terminal: Terminal) -> None:
    terminal.wait("Welcome", "Create an offer")
    terminal.press("n")
    terminal.wait("New offer", "Offer ID")
    terminal.type("Contoso Backup")
    terminal.wait("contoso-backup")
    terminal.go_to("enter", "Offer ID")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "CSP reseller audience")


def fill_listing(terminal: Terminal) -> None:
    terminal.press("[")
    terminal.wait("CSP program contact name", "needs the URL")
    key = "enter"
    for label, text in (
        ("marketing materials", "https://contoso.example/csp"),
        ("contact name", "Ada King"),
        ("contact e-mail", "ada@contoso.example"),
    ):
        terminal.go_to(key, label)
        terminal.type(text)
        terminal.wait(text)
        key = "tab"
    terminal.wait("Not saved yet")
    terminal.press("f2")
    terminal.wait("Draft saved.", "Complete: the offer can be opened", gone="Not saved yet")
    terminal.light("escape", "Listing")
    terminal.press("right")
    terminal.wait("Any partner in the CSP program", gone="marketing materials")


def choose_specific_partners(terminal: Terminal) -> None:
    terminal.strike("enter")
    terminal.wait("▸( ) Any partner in the CSP program")
    terminal.strike("down")
    terminal.wait("▸( ) Specific partners")
    terminal.press("space")
    terminal.wait("(•) Specific partners", "is selected. Save draft (F2) keeps it.")


def add_partner(terminal: Terminal, words: str, name: str) -> None:
    terminal.press("p")
    terminal.wait("Select CSP Partners", "5 partners in the directory")
    terminal.type(words)
    terminal.wait("1 partner found", name)
    terminal.press("enter")
    terminal.wait("1 selected")
    terminal.press("f2")
    terminal.wait(name, "Not saved yet", gone="in the directory")


def publish(terminal: Terminal) -> None:
    terminal.press("u")
    terminal.wait("Publish “Contoso Backup”?", "The offer goes live for the first time.")
    terminal.press("y")
    terminal.wait("Published. The draft is live now.", "Contoso Backup live")


def save_and_sync(terminal: Terminal) -> None:
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added", "pending sync")
    terminal.press("s")
    terminal.wait("Sync “Contoso Backup”?")
    terminal.press("y")
    row = "Northwind GmbH DE Europe 00000003-1b5d-4…77-0c6b6f2d9c1e live"
    terminal.wait("Synced: 1 partner is live now.", row)


def record_resale(terminal: Terminal) -> None:
    terminal.press("m")
    terminal.wait("Record a resale", "Alpine Cloud SARL has resold the offer")
    terminal.type("2026-03-01")
    terminal.wait("2026-03-01")
    terminal.press("enter")
    terminal.wait("Record this date?", "older than the first publication")
    terminal.press("y")
    terminal.wait("Resale by Alpine Cloud SARL recorded.", "locked: resold")


def be_refused(terminal: Terminal) -> None:
    terminal.press("delete")
    terminal.wait("Not possible", "R30")
    terminal.press("escape")
    terminal.wait("Save draft", gone="Not possible")


def ask_to_remove(terminal: Terminal) -> None:
    terminal.press("down")
    terminal.wait("▸ Fabrikam Ltd")
    terminal.press("delete")
    terminal.wait("This takes a support request", "R31")
    terminal.press("enter")
    terminal.wait("Step 1 of 3", "Deauthorize 1 live partner:", "Fabrikam Ltd")


def fill_in_and_submit(terminal: Terminal) -> None:
    terminal.press("f2")
    terminal.wait("Step 2 of 3", "Issue title")
    terminal.go_to("f2", "Contact name")
    terminal.wait("2 fields need attention")
    terminal.type("Ada King")
    terminal.wait("Contact name Ada King")
    terminal.go_to("tab", "Contact e-mail")
    terminal.type("ada@contoso.example")
    terminal.wait("Contact e-mail ada@contoso.example")
    terminal.press("f2")
    terminal.wait("Step 3 of 3", "tenant ID 00000002-1b5d-4c1e-9a77-0c6b6f2d9c1e")
    terminal.press(REQUEST_SUBMIT.keys)
    terminal.wait("as submitted?")
    terminal.press("y")
    terminal.wait("marked as submitted")
    terminal.press("t")
    terminal.wait("Save number")
    terminal.type("2611160040001234")
    terminal.wait("2611160040001234")
    terminal.press("enter")
    terminal.wait("Ticket number 2611160040001234 saved.", gone="Save number")
    terminal.press("c")
    terminal.wait("Mark request 1 as completed?")
    terminal.press("y")
    terminal.wait("Request 1 completed; the audience was changed.")


def test_an_offer_from_creation_to_a_completed_request(stocked: Program) -> None:
    terminal = stocked.open()
    create_offer(terminal)
    fill_listing(terminal)
    choose_specific_partners(terminal)
    add_partner(terminal, "alpine", "Alpine Cloud SARL")
    add_partner(terminal, "fabrikam", "Fabrikam Ltd")
    terminal.press("f2")
    terminal.wait("Draft saved: option “Specific partners", "2 added.", gone="Not saved yet")
    publish(terminal)
    add_partner(terminal, "northwind", "Northwind GmbH")
    save_and_sync(terminal)
    record_resale(terminal)
    be_refused(terminal)
    ask_to_remove(terminal)
    fill_in_and_submit(terminal)
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    assert_stored(stocked)


def assert_stored(program: Program) -> None:
    (offer,) = program.json("offers", "list")
    assert (offer["offer_id"], offer["status"]) == ("contoso-backup", "live")
    assert offer["reseller_channel"] == {"draft": "some", "live": "some"}
    assert not offer["has_changes"]
    shown = program.json("offers", "show", "contoso-backup")
    assert shown["csp_url"] == "https://contoso.example/csp"
    assert shown["csp_contact"]["name"] == "Ada King"
    assert shown["csp_contact"]["email"] == "ada@contoso.example"
    live = program.json("audience", "show", "contoso-backup")["live"]["partners"]
    assert {(partner["tenant_id"], partner["resold"]) for partner in live} == {
        (tenant(1), True),
        (tenant(3), False),
    }
    (resale,) = program.json("resales", "list")
    assert (resale["tenant_id"], resale["first_sold_on"]) == (tenant(1), "2026-03-01")
    request = program.json("requests", "show", "1")
    assert (request["kind"], request["status"]) == ("deauthorize", "completed")
    assert (request["tenant_ids"], request["ticket"]) == ([tenant(2)], "2611160040001234")
    assert request["contact"]["email"] == "ada@contoso.example"
    assert program.json("db", "check") == {"ok": True, "problems": []}
    actions = {entry["action"] for entry in program.json("history")}
    assert len(actions) >= 8
