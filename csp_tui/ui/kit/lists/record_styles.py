"""How the lines of a list look, in the colors of the theme.

Color is never the only hint: a line has a mark and a word too, and the cursor has a pointer.
"""

from __future__ import annotations

COMPONENTS = frozenset(
    {
        "record-list--header",
        "record-list--cursor",
        "record-list--notice",
        "record-list--waiting",
        "record-list--added",
        "record-list--removed",
        "record-list--changed",
        "record-list--locked",
        "record-list--muted",
        "record-list--chosen",
        "record-list--warning",
        "record-list--error",
    }
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
    & > .record-list--waiting { color: $text-muted; }
    & > .record-list--muted { color: $text-muted; }
    & > .record-list--locked { color: $text-warning; }
    & > .record-list--added { color: $text-success; }
    & > .record-list--chosen { color: $text-success; text-style: bold; }
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
