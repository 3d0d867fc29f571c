"""Plans, lists, comparisons, partners, Microsoft's files and Partner Center, on a spoiled database.

They belong to the visits of ``tests.terminal.visits``.
"""

from __future__ import annotations

import csv
from pathlib import Path

from textual.events import Paste
from textual.widgets import Button, Input

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.remote import Account, RemoteAudience
from csp_tui.domain.remote_conflicts import Choice
from csp_tui.services.bulk import BulkChange, bulk_wishes
from csp_tui.services.remote.views import ConflictView
from csp_tui.ui.kit.view_request import ViewRequest
from tests import scenes
from tests.nasty import EVERYTHING, SNIPPETS
from tests.terminal.spoiled import FILE_NAME
from tests.ui.driving import Driver

OFFER = "contoso-backup"
DRAFT = "contoso-managed-sap"


def some_partner(driver: Driver) -> str:
    """The tenant ID of a partner of the directory, whose name is spoiled."""
    return driver.app.workbench.directory.search.page(PartnerQuery(), limit=1)[0].tenant_id


async def view(driver: Driver, request: ViewRequest) -> None:
    """Open a place, as a page does it."""
    driver.app.navigation.open_view(request)
    await driver.settle()


async def audit(driver: Driver, _folder: Path) -> None:
    """The findings of all offers."""
    await driver.press("A", "down")


async def compare(driver: Driver, _folder: Path) -> None:
    """Two offers side by side, with the names of their partners."""
    await view(driver, ViewRequest(view="compare", offer_ids=(OFFER, DRAFT)))
    await driver.press("tab", "tab", "down")


async def coverage(driver: Driver, _folder: Path) -> None:
    """What all offers cover."""
    await driver.press("G", "down")


async def report(driver: Driver, _folder: Path) -> None:
    """What a report is made of."""
    await driver.press("Z")


async def what_if(driver: Driver, _folder: Path) -> None:
    """A plan of a draft."""
    await view(driver, ViewRequest(view="what-if", offer_ids=(DRAFT, OFFER)))
    await driver.press("down")


async def saved_plans(driver: Driver, _folder: Path) -> None:
    """A plan that was carried out, with the title of someone else."""
    desired = bulk_wishes((DRAFT,), BulkChange(add=(some_partner(driver),)))
    await view(driver, ViewRequest(view="plan", desired=desired, title=EVERYTHING))
    await driver.press("f2")
    await driver.confirm()
    await view(driver, ViewRequest(view="plans"))
    await driver.press("enter")


async def bulk(driver: Driver, _folder: Path) -> None:
    """A change of two offers, with words that are no tenant IDs."""
    await view(driver, ViewRequest(view="bulk", offer_ids=(OFFER, DRAFT)))
    await driver.press("shift+tab")
    driver.app.post_message(Paste(EVERYTHING))
    await driver.settle()
    await driver.press("enter")


async def lists(driver: Driver, _folder: Path) -> None:
    """The lists, the partners of one, and the dialogs about them."""
    await view(driver, ViewRequest(view="lists"))
    # Its title and its partners, the offers that follow it, and the question before it goes.
    for command in ("lists.edit", "lists.follow", "lists.delete"):
        await scenes.command(driver, command)
        assert driver.app.screen.is_modal
        await driver.press("escape")
    await driver.press("enter")


async def search_edited(driver: Driver, _folder: Path) -> None:
    """The search of a list that has one."""
    await view(driver, ViewRequest(view="lists"))
    await driver.press("end")
    await scenes.command(driver, "lists.edit")
    assert driver.app.screen.query("#list-countries")


async def list_created(driver: Driver, _folder: Path) -> None:
    """A list with a name that no list can have."""
    await view(driver, ViewRequest(view="save-list", offer_ids=(OFFER,)))
    # No longer than the field takes: Textual rings the bell for more.
    driver.app.post_message(Paste(EVERYTHING[:50]))
    await driver.settle()
    await driver.press("enter")


async def partner(driver: Driver, _folder: Path) -> None:
    """The page of a partner, and the offers that it may join."""
    row = driver.app.workbench.audience.rows(OFFER)[0]
    driver.app.navigation.open_partner(row.tenant_id)
    await driver.settle()
    await driver.press("down")
    await scenes.command(driver, "partner.add")


async def columns(driver: Driver, folder: Path) -> None:
    """A file of partners whose columns have names like that."""
    from csp_tui.ui.partners.directory_import import DirectoryImportDialog

    path = folder / f"columns {FILE_NAME}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((SNIPPETS[:6], SNIPPETS[6:12]))
    driver.app.push_screen(DirectoryImportDialog(path))
    await driver.settle()


