"""A session that is cut off in the middle of a form: the next one offers what was typed."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import wait_until

from .conftest import Program, tenant
from .sshd import Sshd, wait_for_end
from .terminal import Terminal
from .test_demo import assert_restored
from .test_dropped_line import FAREWELL, assert_kept, assert_unlocked

pytestmark = pytest.mark.terminal

QUESTION = "Restore what you typed?"
NEXT_PAGE = "\x1b[6;5~"
_DAY = re.compile(r"The last session ended on \d{4}-\d\d-\d\d \d\d:\d\d UTC before this was saved:")


def unsaved_folder(home: Path) -> Path:
    return home / "csp-tui" / "unsaved"


def kept(folder: Path) -> list[dict[str, Any]]:
    """What the only recovery file says is not saved; nothing where there is none."""
    found: list[dict[str, Any]] = []
    for path in folder.glob("*.json"):
        assert not found
        found = json.loads(path.read_bytes())["unsaved"]
    return found


def assert_offered(terminal: Terminal, *texts: str) -> None:
    """The question is asked, with its time and what was typed."""
    terminal.wait(QUESTION, *texts)
    assert _DAY.search(terminal.words)


def restore(terminal: Terminal) -> None:
    terminal.strike("y")


def is_kept(folder: Path, text: str) -> Callable[[], bool]:
    return lambda: text in json.dumps(kept(folder), ensure_ascii=False)


def open_listing(terminal: Terminal) -> None:
    terminal.wait("1 offer", "Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "CSP reseller audience")
    terminal.press("[")
    terminal.wait("CSP program contact name")
    terminal.go_to("enter", "marketing materials")
    for label in ("contact name", "contact e-mail", "contact phone"):
        terminal.go_to("tab", label)


def test_what_was_typed_outlives_every_kind_of_end(stocked: Program) -> None:
    folder = unsaved_folder(Path(os.environ["XDG_STATE_HOME"]))
    offer_id = stocked.create_offer()

    # SIGTERM while a field of a form is typed in.
    terminal = stocked.open()
    open_listing(terminal)
    terminal.type("+49 30 1234")
    terminal.wait("+49 30 1234", "Not saved yet")
    terminal.signal(signal.SIGTERM)
    assert terminal.end() == 128 + signal.SIGTERM
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert bytes(terminal.raw).endswith(FAREWELL)
    assert_unlocked(stocked)
    assert_kept("+49 30 1234")
    # Another program writes at once, and changes the same field.
    stocked.run("offers", "edit", offer_id, "--csp-contact-phone", "+33 1 5678")

    # SIGKILL while partners are chosen that are on no list yet.
    terminal = stocked.open()
    assert_offered(terminal, "Contoso Backup › Offer listing", "phone: +49 30 1234")
    restore(terminal)
    terminal.wait("+49 30 1234", "Changed elsewhere to “+33 1 5678”", "Not saved yet")
    terminal.press("f2")
    terminal.wait("Draft saved.", gone="Not saved yet")
    assert stocked.json("offers", "show", offer_id)["csp_contact"]["phone"] == "+49 30 1234"
    terminal.strike(NEXT_PAGE)
    terminal.wait("▸( ) Any partner in the CSP program", gone="marketing materials")
    terminal.strike("down")
    terminal.wait("▸( ) Specific partners")
    terminal.press("space")
    terminal.wait("(•) Specific partners", "is selected. Save draft (F2) keeps it.")
    terminal.press("p")
    terminal.wait("Select CSP Partners", "5 partners in the directory")
    terminal.type("Fabri")
    terminal.wait("1 partner found", "Fabrikam Ltd")
    terminal.press("enter")
    terminal.wait("1 selected")
    wait_until(is_kept(folder, tenant(2)), lambda: "the choice in the file")
    terminal.signal(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert_unlocked(stocked)

    # The terminal closes while partners are added and not saved.
    terminal = stocked.open()
    assert_offered(terminal, "Specific partners", "Select CSP Partners Fabrikam Ltd")
    restore(terminal)
    terminal.wait("Select CSP Partners", "1 selected", "Fabrikam Ltd")
    terminal.press("f2")
    terminal.wait("Fabrikam Ltd", "(•) Specific partners", "Not saved yet", gone="in the directory")
    assert terminal.hang_up() == 128 + signal.SIGHUP
    assert_unlocked(stocked)

    # All of it is saved, and there is nothing left to offer.
    terminal = stocked.open()
    assert_offered(terminal, "Specific partners", "Fabrikam Ltd")
    restore(terminal)
    terminal.wait("Fabrikam Ltd", "(•) Specific partners", "Not saved yet")
    terminal.press("f2")
    terminal.wait("Draft saved: option “Specific partners", "1 added.", gone="Not saved yet")
    wait_until(lambda: not list(folder.iterdir()), lambda: "no file")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert not list(folder.iterdir())
    draft = stocked.json("audience", "show", offer_id)["draft"]
    assert draft["reseller_channel"] == "some"
    assert tenant(2) in json.dumps(draft["partners"])


class OwnAccount(Sshd):
    """A server for one's own account, to which the lines for a kiosk do not apply."""

    def _lines(self, path: Path, account: str) -> str:
        return super()._lines(path, "demo")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    folder = tmp_path / "server"
    folder.mkdir()
    started = OwnAccount(folder)
    try:
        yield started
    finally:
        started.close()


@pytest.mark.ssh
def test_a_killed_client_of_ssh_leaves_nothing_running_and_loses_nothing(
    server: Sshd, program: Program
) -> None:
    folder = unsaved_folder(server.home / ".local" / "state")
    command = server.command("-tt", "--", "csp-tui", "--db", str(program.database))
    terminal = Terminal(command=command)
    terminal.wait("Offers", "no offers")
    terminal.press("n")
    terminal.wait("New offer")
    terminal.type("far-away")
    terminal.wait("far-away")
    remote = server.kiosks()
    assert remote
    terminal.signal(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    wait_for_end(remote)
    assert_unlocked(program)
    assert is_kept(folder, "far-away")()

    terminal = Terminal(command=command)
    assert_offered(terminal, "New offer", "far-away")
    # The first choice, Restore, is highlighted; Discard is beside it.
    terminal.press("tab")
    terminal.strike("enter")
    wait_until(lambda: not list(folder.iterdir()), lambda: "what is thrown away is gone")
    terminal.wait("no offers", gone=QUESTION)
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
