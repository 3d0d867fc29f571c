"""The text fields of a dialog by their names, for a session that is cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.widget import Widget
from textual.widgets import Input, Label

from csp_tui.domain.text import visible
from csp_tui.i18n import titled
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.text.input import field_text


def field_values(dialog: Widget) -> dict[str, str]:
    """What the fields hold."""
    return {field.id: field.value for field in dialog.query(Input) if field.id}


def changed_fields(dialog: Widget, first: Mapping[str, str]) -> dict[str, Value]:
    """The fields that hold something else than at first."""
    values = field_values(dialog).items()
    return {name: value for name, value in values if value != first.get(name, "")}


def field_lines(dialog: Widget, changed: Mapping[str, Value]) -> Sequence[str]:
    """Changed fields for people, each after its label where it has one."""
    lines = []
    for field in dialog.query(Input):
        if field.id in changed:
            label = _label_of(field)
            lines.append(visible(titled(label, field.value) if label else field.value))
    return lines


def enter_fields(dialog: Widget, typed: Mapping[str, Value]) -> None:
    """Enter what ``changed_fields`` gave; it comes from a file, so any of it may be missing."""
    for field in dialog.query(Input):
        value = typed.get(field.id or "")
        if isinstance(value, str):
            field.value = field_text(value)


def _label_of(field: Input) -> str:
    siblings = field.parent.children if field.parent is not None else ()
    at = siblings.index(field) if field in siblings else 0
    above = siblings[at - 1] if at > 0 else None
    return str(above.content) if isinstance(above, Label) else ""
