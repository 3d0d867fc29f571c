"""How the lines of a list look, in the colors of the theme.

Color is never the only hint: a line has a mark and a word too, and the cursor has a pointer.
"""

from __future__ import annotations

from typing import Literal, get_args

LineStyle = Literal[
    "", "added", "removed", "changed", "locked", "muted", "selected", "warning", "error"
]
"""What a line of a list is about, which its color shows too; "" for any other line."""

COMPONENTS = frozenset(
    f"record-list--{name}"
    for name in (*get_args(LineStyle), "header", "cursor", "notice", "pending")
    if name
)

CSS = """
RecordView {
    height: 1fr;
    min-height: 3;
    overflow-x: hidden;
    overflow-y: auto;
    color: $foreground;
    background: $surface;

    & > .record-list--header {
        color: $foreground;
        background: $panel;
        text-style: bold;
    }
    & > .record-list--notice { color: $text-muted; }
    & > .record-list--pending { color: $text-muted; }
    & > .record-list--muted { color: $text-muted; }
    & > .record-list--locked { color: $text-warning; }
    & > .record-list--added { color: $text-success; }
    & > .record-list--selected { color: $text-success; text-style: bold; }
    & > .record-list--changed { color: $text-accent; }
    & > .record-list--removed { color: $text-error; }
    & > .record-list--warning { color: $text-warning; }
    & > .record-list--error { color: $text-error; }
    & > .record-list--cursor {
        color: $block-cursor-blurred-foreground;
        background: $block-cursor-blurred-background;
        text-style: $block-cursor-blurred-text-style;
    }
    &:focus > .record-list--header {
        color: $text-primary;
        background: $primary-muted;
        text-style: bold underline;
    }
    &:focus > .record-list--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    /* The sixteen colors of a terminal do not mix: muted and full blue are one and the same. */
    &:ansi:focus > .record-list--header {
        color: $foreground;
        background: $panel;
    }
    &:nocolor:focus > .record-list--cursor { text-style: bold reverse; }
}
"""
