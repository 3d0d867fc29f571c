"""Text from data that would drive a terminal never reaches it raw, wherever it is shown."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing

import pytest

from .conftest import Program, tenant
from .terminal import Terminal

TITLE, COLOUR, CLEAR = "\x1b]0;PWNED\x07", "\x1b[31mPWNED", "\x1b[2JPWNED"
MARKUP = "[red]PWNED[/red][@click=app.exit]x[/]"
BIDI, EIGHT_BIT = "\u202ePWNED\u2066", "\x9b31mPWNED"
HOSTILE = f"Evil {TITLE}{COLOUR}{CLEAR}{MARKUP}{BIDI}{EIGHT_BIT}\nPWNED\rPWNED\tPWNED"
FORBIDDEN = [
    text.encode()
    for text in (TITLE, COLOUR, CLEAR, BIDI, EIGHT_BIT, "\nPWNED", "\rPWNED", "\tPWNED", "\x07")
] + [b"\x1b]0;", b"\x1b]2;", "\u202e".encode(), "\u2066".encode(), b"\x9b31m"]


def assert_harmless(terminal: Terminal) -> None:
    raw = bytes(terminal.raw)
    # Textual asks for the shape of the pointer; nothing else of its own ends with a bell.
    raw = raw.replace(b"\x1b]22;default\x07", b"").replace(b"\x1b]22;pointer\x07", b"")
    assert b"PWNED" in raw
    for text in FORBIDDEN:
        assert text not in raw, text


@pytest.fixture
def hostile(program: Program) -> Program:
    """Hostile partners, offers, requests and history: through every door, and past the doors."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["tenant_id", "name", "country", "competencies", "skills", "type", "city"])
    for number in (1, 2):
        rows.writerow([tenant(number), f"{number} {HOSTILE}", "FR", *[HOSTILE] * 4])
    program.run("partners", "import", "-", stdin=table.getvalue())
    offer = program.create_offer(name="Evil " + MARKUP)
    program.run("audience", "choose", offer, "some")
    program.run("audience", "add", offer, tenant(1), tenant(2))
    program.run("offers", "publish", offer)
    program.run("requests", "new", offer, "--remove", tenant(1))
    # Cleaning keeps control characters out; an older or foreign file may hold them all the same.
    with closing(sqlite3.connect(program.database)) as connection:
        names = {
            row[0]: [column[1] for column in connection.execute(f"PRAGMA table_info({row[0]})")]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        for kind, column in (
            ("partner", "name"),
            ("offer", "name"),
            ("offer", "csp_contact_name"),
            ("request", "title"),
            ("request", "description"),
            ("request", "contact_name"),
        ):
            for table_name, columns in names.items():
                if kind in table_name and column in columns and "_" not in table_name.strip("_"):
                    connection.execute(f"UPDATE {table_name} SET {column} = ?", (HOSTILE,))
        connection.commit()
    return program


def test_no_place_and_no_section_sends_hostile_text_raw(hostile: Program) -> None:
    terminal = hostile.open()
    terminal.wait("1 offer", "Evil", "PWNED")
    terminal.press("enter")
    terminal.wait("Offers › Evil", "Partner Country")
    for section in ("Publish", "Requests", "History", "Setup", "Plans", "Listing", "Resell"):
        terminal.light("right", section)
    for place in ("2 Requests", "3 Partners", "4 History", "1 Offers"):
        terminal.press(place[0])
        terminal.wait(f"▸{place}", "contoso-backup" if place == "4 History" else "PWNED")
    assert_harmless(terminal)


def test_no_dialog_sends_hostile_text_raw(hostile: Program) -> None:
    terminal = hostile.open()
    terminal.wait("1 offer", "Evil")
    terminal.press("enter")
    terminal.wait("Offers › Evil", "0000…9c1e live")
    terminal.press("m")
    terminal.wait("be deauthorized (R30)", "PWNED")
    terminal.press("escape")
    terminal.wait("Save draft", gone="be deauthorized (R30)")
    terminal.press("p")
    terminal.wait("Select CSP Partners", "2 partners in the directory")
    terminal.type("\x1b[200~\x1b]0;PWNED\x07\x1b[201~")
    terminal.wait("Select CSP Partners", gone="2 partners in the directory")
    terminal.press("escape")
    terminal.wait("Save draft", gone="Name or tenant ID")
    terminal.press("2")
    terminal.wait("▸2 Requests", "PWNED")
    terminal.press("enter")
    terminal.wait("Step 1 of 3", "PWNED")
    terminal.press("f2")
    terminal.wait("Step 2 of 3", "PWNED")
    terminal.press("escape")
    terminal.wait("Request 1 is kept as a draft.")
    terminal.press("4")
    terminal.wait("▸4 History")
    terminal.press("enter")
    terminal.wait("▸4 History", "Created support request")
    assert_harmless(terminal)


@pytest.mark.parametrize("size", [(60, 24), (120, 40)])
def test_no_layout_sends_hostile_text_raw(hostile: Program, size: tuple[int, int]) -> None:
    terminal = hostile.open(size=size)
    terminal.wait("1 offer", "Evil")
    terminal.press("enter")
    terminal.wait("Offers › Evil", "PWNED")
    terminal.press("3")
    terminal.wait("▸3 Partners", "PWNED")
    assert_harmless(terminal)
