"""The looks: one dark and one light theme beside Textual's own.

Every text, a muted or disabled one too, stands out from what is behind it by 4.5 to 1 at least;
what Textual makes by mixing is named outright where the mixture would be fainter.
"""

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
    variables={
        "boost": "#30363d",
        "text-muted": "#a9b4c0",
        "text-disabled": "#9aa5b1",
        "foreground-muted": "#a9b4c0",
        "foreground-disabled": "#9aa5b1",
        "block-cursor-foreground": "#0d1117",
        "block-cursor-blurred-background": "#29425c",
        "input-selection-background": "#2f5c8a",
    },
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
    variables={
        "boost": "#d8dee4",
        "text-muted": "#4a525b",
        "text-disabled": "#535b64",
        "foreground-muted": "#4a525b",
        "foreground-disabled": "#535b64",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#b4cae6",
        "input-selection-background": "#a9c7ee",
    },
)
