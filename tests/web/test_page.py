"""The page in a real browser, with mouse and keys."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import csp_tui.cli
from tests.waiting import wait_until

from .browser import Browser, browser
from .conftest import Serve
from .page import Page
from .serving import Serving

pytestmark = pytest.mark.browser

PARTNERS = """\
tenant_id,name,country,competencies,skills
00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e,Alpine Cloud SARL,FR,Security,Backup
00000002-1b5d-4c1e-9a77-0c6b6f2d9c1e,Fabrikam Ltd,GB,Security,
"""
TOKEN = "a-token-that-nobody-guesses"


def import_by_pasting(opened: Browser, page: Page) -> None:
    """Paste rows into the page as a browser does with Ctrl+V."""
    # The first key goes to the workbench without a click.
    opened.keys("3")
    page.wait("2 partners in the directory")
    opened.keys("i")
    page.wait("Import partners", "tenant_id, name, country")
    opened.paste("tenant_id,name,country\n00000003-1b5d-4c1e-9a77-0c6b6f2d9c1e,Näve AB,SE\n")
    page.wait("Näve AB,SE")
    page.click("Preview", beside="Cancel")
    page.wait("the pasted text", "1 partner is new")
    opened.keys("enter")
    page.wait("Imported: 1 added", "3 partners in the directory")
    page.click("1 Offers")
    page.wait("1 offer", "Contoso Backup")


def close_in_the_middle(opened: Browser, page: Page, serving: Serving, folder: Path) -> None:
    """Go elsewhere right after the last key: what was typed is kept, and nothing else is left."""
    page.click("1 Offers")
    page.wait("1 offer", gone="Draft saved")
    opened.keys("n")
    page.wait("New offer", "Offer ID")
    opened.keys("webtyped")
    opened.open("about:blank")
    wait_until(lambda: not serving.sessions(), lambda: "the session goes on")
    (kept,) = folder.rglob("unsaved/*")
    assert '"webtyped"' in kept.read_text("utf-8")


def visit_the_demo(opened: Browser, demo: Serving) -> None:
    """Download a ticket's text in a kiosk of one's own, and begin again after its end."""
    opened.open(demo.url)
    page = Page(opened)
    page.wait("13 offers", "demo")
    (first,) = demo.sessions()
    opened.keys("2")
    page.wait("5 requests")
    opened.keys("enter")
    page.wait("Support request 5")
    opened.keys("e")
    page.wait("Sent to the browser: support-request-5.txt")
    file = opened.downloads / "support-request-5.txt"
    wait_until(file.exists, lambda: f"no download: {list(opened.downloads.iterdir())}")
    assert "Contoso Monitor" in file.read_text("utf-8")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: opened.run("return document.activeElement.id") == "again", lambda: "no end")
    assert "Something unexpected went wrong." in opened.text("#ended")
    opened.keys("enter")
    Page(opened).wait("13 offers", "demo")
    assert first not in demo.sessions()


def run(database: Path, *words: str) -> None:
    assert csp_tui.cli.run(["--db", str(database), *words]) == 0, words


def test_partners_are_chosen_and_their_list_is_downloaded(serve: Serve, tmp_path: Path) -> None:
    database, partners = tmp_path / "work.sqlite", tmp_path / "partners.csv"
    partners.write_text(PARTNERS, "utf-8")
    run(database, "partners", "import", str(partners))
    run(
        database,
        *("offers", "create", "contoso-backup", "--type", "saas", "--name", "Contoso Backup"),
        *("--csp-url", "https://contoso.example/csp", "--csp-contact-name", "Ada King"),
        *("--csp-contact-email", "ada@contoso.example"),
    )
    serving = serve("--token", TOKEN, before=("--db", str(database)))
    demo = serve("--demo")
    with browser(tmp_path) as opened:
        opened.open(f"{serving.url}?token={TOKEN}")
        wait_until(lambda: "token" not in opened.address, lambda: opened.address)
        page = Page(opened)
        page.wait("1 offer", "Contoso Backup")
        assert opened.title == "csp-tui"
        (cookie,) = opened.cookies
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        assert TOKEN not in cookie["value"]

        import_by_pasting(opened, page)
        # A click on the highlighted line opens it.
        page.click("Contoso Backup")
        page.wait("Select one of the three options above")
        page.click("Specific partners")
        page.wait("(•) Specific partners", "Not saved yet")
        page.click("Select CSP Partners")
        page.wait("Select CSP Partners", "3 partners in the directory")
        opened.keys("alpine")
        page.wait("1 partner found", "Alpine Cloud SARL")
        opened.keys("enter")
        page.wait("1 selected")
        opened.keys("f2")
        page.wait("1 partner added, not saved yet", gone="in the directory")
        page.click("Save draft", beside="Publish")
        page.wait("Draft saved: option “Specific partners", "1 added.")
        page.click("Export")
        page.wait("Sent to the browser: contoso-backup-csp-partners.csv")
        file = opened.downloads / "contoso-backup-csp-partners.csv"
        wait_until(file.exists, lambda: f"no download: {list(opened.downloads.iterdir())}")

        exported = tmp_path / "exported.csv"
        run(database, "audience", "export", "contoso-backup", str(exported))
        assert file.read_bytes() == exported.read_bytes()
        assert b"00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e" in file.read_bytes()
        urls = [urlsplit(url) for url in page.asked]
        # The browser's own first page asks for parts of the browser, by other schemes.
        hosts = {url.netloc for url in urls if url.scheme in ("http", "https", "ws", "wss")}
        assert hosts == {f"127.0.0.1:{serving.port}"}
        close_in_the_middle(opened, page, serving, tmp_path)
        troubles = [note for note in opened.log("browser") if note["level"] == "SEVERE"]
        assert troubles == []
        visit_the_demo(opened, demo)
    # The page is closed: nothing of its sessions is left.
    wait_until(
        lambda: not serving.sessions() and not demo.sessions(),
        lambda: f"still there: {serving.sessions()}, {demo.sessions()}",
    )
    assert TOKEN not in serving.end()
    ours = [path for path in tmp_path.rglob("*") if "profile" not in path.parts]
    assert not any(TOKEN.encode() in path.read_bytes() for path in ours if path.is_file())
