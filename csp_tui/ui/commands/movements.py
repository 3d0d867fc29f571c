"""The keys that move within the focused widget, in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.widget import Widget

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.key_names import key_name

# Textual's own parts say what their keys do in English only, and say more than one needs.
_TEXTUAL: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Input", (("left,right", N_("Move")), ("home,end", N_("Start, end")), ("ctrl+w", N_("Word")))),
    ("TextArea", (("up,down", N_("Line")), ("home,end", N_("Start, end of line")))),
    ("Button", (("enter", N_("Press")),)),
    ("Checkbox", (("enter,space", N_("Check or uncheck")),)),
    ("RadioSet", (("up,down", N_("Move")), ("enter,space", N_("Select")))),
    ("Select", (("enter", N_("Open")), ("up,down", N_("Move")))),
)


def movement_keys(focused: Widget | None) -> Iterator[tuple[str, str]]:
    """Keys and what they do, both in words, for what has the focus.

    Args:
        focused: What has it, None for nothing.
    """
    if focused is not None:
        for binding in _own(focused):
            keys = keymap.current().keys(binding.id or "", binding.key) or (binding.key,)
            yield " ".join(key_name(key) for key in keys), _(binding.description)
        kinds = {kind.__name__ for kind in type(focused).__mro__}
        for kind, lines in _TEXTUAL:
            if kind in kinds:
                for keys_text, text in lines:
                    yield " ".join(key_name(key) for key in keys_text.split(",")), _(text)
    yield key_name("tab"), _("Next area")


def _own(focused: Widget) -> Iterator[Binding]:
    seen: set[str] = set()
    for kind in type(focused).__mro__:
        if not kind.__module__.startswith("csp_tui."):
            continue
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id and binding.id not in seen:
                seen.add(binding.id)
                yield binding
