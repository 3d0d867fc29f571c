"""The looks: one dark and one light theme beside Textual's own."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="csp-dark",
    primary="#6cb6ff",
    secondary="#8ddb8c",
    accent="#f0b72f",
    warning="#f0b72f",
    error="#ff8a80",
    success="#6bc46d",
    foreground="#e6edf3",
    background="#0d1117",
    surface="#161b22",
    panel="#21262d",
    dark=True,
)
LIGHT = Theme(
    name="csp-light",
    primary="#0550ae",
    secondary="#116329",
    accent="#7d4e00",
    warning="#7d4e00",
    error="#a40e26",
    success="#116329",
    foreground="#1f2328",
    background="#ffffff",
    surface="#f6f8fa",
    panel="#e7ecf0",
    dark=False,
)
