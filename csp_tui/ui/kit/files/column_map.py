"""Asks which columns of a file hold what, where its header does not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Label, Select

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.exchange.header import UnusableHeader
from csp_tui.i18n import N_, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.dialog import Dialog

_LONGEST_TITLE = 40


class ColumnMapDialog(Dialog[Mapping[str, str]]):
    """Asks for a column for each field that has none; the result has column numbers by field.

    Args:
        error: What reading the file ended with.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "The header of the file does not say which column holds what is needed. Select the "
        "columns; the file is read again and its preview is shown. Nothing is imported yet."
    )
    AUTO_FOCUS = "Select"
    DEFAULT_CSS = """
    ColumnMapDialog {
        & .dialog-body Label { color: $text-muted; margin-top: 1; }
        & Select { width: 100%; }
    }
    """

    def __init__(self, error: UnusableHeader) -> None:
        super().__init__(_("Select the columns"))
        self._error = error

    def compose_body(self) -> Iterable[Widget]:
        """What is wrong, and a selection for each field."""
        yield self.text(render(self._error.message))
        options = [
            (Content(visible(titled(number, title.strip()[:_LONGEST_TITLE]))), str(number))
            for number, title in enumerate(self._error.columns, 1)
        ]
        for field, title in self._error.fields:
            yield Label(_("Column with {field}").format(field=title), markup=False)
            yield Select[str](options, prompt=_("Select a column"), name=field, compact=True)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then read the file with these columns."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Read the file"), id="read", variant="primary")

    @on(Button.Pressed, "#read")
    def read(self, event: Button.Pressed) -> None:
        """Return the columns."""
        event.stop()
        chosen = {
            select.name or "": select.value
            for select in self.query(Select)
            if isinstance(select.value, str)
        }
        if len(chosen) < len(self._error.fields):
            self.complain(_("Select a column for each field."))
        elif len(set(chosen.values())) < len(chosen):
            self.complain(_("Select another column for each field."))
        else:
            self.dismiss(chosen)


def ask_for_columns(
    app: AppBase, error: WorkbenchError, read: Callable[[Mapping[str, str]], object]
) -> None:
    """Ask for the columns of a file whose header could not be used, then read it again.

    Args:
        app: Shows the question.
        error: What reading the file ended with; nothing is asked if it is another problem.
        read: Reads the file with column numbers by field.
    """

    def answered(mapping: Mapping[str, str] | None) -> None:
        if mapping:
            read(mapping)

    if isinstance(error, UnusableHeader) and len(error.columns) > 1:
        app.push_screen(ColumnMapDialog(error), answered)
