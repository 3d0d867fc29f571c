"""Keys that arrive together, as they do over a slow line, each reach what they were meant for."""

from __future__ import annotations

import pytest

from .terminal import terminal

pytestmark = pytest.mark.terminal


def test_a_burst_of_keys_goes_where_each_key_leads() -> None:
    with terminal("demo") as opened:
        opened.wait("13 offers")
        # A new offer, its fields, and a Tab back to the first.
        opened.type("nContoso Sailing\tcontoso-sea\x1b[Zgood ")
        opened.wait("Contoso Sailinggood", "contoso-sea")
        # What was typed is discarded only at the second Escape.
        opened.strike("escape")
        opened.wait("Press Escape again to discard it")
        opened.strike("escape")
        opened.wait(gone="Sells through Microsoft")
        # The directory, its search field, a text, and a correction in the middle of it.
        opened.type("3/alpine\x1b[D\x1b[D\x1b[D\x1b[D\x1b[Dx\x1b[3~y")
        opened.wait("Partners", "axypine")
        # Enter behind the words of a search takes the one that they find.
        opened.type("\x1b\x1b")
        opened.wait("Partners", gone="axypine")
        opened.type("1")
        opened.wait("13 offers")
        opened.type("\x1b[B\r")
        opened.wait("Offers › Contoso Backup", "Select CSP Partners")
        opened.type("p29af771b-09ab-45da-b8fb-dcc8643ef0ef\r")
        opened.wait("1 selected")


def test_enter_that_is_pressed_before_the_program_reads_keys_opens_the_offer() -> None:
    with terminal("demo") as opened:
        opened.type("\x1b[B\r")
        opened.wait("Offers › Contoso Backup", "CSP reseller audience")
