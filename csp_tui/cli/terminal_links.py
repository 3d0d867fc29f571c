"""Clickable links in terminals that are known to support them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from csp_tui.domain.text import visible

_FIRST_VTE = 5000
"""The first version of VTE, the widget of GNOME's and other terminals, with safe links: 0.50."""
_PROGRAMS = frozenset(
    ("Hyper", "WezTerm", "ghostty", "iTerm.app", "rio", "terminology", "vscode", "zed")
)
_TERMS = ("alacritty", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
_SET_BY_TERMINAL = ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION")


def supports_links(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that shows links (OSC 8) rather than their codes.

    Terminals cannot be asked, so only those that identify themselves in the environment count.
    Inside a multiplexer the environment describes another terminal, so the answer is no.

    Args:
        stream: Where the link is written to.
        environment: The environment variables.
    """
    if not stream.isatty() or environment.get("TMUX") or environment.get("STY"):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        (vte.isascii() and vte.isdigit() and int(vte[:6]) >= _FIRST_VTE)
        or environment.get("TERM_PROGRAM", "") in _PROGRAMS
        or environment.get("TERM", "").startswith(_TERMS)
        or any(environment.get(name) for name in _SET_BY_TERMINAL)
    )


def link(url: str, stream: TextIO, environment: Mapping[str, str]) -> str:
    """Make an address clickable where the terminal supports that; the address itself is shown.

    Args:
        url: The address, which may contain data.
        stream: Where the link is written to.
        environment: The environment variables.
    """
    shown = visible(url)
    # Other characters would have to be percent-encoded in the target of a link.
    is_plain = url.isascii() and url.isprintable()
    if not is_plain or not supports_links(stream, environment):
        return shown
    return f"\x1b]8;;{url}\x1b\\{shown}\x1b]8;;\x1b\\"