def write_sales(driver: Driver, folder: Path) -> Path:
    """A table of sales: a known partner with an ID, and names that the directory does not have."""
    path = folder / f"sales {FILE_NAME}"
    tenant = driver.app.workbench.audience.rows(OFFER)[0].tenant_id
    plain = [text for text in SNIPPETS if not set(text) & set(';,|\t\r\n"')]
    rows = [["Partner ID", f"Kunde {plain[0]}", f"Produkt {plain[1]}", f"Datum {plain[2]}"]]
    rows.append([tenant, plain[3], OFFER, "2026-01-31"])
    rows.extend(["", f"Contoso {text}", OFFER, ""] for text in plain[:20])
    rows.extend(["", "Contoso", f"Offer {text}", ""] for text in plain[:20])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


async def evidence(driver: Driver, folder: Path) -> None:
    """A table of an unknown kind, whose columns are named; then what it would bring, the names
    to match, and for one of each kind what it may mean.
    """
    from csp_tui.ui.resales.evidence_dialog import EvidenceDialog
    from csp_tui.ui.resales.evidence_import import EvidenceImportDialog

    await driver.press("M")
    asked = driver.app.screen
    assert isinstance(asked, EvidenceDialog), asked
    dialog = EvidenceImportDialog(write_sales(driver, folder))
    driver.app.push_screen(dialog, asked.take_import)
    await driver.settle()
    for number, name in enumerate(("tenant-id", "name", "offer", "date"), 1):
        dialog.query_one(f"#column-{name}", Input).value = str(number)
    dialog.query_one("#preview", Button).press()
    await driver.settle()
    await driver.press("i")
    await driver.press("down", "down", "home", "enter", "escape", "end", "enter", "escape")
    await evidence_note(driver)


async def evidence_note(driver: Driver) -> None:
    """The file that says that a partner has resold, and a reason to dismiss that."""
    from csp_tui.ui.resales.evidence_note import EvidenceNoteDialog

    tenant = driver.app.workbench.audience.rows(OFFER)[0].tenant_id
    assert driver.app.workbench.evidence.items(OFFER, tenant)
    driver.app.push_screen(EvidenceNoteDialog(OFFER, tenant, EVERYTHING))
    await driver.settle()
    driver.app.screen.query_one("#dismiss-why").focus()
    driver.app.post_message(Paste(EVERYTHING))
    await driver.settle()


async def center(driver: Driver, _folder: Path) -> None:
    """The offers beside what Partner Center has."""
    await driver.press("5", "down")


async def remote_conflict(driver: Driver, folder: Path) -> None:
    """Three versions of a list, with the words of Partner Center."""
    from csp_tui.ui.marketplace.conflict_dialog import RemoteConflictDialog

    await center(driver, folder)
    names = {
        f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e": text for number, text in enumerate(SNIPPETS)
    }
    conflict = ConflictView(
        offer_id=EVERYTHING,
        base=RemoteAudience(ResellerChannel.SOME, names, EVERYTHING),
        local=RemoteAudience(ResellerChannel.SOME, names),
        remote=RemoteAudience(None, names, EVERYTHING),
        choices=tuple(
            Choice(tenant, name, in_base=False, in_local=True, in_remote=False)
            for tenant, name in names.items()
        ),
    )
    driver.app.push_screen(RemoteConflictDialog(conflict))
    await driver.settle()
    await driver.press("end", "space")


def _hostile_account() -> Account:
    return Account(
        name=EVERYTHING, tenant_id=EVERYTHING, client_id=EVERYTHING, certificate=EVERYTHING
    )


async def center_accounts(driver: Driver, folder: Path) -> None:
    """The accounts of Partner Center."""
    from csp_tui.ui.marketplace.accounts_dialog import AccountsDialog

    await center(driver, folder)
    driver.app.push_screen(AccountsDialog([_hostile_account()], EVERYTHING, None))
    await driver.settle()
    await driver.press("down")


async def center_sign_in(driver: Driver, folder: Path) -> None:
    """Signing in, with what an account was called before."""
    from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog

    await center(driver, folder)
    driver.app.push_screen(SignInDialog(_hostile_account(), EVERYTHING))
    await driver.settle()
    driver.app.screen.query_one("#sign-in-tenant", Input).value = ""
    driver.app.post_message(Paste(EVERYTHING[:50]))
    await driver.settle()


MORE = (
    *(audit, coverage, report, compare, what_if, saved_plans, bulk),
    *(lists, search_edited, list_created, partner, columns, evidence),
    *(remote_conflict, center_accounts, center_sign_in),
)
"""All of them, in the order in which they build on each other."""
