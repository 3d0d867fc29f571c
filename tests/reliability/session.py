"""A whole session of the program under a watch: run as a process of its own by ``test_privacy``.

It may start no program and reach no network, works under a umask that protects nothing, meets
errors full of data, and prints what its files allowed to others while it was at work.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

PARTNER, TENANT = "Zyxquartz Nebelwerk GmbH", "5c0ffee0-1b5d-4c1e-9a77-0c6b6f2d9c1e"
CONTACT, MAIL = "Ottilie Kestrel", "ottilie@kestrel.example"
OFFER = "kestrel-vault"
DATA = (PARTNER, "Zyxquartz", "Nebelwerk", TENANT, "5c0ffee0", CONTACT, "Kestrel", "kestrel", MAIL)
FORBIDDEN = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "webbrowser.open"),
)


class Watched(BaseException):
    """Something was tried that no session may try; nothing in the program catches it."""


def watch(event: str, _arguments: tuple[Any, ...]) -> None:
    """Refuse what leaves the program."""
    if event in FORBIDDEN:
        tried.append(event)
        raise Watched(event)


tried: list[str] = []


def open_to_others(*folders: Path) -> list[str]:
    """The files and folders that more than their owner may use."""
    found = []
    for folder in folders:
        for place, _folders, files in os.walk(folder):
            for path in (Path(place), *(Path(place, name) for name in files)):
                mode = path.stat().st_mode & 0o777
                if mode & 0o077:
                    found.append(f"{path} {mode:o}")
    return found


def command_lines(folder: Path) -> None:
    """What scripts do, from an empty home to a backup put back."""
    from csp_tui.cli import run

    directory = folder.parent / "partners.csv"
    directory.write_text(
        f"tenant_id,name,country,competencies,skills\n{TENANT},{PARTNER},DE,,\n", "utf-8"
    )
    contact = ("--csp-contact-name", CONTACT, "--csp-contact-email", MAIL)
    for words in (
        ("partners", "import", str(directory)),
        ("offers", "create", OFFER, "--type", "saas", "--name", "Vault", *contact),
        ("offers", "edit", OFFER, "--csp-url", "https://kestrel.example/csp"),
        ("audience", "choose", OFFER, "some"),
        ("audience", "add", OFFER, TENANT),
        ("offers", "publish", OFFER),
        ("audience", "export", OFFER, str(folder / "list.csv")),
        ("requests", "new", OFFER, "--remove", TENANT),
        ("db", "backup", str(folder / "backup.sqlite")),
        ("db", "restore", "--yes", str(folder / "backup.sqlite")),
        ("audience", "add", OFFER, "not-a-tenant"),
        ("audience", "remove", OFFER, TENANT),
    ):
        code = run(words)
        expected = {"not-a-tenant": 2, "remove": 1}
        assert code == next((expected[word] for word in words if word in expected), 0), (
            words,
            code,
        )


def failing_command() -> None:
    """A command that meets an error full of data."""
    from csp_tui.cli import run
    from csp_tui.services.history import HistoryService

    def fail(*_words: object, **_options: object) -> None:
        row = {"name": PARTNER, "mail": MAIL}
        raise LookupError(f"{TENANT} of {PARTNER} is not in {row}, ask {CONTACT} at {MAIL}")

    kept = HistoryService.entries
    HistoryService.entries = fail  # type: ignore[assignment,method-assign]
    try:
        assert run(("history",)) == 3
    finally:
        HistoryService.entries = kept  # type: ignore[method-assign, assignment]


async def screens(folder: Path) -> str:
    """What users do, with an error in between; the report that they would copy."""
    from csp_tui.bootstrap import open_workbench
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.settings import find_paths
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.kit.page import Page
    from csp_tui.ui.text.copyable import Copyable
    from tests.ui.driving import Driver

    here = find_paths()
    workbench = open_workbench(here.database)
    app = WorkbenchApp(
        lambda: workbench,
        log=here.log,
        settings_file=SettingsFile(here.settings, named=here.settings_named),
        recovery_files=RecoveryFiles(here.unsaved, here.database),
    )

    def fail(_screen: object) -> None:
        raise ValueError(f"{PARTNER} <{MAIL}> has no {TENANT}: {CONTACT}")

    Page.command_reload = fail  # type: ignore[method-assign, assignment]
    async with app.run_test(size=(100, 30)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        app.settings_controller.change("theme", "csp-light")
        app.navigation.open_offer(OFFER, "listing")
        await driver.settle()
        app.screen.query("Input").first().focus()
        await driver.settle()
        await driver.press("end", "x", "f2")
        assert "saved" in driver.status
        await driver.press("3", "2", "4", "1")
        app.navigation.open_request(1)
        await driver.settle()
        await save(driver, Copyable(f"{PARTNER} {MAIL}", "A text"), folder / "ticket.txt")
        await driver.press("f5", "y")
        report = app.clipboard
        await driver.press("escape")
        app.navigation.open_offer(OFFER, "listing")
        await driver.settle()
        app.screen.query("Input").last().focus()
        await driver.write(CONTACT)
        workbench.database.back_up_daily()
        # As a dropped line does; the file stays for the next session.
        app.exit(129)
        tried.extend(open_to_others(folder, *homes()))
    workbench.close()
    return report


async def save(driver: Any, copyable: Any, path: Path) -> None:
    """Save a text as every screen does."""
    from csp_tui.exchange.writing import write_lines

    driver.app.tasks.run_write(lambda: write_lines(path, [copyable.text]))
    await driver.settle()


def homes() -> list[Path]:
    """The folders that the program keeps for itself."""
    names = ("DATA", "CONFIG", "CACHE", "STATE")
    found = [Path(os.environ[f"XDG_{name}_HOME"]) for name in names]
    return [folder for folder in found if folder.exists()]


def main() -> None:
    """Run the session and print what there is to know about it."""
    os.umask(0)
    folder = Path(sys.argv[1])
    sys.addaudithook(watch)
    try:
        socket.create_connection(("127.0.0.1", 9))
    except Watched:
        tried.clear()
    else:
        raise SystemExit("nothing is watched")
    command_lines(folder)
    report = asyncio.run(screens(folder))
    failing_command()
    tried.extend(open_to_others(folder, *homes()))
    names = sorted(path.name for one in (folder, *homes()) for path in one.rglob("*"))
    sys.__stdout__.write("\n" + json.dumps({"tried": tried, "report": report, "files": names}))  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
