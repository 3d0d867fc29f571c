"""Every line of the tour in the README, with real keys; what a line changes is undone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.storage.connections import BUSY_TIMEOUT

from .conftest import Program
from .terminal import Terminal

pytestmark = pytest.mark.terminal

README = Path(__file__).parents[2] / "README.md"


def undo(terminal: Terminal, what: str, gone: str = "") -> None:
    """Undo the last change, which is named before."""
    started = time.monotonic()
    terminal.press("ctrl+z")
    terminal.wait("Undo this change?", what)
    terminal.press("y")
    terminal.wait("Undone:", gone=gone or "Undo this change?")
    # While undo waited for its own lock, it took as long as the busy timeout.
    assert time.monotonic() - started < BUSY_TIMEOUT / 2


def lists_offers(terminal: Terminal) -> None:
    terminal.press("4")
    terminal.wait("▸4 History")
    terminal.press("1")
    terminal.wait("13 offers", "3 to publish", "not published yet")


def find_offer(terminal: Terminal, words: str, name: str, other: str) -> None:
    """Go to the offers, and open the one that a filter finds."""
    terminal.press("/")
    terminal.type(words)
    terminal.wait(name, gone=other)
    terminal.press("enter", "enter")
    terminal.wait(f"Offers › {name}")


def opens_an_offer(terminal: Terminal) -> None:
    find_offer(terminal, "landing", "Contoso Landing Zone", "Contoso Backup")
    terminal.wait("Up to date", "(•) Any partner")


def refuses_an_option(terminal: Terminal) -> None:
    # The list of this offer is empty, so that its options have the focus.
    terminal.press("down", "space")
    terminal.wait("This takes a support request", "Create support request")
    terminal.press("escape")
    terminal.wait("(•) Any partner", gone="This takes a support request")


def selects_partners(terminal: Terminal) -> None:
    terminal.press("escape")
    terminal.wait("Contoso Landing Zone", gone="(•) Any partner")
    terminal.press("/", "ctrl+u")
    terminal.wait("Contoso Backup")
    find_offer(terminal, "backup", "Contoso Backup", "Contoso Sign")
    terminal.wait("Next: Sync CSP audience (key s)", "Draft covers: 5 regions")
    terminal.press("p")
    terminal.wait("2,000 partners in the directory")
    terminal.type("a. datum corp")
    terminal.wait("1 partner found", "A. Datum Corporation")
    terminal.press("enter")
    terminal.wait("1 selected")


def saves_and_undoes(terminal: Terminal) -> None:
    terminal.press("f2")
    terminal.wait("1 partner added, not saved yet", gone="in the directory")
    terminal.press("ctrl+z")
    terminal.wait("The last unsaved change was undone. Redo: Ctrl+Y.")
    terminal.press("ctrl+y")
    terminal.wait("The unsaved change is restored.", "Not saved yet")
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added")
    undo(terminal, "Saved draft: 1 added")
    terminal.press("ctrl+y")
    terminal.wait("Redo this change?", "Saved draft: 1 added")
    terminal.press("y")
    terminal.wait("Redone:", "3 to sync", gone="Redo this change?")


def publishes_and_syncs(terminal: Terminal) -> None:
    terminal.press("u")
    terminal.wait("Publish “Contoso Backup”?", "3 partners will be able to resell the offer")
    terminal.press("n")
    terminal.wait("3 to sync", gone="Publish “Contoso Backup”?")
    terminal.press("s")
    terminal.wait("Sync “Contoso Backup”?")
    terminal.press("y")
    terminal.wait("Synced: 3 partners are live now.")
    # A sync has happened in Partner Center; what was before it cannot be undone either.
    terminal.press("ctrl+z")
    terminal.wait("This cannot be undone", "a sync only ever adds")
    terminal.press("escape")
    terminal.wait("Offers › Contoso Backup", gone="This cannot be undone")


def opens_a_request(terminal: Terminal) -> None:
    terminal.press("delete")
    terminal.wait("This takes a support request", "R31")
    terminal.press("enter")
    terminal.wait("Step 1 of 3", "Deauthorize 1 live partner:")
    undo(terminal, "Created support request")
    terminal.wait("Offers › Contoso Backup", gone="Step 1 of 3")


def follows_requests(terminal: Terminal) -> None:
    terminal.press("2")
    terminal.wait("5 requests", "2 open", "submitted", "declined", "withdrawn")
    terminal.press("down", "enter")
    terminal.wait("2611020050008", "Contoso Backup", gone="5 requests")
    terminal.press("c")
    terminal.wait("Mark request 4 as completed?")
    terminal.press("y")
    terminal.wait("Request 4 completed; the audience was changed.")
    undo(terminal, "Completed support request 4")
    terminal.press("escape")
    terminal.wait("5 requests", "2 open")


def shows_partners_and_history(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("▸3 Partners", "2,000 partners in the directory")
    terminal.press("4")
    terminal.wait("▸4 History", "When (UTC)", "Contoso Backup")


def explains_and_leaves(terminal: Terminal) -> None:
    for key, shown in (
        ("f1", "One change per line"),
        ("R", "Rule number or text"),
        ("ctrl+p", "Command, offer, partner or request"),
        (",", "Language"),
    ):
        terminal.press(key)
        terminal.wait(shown)
        terminal.press("escape")
        terminal.wait("▸4 History", gone=shown)
    terminal.press("f4")
    terminal.wait("Redraw screen")
    terminal.press("f4")
    terminal.wait("▸4 History", gone="Redraw screen")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


LINES: tuple[Callable[[Terminal], None], ...] = (
    lists_offers,
    opens_an_offer,
    refuses_an_option,
    selects_partners,
    saves_and_undoes,
    publishes_and_syncs,
    opens_a_request,
    follows_requests,
    shows_partners_and_history,
    explains_and_leaves,
)


def test_every_line_of_the_tour_has_its_keys_here() -> None:
    tour = README.read_text("utf-8").partition("## A tour in ten lines")[2].partition("\n## ")[0]
    assert re.findall(r"^(\d+)\. ", tour, re.MULTILINE) == [
        str(number) for number in range(1, len(LINES) + 1)
    ]


def test_the_tour_can_be_followed(program: Program) -> None:
    terminal = program.open("demo")
    terminal.wait("13 offers")
    for line in LINES:
        line(terminal)
