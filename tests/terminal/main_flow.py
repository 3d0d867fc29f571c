"""The main flow with keys alone, through anything between the program and the terminal."""

from __future__ import annotations

from .multiplexers import LEFT
from .terminal import Terminal


def main_flow(terminal: Terminal) -> None:
    """Offers, an offer, its audience, a search, a choice, saved; then out, and a clean pane."""
    terminal.wait("1 offer", "Contoso Backup")
    terminal.strike("end")
    terminal.strike("home")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "(•) Specific partners", "(Save draft)")
    terminal.press("p")
    terminal.wait("5 partners in the directory")
    # Keys that terminals send in different ways, in a field where each shows that it arrived.
    terminal.type("xlpinez")
    terminal.wait("xlpinez")
    for key in ("home", "delete"):
        terminal.strike(key)
    terminal.type("a")
    for key in ("end", "backspace"):
        terminal.strike(key)
    terminal.wait("1 partner found", "Alpine Cloud SARL", gone="xlpine")
    terminal.press("enter")
    terminal.wait("1 selected")
    terminal.press("f2")
    terminal.wait("Not saved yet", gone="in the directory")
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added")
    terminal.strike("f1")
    terminal.wait("Close")
    terminal.strike("escape")
    terminal.wait("(Save draft)", gone="Close")
    terminal.strike("ctrl+q")
    terminal.wait(f"{LEFT} 0", gone="Contoso")
